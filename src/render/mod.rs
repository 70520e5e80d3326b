//! Values to text: terminal, JSON, SVG, the wiki.

pub mod config;
pub mod draft;
pub mod findings;
pub mod html;
pub mod incident;
pub mod inspect;
pub mod simulate;
pub mod svg;
pub mod wiki;
