//! Finding documents that are copies of others, nearly or word for word.
//!
//! The words of a body, in lower case and without numbers, are taken five at a time. What of two documents'
//! sets of such runs is common (their Jaccard index) is estimated by one-permutation `MinHash` [1], and pairs worth an
//! estimate are found by banding [2], so that the work grows with the number of documents, not of pairs.
//!
//! [1] Li, Owen, Zhang: One permutation hashing, NIPS 2012.
//! [2] Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, section 3.4.

use std::collections::BTreeMap;

use super::Loaded;
use crate::rules::Copied;
use crate::text::{BLOCK, bits, first_bytes, ones};

/// Words in a run.
const RUN: usize = 5;
/// Slots of a sketch.
const SLOTS: usize = 128;
/// Slots in a band: two documents are compared when all slots of one band are the same.
const ROWS: usize = 4;
/// The least share of common runs, in percent, that makes a copy: about one word in fifty exchanged.
const COPY: usize = 80;
/// Bodies with fewer words than this are too short to tell a copy from a template.
const LEAST_WORDS: usize = 30;
/// A slot without a run; so few runs have this number that it does not matter.
const EMPTY: u16 = u16::MAX;

/// What is kept of a body to compare it.
#[derive(Clone, Debug)]
pub(super) struct Sketch(Box<[u16; SLOTS]>);

/// The sketch of a document's first body; `None` where it has too few words.
pub(super) fn sketch(loaded: &Loaded<'_>) -> Option<Sketch> {
    let first = loaded.document.postmortems.first().filter(|first| first.words.total >= LEAST_WORDS)?;
    Some(Sketch::new(first.body.of(&loaded.document.plain)))
}

impl Sketch {
    fn new(text: &str) -> Self {
        let mut least = [u32::MAX; SLOTS];
        let mut words = words(text.as_bytes());
        let mut run = words.by_ref().take(RUN - 1).fold(0, with_word);
        words.for_each(|word| {
            run = with_word(run, word);
            let key = spread(run);
            let least = &mut least[(key >> 57) as usize % SLOTS];
            *least = (*least).min((key << 7 >> 32) as u32);
        });
        Self(Box::new(least.map(|key| if key == u32::MAX { EMPTY } else { (key & 0xffff) as u16 })))
    }

    /// The estimated share of common runs, in percent.
    fn common(&self, other: &Self) -> usize {
        let (mut same, mut empty) = (0_u16, 0_u16);
        for (a, b) in self.0.iter().zip(other.0.iter()) {
            same += u16::from(a == b);
            empty += u16::from(a & b == EMPTY);
        }
        usize::from(same - empty) * 100 / (SLOTS - usize::from(empty)).max(1)
    }

    /// One number for each band that is not empty.
    fn band(&self, band: usize) -> Option<u64> {
        let rows = self.0.get(band * ROWS..(band + 1) * ROWS)?;
        let key = rows.iter().fold(0, |key, slot| key << 16 | u64::from(*slot));
        (key != u64::MAX).then_some(key)
    }
}

/// A run with the next word instead of its oldest: each word has moved out when as many as a run has came after it.
fn with_word(run: u64, word: u64) -> u64 {
    const STEP: usize = 64_usize.div_ceil(RUN);
    run << STEP ^ word.wrapping_mul(FACTOR) >> (64 - 2 * STEP)
}

/// A number whose highest bits depend on all of a key.
fn spread(key: u64) -> u64 {
    (key ^ key >> 32).wrapping_mul(FACTOR)
}

/// 2^64 divided by the golden ratio.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// The words of a text, each as one number: its first letters, in lower case. Digits are no letters, so that a copy with
/// another date is one.
fn words(text: &[u8]) -> impl Iterator<Item = u64> {
    const LOWER: u64 = 0x2020_2020_2020_2020;
    // What counts of a word that starts in a block's first part is in the same block.
    const PART: usize = BLOCK - LETTERS;
    let mut goes_on = 0;
    (0..text.len()).step_by(PART).flat_map(move |start| {
        let window: [u8; BLOCK + LETTERS] = first_bytes(&text[start..]);
        let letters = window.first_chunk().map_or(0, letters);
        let starts = letters & !(letters << 1 | goes_on) & u64::MAX >> LETTERS;
        goes_on = letters >> (PART - 1) & 1;
        ones(starts).map(move |at| {
            let length = (!(letters >> at) | 1 << LETTERS).trailing_zeros();
            let first = window[at % BLOCK..].first_chunk().copied().unwrap_or_default();
            (u64::from_le_bytes(first) | LOWER) & u64::MAX >> (64 - 8 * length)
        })
    })
}

/// How many letters of a word count.
const LETTERS: usize = 8;

/// A bit for each byte of a block that is a letter of ASCII or beyond it.
fn letters(block: &[u8; BLOCK]) -> u64 {
    bits(block, |byte| (byte | 0x20).wrapping_sub(b'a') < 26 || byte >= 0x80)
}

