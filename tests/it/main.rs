//! The integration tests, one binary.

mod claims;
mod cli;
mod document;
mod drafts;
mod layering;
mod model;
mod rules;
mod schemas;
mod sim;
