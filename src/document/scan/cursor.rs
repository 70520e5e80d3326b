//! A position in masked text that small readers move.

use crate::document::plain::MARK;
use crate::text::Span;

/// What a byte is to words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    None,
    Letter,
    Digit,
    /// Goes on with a word, but starts none: `_` and what is not ASCII.
    Inner,
}

const PARTS: [Part; 256] = {
    let mut parts = [Part::Inner; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        parts[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Part::Letter,
            b'0'..=b'9' => Part::Digit,
            b'_' => Part::Inner,
            _ => Part::None,
        };
        byte += 1;
    }
    parts
};

fn part(byte: u8) -> Part {
    PARTS[usize::from(byte)]
}

/// Whether a byte is a letter or digit of ASCII.
pub(super) fn in_word(byte: u8) -> bool {
    matches!(part(byte), Part::Letter | Part::Digit)
}

/// What stands between the ends of a range.
pub(super) const DASHES: [&str; 3] = ["-", "–", "—"];

#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, span: Span) -> Self {
        let end = span.end.min(text.len());
        Self { text, bytes: text.as_bytes().get(..end).unwrap_or_default(), at: span.start }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Whether a word or number begins at `start`, which is not before the cursor: inside of a word only what a token
    /// left over does, so the end of `10:20–11:00`, but not that of `mid_may`.
    pub(super) fn begins(&self, start: usize) -> bool {
        let between = self.bytes.get(self.at..start).unwrap_or_default();
        let last = between.iter().map(|&byte| part(byte)).rfind(|&part| part != Part::Inner);
        matches!(last, None | Some(Part::None))
    }

    /// Moves past the letters and digits that stand here, and past decimals.
    pub(super) fn skip_number(&mut self) {
        loop {
            let rest = self.rest();
            let length = rest.iter().position(|&byte| part(byte) == Part::None).unwrap_or(rest.len());
            self.at += length;
            let decimal = matches!(self.peek(), Some(b'.' | b',' | b':'))
                && self.peek_at(1).is_some_and(|byte| byte.is_ascii_digit());
            if !decimal {
                return;
            }
            self.at += 1;
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
        let rest = self.rest();
        let length = rest.iter().position(|&byte| part(byte) != Part::Letter).unwrap_or(rest.len());
        self.text.get(self.at..self.at + length).unwrap_or_default()
    }

    /// How many digits stand here.
    pub(super) fn peek_digits(&self) -> usize {
        self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    pub(super) fn take_word(&mut self) -> &'a str {
        let word = self.peek_word();
        self.at += word.len();
        word
    }

    /// Takes this word, which is given in lower case, in any case.
    pub(super) fn take(&mut self, word: &str) -> bool {
        let (rest, word) = (self.rest(), word.as_bytes());
        let found = rest.first().map(u8::to_ascii_lowercase) == word.first().copied()
            && rest.get(..word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word))
            && !rest.get(word.len()).is_some_and(u8::is_ascii_alphabetic);
        self.at += if found { word.len() } else { 0 };
        found
    }

    /// Takes this byte.
    pub(super) fn take_byte(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Takes one of these signs.
    pub(super) fn take_sign(&mut self, signs: &[&str]) -> bool {
        let length = signs.iter().find(|sign| self.starts_with(sign)).map_or(0, |sign| sign.len());
        self.at += length;
        length > 0
    }

    /// Takes a number of at most `most` digits: its value and how many digits it has.
    pub(super) fn take_number(&mut self, most: usize) -> Option<(u32, usize)> {
        let (mut value, mut digits) = (0, 0);
        while let Some(digit) = self.peek_at(digits).filter(u8::is_ascii_digit) {
            if digits == most.min(9) {
                return None;
            }
            value = value * 10 + u32::from(digit - b'0');
            digits += 1;
        }
        self.at += digits;
        (digits > 0).then_some((value, digits))
    }

    /// Takes a number of two digits.
    pub(super) fn take_two_digits(&mut self) -> Option<u32> {
        let (tens, ones) = match *self.rest() {
            [_, _, b'0'..=b'9', ..] => return None,
            [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] => (tens - b'0', ones - b'0'),
            _ => return None,
        };
        self.at += 2;
        Some(u32::from(tens * 10 + ones))
    }

    /// Moves past spaces and marks on the same line; at most a few.
    #[inline]
    pub(super) fn skip_space(&mut self) {
        let most = self.at + 8;
        while self.at < most && matches!(self.peek(), Some(b' ' | b'\t' | MARK)) {
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

/// Whether a word, in any case, is one of these, which are in lower case.
pub(in crate::document) fn one_of(word: &str, known: &[&str]) -> bool {
    let first = word.as_bytes().first().map(u8::to_ascii_lowercase);
    let same = |known: &str| known.len() == word.len() && known.as_bytes().first().copied() == first;
    known.iter().any(|known| same(known) && known.eq_ignore_ascii_case(word))
}
