//! One pass over a page's words: which there are as a person counts them, which begin a known phrase, and which may
//! be a time, a duration or a share.

use super::cues::{self, Hit};
use super::scan;
use crate::text::Span;

/// What the pass found; all in the order of the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Survey {
    /// Where the words start that a person counts: what spaces separate and has a letter or a digit in it. The
    /// start is that of its first letter or digit.
    pub(super) words: Vec<usize>,
    /// The phrases of [`cues`].
    pub(super) hits: Vec<Hit>,
    /// Where words and numbers start that [`scan::scan`] has to look at.
    pub(super) starts: Vec<usize>,
}

/// What a byte is to words: a letter or digit of ASCII.
const WORD: u8 = 0;
/// Neither that nor one of the next two.
const SIGN: u8 = 1;
/// Separates words.
const SPACE: u8 = 2;
/// The first byte of another character.
const WIDE: u8 = 3;

const PARTS: [u8; 256] = {
    let mut parts = [SIGN; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        parts[byte as usize] = match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => WORD,
            super::plain::BREAK | 9..=13 | b' ' => SPACE,
            0xc0.. => WIDE,
            _ => SIGN,
        };
        byte += 1;
    }
    parts
};

/// Reads the words of `span`. `lower` is `plain` with the letters of ASCII in lower case.
pub(super) fn read(plain: &str, lower: &str, span: Span) -> Survey {
    let bytes = lower.as_bytes().get(..span.end).unwrap_or_default();
    let plain = plain.as_bytes();
    let part = |byte: u8| PARTS[usize::from(byte)];
    let mut survey = Survey {
        words: Vec::with_capacity(span.len() / 5),
        hits: Vec::with_capacity(span.len() / 16),
        starts: Vec::with_capacity(span.len() / 24),
    };
    let phrases = cues::phrases();
    let mut spaced = true;
    let mut at = span.start;
    while at < bytes.len() {
        let kind = part(bytes[at]);
        if kind != WORD {
            if kind == WIDE {
                let char = lower.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                if char.is_whitespace() {
                    spaced = true;
                } else if char.is_alphanumeric() && std::mem::take(&mut spaced) {
                    survey.words.push(at);
                }
                at += char.len_utf8();
            } else {
                spaced |= kind == SPACE;
                at += 1;
            }
            continue;
        }
        if std::mem::take(&mut spaced) {
            survey.words.push(at);
        }
        phrases.starting(&bytes[at..], |length, cue| {
            survey.hits.push(Hit { cue, span: Span::new(at, at + length) });
        });
        let start = at;
        while at < bytes.len() && part(bytes[at]) == WORD {
            at += 1;
        }
        if scan::may_start(&plain[start..], at - start) {
            survey.starts.push(start);
        }
    }
    survey
}
