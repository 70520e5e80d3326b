//! What was understood of a document: as data for programs, and on one screen for people.

mod data;
mod text;

pub use data::{Inspection, schema};
pub use text::text;
