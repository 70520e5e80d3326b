//! Finding many fixed phrases at once, as whole words and in any case.

use std::sync::OnceLock;

use crate::text::{BLOCK, Opening, Span, bits, first_bytes, ones, within};

/// How many keys there are; a power of two.
const KEYS: usize = 1024;

/// A place where a phrase may begin, a word or a sign, with the key of what stands there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    at: usize,
    key: u16,
}

/// Every place in a part of a text where one of the phrases that are sought may begin.
pub(super) fn starts(text: &str, part: Span, sought: &Sought) -> Vec<Start> {
    let mut starts = Vec::with_capacity(part.len() / 32);
    let may_open = |four| sought.may_open(four);
    each_start::<()>(part.of(text).as_bytes(), may_open, |at, four| {
        starts.push(Start { at: part.start + at, key: key(four) });
        None
    });
    starts
}

/// How some phrases open; hardly any other word opens like one.
pub(super) struct Sought([u64; SLOTS / 64]);

/// How many bits the number of a slot has.
const BITS: u32 = 13;

/// How many slots there are.
const SLOTS: usize = 1 << BITS;

/// The slot of four bytes.
fn slot(four: u32) -> usize {
    Opening::of_four(four).slot(4, BITS)
}

impl Sought {
    pub(super) fn new(sets: impl Iterator<Item = &'static Phrases>) -> Self {
        let mut sought = Self([0; SLOTS / 64]);
        for phrase in sets.flat_map(|set| set.phrases).map(|phrase| phrase.as_bytes()) {
            match *phrase {
                [first, second] if is_sign(first) || is_sign(second) => {}
                [first, second] => (0..32).for_each(|next| {
                    (0..32).for_each(|last| sought.add([first, second, next, last]));
                }),
                // Whatever comes behind it has one of these in its lower five bits.
                [first, second, third] => (0..32).for_each(|next| sought.add([first, second, third, next])),
                _ => sought.add(phrase.first_chunk().copied().unwrap_or_default()),
            }
        }
        sought
    }

    /// Adds an opening; where a space stands in it, a line may break.
    fn add(&mut self, opening: [u8; 4]) {
        for broken in 0..16 {
            let mut broken = (0..4).map(|at| broken >> at & 1 == 1);
            let opening =
                opening.map(|byte| if broken.next() == Some(true) && byte == b' ' { b'\n' } else { byte });
            let slot = slot(u32::from_le_bytes(opening));
            self.0[slot / 64] |= 1 << (slot % 64);
        }
    }

    /// Whether a phrase may begin with four bytes.
    fn may_open(&self, four: u32) -> bool {
        let slot = slot(four);
        self.0[slot / 64] >> (slot % 64) & 1 != 0
    }
}

/// Calls `with` for every place where a phrase may begin, with the four bytes there, the first one lowest, until it
/// returns something: where letters start with four bytes for which `may_open` holds, or where one of the first two
/// bytes is a sign.
#[inline]
fn each_start<T>(
    bytes: &[u8],
    may_open: impl Fn(u32) -> bool,
    mut with: impl FnMut(usize, u32) -> Option<T>,
) -> Option<T> {
    let mut goes_on = 0;
    for start in (0..bytes.len()).step_by(BLOCK) {
        let window: [u8; BLOCK + 3] = first_bytes(&bytes[start..]);
        let four = |at: usize| {
            let four = window[at % BLOCK..].first_chunk().copied().unwrap_or_default();
            u32::from_le_bytes(four)
        };
        let Some(block) = window.first_chunk() else { continue };
        let letters = letters(block);
        let starts = letters & !(letters << 1 | goes_on);
        goes_on = letters >> 63;
        let signs = signs(block);
        let sign_next = signs >> 1 | u64::from(is_sign(window[BLOCK])) << (BLOCK - 1);
        let mut found = signs | starts & sign_next;
        for at in ones(starts & !found) {
            found |= u64::from(may_open(four(at))) << at;
        }
        for at in ones(found) {
            if let Some(found) = with(start + at, four(at)) {
                return Some(found);
            }
        }
    }
    None
}

/// Whether phrases may begin or end with a byte that is not in words.
fn is_sign(byte: u8) -> bool {
    matches!(byte, b'(' | b'[' | b'<' | b'?' | b'%')
}

/// A bit for each byte of a block that is a letter.
#[inline(never)]
fn letters(block: &[u8; BLOCK]) -> u64 {
    bits(block, |byte| (byte | 0x20).wrapping_sub(b'a') < 26)
}

/// A bit for each byte of a block that is a sign.
#[inline(never)]
fn signs(block: &[u8; BLOCK]) -> u64 {
    bits(block, is_sign)
}

/// What tells most words from those that a phrase begins with: the lowest five bits of the first two bytes, which are
/// the same for a letter in either case.
#[expect(clippy::cast_possible_truncation, reason = "ten bits")]
fn key(four: u32) -> u16 {
    ((four & 31) << 5 | four >> 8 & 31) as u16
}

/// Those of some starts, in the order of their text, that lie in a part of it.
pub(super) fn starts_in(starts: &[Start], part: Span) -> &[Start] {
    within(starts, part, |start| start.at)
}

/// A set of phrases.
#[derive(Debug)]
pub(super) struct Phrases {
    phrases: &'static [&'static str],
    /// Made when it is first asked.
    index: OnceLock<Index>,
}

