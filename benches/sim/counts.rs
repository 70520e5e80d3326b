//! What the hand-written loop counts: the same as the simulator.

/// Latencies in buckets of a 64th of an octave.
pub(crate) struct Histogram {
    buckets: Vec<u64>,
    pub(crate) count: u64,
    sum: u128,
    max: u64,
}

impl Histogram {
    pub(crate) fn new() -> Self {
        Self { buckets: vec![0; 40 * 64], count: 0, sum: 0, max: 0 }
    }

    pub(crate) fn record(&mut self, value: u64) {
        let octave = (64 - value.leading_zeros()).saturating_sub(6);
        let sub = if octave == 0 { value } else { (value >> (octave - 1)) - 64 };
        self.buckets[octave as usize * 64 + usize::try_from(sub).unwrap_or(0)] += 1;
        self.count += 1;
        self.sum += u128::from(value);
        self.max = self.max.max(value);
    }
}

/// A number and the area under it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Level {
    now: u64,
    moments: i128,
}

impl Level {
    pub(crate) fn up(&mut self, at: u64) {
        self.now += 1;
        self.moments -= i128::from(at);
    }

    pub(crate) fn down(&mut self, at: u64) {
        self.now -= 1;
        self.moments += i128::from(at);
    }

    pub(crate) fn area(&self, at: u64) -> i128 {
        self.moments + i128::from(self.now) * i128::from(at)
    }
}

/// What is counted about a component, with its series: arrived, failed, succeeded, busy and queue area.
pub(crate) struct Counts {
    arrived: u64,
    succeeded: u64,
    failed: u64,
    inside: Level,
    pub(crate) busy: Level,
    pub(crate) queued: Level,
    pub(crate) queue_max: u64,
    left_time: u128,
    pub(crate) latency: Histogram,
    pub(crate) wait: Histogram,
    series: Vec<(u64, u64, u64, i128, i128)>,
}

impl Counts {
    pub(crate) fn new() -> Self {
        Self {
            arrived: 0,
            succeeded: 0,
            failed: 0,
            inside: Level::default(),
            busy: Level::default(),
            queued: Level::default(),
            queue_max: 0,
            left_time: 0,
            latency: Histogram::new(),
            wait: Histogram::new(),
            series: Vec::new(),
        }
    }

    pub(crate) fn arrive(&mut self, now: u64) {
        self.arrived += 1;
        self.inside.up(now);
    }

    pub(crate) fn leave(&mut self, now: u64, time: u64, ok: bool) {
        self.inside.down(now);
        self.left_time += u128::from(time);
        if ok {
            self.succeeded += 1;
            self.latency.record(time);
        } else {
            self.failed += 1;
        }
    }

    pub(crate) fn mark(&mut self, at: u64) {
        let row = (self.arrived, self.failed, self.succeeded, self.busy.area(at), self.queued.area(at));
        self.series.push(row);
    }
}
