//! The rules: one file per smell.
//!
//! Each group is a folder, each rule a file in it that holds its documentation with examples, its
//! code, name and level, and its `check`. [`lint`] runs what [`Selection`] chose over a document.

mod actions;
mod causes;
mod context;
mod document;
mod fix;
mod impact;
mod lint;
mod model;
mod patterns;
mod phrases;
mod prose;
mod report;
mod repository;
mod rule;
mod selection;
mod suppression;
mod suppressions;
mod timeline;
mod times;
mod unfinished;

#[cfg(test)]
mod tests;

pub use context::{Context, Copied, Files, NoFiles, Place, Twins};
pub use fix::fixed;
pub use lint::{INTERNAL, Input, lint, lint_all, lint_model};
pub use model::ModelContext;
pub use patterns::Patterns;
pub use report::{Draft, Report};
pub use rule::{Rule, all, find};
pub use selection::{Decider, Reason, Selection, decide, known, suggestion};