/// Phrases by the keys of their first two bytes. Most words begin like none of them, so that looking there costs less
/// than an automaton, to build and to run.
#[derive(Debug)]
struct Index {
    /// By key, those of one with the longest first.
    phrases: Vec<Phrase>,
    /// For each key one more than the place of its first phrase, 0 where there is none.
    first: [u16; KEYS],
}

#[derive(Debug)]
struct Phrase {
    key: u16,
    /// What it opens with, as far as [`Self::mask`] says: spaces may be line breaks.
    opening: u64,
    mask: u64,
    text: &'static [u8],
}

impl Phrases {
    /// The phrases, lower case, of two bytes or more, each beginning with a letter or one of `([<?`; where two fit, the
    /// longer one is found. A space stands for a line break, too.
    pub(super) const fn new(phrases: &'static [&'static str]) -> Self {
        Self { phrases, index: OnceLock::new() }
    }

    /// Whether the text holds any.
    pub(super) fn any(&self, text: &str) -> bool {
        self.first(text).is_some()
    }

    /// The first in the text.
    pub(super) fn first(&self, text: &str) -> Option<Span> {
        let index = self.index();
        let may_open = |four| index.has(key(four));
        each_start(text.as_bytes(), may_open, |at, four| {
            let length = index.at(text, at, key(four))?;
            Some(Span::new(at, at + length))
        })
    }

    /// Every phrase in a part of a text, whose starts are given.
    pub(super) fn find<'a>(
        &'a self,
        text: &'a str,
        part: Span,
        mut starts: &'a [Start],
    ) -> impl Iterator<Item = Span> + 'a {
        let index = self.index();
        let inside = part.of(text);
        let mut end = 0;
        std::iter::from_fn(move || {
            loop {
                let next = starts.iter().position(|start| index.has(start.key))?;
                let (start, rest) = starts.get(next..)?.split_first()?;
                starts = rest;
                let at = start.at.checked_sub(part.start)?;
                if let Some(length) = index.at(inside, at, start.key).filter(|_| at >= end) {
                    end = at + length;
                    return Some(Span::new(at, end).shift(part.start));
                }
            }
        })
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self.phrases))
    }
}

impl Index {
    fn new(phrases: &[&'static str]) -> Self {
        let mut phrases: Vec<Phrase> =
            phrases.iter().filter_map(|phrase| Phrase::new(phrase.as_bytes())).collect();
        phrases.sort_by_key(|phrase| (phrase.key, usize::MAX - phrase.text.len()));
        let mut first = [0; KEYS];
        for (phrase, place) in phrases.iter().zip(1..=u16::MAX) {
            let first = &mut first[usize::from(phrase.key) % KEYS];
            *first = if *first == 0 { place } else { *first };
        }
        Self { phrases, first }
    }

    /// Whether phrases have the key.
    fn has(&self, key: u16) -> bool {
        self.first[usize::from(key) % KEYS] != 0
    }

    /// The length of the phrase at a start of that key.
    fn at(&self, text: &str, at: usize, key: u16) -> Option<usize> {
        let from = usize::from(self.first[usize::from(key) % KEYS]).checked_sub(1)?;
        let rest = text.as_bytes().get(at..)?;
        let opening = opening(rest);
        let fits = |phrase: &Phrase| {
            opening & phrase.mask == phrase.opening
                && phrase.opens(rest)
                && is_whole(text, Span::new(at, at + phrase.text.len()))
        };
        let candidates = self.phrases.get(from..)?.iter().take_while(|phrase| phrase.key == key);
        candidates.into_iter().find(|phrase| fits(phrase)).map(|phrase| phrase.text.len())
    }
}

impl Phrase {
    fn new(text: &'static [u8]) -> Option<Self> {
        let [first, second] = *text.first_chunk()?;
        debug_assert!(first.is_ascii_lowercase() || is_sign(first));
        let key = key(u32::from_le_bytes([first, second, 0, 0]));
        let mask =
            text.iter().take(8).rev().fold(0, |mask, byte| mask << 8 | if *byte == b' ' { 0 } else { 0xff });
        Some(Self { key, opening: opening(text) & mask, mask, text })
    }

    /// Whether a text begins with it.
    fn opens(&self, text: &[u8]) -> bool {
        let same =
            |(want, is): (&u8, &u8)| *want == is.to_ascii_lowercase() || (*want == b' ' && *is == b'\n');
        text.len() >= self.text.len() && self.text.iter().zip(text).all(same)
    }
}

/// The first eight bytes of a text as a number that is the same in either case.
fn opening(text: &[u8]) -> u64 {
    let eight = text.first_chunk().copied().unwrap_or_else(|| {
        let mut eight = [0; 8];
        eight.iter_mut().zip(text).for_each(|(to, byte)| *to = *byte);
        eight
    });
    u64::from_le_bytes(eight) | 0x2020_2020_2020_2020
}

/// Whether what was found is not the part of a longer word.
fn is_whole(text: &str, found: Span) -> bool {
    let (Some(before), Some(inner), Some(after)) =
        (text.get(..found.start), text.get(found.start..found.end), text.get(found.end..))
    else {
        return false;
    };
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let goes_back = word(inner.chars().next()) && word(before.chars().next_back());
    let goes_on = word(inner.chars().next_back()) && word(after.chars().next());
    !goes_back && !goes_on
}
