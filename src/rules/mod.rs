//! The rules: one file per smell.
