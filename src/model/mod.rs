//! Topology, scenario, units, settings, profiles and the documents of a repository.

mod check;
pub mod clock;
pub mod component;
pub mod edge;
pub mod event;
pub mod expect;
pub mod moment;
pub mod monitor;
pub mod named;
pub mod outcome;
mod patch;
mod read;
pub mod schema;
mod sources;
pub mod spec;
pub mod target;
pub mod units;

pub use check::CAUSES;
pub use outcome::Outcome;
pub use read::{BASE, Model, Variant, read};
pub use spec::Spec;

#[cfg(test)]
mod tests;
