//! Finding documents that are copies of others, nearly or word for word.
//!
//! The words of a body, in lower case and with every number as one, are taken five at a time. What of two documents'
//! sets of such runs is common (their Jaccard index) is estimated by one-permutation `MinHash` [1], and pairs worth an
//! estimate are found by banding [2], so that the work grows with the number of documents, not of pairs.
//!
//! [1] Li, Owen, Zhang: One permutation hashing, NIPS 2012.
//! [2] Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, section 3.4.

use std::collections::{BTreeMap, HashMap};

use super::Loaded;
use crate::rules::Copied;
use crate::text::{BLOCK, bits, blocks};

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
        let mut least = [u64::MAX; SLOTS];
        let mut run = [0; RUN];
        let (mut words, mut key) = (0, 0_u64);
        each_word(text.as_bytes(), |word, length| {
            let hash = hash(word, length);
            let [oldest, second, third, fourth, fifth] = run;
            run = [second, third, fourth, fifth, hash];
            key = key.wrapping_sub(oldest.wrapping_mul(OLDEST)).wrapping_mul(BASE).wrapping_add(hash);
            words += 1;
            if words >= RUN {
                let key = mixed(key);
                let slot = &mut least[(key >> 57) as usize % SLOTS];
                *slot = (*slot).min(key & (u64::MAX >> 7));
            }
        });
        Self(Box::new(least.map(|key| {
            if key == u64::MAX { EMPTY } else { u16::try_from(key % u64::from(EMPTY)).unwrap_or(EMPTY) }
        })))
    }

    /// The estimated share of common runs, in percent.
    fn common(&self, other: &Self) -> usize {
        let (mut same, mut filled) = (0_u8, 0_u8);
        for (a, b) in self.0.iter().zip(other.0.iter()) {
            filled += u8::from(*a != EMPTY || *b != EMPTY);
            same += u8::from(a == b && *a != EMPTY);
        }
        usize::from(same) * 100 / usize::from(filled).max(1)
    }

    /// One number for each band that is not empty.
    fn band(&self, band: usize) -> Option<u64> {
        let rows = self.0.get(band * ROWS..(band + 1) * ROWS)?;
        let key = rows.iter().fold(0, |key, slot| key << 16 | u64::from(*slot));
        (key != u64::MAX).then_some(key)
    }
}

/// What a run's key is multiplied with for each word, so that the oldest can be taken out again (Rabin and Karp).
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
/// The factor of the oldest word in a key: `BASE` to the power of one less than [`RUN`].
const OLDEST: u64 = BASE.wrapping_mul(BASE).wrapping_mul(BASE).wrapping_mul(BASE);

/// Calls `found` with every word: the text from where it starts, and its length. Letters and digits of ASCII belong to
/// words, and all that is beyond.
fn each_word<'a>(text: &'a [u8], mut found: impl FnMut(&'a [u8], usize)) {
    let (mut start, mut inside) = (0, 0);
    for (index, block) in blocks(text).enumerate() {
        let words = bits(&block, |byte| {
            (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10 || byte >= 0x80
        });
        let mut edges = words ^ (words << 1 | inside);
        let mut ends = inside == 1;
        inside = words >> 63;
        while edges != 0 {
            let at = index * BLOCK + edges.trailing_zeros() as usize;
            edges &= edges - 1;
            if ends {
                found(&text[start..], at - start);
            }
            start = at;
            ends = !ends;
        }
    }
    if inside == 1 {
        found(&text[start..], text.len() - start);
    }
}

/// The hash of the word of some length that a text begins with, eight letters at a time, in lower case; numbers are all
/// alike, so that a copy with another date is one.
fn hash(text: &[u8], length: usize) -> u64 {
    const LOWER: u64 = 0x2020_2020_2020_2020;
    let (mut letters, _) = text.split_at(length);
    if letters.first().is_some_and(u8::is_ascii_digit) && letters.iter().all(u8::is_ascii_digit) {
        return 0;
    }
    let (mut key, mut at) = (length as u64, 0);
    while !letters.is_empty() {
        let (first, rest) = letters.split_at(letters.len().min(8));
        let eight = text[at..].first_chunk().copied().unwrap_or_else(|| {
            let mut eight = [0; 8];
            eight[..first.len()].copy_from_slice(first);
            eight
        });
        let of_word = u64::MAX >> (64 - 8 * first.len());
        key = mixed(key ^ ((u64::from_le_bytes(eight) | LOWER) & of_word));
        (letters, at) = (rest, at + 8);
    }
    key
}

/// The finalizer of `SplitMix64`.
fn mixed(key: u64) -> u64 {
    let key = key.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let key = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let key = (key ^ (key >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ (key >> 31)
}

/// The documents whose body stands in an earlier one: by path, and their places in the list.
pub(super) fn copies(bodies: &[(&str, Option<&Sketch>)]) -> (BTreeMap<String, Copied>, Vec<usize>) {
    let mut found: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut firsts: HashMap<u64, usize> = HashMap::with_capacity(bodies.len());
    for band in 0..SLOTS / ROWS {
        firsts.clear();
        for (index, (_, sketch)) in bodies.iter().enumerate() {
            let Some((sketch, key)) = sketch.and_then(|sketch| Some((sketch, sketch.band(band)?))) else {
                continue;
            };
            let first = *firsts.entry(key).or_insert(index);
            let Some((_, Some(earlier))) = bodies.get(first).filter(|_| first < index) else { continue };
            let common = earlier.common(sketch);
            let better =
                |(other, known): &(usize, usize)| common > *known || (common == *known && first < *other);
            if common >= COPY && found.get(&index).is_none_or(better) {
                found.insert(index, (first, common));
            }
        }
    }
    let copies = found.iter().filter_map(|(index, (first, common))| {
        let of = bodies.get(*first)?.0.to_owned();
        Some((bodies.get(*index)?.0.to_owned(), Copied { of, percent: *common }))
    });
    (copies.collect(), found.keys().copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(from: usize, count: usize) -> String {
        (from..from + count).map(|n| format!("w{n}x ")).collect()
    }

    #[test]
    fn copies_are_those_with_nearly_all_runs_in_common() {
        let text = words(0, 400);
        let dated = format!("On 2 March 2026 {text}");
        let again = format!("On 9 March 2027 {text}");
        let edited = text.replace("w10x", "other").replace("w200x", "another").replace("w390x", "third");
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
}
