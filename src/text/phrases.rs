//! Many phrases found in one pass over a text, each where a word starts.

use super::Span;

/// How many buckets there are; a power of two.
const BUCKETS: usize = 4096;

/// Phrases with what each stands for. Looked up by a hash of their first four bytes, because building that takes
/// microseconds where an automaton for a thousand phrases takes many milliseconds of each start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrases<T> {
    /// By bucket, then from short to long.
    entries: Vec<Phrase<T>>,
    /// Where each bucket starts and ends.
    buckets: Vec<(u32, u32)>,
    /// What lookups have to try: phrases of at least four bytes, and those of each shorter length.
    lengths: Vec<Length>,
}

/// Phrases of one length, as far as it decides their bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Length {
    /// What counts of the first four bytes.
    mask: u32,
    /// A bit for each bucket that has one: small enough to stay at hand, and most words end there.
    filled: [u64; BUCKETS / 64],
}

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
        let mut sorted: Vec<(usize, Phrase<T>)> = phrases
            .into_iter()
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, value)| {
                let bytes = text.as_bytes();
                let (key, mask) = (head(bytes), head(&[0xff; 8][..bytes.len().min(8)]));
                let rest = bytes.get(8..).unwrap_or_default().into();
                (bucket(opening(key)), Phrase { key, mask, length: bytes.len(), rest, value })
            })
            .collect();
        sorted.sort_by_key(|(bucket, phrase)| (*bucket, phrase.length));
        let mut buckets = vec![(0, 0); BUCKETS];
        let mut lengths: Vec<Length> = Vec::new();
        for (at, (bucket, phrase)) in (0..).zip(&sorted) {
            let (start, end) = &mut buckets[*bucket];
            *start = if start == end { at } else { *start };
            *end = at + 1;
            let mask = opening(phrase.mask);
            let known = lengths.iter().position(|length| length.mask == mask).unwrap_or_else(|| {
                lengths.push(Length { mask, filled: [0; BUCKETS / 64] });
                lengths.len() - 1
            });
            lengths[known].filled[bucket / 64] |= 1 << (bucket % 64);
        }
        lengths.sort_unstable_by_key(|length| length.mask);
        Self { entries: sorted.into_iter().map(|(_, phrase)| phrase).collect(), buckets, lengths }
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
            self.starting(word, |length, value| found(Span::new(start, start + length), value));
            at += word.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(word.len());
        }
    }

    /// Calls `found` for every phrase that the bytes of `rest`, in lower case, start with: its length and its value.
    /// Shorter phrases come first.
    pub fn starting(&self, rest: &[u8], mut found: impl FnMut(usize, T)) {
        let head = head(rest);
        for Length { mask, filled } in &self.lengths {
            let bucket = bucket(opening(head) & mask);
            if filled[bucket / 64] >> (bucket % 64) & 1 == 0 {
                continue;
            }
            let (start, end) = self.buckets[bucket];
            for phrase in &self.entries[start as usize..end as usize] {
                let matches = (head ^ phrase.key) & phrase.mask == 0
                    && opening(phrase.mask) == *mask
                    && (phrase.rest.is_empty()
                        || rest.get(8..).is_some_and(|rest| rest.starts_with(&phrase.rest)));
                if matches {
                    found(phrase.length, phrase.value);
                }
            }
        }
    }
}

/// The bucket of an opening.
fn bucket(opening: u32) -> usize {
    (opening.wrapping_mul(0x9e37_79b1) >> 20) as usize % BUCKETS
}

/// The first four of eight bytes.
#[expect(clippy::cast_possible_truncation, reason = "only the first four are asked for")]
fn opening(head: u64) -> u32 {
    head as u32
}

/// The first eight bytes as one number, zeros where there are fewer.
fn head(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(head) => u64::from_le_bytes(*head),
        None => bytes.iter().rev().fold(0, |key, &byte| key << 8 | u64::from(byte)),
    }
}
