//! Values to text: terminal, JSON, SVG, the wiki.

pub mod config;
pub mod draft;
pub mod explain;
pub mod findings;
pub mod html;
pub mod incident;
pub mod inspect;
pub mod reference;
pub mod simulate;
pub mod svg;
mod table;
pub mod wiki;
