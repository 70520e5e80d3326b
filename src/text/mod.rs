//! Source text: spans, lines and columns, edits, YAML with the place of every key and value.

mod bits;
mod counted;
mod edit;
mod length;
mod lines;
mod openings;
mod phrases;
pub mod shape;
mod source;
mod suggest;
pub mod yaml;

#[cfg(test)]
mod tests;

pub use bits::{BLOCK, Blocks, Finder, Places, bits, first_bytes, ones};
pub use counted::counted;
pub use edit::{Edit, apply};
pub use length::length;
pub use lines::{Lines, Position};
pub use openings::{Opening, Openings};
pub use phrases::Phrases;
pub use source::{MAX_BYTES, Source};
pub use suggest::{did_you_mean, nearest};

/// Those of some items, in the order of their starts, that start inside a span.
pub fn within<T>(sorted: &[T], span: Span, start: impl Fn(&T) -> usize) -> &[T] {
    let rest = &sorted[sorted.partition_point(|item| start(item) < span.start)..];
    // There are mostly few.
    let count = rest.iter().take(4).position(|item| start(item) >= span.end);
    &rest[..count.unwrap_or_else(|| rest.partition_point(|item| start(item) < span.end))]
}

/// The last of some items, in the order of their starts, that starts at or before a byte.
pub fn last_from<T>(sorted: &[T], at: usize, start: impl Fn(&T) -> usize) -> Option<&T> {
    sorted.get(sorted.partition_point(|item| start(item) <= at).checked_sub(1)?)
}

/// A half-open range of bytes of one file, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The empty range at `at`.
    pub fn at(at: usize) -> Self {
        Self { start: at, end: at }
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `at` lies inside.
    pub fn contains(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// The same range, `by` bytes further on.
    #[must_use]
    pub fn shift(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// The text it covers; empty where it does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}
