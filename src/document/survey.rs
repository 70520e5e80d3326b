//! One pass over a page's words: which there are as a person counts them, which begin a known phrase, and which may
//! be a time, a duration or a share.

use super::cues::{self, Hit};
use super::plain::{BREAK, is_sign};
use super::scan;
use crate::text::{BLOCK, Blocks, Opening, Places, Span, bits, ones};

/// What the pass found; all in the order of the text.
#[derive(Clone, Debug)]
pub(super) struct Survey {
    /// Where the words start that a person counts: what spaces separate and has a letter or a digit in it. The
    /// start is that of its first letter or digit.
    pub(super) words: Places,
    /// The phrases of [`cues`].
    pub(super) hits: Vec<Hit>,
    /// Where words and numbers start that [`scan::scan`] has to look at.
    pub(super) starts: Vec<usize>,
}

/// Reads the words of `span`. `lower` is `plain` with the letters of ASCII in lower case.
pub(super) fn read(plain: &str, lower: &str, span: Span) -> Survey {
    let mut words = Places::new(span);
    let (mut hits, mut starts) = (Vec::with_capacity(span.len() / 16), Vec::with_capacity(span.len() / 24));
    let phrases = cues::phrases();
    let lower = lower.as_bytes().get(..span.end).unwrap_or_default();
    let plain_bytes = plain.as_bytes().get(..lower.len()).unwrap_or_default();
    // Whether the last byte before a block is a letter, and whether a space stands before it that no word has followed.
    let (mut goes_on, mut spaced) = (0, true);
    for (index, block) in Blocks::of(span.of(plain).as_bytes()).iter().enumerate() {
        let start = span.start + index * BLOCK;
        let letters =
            bits(block, |byte| (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10);
        let before = letters << 1 | goes_on;
        goes_on = letters >> 63;
        for at in ones(letters & !before) {
            let at = start + at;
            let word = &lower[at..];
            let opening = Opening::of(word);
            phrases.starting(word, opening, |length, cue| {
                hits.push(Hit { cue, span: Span::new(at, at + length) });
            });
            if scan::may_start(&plain_bytes[at..], opening) {
                starts.push(at);
            }
        }
        let (wide_letters, wide_spaces) = wide(plain, start, block);
        let letters = letters | wide_letters;
        let spaces = wide_spaces | bits(block, |byte| matches!(byte, BREAK | 9..=13 | b' '));
        // The sum carries each space, and one from before, past the bits of what is no letter to the next letter.
        let (sum, carried) = (!letters).overflowing_add(spaces);
        let (sum, carried_again) = sum.overflowing_add(u64::from(spaced));
        spaced = carried | carried_again;
        words.push(sum & letters);
    }
    Survey { words, hits, starts }
}

/// The characters of a block that are not ASCII: which are letters or digits, and which are spaces.
fn wide(plain: &str, start: usize, block: &[u8; BLOCK]) -> (u64, u64) {
    let (mut letters, mut spaces) = (0, 0);
    if !block.is_ascii() {
        for at in ones(bits(block, |byte| byte >= 0xc0)) {
            let char = plain.get(start + at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            if char.is_whitespace() {
                spaces |= 1 << at;
            } else {
                letters |= u64::from(!is_sign(char) && char.is_alphanumeric()) << at;
            }
        }
    }
    (letters, spaces)
}
