//! One input file as text, whatever its bytes are.

use crate::finding::{Fault, FaultKind};

use super::{Lines, Position, Span};

/// The largest file that is read, in bytes (10 MiB).
pub const MAX_BYTES: usize = 10 << 20;

/// A file's text. Offsets are those of the file's own bytes: a byte-order mark stays at the front of
/// `text`, and a byte that is not UTF-8 is replaced by one `?`.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as findings print it: relative, with `/`.
    pub path: String,
    /// The text.
    pub text: String,
    /// The lines of `text`.
    pub lines: Lines,
}

impl Source {
    /// A source from text that is already known to be UTF-8.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { path: path.into(), lines: Lines::new(&text), text }
    }

    /// Reads bytes as text and says what is wrong with them.
    pub fn decode(path: impl Into<String>, bytes: Vec<u8>) -> (Self, Vec<Fault>) {
        if bytes.len() > MAX_BYTES {
            let message = "file is larger than the 10 MiB that are read";
            let help = "split it, or move logs and data out of the postmortem";
            let fault = Fault::new(FaultKind::Encoding, Span::at(0), message).help(help);
            return (Self::new(path, ""), vec![fault]);
        }
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            let fault = Fault::new(FaultKind::Encoding, Span::at(0), "file is UTF-16, not UTF-8")
                .help("save it as UTF-8: `iconv -f UTF-16 -t UTF-8`");
            return (Self::new(path, ""), vec![fault]);
        }
        let (text, mut faults) = match String::from_utf8(bytes) {
            Ok(text) => (text, Vec::new()),
            Err(error) => replace_invalid(error.into_bytes()),
        };
        if let Some(at) = memchr::memchr(0, text.as_bytes()) {
            faults.push(
                Fault::new(FaultKind::Encoding, Span::new(at, at + 1), "file holds a NUL byte")
                    .help("a postmortem is plain text: remove the byte"),
            );
        }
        if text.trim_start_matches('\u{feff}').trim().is_empty() {
            faults.push(
                Fault::new(FaultKind::Empty, Span::at(0), "file is empty")
                    .help("start from a template: `afterword new \"Title\"`"),
            );
        }
        (Self::new(path, text), faults)
    }

    /// The line and column of a byte.
    pub fn position(&self, at: usize) -> Position {
        self.lines.position(&self.text, at)
    }

    /// The bytes of the byte-order mark, 0 or 3.
    pub fn bom(&self) -> usize {
        if self.text.starts_with('\u{feff}') { 3 } else { 0 }
    }
}

/// Puts one `?` in the place of every byte that is not part of UTF-8, so that offsets stay.
fn replace_invalid(mut bytes: Vec<u8>) -> (String, Vec<Fault>) {
    let mut first = None;
    let mut count = 0;
    let mut at = 0;
    while let Err(error) = std::str::from_utf8(&bytes[at..]) {
        let start = at + error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |len| start + len);
        bytes[start..end].fill(b'?');
        first.get_or_insert(Span::new(start, end));
        count += end - start;
        at = end;
    }
    let span = first.unwrap_or_default();
    let message = match count {
        1 => "file is not UTF-8: 1 byte cannot be read".to_owned(),
        _ => format!("file is not UTF-8: {count} bytes cannot be read"),
    };
    let fault = Fault::new(FaultKind::Encoding, span, message)
        .label("the first one")
        .help("save it as UTF-8: `iconv -f WINDOWS-1252 -t UTF-8`");
    (String::from_utf8(bytes).unwrap_or_default(), vec![fault])
}
