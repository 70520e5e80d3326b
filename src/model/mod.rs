//! Topology, scenario, units, settings, profiles and the documents of a repository.

mod profile;

pub use profile::{Profile, RequiredFact, RuleLevel, WantedSection, WordRange};
