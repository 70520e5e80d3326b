//! Monitors while the model runs: they look, they fire, and what waits for them begins.

use std::collections::VecDeque;

use crate::model::monitor::Monitor;

use super::random::Stream;
use super::timer::Timer;
use super::world::World;

/// What a monitor watches.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Watched {
    Load(usize),
    Part(usize),
}

/// A monitor and what it has seen.
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    pub(crate) name: String,
    pub(crate) spec: Monitor,
    pub(crate) of: Watched,
    /// Counts at earlier looks, oldest first.
    seen: VecDeque<(u64, Counts)>,
    bad_since: Option<u64>,
    firing: bool,
    pub(crate) fired: Vec<u64>,
    reports: u64,
    stream: Stream,
    /// The place of its limit among those of what it watches.
    slow: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    succeeded: u64,
    failed: u64,
    slow: u64,
    busy_area: u128,
}

impl Watch {
    pub(crate) fn new(name: &str, spec: &Monitor, of: Watched, seed: u64, slow: usize) -> Self {
        Self {
            name: name.to_owned(),
            spec: spec.clone(),
            of,
            seen: VecDeque::from([(0, Counts::default())]),
            bad_since: None,
            firing: false,
            fired: Vec::new(),
            reports: 0,
            stream: Stream::new(seed, name, "reports"),
            slow,
        }
    }

    /// The time between looks.
    pub(crate) fn every(&self) -> u64 {
        self.spec.every.map_or(30_000_000_000, |every| every.0.max(1_000_000))
    }

    fn over(&self) -> u64 {
        self.spec.over.map_or(60_000_000_000, |over| over.0.max(1))
    }

    /// Whether the figure is bad, and the figure in words.
    fn judge(&mut self, now: u64, counts: Counts, workers: f64) -> (bool, String) {
        while self.seen.len() > 1 && self.seen.get(1).is_some_and(|(at, _)| now - at >= self.over()) {
            self.seen.pop_front();
        }
        let (since, before) = self.seen.front().copied().unwrap_or_default();
        let last = self.seen.back().copied().unwrap_or_default().1;
        self.seen.push_back((now, counts));
        let (good, bad) = (counts.succeeded - before.succeeded, counts.failed - before.failed);
        let answered = (good + bad) as f64;
        let percent = |share: f64| format!("{:.1}%", share * 100.0);
        if let Some(limit) = self.spec.error_rate {
            let share = if answered > 0.0 { bad as f64 / answered } else { 0.0 };
            return (share > limit.0, format!("{} of requests fail", percent(share)));
        }
        if let Some(slow) = &self.spec.slow {
            let late = (counts.slow - before.slow) as f64 + bad as f64;
            let share = if answered > 0.0 { late / answered } else { 0.0 };
            let limit = slow.share.map_or(0.01, |share| share.0);
            return (
                share > limit,
                format!("{} of requests fail or take longer than {}", percent(share), slow.than),
            );
        }
        if let Some(least) = self.spec.successes {
            let seconds = (now - since) as f64 / 1e9;
            let rate = good as f64 / seconds.max(1e-9);
            let full = now >= self.over();
            return (full && rate < least.0, format!("{rate:.2} successes per second"));
        }
        if let Some(limit) = self.spec.utilisation {
            let busy = (counts.busy_area - before.busy_area) as f64 / (now - since).max(1) as f64;
            let share = busy / workers.max(1.0);
            return (share > limit.0, format!("{} of workers are busy", percent(share)));
        }
        if let Some(reports) = &self.spec.reports {
            let share = reports.share.0;
            for _ in 0..(counts.failed - last.failed).min(100_000) {
                self.reports += u64::from(self.stream.chance(share));
            }
            let enough = self.reports >= u64::from(reports.count.unwrap_or(1));
            let customers = if self.reports == 1 { "customer" } else { "customers" };
            return (enough, format!("{} {customers} complained", self.reports));
        }
        (false, String::new())
    }
}

impl World<'_> {
    pub(crate) fn start_monitors(&mut self) {
        for index in 0..self.watches.len() {
            let every = self.watches[index].every();
            self.after(every, Timer::Monitor(index));
        }
    }

    /// A monitor looks at its figure.
    pub(crate) fn look(&mut self, index: usize) {
        let now = self.now;
        let slow = self.watches[index].slow;
        let (counts, workers) = match self.watches[index].of {
            Watched::Load(load) => {
                let stats = &self.record.loads[load];
                let late = stats.slow.get(slow).map_or(0, |(_, count)| *count);
                (Counts { succeeded: stats.succeeded, failed: stats.failed, slow: late, busy_area: 0 }, 0.0)
            }
            Watched::Part(part) => {
                let part = &self.parts[part];
                let stats = &part.stats;
                let late =
                    stats.slow.as_ref().and_then(|limits| limits.get(slow)).map_or(0, |(_, count)| *count);
                let counts = Counts {
                    succeeded: stats.succeeded,
                    failed: stats.failed,
                    slow: late,
                    busy_area: stats.busy.area(now),
                };
                let workers: f64 =
                    part.nodes.iter().filter(|node| node.exists).map(|node| f64::from(node.workers)).sum();
                (counts, workers)
            }
        };
        let watch = &mut self.watches[index];
        let (bad, figure) = watch.judge(now, counts, workers);
        let every = watch.every();
        let lasts = watch.spec.lasts.map_or(0, |lasts| lasts.0);
        watch.bad_since = if bad { watch.bad_since.or(Some(now)) } else { None };
        let fires = watch.bad_since.is_some_and(|since| now - since >= lasts);
        let begins = fires && !watch.firing;
        let ends = !fires && watch.firing;
        watch.firing = fires;
        let name = watch.name.clone();
        if begins {
            watch.fired.push(now);
            self.say(format!("alert {name} fires"), None, Some(figure));
            self.stop_scripts(&name);
            self.check_conditions();
        } else if ends {
            self.say(format!("alert {name} is over"), None, None);
        }
        self.after(every, Timer::Monitor(index));
    }
}
