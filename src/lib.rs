//! Afterword writes, checks, replays and publishes postmortems.
//!
//! # Layers
//!
//! A folder uses only folders with a lower number; `tests/it/layering.rs` walks the sources and
//! checks it. `rules` and `sim` never name each other.
//!
//! | layer | module | what it does |
//! |---|---|---|
//! | 0 | [`finding`] | what the reader is told: [`finding::Finding`], [`finding::Fix`] |
//! | 0 | [`text`] | source text, lines and columns, edits, YAML with spans |
//! | 1 | [`document`] | text to [`document::Postmortem`] and faults; never fails |
//! | 2 | [`model`] | topology, scenario, units, settings, profiles, a repository's documents |
//! | 3 | [`rules`] | one file per smell |
//! | 3 | [`sim`] | topology, scenario and seed to a run; knows no documents |
//! | 4 | [`render`] | values to text: terminal, JSON, SVG, the wiki |
//! | 5 | [`workspace`] | the only place that touches disk, clock and environment |
//! | 6 | [`cli`] | one file per command |
//!
//! # Invariants
//!
//! - Same input, same bytes: no wall clock, hash order, locale or network reaches an output.
//! - A fault in the input is a finding with a span, never a panic and never an `Err`.
//! - Every span lies inside its file and on character boundaries.
//! - Only `workspace` and `cli` do input and output.

pub mod cli;
pub mod document;
pub mod finding;
pub mod model;
pub mod render;
pub mod rules;
pub mod sim;
pub mod text;
pub mod workspace;
