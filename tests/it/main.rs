//! The integration tests, one binary.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod claims;
mod cli;
mod document;
mod drafts;
mod layering;
mod model;
mod pipelines;
mod quartermaster;
mod readme;
mod reference;
mod rules;
mod schemas;
mod session;
mod sim;
mod validation;
mod watch;
