//! Finding documents that are copies of others, nearly or word for word.
//!
//! The words of a body, in lower case and with every number as one, are taken five at a time. What of two documents'
//! sets of such runs is common (their Jaccard index) is estimated by one-permutation `MinHash` [1], and pairs worth an
//! estimate are found by banding [2], so that the work grows with the number of documents, not of pairs.
//!
//! [1] Li, Owen, Zhang: One permutation hashing, NIPS 2012.
//! [2] Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, section 3.4.

use std::collections::BTreeMap;

use super::Loaded;
use crate::rules::Copied;
use crate::text::{BLOCK, Blocks, bits};

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
        let words = words(text.as_bytes());
        let mut least = [u64::MAX; SLOTS];
        let (first, _) = words.split_at(words.len().min(RUN - 1));
        let mut key = first.iter().fold(0_u64, |key, word| key.wrapping_mul(BASE).wrapping_add(*word));
        for run in words.windows(RUN) {
            key = key.wrapping_mul(BASE).wrapping_add(run[RUN - 1]);
            let mixed = mixed(key);
            let slot = &mut least[(mixed >> 57) as usize % SLOTS];
            *slot = (*slot).min(mixed & (u64::MAX >> 7));
            key = key.wrapping_sub(run[0].wrapping_mul(OLDEST));
        }
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

/// The hashes of the words of a text. Letters and digits of ASCII belong to words, and all that is beyond.
fn words(text: &[u8]) -> Vec<u64> {
    let mut hashes = Vec::with_capacity(text.len() / 4);
    let (mut start, mut inside) = (0, 0);
    for (index, block) in Blocks::of(text).iter().enumerate() {
        let words = bits(block, |byte| {
            (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10 || byte >= 0x80
        });
        let before = words << 1 | inside;
        let (mut starts, mut ends) = (words & !before, before & !words);
        let next = |edges: &mut u64| {
            let at = index * BLOCK + edges.trailing_zeros() as usize;
            *edges &= edges.wrapping_sub(1);
            at
        };
        if inside == 0 {
            start = next(&mut starts);
        }
        while ends != 0 {
            hashes.push(hash(text, start, next(&mut ends)));
            start = next(&mut starts);
        }
        inside = words >> 63;
    }
    if inside == 1 {
        hashes.push(hash(text, start, text.len()));
    }
    hashes
}

/// The hash of a word in lower case.
fn hash(text: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    if let Some((first, rest)) = text[start..].split_first_chunk()
        && !first[0].is_ascii_digit()
    {
        if length <= 8 {
            return mixed(length as u64 ^ letters(*first, length));
        }
        if let Some(second) = rest.first_chunk()
            && length <= 16
        {
            return mixed(mixed(length as u64 ^ letters(*first, 8)) ^ letters(*second, length - 8));
        }
    }
    hash_of_any(&text[start..end])
}

/// The hash of a word however long it is, eight letters at a time. Numbers are all alike, so that a copy with another
/// date is one.
#[inline(never)]
fn hash_of_any(word: &[u8]) -> u64 {
    if word.iter().all(u8::is_ascii_digit) {
        return 0;
    }
    word.chunks(8).fold(word.len() as u64, |key, chunk| {
        let mut eight = [0; 8];
        eight[..chunk.len()].copy_from_slice(chunk);
        mixed(key ^ letters(eight, chunk.len()))
    })
}

/// So many of eight letters, at least one, as a number, in lower case.
fn letters(eight: [u8; 8], length: usize) -> u64 {
    const LOWER: u64 = 0x2020_2020_2020_2020;
    (u64::from_le_bytes(eight) | LOWER) & (u64::MAX >> (64 - 8 * length))
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
            let Some(hash) = key.map(|key| (mixed(key) >> 32) as usize) else { continue };
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
