//! The integration tests, one binary.

mod document;
mod layering;
