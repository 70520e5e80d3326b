//! Latencies in bounded memory: 64 buckets for each doubling, so that quantiles are within 1%.

use crate::model::outcome::Latency;

const SUB: usize = 64;
const SUB_BITS: u32 = SUB.trailing_zeros();

/// A histogram of nanoseconds: the octaves from the lowest to the highest that was needed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Histogram {
    buckets: Vec<u64>,
    /// The number of the first bucket that is kept, a multiple of `SUB`.
    first: usize,
    count: u64,
    sum: u128,
    max: u64,
}

impl Histogram {
    #[inline]
    pub(crate) fn record(&mut self, value: u64) {
        let bucket = bucket(value);
        match self.buckets.get_mut(bucket.wrapping_sub(self.first)) {
            Some(count) => *count += 1,
            None => *self.make(bucket) += 1,
        }
        self.count += 1;
        self.sum += u128::from(value);
        self.max = self.max.max(value);
    }

    /// Makes room for the octave of a bucket.
    #[cold]
    fn make(&mut self, bucket: usize) -> &mut u64 {
        let octave = bucket / SUB * SUB;
        if self.buckets.is_empty() {
            self.first = octave;
        }
        if octave < self.first {
            let missing = self.first - octave;
            self.buckets.splice(0..0, std::iter::repeat_n(0, missing));
            self.first = octave;
        }
        let needed = octave + SUB - self.first;
        if needed > self.buckets.len() {
            self.buckets.resize(needed, 0);
        }
        &mut self.buckets[bucket - self.first]
    }

    pub(crate) fn add(&mut self, other: &Self) {
        let Some(last) = other.buckets.len().checked_sub(1) else { return };
        self.make(other.first);
        self.make(other.first + last);
        let from = other.first - self.first;
        self.buckets[from..].iter_mut().zip(&other.buckets).for_each(|(mine, theirs)| *mine += theirs);
        self.count += other.count;
        self.sum += other.sum;
        self.max = self.max.max(other.max);
    }

    /// The value below which a share of all values lies, interpolated within its bucket.
    pub(crate) fn quantile(&self, share: f64) -> Option<u64> {
        if self.count == 0 {
            return None;
        }
        let wanted = share * self.count as f64;
        let mut seen = 0_u64;
        for (place, &count) in self.buckets.iter().enumerate().filter(|(_, count)| **count > 0) {
            if (seen + count) as f64 >= wanted {
                let (low, width) = bounds(self.first + place);
                let part = ((wanted - seen as f64) / count as f64).clamp(0.0, 1.0);
                return Some((low + super::random::ticks(part * width as f64 - 0.5)).min(self.max));
            }
            seen += count;
        }
        Some(self.max)
    }

    pub(crate) fn summary(&self) -> Latency {
        let mean = u64::try_from(self.sum.checked_div(u128::from(self.count)).unwrap_or(0)).ok();
        Latency {
            count: self.count,
            mean: mean.filter(|_| self.count > 0),
            p50: self.quantile(0.5),
            p95: self.quantile(0.95),
            p99: self.quantile(0.99),
            p999: self.quantile(0.999),
            max: (self.count > 0).then_some(self.max),
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
