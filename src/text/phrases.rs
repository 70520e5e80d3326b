//! Many phrases found in one pass over a text, each where a word starts.

use std::ops::Range;

use super::Span;
use super::openings::Opening;

/// Phrases with what each stands for. Looked up by how they open, because building that takes microseconds where an
/// automaton for a thousand phrases takes many milliseconds of each start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrases<T> {
    /// From short to long.
    entries: Vec<Phrase<T>>,
    /// Those of fewer than six bytes by their first four, and the others by their first six: hardly any word opens
    /// like a phrase that it does not begin.
    short: Index<4>,
    long: Index<6>,
}

/// Phrases by their first few bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Index<const BYTES: usize> {
    /// A bit for each slot that has phrases.
    used: Box<[u64; SLOTS / 64]>,
    /// Where the phrases of each few slots start, and where those of the last end.
    starts: Box<[u32]>,
    /// The phrases, by slot: which of the few it is, and the phrase's number.
    numbers: Vec<(u8, u16)>,
}

/// How many bits the number of a slot has: so many that few are used.
const BITS: u32 = 15;

/// How many slots there are.
const SLOTS: usize = 1 << BITS;

/// How many slots have their phrases together.
const FEW: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase<T> {
    /// The first eight bytes, and which of them count.
    key: u64,
    mask: u64,
    length: usize,
    /// What comes after the first eight bytes.
    rest: Box<[u8]>,
    value: T,
}

impl<T: Copy> Phrases<T> {
    /// An index of phrases in lower case. Each starts with a letter or digit; others are never found, nor are empty
    /// ones.
    pub fn new<'a>(phrases: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let phrases = phrases.into_iter().filter(|(text, _)| !text.is_empty());
        let mut entries: Vec<_> = phrases.map(|(text, value)| Phrase::new(text.as_bytes(), value)).collect();
        entries.sort_by_key(|phrase| phrase.length);
        let long = entries.partition_point(|phrase| phrase.length < 6);
        Self {
            short: Index::new(&entries, 0..long),
            long: Index::new(&entries, long..entries.len()),
            entries,
        }
    }

    /// Calls `found` for every phrase that starts where a word starts and ends inside `span`, in the order of their
    /// starts, shorter ones first. `lower` is a text whose ASCII letters are in lower case.
    pub fn find(&self, lower: &str, span: Span, mut found: impl FnMut(Span, T)) {
        let bytes = span.of(lower).as_bytes();
        let mut at = 0;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(gap) = rest.iter().position(u8::is_ascii_alphanumeric) else { return };
            let word = &rest[gap..];
            at += gap;
            let start = span.start + at;
            self.starting(word, Opening::of(word), |length, value| {
                found(Span::new(start, start + length), value);
            });
            at += word.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(word.len());
        }
    }

    /// Calls `found` for every phrase that the bytes of `rest`, in lower case, start with: its length and its value.
    /// Shorter phrases come first. `opening` is that of `rest`.
    #[inline]
    pub fn starting(&self, rest: &[u8], opening: Opening, mut found: impl FnMut(usize, T)) {
        let mut check = |number: u16| {
            if let Some(phrase) = self.entries.get(usize::from(number))
                && phrase.begins(rest, opening)
            {
                found(phrase.length, phrase.value);
            }
        };
        if self.short.may_have(opening) {
            self.short.each(opening, &mut check);
        }
        if self.long.may_have(opening) {
            self.long.each(opening, &mut check);
        }
    }
}

impl<const BYTES: usize> Index<BYTES> {
    /// The index of those phrases whose numbers these are.
    fn new<T>(entries: &[Phrase<T>], numbers: Range<usize>) -> Self {
        let count = |length: usize| u16::try_from(length).unwrap_or(u16::MAX);
        let which = |slot: usize| u8::try_from(slot % FEW).unwrap_or(u8::MAX);
        let mut used = Box::new([0; _]);
        // A phrase of fewer bytes is in the slots of all texts that start with it.
        let mut places: Vec<(u16, (u8, u16))> = Vec::with_capacity(numbers.len());
        for number in numbers {
            let open = BYTES.saturating_sub(entries[number].length);
            for more in 0..1_u64 << (5 * open) {
                let more =
                    (0..open).fold(0, |all, at| all | (more >> (5 * at) & 31) << (8 * (BYTES - 1 - at)));
                let slot = Self::slot(Opening(entries[number].key | more));
                used[slot / 64] |= 1 << (slot % 64);
                places.push((count(slot / FEW), (which(slot), count(number))));
            }
        }
        places.sort_unstable();
        places.dedup();
        let mut starts = vec![0; SLOTS / FEW + 1].into_boxed_slice();
        let mut place = 0;
        for (few, start) in starts.iter_mut().enumerate() {
            place += places[place..].iter().take_while(|(own, _)| usize::from(*own) < few).count();
            *start = u32::try_from(place).unwrap_or(u32::MAX);
        }
        Self { used, starts, numbers: places.into_iter().map(|(_, number)| number).collect() }
    }

    #[inline]
    fn slot(opening: Opening) -> usize {
        opening.slot(BYTES, BITS)
    }

    /// Whether a phrase may open so.
    #[inline]
    fn may_have(&self, opening: Opening) -> bool {
        let slot = Self::slot(opening);
        self.used[slot / 64] >> (slot % 64) & 1 != 0
    }

    /// Hands over the number of each phrase that may open so.
    #[inline]
    fn each(&self, opening: Opening, mut with: impl FnMut(u16)) {
        let slot = Self::slot(opening);
        let few = slot / FEW;
        let numbers = self.numbers.get(self.starts[few] as usize..self.starts[few + 1] as usize);
        for &(which, number) in numbers.unwrap_or_default() {
            if usize::from(which) == slot % FEW {
                with(number);
            }
        }
    }
}

impl<T> Phrase<T> {
    fn new(text: &[u8], value: T) -> Self {
        let Opening(key) = Opening::of(text);
        let Opening(mask) = Opening::of(&[0xff; 8][..text.len().min(8)]);
        let rest = text.get(8..).unwrap_or_default().into();
        Self { key, mask, length: text.len(), rest, value }
    }

    /// Whether a text starts with it.
    #[inline]
    fn begins(&self, text: &[u8], opening: Opening) -> bool {
        (opening.0 ^ self.key) & self.mask == 0
            && (self.rest.is_empty() || text.get(8..).is_some_and(|text| text.starts_with(&self.rest)))
    }
}
