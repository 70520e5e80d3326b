//! Counts with their noun: `1 file`, `2 files`.

use std::fmt::Display;

/// "1 file", "2 files".
pub fn counted<N: Copy + Display + PartialEq + From<u8>>(count: N, noun: &str) -> String {
    let plural = if count == N::from(1) { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
