//! Many phrases found in one pass over a text, each where a word starts.

use super::Span;
use super::openings::{Opening, SLOTS};

/// Phrases with what each stands for. Looked up by how they open, because building that takes microseconds where an
/// automaton for a thousand phrases takes many milliseconds of each start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrases<T> {
    /// The number of each slot's group, from 1; 0 where there is none.
    slots: Box<[u16; SLOTS]>,
    groups: Vec<Group>,
    /// By group, then from short to long.
    entries: Vec<Phrase<T>>,
}

/// The phrases of one slot.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    /// What the fourth and fifth byte may be: a bit for each value of the low five bits.
    fourth: u32,
    fifth: u32,
    /// Where its phrases start and end.
    start: u32,
    end: u32,
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
        let phrases: Vec<_> = phrases.into_iter().filter(|(text, _)| !text.is_empty()).collect();
        // A phrase of fewer than three bytes is in the slots of all texts that start with it.
        let mut places: Vec<(usize, usize, usize)> = Vec::with_capacity(phrases.len());
        for (index, (text, _)) in phrases.iter().enumerate() {
            let open = 3_usize.saturating_sub(text.len());
            let Opening(own) = Opening::of(text.as_bytes());
            for more in 0..1_u64 << (5 * open) {
                let more = (0..open).fold(0, |all, at| all | (more >> (5 * at) & 31) << (8 * (2 - at)));
                places.push((Opening(own | more).slot(), text.len(), index));
            }
        }
        places.sort_unstable();
        places.dedup();
        let mut index = Self { slots: Box::new([0; _]), groups: Vec::new(), entries: Vec::new() };
        for same in places.chunk_by(|(one, ..), (other, ..)| one == other) {
            let own = same.iter().filter_map(|&(.., index)| phrases.get(index));
            index.add(same[0].0, own);
        }
        index
    }

    /// Adds the group of a slot.
    fn add<'a>(&mut self, slot: usize, phrases: impl Iterator<Item = &'a (&'a str, T)>)
    where
        T: 'a,
    {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let mut group = Group { fourth: 0, fifth: 0, start: count(self.entries.len()), end: 0 };
        for &(text, value) in phrases {
            let text = text.as_bytes();
            let bit = |at: usize| text.get(at).map_or(u32::MAX, |&byte| 1 << low(byte));
            group.fourth |= bit(3);
            group.fifth |= bit(4);
            self.entries.push(Phrase::new(text, value));
        }
        group.end = count(self.entries.len());
        self.groups.push(group);
        self.slots[slot] = u16::try_from(self.groups.len()).unwrap_or_default();
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
    pub fn starting(&self, rest: &[u8], opening: Opening, found: impl FnMut(usize, T)) {
        let Some(group) = self.slots[opening.slot()].checked_sub(1) else { return };
        let group = &self.groups[usize::from(group)];
        let [_, _, _, fourth, fifth, ..] = opening.0.to_le_bytes();
        if group.fourth >> low(fourth) & group.fifth >> low(fifth) & 1 != 0 {
            self.of_group(group, rest, opening, found);
        }
    }

    #[inline(never)]
    fn of_group(&self, group: &Group, rest: &[u8], opening: Opening, mut found: impl FnMut(usize, T)) {
        for phrase in &self.entries[group.start as usize..group.end as usize] {
            let matches = (opening.0 ^ phrase.key) & phrase.mask == 0
                && (phrase.rest.is_empty()
                    || rest.get(8..).is_some_and(|rest| rest.starts_with(&phrase.rest)));
            if matches {
                found(phrase.length, phrase.value);
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
}

/// The low five bits of a byte.
fn low(byte: u8) -> u32 {
    u32::from(byte & 31)
}
