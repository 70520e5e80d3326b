//! What is counted about a component and about an edge.

use super::calls::Cause;

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

/// A number that changes over time, and the area under it: its mean is the area over the time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Level {
    pub(crate) now: u64,
    /// The moments of the steps down, less those of the steps up; the area up to now is this and what has
    /// not been stepped down since, so that a step costs one addition.
    moments: i128,
}

impl Level {
    #[inline]
    pub(crate) fn up(&mut self, at: u64) {
        self.now += 1;
        self.moments -= i128::from(at);
    }

    #[inline]
    pub(crate) fn down(&mut self, at: u64) {
        self.now -= 1;
        self.moments += i128::from(at);
    }

    pub(crate) fn set(&mut self, level: u64, at: u64) {
        self.moments += (i128::from(self.now) - i128::from(level)) * i128::from(at);
        self.now = level;
    }

    /// The area up to a moment that is not before the last change.
    pub(crate) fn area(&self, at: u64) -> u128 {
        u128::try_from(self.moments + i128::from(self.now) * i128::from(at)).unwrap_or(0)
    }
}

/// A component's counts; those of every request come first, in one line of the processor's cache.
#[derive(Clone, Debug, Default)]
#[repr(C, align(64))]
pub(crate) struct Stats {
    pub(crate) arrived: u64,
    pub(crate) succeeded: u64,
    pub(crate) failed: u64,
    /// Successes slower than each monitor's limit, where there are monitors.
    #[expect(clippy::box_collection, reason = "hardly ever there, and one word where it is not")]
    pub(crate) slow: Option<Box<Vec<(u64, u64)>>>,
    /// Requests at work.
    pub(crate) busy: Level,
    /// Requests that wait.
    pub(crate) queued: Level,
    pub(crate) queue_max: u64,
    pub(crate) causes: Causes,
    /// The workers there are; 0 where they have no limit.
    pub(crate) workers: Level,
    /// For the laws, in debug builds: the requests in the component and the sum of the times of those that
    /// left; how often a worker was taken and given back, the sum of the waits before, and that of the
    /// times from arrival to giving back.
    pub(crate) inside: Level,
    pub(crate) left_time: u128,
    pub(crate) started: u64,
    pub(crate) given_back: u64,
    pub(crate) waited: u128,
    pub(crate) occupied: u128,
}

impl Stats {
    #[inline]
    pub(crate) fn arrive(&mut self, now: u64) {
        self.arrived += 1;
        if cfg!(debug_assertions) {
            self.inside.up(now);
        }
    }

    /// How many requests are in the component.
    pub(crate) fn in_flight(&self) -> u64 {
        self.arrived - self.succeeded - self.failed
    }

    /// A worker takes a request that has waited so long.
    #[inline]
    pub(crate) fn take_worker(&mut self, now: u64, waited: u64) {
        self.busy.up(now);
        if cfg!(debug_assertions) {
            self.started += 1;
            self.waited += u128::from(waited);
        }
    }

    /// A request lets go of its worker, so long after it arrived.
    #[inline]
    pub(crate) fn let_go(&mut self, since_arrival: u64) {
        if cfg!(debug_assertions) {
            self.given_back += 1;
            self.occupied += u128::from(since_arrival);
        }
    }

    /// Counts an answer after `time` in the component.
    #[inline]
    pub(crate) fn leave(&mut self, now: u64, time: u64, result: Option<Cause>) {
        if cfg!(debug_assertions) {
            self.inside.down(now);
            self.left_time += u128::from(time);
        }
        match result {
            None => {
                self.succeeded += 1;
                for (limit, count) in self.slow.iter_mut().flat_map(|slow| slow.iter_mut()) {
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
#[repr(C)]
pub(crate) struct EdgeStats {
    pub(crate) calls: u64,
    pub(crate) attempts: u64,
    pub(crate) succeeded: u64,
    pub(crate) causes: Causes,
}
