//! What is counted about a component and about an edge.

use super::calls::Cause;
use super::histogram::Histogram;

/// Requests that failed, by cause.
pub(crate) type Causes = [u64; Cause::COUNT];

/// The causes that occurred, most frequent first.
pub(crate) fn named(causes: &Causes) -> Vec<(String, u64)> {
    let mut named: Vec<(String, u64)> = crate::model::CAUSES
        .iter()
        .zip(causes)
        .filter(|(_, count)| **count > 0)
        .map(|(name, count)| ((*name).to_owned(), *count))
        .collect();
    named.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    named
}

/// A component's counts. The areas are integrals over time: the mean number is the area over the time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stats {
    pub(crate) arrived: u64,
    pub(crate) succeeded: u64,
    pub(crate) failed: u64,
    pub(crate) causes: Causes,
    /// Requests in the component, at work, and waiting.
    pub(crate) inside: u64,
    pub(crate) busy: u64,
    pub(crate) queued: u64,
    pub(crate) queue_max: u64,
    /// The workers there are; 0 where they have no limit.
    pub(crate) workers: u64,
    pub(crate) workers_area: u128,
    pub(crate) inside_area: u128,
    pub(crate) busy_area: u128,
    pub(crate) queue_area: u128,
    /// The sum of the times of those that left.
    pub(crate) left_time: u128,
    since: u64,
    pub(crate) latency: Histogram,
    pub(crate) wait: Histogram,
    /// Successes slower than each monitor's limit.
    pub(crate) slow: Vec<(u64, u64)>,
}

impl Stats {
    /// Brings the areas up to `now`; to be called before a number changes.
    pub(crate) fn touch(&mut self, now: u64) {
        let time = now - self.since;
        if time > 0 {
            self.inside_area += u128::from(time * self.inside);
            self.busy_area += u128::from(time * self.busy);
            self.queue_area += u128::from(time * self.queued);
            self.workers_area += u128::from(time * self.workers);
            self.since = now;
        }
    }

    pub(crate) fn arrive(&mut self, now: u64) {
        self.touch(now);
        self.arrived += 1;
        self.inside += 1;
    }

    /// Counts an answer after `time` in the component.
    pub(crate) fn leave(&mut self, now: u64, time: u64, result: Option<Cause>) {
        self.touch(now);
        self.inside -= 1;
        self.left_time += u128::from(time);
        match result {
            None => {
                self.succeeded += 1;
                self.latency.record(time);
                for (limit, count) in &mut self.slow {
                    *count += u64::from(time > *limit);
                }
            }
            Some(cause) => {
                self.failed += 1;
                self.causes[cause as usize] += 1;
            }
        }
    }
}

/// The counts of the calls over an edge.
#[derive(Clone, Debug, Default)]
pub(crate) struct EdgeStats {
    pub(crate) calls: u64,
    pub(crate) attempts: u64,
    pub(crate) succeeded: u64,
    pub(crate) causes: Causes,
    pub(crate) latency: Histogram,
}
