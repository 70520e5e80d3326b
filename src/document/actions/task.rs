//! The words of a task, and the parts that dashes, commas and brackets make of them.

use std::cell::OnceCell;

use crate::document::reader::Reader;
use crate::text::Span;

/// A task, or a cell of a table that tells of one.
pub(super) struct Task<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) span: Span,
    /// As it is written.
    pub(super) raw: &'a str,
    /// Without its marks.
    pub(super) plain: &'a str,
    /// The same with the letters of ASCII in lower case.
    pub(super) lower: &'a str,
    /// Whether it has a colon.
    pub(super) colon: bool,
    parts: OnceCell<Vec<Span>>,
}

impl<'a> Task<'a> {
    pub(super) fn new(reader: &'a Reader<'_>, span: Span) -> Self {
        let (raw, plain, lower) = (span.of(reader.text), reader.plain(span), reader.lower(span));
        let colon = memchr::memchr(b':', raw.as_bytes()).is_some();
        Self { reader, span, raw, plain, lower, colon, parts: OnceCell::new() }
    }

    /// The parts between dashes, commas and brackets; none when nothing parts it. Most tasks are read without them.
    pub(super) fn parts(&self) -> &[Span] {
        self.parts.get_or_init(|| self.parted())
    }

    fn parted(&self) -> Vec<Span> {
        let bytes = self.plain.as_bytes();
        let gap = |byte: Option<&u8>| matches!(byte, Some(b' ' | 1));
        let mut parts: Vec<Span> = Vec::new();
        let mut push = |from: usize, to: usize| {
            let part = self.reader.trim(Span::new(self.span.start + from, self.span.start + to));
            if !part.is_empty() {
                parts.push(part);
            }
        };
        let (mut from, mut at) = (0, 0);
        while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|&byte| may_part(byte))) {
            at += next;
            let length = match &bytes[at..] {
                [0xe2, 0x80, 0x93 | 0x94, ..] | [0xe2, 0x86, 0x92, ..] => "–".len(),
                [0xe2, ..] => {
                    at += 1;
                    continue;
                }
                _ => 1,
            };
            // The dashes of an option are no separator: "drop --delete from the flags".
            let option = bytes[at] == b'-'
                && matches!(&bytes[at + 1..], [b'-', next, ..] if next.is_ascii_alphabetic());
            if option {
                at += 2;
                continue;
            }
            let spaced =
                gap(at.checked_sub(1).and_then(|before| bytes.get(before))) || gap(bytes.get(at + length));
            if spaced || b"()[]|".contains(&bytes[at]) {
                push(from, at);
                from = at + length;
            }
            at += length;
        }
        if from > 0 {
            push(from, bytes.len());
        }
        parts
    }
}

/// Whether a sign that parts a task may start with a byte: one of ASCII, or a long dash or an arrow.
fn may_part(byte: u8) -> bool {
    matches!(byte, b'-' | b',' | b';' | b'(' | b')' | b'[' | b']' | b'/' | b'|' | b':' | b'.' | b'>' | 0xe2)
}
