//! The loads while the model runs: when the next request is sent, and what its user makes of the answer.

use crate::model::clock::Clock;
use crate::model::spec::{Arrivals, Load};
use crate::model::units::{Keys, Work};

use super::calls::{Call, Cause, NONE16, State};
use super::latencies::Of;
use super::queue::What;
use super::random::{KeySpace, Stream, draw, ticks};
use super::world::World;

/// A source of requests; what every request needs comes first.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub(crate) struct Source {
    pub(crate) edge: u16,
    priority: u8,
    arrivals: Arrivals,
    writes: f64,
    left: Option<u64>,
    /// Closed: the users and how long they think.
    closed: Option<Box<(u32, Work)>>,
    keys: KeySpace,
    rate: Rate,
    time: Stream,
    key: Stream,
    /// Whether each of the population has had a failed request.
    pub(crate) population: Vec<bool>,
    /// The even spacing's remainder, so that rounding does not add up.
    carried: f64,
    mode: Stream,
    user: Stream,
    think: Stream,
    pub(crate) name: String,
}

/// How many requests per second a source sends at a time.
#[derive(Clone, Debug)]
struct Rate {
    base: f64,
    /// What `surge` multiplies it with.
    surge: f64,
    /// The highest rate without surges, for thinning.
    top: f64,
    /// What makes it change with time, if anything does.
    course: Option<Box<Course>>,
}

/// How a rate changes with time, in seconds after the start.
#[derive(Clone, Debug)]
struct Course {
    replay: Vec<(f64, f64)>,
    changes: Vec<(f64, f64, f64, f64)>,
    diurnal: Option<(f64, f64)>,
    rise: Option<(f64, f64)>,
}

impl Rate {
    fn new(load: &Load, clock: &Clock) -> Self {
        let seconds = |at| clock.offset(at) as f64 / 1e9;
        let run = clock.run_for.secs();
        let replay: Vec<(f64, f64)> =
            load.replay.iter().map(|point| (seconds(point.at), point.rate.0)).collect();
        let changes: Vec<(f64, f64, f64, f64)> = load
            .all_changes(clock)
            .iter()
            .map(|change| {
                let from = seconds(change.at);
                let to = change.lasts.map_or(f64::INFINITY, |lasts| from + lasts.secs());
                (from, to, change.ramp.map_or(0.0, crate::model::units::Duration::secs), change.factor.0)
            })
            .collect();
        let diurnal = load.diurnal.as_ref().map(|wave| (seconds(wave.peak), wave.low.0));
        let rise = load.rise.as_ref().map(|rise| (rise.by.0, rise.every.secs()));
        let base = load.rate.map_or(0.0, |rate| rate.0);
        let highest = replay.iter().map(|(_, rate)| *rate).fold(base, f64::max);
        let risen = rise.map_or(0.0, |(by, every)| by * (run / every.max(1e-9)).floor());
        let top = (highest + risen) * changes.iter().map(|change| change.3.max(1.0)).product::<f64>();
        let steady = replay.is_empty() && changes.is_empty() && diurnal.is_none() && rise.is_none();
        let course = (!steady).then(|| Box::new(Course { replay, changes, diurnal, rise }));
        Self { base, surge: 1.0, top, course }
    }

    /// The rate at a time in seconds after the start.
    fn at(&self, time: f64) -> f64 {
        let course = self.course.as_deref();
        self.surge * course.map_or(self.base, |course| course.at(self.base, time))
    }

    /// A rate that is never exceeded.
    fn most(&self) -> f64 {
        self.top * self.surge
    }
}

impl Course {
    fn at(&self, base: f64, time: f64) -> f64 {
        let mut rate = base;
        let after = self.replay.partition_point(|(at, _)| *at <= time);
        if after < self.replay.len() {
            rate = match (
                after.checked_sub(1).and_then(|before| self.replay.get(before)),
                self.replay.get(after),
            ) {
                (Some((from, low)), Some((to, high))) => low + (high - low) * (time - from) / (to - from),
                (_, Some((_, first))) => *first,
                _ => rate,
            };
        } else if let Some((_, last)) = self.replay.last() {
            rate = *last;
        }
        if let Some((by, every)) = self.rise {
            rate += by * (time / every.max(1e-9) + 1e-9).floor();
        }
        for &(from, to, ramp, factor) in &self.changes {
            let part = if time < from || time >= to + ramp {
                0.0
            } else if time < from + ramp {
                (time - from) / ramp
            } else if time < to {
                1.0
            } else {
                1.0 - (time - to) / ramp
            };
            rate *= 1.0 + (factor - 1.0) * part;
        }
        if let Some((peak, low)) = self.diurnal {
            let wave = f64::midpoint(1.0, libm::cos(std::f64::consts::TAU * (time - peak) / 86_400.0));
            rate *= low + (1.0 - low) * wave;
        }
        rate
    }
}

