//! Topology, scenario, units, settings, profiles and the documents of a repository.

mod profile;
mod settings;
mod toml_node;

pub use profile::{Profile, RequiredFact, RuleLevel, WantedSection, WordRange};
pub use settings::{Config, Settings, Tolerances, schema as settings_schema};
