//! Topology, scenario, units, settings, profiles and the documents of a repository.