/// The documents whose body stands in an earlier one: by path, and their places in the list.
pub(super) fn copies(bodies: &[(&str, Option<&Sketch>)]) -> (BTreeMap<String, Copied>, Vec<usize>) {
    let sketches: Vec<(usize, &Sketch)> =
        bodies.iter().enumerate().filter_map(|(index, (_, sketch))| Some((index, (*sketch)?))).collect();
    let mut found: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut firsts = Firsts::new(sketches.len());
    // With which one each was compared last: one text has many bands in common with another.
    let mut compared = vec![usize::MAX; sketches.len()];
    for bands in 0..SLOTS / ROWS / BANDS {
        let mut keys: [Vec<Option<u64>>; BANDS] = std::array::from_fn(|_| Vec::with_capacity(sketches.len()));
        for (_, sketch) in &sketches {
            for (band, keys) in keys.iter_mut().enumerate() {
                keys.push(sketch.band(bands * BANDS + band));
            }
        }
        for keys in keys {
            firsts.each_again(&keys, |first, place| {
                if compared.get_mut(place).is_none_or(|last| std::mem::replace(last, first) == first) {
                    return;
                }
                let (Some((first, earlier)), Some((index, sketch))) =
                    (sketches.get(first), sketches.get(place))
                else {
                    return;
                };
                let common = earlier.common(sketch);
                let better =
                    |(other, known): &(usize, usize)| common > *known || (common == *known && first < other);
                if common >= COPY && found.get(index).is_none_or(better) {
                    found.insert(*index, (*first, common));
                }
            });
        }
    }
    let copies = found.iter().filter_map(|(index, (first, common))| {
        let of = bodies.get(*first)?.0.to_owned();
        Some((bodies.get(*index)?.0.to_owned(), Copied { of, percent: *common }))
    });
    (copies.collect(), found.keys().copied().collect())
}

/// How many bands are taken together: as many as one line of a processor's cache holds.
const BANDS: usize = 8;

/// Where keys stand first among others: a hash table of places alone, small enough to stay in a processor's cache.
struct Firsts(Vec<u32>);

impl Firsts {
    /// A table for so many keys.
    fn new(keys: usize) -> Self {
        Self(vec![0; (keys * 2).next_power_of_two()])
    }

    /// Calls `with` for every key that stood before: with the place where it stood first, and its own.
    fn each_again(&mut self, keys: &[Option<u64>], mut with: impl FnMut(usize, usize)) {
        let Self(table) = self;
        table.fill(0);
        let last = table.len() - 1;
        for ((place, key), next) in keys.iter().enumerate().zip(1..) {
            let Some(hash) = key.map(|key| (spread(key) >> 32) as usize) else { continue };
            let mut slot = hash & last;
            // A slot holds one more than a place, 0 where it is free; there are more of them than keys.
            while table[slot] != 0 && keys[table[slot] as usize - 1] != *key {
                slot = (slot + 1) & last;
            }
            match table[slot] {
                0 => table[slot] = next,
                first => with(first as usize - 1, place),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALPHABET: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";

    /// So many words, all different ones, with the same for the same number.
    fn words(from: usize, count: usize) -> String {
        (from..from + count).map(|number| format!("{} ", word(number))).collect()
    }

    fn word(number: usize) -> String {
        [26 * 26, 26, 1].map(|place| char::from(ALPHABET[number / place % 26])).iter().collect()
    }

    #[test]
    fn copies_are_those_with_nearly_all_runs_in_common() {
        let text = words(0, 400);
        let dated = format!("On 2 March 2026 {text}");
        let again = format!("On 9 March 2027 {text}");
        let edited =
            text.replace(&word(10), "other").replace(&word(200), "another").replace(&word(390), "third");
        let half = format!("{}{}", words(0, 200), words(1000, 200));
        let sketches: Vec<Sketch> =
            [&text, &dated, &again, &edited, &half, &words(2000, 400)].map(|text| Sketch::new(text)).into();
        let bodies: Vec<(&str, Option<&Sketch>)> = ["text", "dated", "again", "edited", "half", "own"]
            .into_iter()
            .zip(sketches.iter().map(Some))
            .collect();
        let (copies, places) = copies(&bodies);
        assert_eq!(places, [1, 2, 3]);
        assert_eq!(copies["again"].percent, 100);
        assert_eq!(copies["edited"].of, "text");
        assert!((80..100).contains(&copies["edited"].percent), "{copies:?}");
    }

    #[test]
    fn words_are_the_same_wherever_they_stand() {
        let found = |text: &str| super::words(text.as_bytes()).collect::<Vec<_>>();
        let seven = ["The", "checkout", "Größe", "a", "responsibilities", "x9y", "END"];
        let plain = found(&seven.join(" "));
        assert_eq!(plain.len(), 8);
        assert_eq!(plain[0], u64::from_le_bytes(*b"the\0\0\0\0\0"));
        assert_eq!(plain[4], u64::from_le_bytes(*b"responsi"));
        for before in 0..2 * BLOCK {
            let text = format!("{}{}", " ".repeat(before), seven.join(", 14:05 –\n- "));
            let dashes = found("–")[0];
            let found: Vec<u64> = found(&text).into_iter().filter(|word| *word != dashes).collect();
            assert_eq!(found, plain, "{before}");
        }
    }
}
