//! Latencies in bounded memory: 64 buckets for each doubling, so that quantiles are within 1%.

use crate::model::outcome::Latency;

const SUB: usize = 64;
const SUB_BITS: u32 = SUB.trailing_zeros();

/// A histogram of nanoseconds; octaves are made when they are first needed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Histogram {
    octaves: Vec<Option<Box<[u64; SUB]>>>,
    count: u64,
    sum: u128,
    max: u64,
}

impl Histogram {
    pub(crate) fn record(&mut self, value: u64) {
        let octave = (64 - value.leading_zeros()).saturating_sub(SUB_BITS);
        let sub = if octave == 0 { value } else { (value >> (octave - 1)) - SUB as u64 };
        let octave = octave as usize;
        if octave >= self.octaves.len() {
            self.octaves.resize(octave + 1, None);
        }
        let buckets = self.octaves[octave].get_or_insert_with(|| Box::new([0; SUB]));
        if let Some(bucket) = buckets.get_mut(usize::try_from(sub).unwrap_or(0)) {
            *bucket += 1;
        }
        self.count += 1;
        self.sum += u128::from(value);
        self.max = self.max.max(value);
    }

    pub(crate) fn add(&mut self, other: &Self) {
        if other.octaves.len() > self.octaves.len() {
            self.octaves.resize(other.octaves.len(), None);
        }
        for (mine, theirs) in self.octaves.iter_mut().zip(&other.octaves) {
            let Some(theirs) = theirs else { continue };
            let mine = mine.get_or_insert_with(|| Box::new([0; SUB]));
            mine.iter_mut().zip(theirs.iter()).for_each(|(mine, theirs)| *mine += theirs);
        }
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
        for (octave, buckets) in self.octaves.iter().enumerate() {
            let Some(buckets) = buckets else { continue };
            for (sub, &count) in buckets.iter().enumerate().filter(|(_, count)| **count > 0) {
                if (seen + count) as f64 >= wanted {
                    let width = 1_u64 << octave.saturating_sub(1);
                    let low = if octave == 0 { sub as u64 } else { (SUB + sub) as u64 * width };
                    let part = ((wanted - seen as f64) / count as f64).clamp(0.0, 1.0);
                    return Some((low + super::random::ticks(part * width as f64 - 0.5)).min(self.max));
                }
                seen += count;
            }
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
