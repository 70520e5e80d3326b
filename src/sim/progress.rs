//! How far a replay is, for those who wait for it.

use std::sync::atomic::{AtomicU64, Ordering};

use super::observer::Observer;
use super::world::World;

/// How much of the time to simulate has passed, over all runs of all variants. Reading it changes nothing.
#[derive(Debug, Default)]
pub struct Progress {
    passed: AtomicU64,
    total: AtomicU64,
}

impl Progress {
    /// The share that is done, 0 to 1.
    pub fn share(&self) -> f64 {
        let total = self.total.load(Ordering::Relaxed);
        if total == 0 { 0.0 } else { self.passed.load(Ordering::Relaxed) as f64 / total as f64 }
    }

    /// There is so much to simulate, in nanoseconds.
    pub(super) fn expect(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// Tells of one run.
    pub(super) fn of_run(&self) -> Reporter<'_> {
        Reporter { progress: self, told: 0 }
    }
}

/// Tells how far one run is, at each step of its time series.
pub(super) struct Reporter<'a> {
    progress: &'a Progress,
    told: u64,
}

impl Reporter<'_> {
    fn tell(&mut self, now: u64) {
        self.progress.passed.fetch_add(now - self.told, Ordering::Relaxed);
        self.told = now;
    }

    /// The run is over.
    pub(super) fn finish(mut self, end: u64) {
        self.tell(end);
    }
}

impl Observer for Reporter<'_> {
    fn step(&mut self, world: &World<'_>) {
        self.tell(world.now);
    }
}
