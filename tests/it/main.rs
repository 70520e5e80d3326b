//! The integration tests, one binary.

mod layering;
mod model;
mod sim;
