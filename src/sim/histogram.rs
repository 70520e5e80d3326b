//! Latencies in bounded memory: 64 buckets for each doubling, so that quantiles are within 1%.

use crate::model::outcome::Latency;

const SUB: usize = 64;
const SUB_BITS: u32 = SUB.trailing_zeros();

/// A histogram of nanoseconds: the octaves from the lowest to the highest that was needed. A line of the
/// processor's cache, and one more for the bucket, are what a value costs.
#[derive(Clone, Debug, Default)]
#[repr(align(64))]
pub(crate) struct Histogram {
    buckets: Box<[u32]>,
    /// The number of the first bucket that is kept, a multiple of `SUB`.
    first: u32,
    /// How many values are 0, as most waits are.
    zeros: u64,
    sum: u128,
    max: u64,
    /// The buckets that were full, once for each 2³² that they hold more.
    #[expect(clippy::box_collection, reason = "hardly ever there, and one word where it is not")]
    full: Option<Box<Vec<usize>>>,
}

const _: () = assert!(size_of::<Histogram>() == 64, "a line of the processor's cache");

impl Histogram {
    /// Records a value other than 0.
    #[inline]
    pub(crate) fn record(&mut self, value: u64) {
        let bucket = bucket(value);
        let place = bucket.wrapping_sub(self.first as usize);
        let count = match self.buckets.get_mut(place) {
            Some(count) => count,
            None => self.make(bucket),
        };
        *count = count.wrapping_add(1);
        if *count == 0 {
            self.full.get_or_insert_default().push(bucket);
        }
        self.sum += u128::from(value);
        self.max = self.max.max(value);
    }

    pub(crate) fn record_zeros(&mut self, times: u64) {
        self.zeros += times;
    }

    /// Makes room for the octave of a bucket.
    #[cold]
    fn make(&mut self, bucket: usize) -> &mut u32 {
        let octave = bucket / SUB * SUB;
        let mut buckets = std::mem::take(&mut self.buckets).into_vec();
        let mut first = if buckets.is_empty() { octave } else { self.first as usize };
        if octave < first {
            buckets.splice(0..0, std::iter::repeat_n(0, first - octave));
            first = octave;
        }
        buckets.resize(buckets.len().max(octave + SUB - first), 0);
        self.buckets = buckets.into_boxed_slice();
        self.first = u32::try_from(first).unwrap_or_default();
        &mut self.buckets[bucket - first]
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.zeros += other.zeros;
        let Some(last) = other.buckets.len().checked_sub(1) else { return };
        let start = other.first as usize;
        self.make(start);
        self.make(start + last);
        let from = start - self.first as usize;
        for (place, (mine, theirs)) in self.buckets[from..].iter_mut().zip(&other.buckets).enumerate() {
            let full;
            (*mine, full) = mine.overflowing_add(*theirs);
            if full {
                self.full.get_or_insert_default().push(start + place);
            }
        }
        if let Some(full) = &other.full {
            self.full.get_or_insert_default().extend(full.iter());
        }
        self.sum += other.sum;
        self.max = self.max.max(other.max);
    }

    /// The buckets that hold any values, and how many.
    fn counts(&self) -> impl Iterator<Item = (usize, u64)> {
        let full = self.full.iter().flat_map(|full| full.iter());
        let counts = (self.first as usize..).zip(&self.buckets).map(move |(bucket, count)| {
            let more = full.clone().filter(|full| **full == bucket).count() as u64;
            (bucket, (more << 32) + u64::from(*count))
        });
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
fn bucket(value: u64) -> usize {
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