impl Source {
    pub(crate) fn new(name: &str, load: &Load, clock: &Clock, seed: u64, edge: u16) -> Self {
        let keys = load.keys.unwrap_or(Keys::Uniform(1000));
        Self {
            name: name.to_owned(),
            edge,
            rate: Rate::new(load, clock),
            arrivals: load.arrivals,
            closed: load.users.zip(load.think.clone()).map(Box::new),
            left: load.requests,
            keys: KeySpace::new(&keys),
            writes: load.writes.map_or(0.0, |share| share.0),
            priority: load.priority,
            population: vec![false; load.population.unwrap_or(0) as usize],
            carried: 0.0,
            time: Stream::new(seed, name, "time"),
            key: Stream::new(seed, name, "key"),
            mode: Stream::new(seed, name, "mode"),
            user: Stream::new(seed, name, "user"),
            think: Stream::new(seed, name, "think"),
        }
    }

    /// The time of the next request of an open source after `now`, in nanoseconds; none when it never
    /// sends again before `end`.
    fn next(&mut self, now: u64, end: u64) -> Option<u64> {
        if self.left == Some(0) {
            return None;
        }
        match self.arrivals {
            Arrivals::Poisson if self.rate.course.is_none() => {
                let rate = self.rate.at(0.0);
                (rate > 0.0).then(|| now.saturating_add(ticks(self.time.exponential() * 1e9 / rate)))
            }
            Arrivals::Poisson => self.thinned(now, end),
            Arrivals::Even => {
                let mut at = now;
                while at < end {
                    let rate = self.rate.at(at as f64 / 1e9);
                    if rate > 0.0 {
                        let exact = 1e9 / rate + self.carried;
                        let gap = ticks(exact).max(1);
                        self.carried = exact - gap as f64;
                        return Some(at.saturating_add(gap));
                    }
                    at += 1_000_000_000;
                }
                None
            }
        }
    }

    /// Lewis and Shedler: draws at the highest rate, and keeps each draw with the share that the rate at
    /// its time is of the highest.
    fn thinned(&mut self, now: u64, end: u64) -> Option<u64> {
        let most = self.rate.most();
        if most <= 0.0 {
            return None;
        }
        let mut at = now;
        while at < end {
            at = at.saturating_add(ticks(self.time.exponential() * 1e9 / most).max(1));
            if self.time.unit() * most < self.rate.at(at as f64 / 1e9) {
                return Some(at);
            }
        }
        None
    }

    pub(crate) fn surge(&mut self, factor: f64) {
        self.rate.surge *= factor;
    }
}

impl World<'_> {
    /// Sends the first request of each source.
    pub(crate) fn start_sources(&mut self) {
        for index in 0..self.sources.len() {
            let number = u32::try_from(index).unwrap_or_default();
            let source = &mut self.sources[index];
            if let Some((users, think)) = source.closed.as_deref().cloned() {
                for _ in 0..users {
                    let at = draw(&think, &mut source.think);
                    self.queue.push(at, What::Arrival, number, 0);
                }
            } else if let Some(at) = source.next(0, self.end) {
                self.queue.push(at, What::Arrival, number, 0);
            }
        }
    }

    /// A source sends a request.
    pub(crate) fn arrival(&mut self, index: usize) {
        let source = &mut self.sources[index];
        if source.left == Some(0) {
            return;
        }
        source.left = source.left.map(|left| left - 1);
        let users = u32::try_from(source.population.len()).unwrap_or(u32::MAX);
        let user = if users > 0 { source.user.below(users) } else { 0 };
        let call = Call {
            key: source.keys.draw(&mut source.key),
            write: source.mode.chance(source.writes),
            priority: source.priority,
            bin: self.record.sent(index),
            sent: self.now,
            part: NONE16,
            node: u16::try_from(index).unwrap_or(NONE16),
            note: user,
            state: State::Waiting,
            pending: 1,
            ..Call::EMPTY
        };
        let edge = source.edge;
        if source.closed.is_none()
            && let Some(at) = source.next(self.now, self.end)
        {
            self.queue.push(at, What::Arrival, u32::try_from(index).unwrap_or_default(), 0);
        }
        let user = self.calls.add(call);
        self.send(user, edge, 0);
    }

    /// A user has the answer, or has given up.
    pub(crate) fn user_done(&mut self, call: u32, result: Option<Cause>) {
        let user = self.calls[call];
        let index = usize::from(user.node);
        let source = &mut self.sources[index];
        if result.is_some()
            && let Some(failed) = source.population.get_mut(user.note as usize)
        {
            *failed = true;
        }
        if let Some((_, think)) = source.closed.as_deref() {
            let at = self.now + draw(think, &mut source.think);
            self.queue.push(at, What::Arrival, u32::from(user.node), 0);
        }
        self.record.done(index, user.bin, user.sent, self.now, result);
        if result.is_none() {
            self.latencies.note(Of::Step(user.bin), self.now - user.sent);
        }
        self.note_trace(0xff00 | result.map_or(0xff, |cause| cause as u64));
        self.calls.remove(call);
    }
}
