//! A position in masked text that small readers move.

use crate::document::plain::MARK;
use crate::text::Span;

#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    bytes: &'a [u8],
    end: usize,
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, span: Span) -> Self {
        let end = span.end.min(text.len());
        Self { text, bytes: text.as_bytes().get(..end).unwrap_or_default(), end, at: span.start }
    }

    /// Moves to the next byte at which a word or number starts.
    pub(super) fn next_start(&mut self) -> Option<u8> {
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte.is_ascii_alphanumeric() {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// Moves past the letters and digits that stand here, decimals included.
    pub(super) fn skip_word(&mut self) {
        let digits = self.peek().is_some_and(|byte| byte.is_ascii_digit());
        while let Some(byte) = self.peek() {
            let inside = byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
            let decimal = digits
                && matches!(byte, b'.' | b',' | b':')
                && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit);
            if !inside && !decimal {
                break;
            }
            self.at += 1;
        }
        if self.at > self.end {
            self.at = self.end;
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn peek_at(&self, offset: usize) -> Option<u8> {
        self.bytes.get(self.at + offset).copied()
    }

    /// The byte before the cursor.
    pub(super) fn before(&self) -> u8 {
        self.at.checked_sub(1).and_then(|at| self.bytes.get(at)).copied().unwrap_or(b' ')
    }

    /// The letters that stand here.
    pub(super) fn peek_word(&self) -> &'a str {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        self.text.get(self.at..self.at + length).unwrap_or_default()
    }

    pub(super) fn take_word(&mut self) -> &'a str {
        let word = self.peek_word();
        self.at += word.len();
        word
    }

    /// Takes this word in any case.
    pub(super) fn take(&mut self, word: &str) -> bool {
        let found = self.peek_word().eq_ignore_ascii_case(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// Takes this byte.
    pub(super) fn take_byte(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Takes a number of at most `most` digits: its value and how many digits it has.
    pub(super) fn take_number(&mut self, most: usize) -> Option<(u32, usize)> {
        let rest = self.bytes.get(self.at..)?;
        let digits = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > most {
            return None;
        }
        let value = self.text.get(self.at..self.at + digits)?.parse().ok()?;
        self.at += digits;
        Some((value, digits))
    }

    /// Moves past spaces and marks on the same line; at most a few.
    pub(super) fn skip_space(&mut self) {
        let limit = self.at + 8;
        while self.at < limit && self.peek().is_some_and(|byte| byte == b' ' || byte == b'\t' || byte == MARK)
        {
            self.at += 1;
        }
    }

    /// Whether a word or number ends here.
    pub(super) fn at_boundary(&self) -> bool {
        !self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    }

    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(text.as_bytes()))
    }
}
