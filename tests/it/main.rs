//! The integration tests, one binary.

mod claims;
mod document;
mod layering;
mod model;
mod quartermaster;
mod sim;
mod validation;
