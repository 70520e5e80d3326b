//! How words open, by which most are told from those of a set in a few instructions.

/// How a text opens: its first eight bytes, zeros where there are fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening(pub(super) u64);

impl Opening {
    /// The opening of a text.
    #[inline]
    pub const fn of(text: &[u8]) -> Self {
        match text.first_chunk::<8>() {
            Some(eight) => Self(u64::from_le_bytes(*eight)),
            None => Self::of_few(text),
        }
    }

    /// The opening of a text of four bytes, the first one lowest.
    #[inline]
    pub fn of_four(four: u32) -> Self {
        Self(four.into())
    }

    const fn of_few(text: &[u8]) -> Self {
        let (mut opening, mut at) = (0, text.len());
        while at > 0 {
            at -= 1;
            opening = opening << 8 | text[at] as u64;
        }
        Self(opening)
    }

    /// A number of so many bits, the same for all that open with the same few letters in any case: of each byte the
    /// low five bits count.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "it has as many bits as are asked for")]
    pub const fn slot(self, letters: usize, bits: u32) -> usize {
        let letters = self.0 & (0x1f1f_1f1f_1f1f_1f1f >> (64 - 8 * letters));
        (letters.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits)) as usize
    }
}

/// How many bits the number of a slot has.
const BITS: u32 = 12;

/// How many slots there are.
const SLOTS: usize = 1 << BITS;

/// A set of words of three letters, as far as their slots tell them from others.
#[derive(Clone, Debug)]
pub struct Openings([u64; SLOTS / 64]);

impl Openings {
    /// The set with nothing in it.
    pub const EMPTY: Self = Self([0; SLOTS / 64]);

    /// Adds a word of three letters.
    pub const fn add(&mut self, word: [u8; 3]) {
        let slot = Opening::of(&word).slot(3, BITS);
        self.0[slot / 64] |= 1 << (slot % 64);
    }

    /// Whether one of the words may open so.
    #[inline]
    pub fn may_have(&self, opening: Opening) -> bool {
        let slot = opening.slot(3, BITS);
        self.0[slot / 64] >> (slot % 64) & 1 != 0
    }
}
