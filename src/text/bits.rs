//! Looking at many bytes at once: one bit for each of 64 that passes a test.

use wide::u8x64;

use super::Span;

/// How many bytes are looked at together.
pub const BLOCK: usize = 64;

/// Bytes in blocks, the last one filled up with zeros.
#[derive(Debug)]
pub struct Blocks<'a> {
    whole: &'a [[u8; BLOCK]],
    last: Option<[u8; BLOCK]>,
}

impl<'a> Blocks<'a> {
    /// The blocks of some bytes.
    #[inline]
    pub fn of(bytes: &'a [u8]) -> Self {
        let (whole, rest) = bytes.as_chunks();
        Self { whole, last: (!rest.is_empty()).then(|| first_bytes(rest)) }
    }

    /// Blocks that cover a part of some bytes; the last one goes on with what follows the part, as far as there is any.
    #[inline]
    pub fn covering(bytes: &'a [u8], part: Span) -> Self {
        let end = part.start + part.len().next_multiple_of(BLOCK);
        Self::of(bytes.get(part.start..end.min(bytes.len())).unwrap_or_default())
    }

    /// One after the other.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = &[u8; BLOCK]> {
        self.whole.iter().chain(&self.last)
    }
}

/// So many bytes from the first on, filled up with zeros.
#[inline]
pub fn first_bytes<const COUNT: usize>(bytes: &[u8]) -> [u8; COUNT] {
    bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut filled = [0; COUNT];
        filled[..bytes.len()].copy_from_slice(bytes);
        filled
    })
}

/// One bit for each byte that passes, the first one lowest. Written so that a test without branches compiles to a few
/// instructions for many bytes.
pub fn bits(block: &[u8; BLOCK], test: impl Fn(u8) -> bool) -> u64 {
    u8x64::new(block.map(|byte| if test(byte) { u8::MAX } else { 0 })).to_bitmask()
}

/// The places of the bits that are set, from the lowest.
#[inline]
pub fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (bits != 0).then_some(bits.trailing_zeros() as usize);
        bits &= bits.wrapping_sub(1);
        place
    })
}

/// Some places of a text, a bit for each byte.
#[derive(Clone, Debug)]
pub struct Places {
    /// Where the first block starts.
    start: usize,
    blocks: Vec<u64>,
}

impl Places {
    /// No places yet; blocks follow one after the other from the start of a span.
    pub fn new(span: Span) -> Self {
        Self { start: span.start, blocks: Vec::with_capacity(span.len().div_ceil(BLOCK)) }
    }

    /// Adds the places of the next block.
    pub fn push(&mut self, bits: u64) {
        self.blocks.push(bits);
    }

    /// How many there are inside a span.
    pub fn count(&self, span: Span) -> usize {
        self.blocks_in(span).map(|(_, bits)| bits.count_ones() as usize).sum()
    }

    /// Those inside a span, in order.
    pub fn within(&self, span: Span) -> impl Iterator<Item = usize> {
        self.blocks_in(span).flat_map(|(start, bits)| ones(bits).map(move |at| start + at))
    }

    /// Where each block starts that a span touches, and the places in both.
    fn blocks_in(&self, span: Span) -> impl Iterator<Item = (usize, u64)> {
        let (from, to) = (span.start.saturating_sub(self.start), span.end.saturating_sub(self.start));
        let blocks = self.blocks.get(from / BLOCK..to.div_ceil(BLOCK).min(self.blocks.len()));
        blocks.unwrap_or_default().iter().enumerate().map(move |(number, &bits)| {
            let start = (from / BLOCK + number) * BLOCK;
            // Those before the span and those behind it are shifted out.
            let bits = if start < from { bits >> (from - start) << (from - start) } else { bits };
            let behind = (start + BLOCK).saturating_sub(to);
            (self.start + start, if behind > 0 { bits << behind >> behind } else { bits })
        })
    }
}

/// Finds the next of some bytes again and again without testing those of a block twice.
#[derive(Debug, Default)]
pub struct Finder {
    /// Where the last block starts, and which of its bytes were found.
    last: Option<(usize, u64)>,
}

impl Finder {
    /// The first byte from `at` on and before `end` for which `test` sets the bit of its block. Bytes and test are the
    /// same at each call.
    #[inline]
    pub fn next(
        &mut self,
        bytes: &[u8],
        mut at: usize,
        end: usize,
        test: impl Fn(&[u8; BLOCK]) -> u64,
    ) -> Option<usize> {
        while at < end {
            let start = at - at % BLOCK;
            let found = match self.last {
                Some((last, found)) if last == start => found,
                _ => {
                    let rest = bytes.get(start..)?;
                    rest.first_chunk().map_or_else(|| test(&first_bytes(rest)), &test)
                }
            };
            self.last = Some((start, found));
            let left = found >> (at - start);
            if left != 0 {
                return Some(at + left.trailing_zeros() as usize).filter(|&at| at < end);
            }
            at = start + BLOCK;
        }
        None
    }
}
