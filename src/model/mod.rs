//! Topology, scenario, units, settings, profiles and the documents of a repository.

mod check;
pub mod claims;
pub mod clock;
pub mod component;
pub mod demand;
pub mod edge;
pub mod event;
pub mod example;
pub mod expect;
pub mod explain;
pub mod followed;
pub mod grammar;
pub mod moment;
pub mod monitor;
pub mod named;
pub mod outcome;
mod patch;
pub mod pick;
mod profile;
mod read;
pub mod sanity;
pub mod schema;
mod settings;
mod sources;
pub mod spec;
pub mod target;
mod toml_advice;
mod toml_node;
pub mod traffic;
pub mod units;

pub use check::CAUSES;
pub use outcome::Outcome;
pub use profile::{Profile, RequiredFact, RuleLevel, WantedSection, WordRange};
pub use read::{BASE, Model, Variant, read, read_with};
pub use settings::{Config, Settings, Tolerances, schema as settings_schema};
pub use spec::Spec;

#[cfg(test)]
mod tests;
