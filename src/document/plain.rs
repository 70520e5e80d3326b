//! The text without its marks, byte for byte at the same place.
//!
//! Emphasis, code ticks and brackets become [`MARK`], list markers and heading signs [`BREAK`]; code blocks, HTML,
//! comments, images, link targets and addresses become spaces. What is read from the result has the offsets of
//! the file itself.

use std::sync::LazyLock;

use memchr::memmem;

use crate::text::{BLOCK, Blocks, Finder, Span, bits};

/// Stands where a mark was that does not separate words.
pub(super) const MARK: u8 = 1;
/// Stands where a list marker or heading sign was.
pub(super) const BREAK: u8 = 2;

/// Whether something that is not plain text may start with a byte. Points and colons count only where there are
/// addresses.
fn may_mark(byte: u8, addresses: bool) -> bool {
    // Brackets, the backslash, the underscore and the backtick stand together in ASCII, with one other sign.
    (byte.wrapping_sub(b'[') <= b'`' - b'[')
        | matches!(byte, b'<' | b'!' | b'*' | b'~' | b'&' | 0xc2)
        | (addresses & matches!(byte, b':' | b'.'))
}

/// How far a tag or a link target may reach before it is taken for text, in bytes.
const REACH: usize = 4096;

/// By these it is told whether there are addresses.
static ADDRESSES: LazyLock<[memmem::Finder<'_>; 2]> =
    LazyLock::new(|| ["://", "www."].map(memmem::Finder::new));
static COMMENT_END: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new("-->"));

/// Masks a document piece by piece.
pub(super) struct Masker<'a> {
    text: &'a str,
    out: Vec<u8>,
    comments: Vec<Span>,
    /// Everything before this offset belongs to a comment or tag that began on an earlier line.
    until: usize,
    /// There is no end of a comment after this offset.
    no_end: usize,
    /// Whether there may be addresses without a sign around them.
    addresses: bool,
    marks: Finder,
}

impl<'a> Masker<'a> {
    pub(super) fn new(text: &'a str, body: Span) -> Self {
        let mut out = text.as_bytes().to_vec();
        out[..body.start].fill(b' ');
        out[body.end..].fill(b' ');
        let own = body.of(text).as_bytes();
        let addresses = ADDRESSES.iter().any(|part| part.find(own).is_some());
        Self {
            text,
            out,
            comments: Vec::new(),
            until: 0,
            no_end: usize::MAX,
            addresses,
            marks: Finder::default(),
        }
    }

    /// Whether a byte lies in a comment that began on an earlier line.
    pub(super) fn in_comment(&self, at: usize) -> bool {
        at < self.until
    }

    /// Puts spaces over a span.
    pub(super) fn blank(&mut self, span: Span) {
        self.fill(span.start, span.end, b' ');
    }

    /// Takes out quote marks, indent and list marker.
    pub(super) fn marker(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        let own = span.of(self.text);
        let is_space = !own.bytes().any(|byte| byte.is_ascii_graphic())
            && own.trim_matches(['\u{feff}', '\u{a0}']).trim().is_empty();
        self.fill(span.start, span.end, b' ');
        if !is_space {
            self.fill(span.start, span.start + 1, BREAK);
        }
    }

    /// Whether a span holds nothing that is read.
    pub(super) fn is_blank(&self, span: Span) -> bool {
        self.out.get(span.start..span.end).is_none_or(|bytes| bytes.iter().all(|&byte| byte <= b' '))
    }

    /// The masked text and the comments.
    pub(super) fn finish(self) -> (String, Vec<Span>) {
        (String::from_utf8(self.out).unwrap_or_default(), self.comments)
    }

    fn fill(&mut self, start: usize, end: usize, byte: u8) {
        if let Some(part) = self.out.get_mut(start..end) {
            part.fill(byte);
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b'\n')
    }

    /// The next byte for which [`may_mark`] holds.
    fn next_mark(&mut self, at: usize, end: usize) -> Option<usize> {
        let addresses = self.addresses;
        self.marks.next(self.text.as_bytes(), at, end, |block| bits(block, |byte| may_mark(byte, addresses)))
    }

