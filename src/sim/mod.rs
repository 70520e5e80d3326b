//! The simulator: topology, scenario and seed to a run; knows no documents.
