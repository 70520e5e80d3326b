//! Latencies in bounded memory: 64 buckets for each doubling, so that quantiles are within 1%.

use crate::model::outcome::Latency;

const SUB: usize = 64;
const SUB_BITS: u32 = SUB.trailing_zeros();

/// A histogram of nanoseconds: the octaves from the lowest to the highest that was needed. What a value
/// costs is a line of the processor's cache, and one more for the bucket; an octave's buckets are a line,
/// so that those of many components fit into the cache.
#[derive(Clone, Debug, Default)]
#[repr(align(64))]
pub(crate) struct Histogram {
    /// How many values there are in each bucket, less what is carried.
    counts: Box<[u8]>,
    /// How often each bucket was full, once one was.
    #[expect(clippy::box_collection, reason = "rarely asked for, and one word")]
    carried: Option<Box<Vec<u64>>>,
    /// The number of the first bucket that is kept, a multiple of `SUB`.
    first: u32,
    /// How many values are 0, as most waits are.
    zeros: u64,
    sum: u128,
    max: u64,
}

const _: () = assert!(size_of::<Histogram>() == 64, "a line of the processor's cache");

/// How many values a bucket holds before it is carried.
const FULL: u64 = 1 << u8::BITS;

impl Histogram {
    /// Records a value other than 0, of which `bucket` is the bucket.
    #[inline]
    pub(crate) fn record(&mut self, bucket: usize, value: u64) {
        let place = bucket.wrapping_sub(self.first as usize);
        if let Some(count) = self.counts.get_mut(place) {
            *count = count.wrapping_add(1);
            if *count == 0 {
                self.carry(place);
            }
        } else {
            let mut octave = [0; SUB];
            octave[bucket % SUB] = 1;
            self.add_from(bucket - bucket % SUB, &octave);
        }
        self.sum += u128::from(value);
        self.max = self.max.max(value);
    }

    /// What stands in a bucket, so that it is on its way from memory before it is needed.
    #[inline]
    pub(crate) fn peek(&self, bucket: usize) -> u8 {
        self.counts.get(bucket.wrapping_sub(self.first as usize)).copied().unwrap_or_default()
    }

    #[cold]
    fn carry(&mut self, place: usize) {
        let carried = self.carried.get_or_insert_default();
        carried.resize(self.counts.len(), 0);
        carried[place] += 1;
    }

    /// How many values there are in each bucket that is kept.
    fn kept(&self) -> impl Iterator<Item = u64> {
        let carried = self.carried.iter().flat_map(|carried| carried.iter()).chain(std::iter::repeat(&0));
        self.counts.iter().zip(carried).map(|(count, carried)| u64::from(*count) + carried * FULL)
    }

    pub(crate) fn record_zeros(&mut self, times: u64) {
        self.zeros += times;
    }

    /// Adds to the buckets from the first of an octave on, after making room for them.
    #[cold]
    fn add_from(&mut self, octave: usize, more: &[u64]) {
        let old = if self.counts.is_empty() { octave } else { self.first as usize };
        let first = old.min(octave);
        let mut counts: Vec<u64> = std::iter::repeat_n(0, old - first).chain(self.kept()).collect();
        counts.resize(counts.len().max(octave - first + more.len()), 0);
        counts[octave - first..].iter_mut().zip(more).for_each(|(mine, theirs)| *mine += theirs);
        let carried: Vec<u64> = counts.iter().map(|count| count / FULL).collect();
        self.carried = carried.iter().any(|carried| *carried > 0).then(|| Box::new(carried));
        self.counts = counts.iter().map(|count| count.to_le_bytes()[0]).collect();
        self.first = u32::try_from(first).unwrap_or_default();
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.zeros += other.zeros;
        let theirs: Vec<u64> = other.kept().collect();
        if !theirs.is_empty() {
            self.add_from(other.first as usize, &theirs);
        }
        self.sum += other.sum;
        self.max = self.max.max(other.max);
    }

    /// The buckets that hold any values, and how many.
    fn counts(&self) -> impl Iterator<Item = (usize, u64)> {
        let counts = (self.first as usize..).zip(self.kept());
        std::iter::once((0, self.zeros)).chain(counts).filter(|(_, count)| *count > 0)
    }

    fn count(&self) -> u64 {
        self.counts().map(|(_, count)| count).sum()
    }

    /// The value below which a share of all values lies, interpolated within its bucket.
    pub(crate) fn quantile(&self, share: f64) -> Option<u64> {
        let wanted = share * self.count() as f64;
        let mut seen = 0_u64;
        for (bucket, count) in self.counts() {
            if (seen + count) as f64 >= wanted {
                let (low, width) = bounds(bucket);
                let part = ((wanted - seen as f64) / count as f64).clamp(0.0, 1.0);
                return Some((low + super::random::ticks(part * width as f64 - 0.5)).min(self.max));
            }
            seen += count;
        }
        (seen > 0).then_some(self.max)
    }

    pub(crate) fn summary(&self) -> Latency {
        let count = self.count();
        let mean = u64::try_from(self.sum.checked_div(u128::from(count)).unwrap_or(0)).ok();
        Latency {
            count,
            mean: mean.filter(|_| count > 0),
            p50: self.quantile(0.5),
            p95: self.quantile(0.95),
            p99: self.quantile(0.99),
            p999: self.quantile(0.999),
            max: (count > 0).then_some(self.max),
        }
    }
}

/// The bucket of a value: its octave, and its place among the octave's 64.
#[inline]
pub(crate) fn bucket(value: u64) -> usize {
    let octave = (64 - value.leading_zeros()).saturating_sub(SUB_BITS);
    let shift = octave.saturating_sub(1);
    let place = usize::try_from(value >> shift).unwrap_or(usize::MAX);
    // From the second octave on, the leading bit is the octave's own.
    if octave == 0 { place } else { octave as usize * SUB + place - SUB }
}

/// The lowest value of a bucket, and how many values it holds.
fn bounds(bucket: usize) -> (u64, u64) {
    let (octave, sub) = (bucket / SUB, (bucket % SUB) as u64);
    let width = 1_u64 << octave.saturating_sub(1);
    let low = if octave == 0 { sub } else { (SUB as u64 + sub) * width };
    (low, width)
}