    /// Takes the marks out of one line.
    pub(super) fn inline(&mut self, span: Span) {
        let mut at = span.start;
        if self.until > at {
            let end = self.until.min(span.end);
            self.fill(at, end, b' ');
            at = end;
        }
        if self.byte(at) == b'[' && definition(&self.text[at..span.end]) {
            self.fill(at, span.end, b' ');
            return;
        }
        // The longest run of backticks that is known to have no partner on this line, by length.
        let mut lonely = [false; 16];
        let bytes = self.text.as_bytes();
        while let Some(next) = self.next_mark(at, span.end) {
            at = next;
            at = match self.byte(at) {
                b'\\' if self.byte(at + 1).is_ascii_punctuation() => {
                    self.fill(at, at + 1, MARK);
                    at + 2
                }
                b'`' => self.ticks(at, span.end, &mut lonely),
                b'<' => self.tag(at, span.end),
                b'!' if self.byte(at + 1) == b'[' => self.image(at, span.end),
                b'[' => {
                    self.fill(at, at + 1, MARK);
                    at + 1
                }
                b']' => self.target(at, span.end),
                b'*' => self.emphasis(at, b'*'),
                b'_' => self.emphasis(at, b'_'),
                b'~' if self.byte(at + 1) == b'~' => {
                    self.fill(at, at + 2, MARK);
                    at + 2
                }
                b':' if bytes[at..span.end].starts_with(b"://") => {
                    let scheme =
                        ["https", "http"].iter().find(|scheme| bytes[..at].ends_with(scheme.as_bytes()));
                    let start = scheme.map(|scheme| at - scheme.len());
                    start.and_then(|start| self.address(start, span)).unwrap_or(at + 1)
                }
                b'.' if bytes[..at].ends_with(b"www") => self.address(at - 3, span).unwrap_or(at + 1),
                b'&' => self.entity(at),
                0xc2 if self.byte(at + 1) == 0xa0 => {
                    self.fill(at, at + 2, b' ');
                    at + 2
                }
                _ => at + 1,
            };
        }
    }

    fn ticks(&mut self, at: usize, end: usize, lonely: &mut [bool; 16]) -> usize {
        let run = run(&self.text.as_bytes()[at..end], b'`');
        let known = lonely.get(run).copied().unwrap_or(true);
        let mut close = at + run;
        while !known && close < end {
            let Some(found) = memchr::memchr(b'`', &self.text.as_bytes()[close..end]) else { break };
            close += found;
            let length = self::run(&self.text.as_bytes()[close..end], b'`');
            if length == run {
                self.fill(at, at + run, MARK);
                self.fill(close, close + run, MARK);
                return close + run;
            }
            close += length;
        }
        if let Some(entry) = lonely.get_mut(run) {
            *entry = true;
        }
        self.fill(at, at + run, MARK);
        at + run
    }

    fn tag(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.text[at..];
        if rest.starts_with("<!--") {
            let from = at + 4;
            let close =
                (from < self.no_end).then(|| COMMENT_END.find(&self.text.as_bytes()[from..])).flatten();
            let Some(close) = close else {
                self.no_end = self.no_end.min(from);
                return at + 4;
            };
            let close = from + close + 3;
            self.comments.push(Span::new(at, close));
            self.until = close;
            self.fill(at, close.min(end), b' ');
            return close.min(end);
        }
        let next = self.byte(at + 1);
        if !(next.is_ascii_alphabetic() || next == b'/' || next == b'!') {
            return at + 1;
        }
        let window = &rest.as_bytes()[1..rest.len().min(REACH)];
        match memchr::memchr2(b'>', b'<', window) {
            Some(close) if window[close] == b'>' => {
                let close = at + 1 + close + 1;
                self.until = close;
                self.fill(at, close.min(end), b' ');
                close.min(end)
            }
            _ => at + 1,
        }
    }

    fn image(&mut self, at: usize, end: usize) -> usize {
        let line = &self.text.as_bytes()[at..end.min(at + REACH / 4)];
        let Some(close) = memchr::memchr(b']', line) else { return at + 1 };
        let after = at + close + 1;
        let end = if self.byte(after) == b'(' { self.paren(after, end).unwrap_or(after) } else { after };
        self.fill(at, end, b' ');
        end
    }

    fn target(&mut self, at: usize, end: usize) -> usize {
        self.fill(at, at + 1, MARK);
        let open = at + 1;
        match self.byte(open) {
            b'(' if open < end => match self.paren(open, end) {
                Some(close) => {
                    self.fill(open, close, b' ');
                    close
                }
                None => open,
            },
            _ => open,
        }
    }

