//! Reading documents: shapes, times, shares, robustness.

mod shapes;
mod tables;

use afterword::document::{self, Document, Vocabulary};
use afterword::text::Source;

/// Reads a text with the default vocabulary.
fn read(text: &str) -> Document {
    document::read(&Source::new("test.md", text), &Vocabulary::default())
}
