//! From byte offsets to lines and columns.

use super::{BLOCK, Blocks, bits, last_from, ones};

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
    /// Places inside long lines, from which columns are counted on.
    marks: Vec<Mark>,
}

/// A place inside a long line, with what of the line stands before it.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    at: usize,
    chars: usize,
    /// UTF-16 code units.
    units: usize,
}

/// How far marks are apart, in bytes.
const APART: usize = 4096;

impl Lines {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
        starts.push(0);
        let (mut last, mut longest) = (0, 0);
        for (index, block) in Blocks::of(bytes).iter().enumerate() {
            for at in ones(bits(block, |byte| matches!(byte, b'\n' | b'\r'))) {
                let at = index * BLOCK + at;
                if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                    starts.push(at + 1);
                    longest = longest.max(at - last);
                    last = at;
                }
            }
        }
        let marks =
            if longest.max(bytes.len() - last) >= APART { all_marks(text, &starts) } else { Vec::new() };
        Self { starts, marks }
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
        let start = self.start(index);
        let (mark, rest) = self.mark_before(text, start, at);
        // The mark that says how the file is encoded is nothing that a person counts.
        let bom = at > start && text[start..].starts_with('\u{feff}');
        Position { line: index + 1, column: mark.chars + rest.chars().count() + 1 - usize::from(bom) }
    }

    /// The column of byte `at` in UTF-16 code units, from 1, as SARIF and language servers may ask.
    pub fn column_utf16(&self, text: &str, at: usize) -> usize {
        let (mark, rest) = self.mark_before(text, self.start(self.index(at)), at);
        mark.units + rest.encode_utf16().count() + 1
    }

    /// The last mark before byte `at` of the line that starts at `start`, or that start, and the text from there.
    fn mark_before<'a>(&self, text: &'a str, start: usize, at: usize) -> (Mark, &'a str) {
        let mark = last_from(&self.marks, at, |mark| mark.at).filter(|mark| mark.at > start);
        let mark = mark.copied().unwrap_or(Mark { at: start, ..Mark::default() });
        (mark, text.get(mark.at..at.min(text.len())).unwrap_or_default())
    }
}

/// The marks of all lines.
fn all_marks(text: &str, starts: &[usize]) -> Vec<Mark> {
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).flat_map(|(start, end)| marks(text, start, end)).collect()
}

/// The marks of a line.
fn marks(text: &str, start: usize, end: usize) -> impl Iterator<Item = Mark> {
    let mut last = Mark { at: start, ..Mark::default() };
    std::iter::from_fn(move || {
        let at = Some(text.ceil_char_boundary(last.at + APART)).filter(|&at| at < end)?;
        let part = &text[last.at..at];
        let (chars, units) = (last.chars + part.chars().count(), last.units + part.encode_utf16().count());
        last = Mark { at, chars, units };
        Some(last)
    })
}
