//! The histograms of a run, filled in batches.
//!
//! The buckets of a thousand components do not fit into a processor's nearer caches. A value is therefore
//! noted in a list, and the list is counted when it is full: a loop that does nothing else has many buckets
//! on their way from memory at the same time, where an event would wait for each.

use super::histogram::{Histogram, bucket};

/// How many values are counted at a time.
const BATCH: usize = 512;
/// For how many of them the buckets are asked from memory at the same time.
const GROUP: usize = 32;

/// The histogram of each component, call and step.
#[derive(Clone, Debug)]
pub(crate) struct Latencies {
    histograms: Vec<Histogram>,
    /// How many values of each were 0, as most waits are.
    zeros: Vec<u64>,
    noted: Vec<Noted>,
    parts: u32,
    edges: u32,
}

/// A value that is not counted yet: whose it is, its bucket, and itself.
#[derive(Clone, Copy, Debug)]
struct Noted {
    place: u32,
    bucket: u32,
    nanos: u64,
}

/// Whose latency it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    /// Answers of a component that are successes.
    Part(u16),
    /// Waits for a worker of a component.
    Wait(u16),
    /// Attempts over an edge.
    Edge(u16),
    /// Successes that users see, by the step in which they were sent.
    Step(u32),
}

impl Latencies {
    pub(crate) fn new(parts: usize, edges: usize, steps: usize) -> Self {
        let short = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let count = 2 * parts + edges + steps;
        Self {
            histograms: vec![Histogram::default(); count],
            zeros: vec![0; count],
            noted: Vec::with_capacity(BATCH),
            parts: short(parts),
            edges: short(edges),
        }
    }

    fn place(&self, of: Of) -> u32 {
        match of {
            Of::Part(part) => 2 * u32::from(part),
            Of::Wait(part) => 2 * u32::from(part) + 1,
            Of::Edge(edge) => 2 * self.parts + u32::from(edge),
            Of::Step(step) => (2 * self.parts + self.edges).saturating_add(step),
        }
    }

    #[inline]
    pub(crate) fn note(&mut self, of: Of, nanos: u64) {
        let place = self.place(of);
        if nanos == 0 {
            if let Some(zeros) = self.zeros.get_mut(place as usize) {
                *zeros += 1;
            }
            return;
        }
        self.noted.push(Noted { place, bucket: u32::try_from(bucket(nanos)).unwrap_or(u32::MAX), nanos });
        if self.noted.len() == BATCH {
            self.count();
        }
    }

    /// Counts the rest of what was noted; to be called before anything is read.
    pub(crate) fn settle(&mut self) {
        self.count();
        for (histogram, zeros) in self.histograms.iter_mut().zip(&mut self.zeros) {
            histogram.record_zeros(std::mem::take(zeros));
        }
    }

    #[cold]
    fn count(&mut self) {
        let histograms = &mut self.histograms;
        for group in self.noted.chunks(GROUP) {
            let peek =
                |noted: &Noted| Some(histograms.get(noted.place as usize)?.peek(noted.bucket as usize));
            std::hint::black_box(group.iter().filter_map(peek).fold(0, |all, count| all | count));
            for noted in group {
                if let Some(histogram) = histograms.get_mut(noted.place as usize) {
                    histogram.record(noted.bucket as usize, noted.nanos);
                }
            }
        }
        self.noted.clear();
    }

    pub(crate) fn get(&self, of: Of) -> &Histogram {
        &self.histograms[self.place(of) as usize]
    }

    /// The histograms of a range of steps.
    pub(crate) fn steps(&self, range: std::ops::Range<usize>) -> &[Histogram] {
        let first = (2 * self.parts + self.edges) as usize;
        self.histograms.get(first + range.start..first + range.end).unwrap_or_default()
    }
}
