//! Many phrases found in one pass over a text, each where a word starts.

use super::Span;

/// How many classes the bytes of a phrase's start fall into: anything else, the letters, the digits.
const CLASSES: usize = 28;

/// The class of each byte; 0 for what is no letter or digit of ASCII.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut letter = 0;
    while letter < 26 {
        class[(b'a' + letter) as usize] = letter + 1;
        class[(b'A' + letter) as usize] = letter + 1;
        letter += 1;
    }
    let mut digit = b'0';
    while digit <= b'9' {
        class[digit as usize] = 27;
        digit += 1;
    }
    class
};

/// Phrases with what each stands for. Looked up by the classes of their first three bytes, because building that
/// takes microseconds where an automaton for a thousand phrases takes many milliseconds of each start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrases<T> {
    /// By bucket, then from short to long.
    phrases: Vec<Phrase<T>>,
    /// Where each bucket starts; one more than there are buckets.
    buckets: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase<T> {
    /// The first four bytes, and which of them count.
    key: u32,
    mask: u32,
    length: usize,
    /// What comes after the first four bytes.
    rest: Box<[u8]>,
    value: T,
}

impl<T: Copy> Phrases<T> {
    /// An index of phrases in lower case. Each starts with a letter or digit and has at least two bytes; others are
    /// never found.
    pub fn new<'a>(phrases: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut sorted: Vec<(usize, Phrase<T>)> = Vec::new();
        for (text, value) in phrases {
            let bytes = text.as_bytes();
            let phrase = || Phrase {
                key: head(bytes),
                mask: head(&[0xff; 4][..bytes.len().min(4)]),
                length: bytes.len(),
                rest: bytes.get(4..).unwrap_or_default().into(),
                value,
            };
            match *bytes {
                [first, second, third, ..] => sorted.push((bucket(first, second, third), phrase())),
                // Whatever comes third.
                [first, second] => {
                    let from = bucket(first, second, 0);
                    sorted.extend((from..from + CLASSES).map(|bucket| (bucket, phrase())));
                }
                _ => {}
            }
        }
        sorted.sort_by_key(|(bucket, phrase)| (*bucket, phrase.length));
        let mut buckets = vec![0; CLASSES * CLASSES * CLASSES + 1];
        for (bucket, _) in &sorted {
            buckets[bucket + 1] += 1;
        }
        for bucket in 1..buckets.len() {
            buckets[bucket] += buckets[bucket - 1];
        }
        Self { phrases: sorted.into_iter().map(|(_, phrase)| phrase).collect(), buckets }
    }

    /// Calls `found` for every phrase that starts where a word starts and ends inside `span`, in the order of their
    /// starts, shorter ones first. `lower` is a text whose ASCII letters are in lower case.
    pub fn find(&self, lower: &str, span: Span, mut found: impl FnMut(Span, T)) {
        let bytes = span.of(lower).as_bytes();
        let mut at = 0;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(gap) = rest.iter().position(|&byte| class(byte) != 0) else { return };
            let word = &rest[gap..];
            at += gap;
            if let [first, second, ..] = *word {
                let third = word.get(2).copied().unwrap_or_default();
                let bucket = bucket(first, second, third);
                let candidates = self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize;
                if !candidates.is_empty() {
                    let key = head(word);
                    for phrase in &self.phrases[candidates] {
                        let matches = (key ^ phrase.key) & phrase.mask == 0
                            && (phrase.rest.is_empty()
                                || word.get(4..).is_some_and(|rest| rest.starts_with(&phrase.rest)));
                        if matches {
                            let start = span.start + at;
                            found(Span::new(start, start + phrase.length), phrase.value);
                        }
                    }
                }
            }
            at += word.iter().position(|&byte| class(byte) == 0).unwrap_or(word.len());
        }
    }
}

fn class(byte: u8) -> u8 {
    CLASS[usize::from(byte)]
}

fn bucket(first: u8, second: u8, third: u8) -> usize {
    let [first, second, third] = [first, second, third].map(|byte| usize::from(class(byte)));
    (first * CLASSES + second) * CLASSES + third
}

/// The first four bytes as one number, zeros where there are fewer.
fn head(bytes: &[u8]) -> u32 {
    match bytes.first_chunk::<4>() {
        Some(head) => u32::from_le_bytes(*head),
        None => bytes.iter().rev().fold(0, |key, &byte| key << 8 | u32::from(byte)),
    }
}