    /// The end of a link target that opens at `open`.
    fn paren(&self, open: usize, end: usize) -> Option<usize> {
        let mut depth = 0_usize;
        let line = &self.text.as_bytes()[open..end.min(open + REACH)];
        for (offset, byte) in line.iter().enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(open + offset + 1);
                    }
                }
                // A target holds no brackets; without this, `](](](` would be read over and over.
                b'[' | b']' => return None,
                _ => {}
            }
        }
        None
    }

    fn emphasis(&mut self, at: usize, mark: u8) -> usize {
        let bytes = self.text.as_bytes();
        let end = at + run(&bytes[at..], mark);
        let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied().unwrap_or(b' ');
        let after = bytes.get(end).copied().unwrap_or(b' ');
        let word = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
        let keep = match mark {
            b'_' => word(before) && word(after),
            _ => {
                (before.is_ascii_whitespace() && after.is_ascii_whitespace())
                    || (before.is_ascii_digit() && after.is_ascii_digit())
            }
        };
        if !keep {
            self.fill(at, end, MARK);
        }
        end
    }

    /// Takes out an address that starts at `at`, unless that is inside a word or before the line.
    fn address(&mut self, at: usize, line: Span) -> Option<usize> {
        let before = at.checked_sub(1).map_or(b' ', |before| self.byte(before));
        if at < line.start || before.is_ascii_alphanumeric() {
            return None;
        }
        let rest = &self.text[at..line.end];
        let length = rest
            .find(|char: char| {
                char.is_whitespace() || matches!(char, ')' | '>' | ']' | '"' | '|' | '`' | '*')
            })
            .unwrap_or(rest.len());
        let length = rest[..length].trim_end_matches(['.', ',', ';', ':', '!', '?']).len().max(1);
        self.fill(at, at + length, b' ');
        Some(at + length)
    }

    fn entity(&mut self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at + 1..self.text.len().min(at + 12)];
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
        if length == 0 || rest.get(length) != Some(&b';') {
            return at + 1;
        }
        self.fill(at, at + length + 2, b' ');
        at + length + 2
    }
}

/// How often `mark` stands at the start of `bytes`.
fn run(bytes: &[u8], mark: u8) -> usize {
    bytes.iter().take_while(|&&byte| byte == mark).count()
}

/// Whether a line is a link definition: `[name]: address`.
fn definition(line: &str) -> bool {
    line.find("]:").is_some_and(|at| {
        let target = line[at + 2..].trim();
        !target.is_empty()
            && !target.contains(' ')
            && (target.contains("://") || target.starts_with(['/', '#', '.']))
    })
}

/// Whether a character is a dash, a quotation mark, a bullet or the like: no letter, space or digit, which is told here
/// without a look into tables.
pub(super) fn is_sign(char: char) -> bool {
    matches!(char, '\u{2010}'..='\u{2027}')
}

/// The words of a piece of masked text with single spaces between them and without marks.
pub(super) fn tidy(plain: &str, span: Span) -> String {
    let piece = span.of(plain);
    let mut tidied = String::with_capacity(piece.len());
    // How far the piece is taken over or left out.
    let mut from = 0;
    let blocks = Blocks::covering(plain.as_bytes(), span);
    for (start, block) in (0..piece.len()).step_by(BLOCK).zip(blocks.iter()) {
        let spaces = bits(block, |byte| byte == b' ');
        let others = bits(block, |byte| byte.wrapping_sub(b' ') > b'~' - b' ' || byte == b'|');
        // What may be more or less than a single space; most of what is not ASCII is neither.
        let mut left = others | (spaces & (spaces << 1 | 1));
        while left != 0 {
            let place = left.trailing_zeros();
            left &= left - 1;
            let at = start + place as usize;
            // How many bytes of space stand here; none where a mark does.
            let gap = match block[place as usize] {
                _ if at >= piece.len() => break,
                MARK => 0,
                b' ' | BREAK | b'|' | 9..=13 => 1 + (spaces >> place >> 1).trailing_ones(),
                // A space that is not ASCII: its first byte tells how many it has.
                lead @ 0xc0.. if piece[at..].starts_with(char::is_whitespace) => lead.leading_ones(),
                _ => continue,
            };
            left &= u64::MAX.checked_shl(place + gap).unwrap_or(0);
            add(&mut tidied, &piece[from..at]);
            if gap > 0 && !ends(&tidied) {
                tidied.push(' ');
            }
            from = (at + gap.max(1) as usize).min(piece.len());
        }
    }
    add(&mut tidied, &piece[from..]);
    if tidied.ends_with(' ') {
        tidied.pop();
    }
    tidied
}

/// Adds words with single spaces around them, that before them only where none stands yet.
fn add(tidied: &mut String, words: &str) {
    let words = if ends(tidied) { words.strip_prefix(' ').unwrap_or(words) } else { words };
    tidied.push_str(words);
}

/// Whether a tidy text wants no space: there is one at its end, or nothing at all.
fn ends(tidied: &str) -> bool {
    tidied.as_bytes().last().is_none_or(|&last| last == b' ')
}
