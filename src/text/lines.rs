//! From byte offsets to lines and columns.

use super::{BLOCK, bits, blocks, ones};

/// A place as a person names it: both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character within the line.
    pub column: usize,
}

/// Where each line of a text starts. A line ends with `\n`, `\r\n` or a lone `\r`.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
        starts.push(0);
        for (index, block) in blocks(bytes).enumerate() {
            for at in ones(bits(&block, |byte| matches!(byte, b'\n' | b'\r'))) {
                let at = index * BLOCK + at;
                if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                    starts.push(at + 1);
                }
            }
        }
        Self { starts }
    }

    /// How many lines there are; a final line break starts one more, empty, line.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The index of the line that holds byte `at`, from 0.
    pub fn index(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at) - 1
    }

    /// The first byte of line `index`, from 0; of a line past the end, the start of the last.
    pub fn start(&self, index: usize) -> usize {
        self.starts.get(index).or(self.starts.last()).copied().unwrap_or_default()
    }

    /// The line and column of byte `at` of `text`, which must be the text the lines were found in.
    pub fn position(&self, text: &str, at: usize) -> Position {
        let index = self.index(at);
        let before = text.get(self.start(index)..at.min(text.len())).unwrap_or_default();
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        Position { line: index + 1, column: before.chars().count() + 1 }
    }

    /// The column of byte `at` in UTF-16 code units, from 1, as SARIF and language servers may ask.
    pub fn column_utf16(&self, text: &str, at: usize) -> usize {
        let before = text.get(self.start(self.index(at))..at.min(text.len())).unwrap_or_default();
        before.encode_utf16().count() + 1
    }
}
