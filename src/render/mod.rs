//! Values to text: terminal, JSON, SVG, the wiki.

pub mod draft;
pub mod html;
pub mod incident;
pub mod simulate;
pub mod svg;
pub mod wiki;
