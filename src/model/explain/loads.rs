//! What the loads send, and when that changes.

use serde::Serialize;

use super::wall;
use crate::model::Spec;
use crate::model::spec::{Arrivals, Load};
use crate::model::units::Rate;

/// Something that sets or changes the rate of a load.
#[derive(Clone, Debug, Serialize)]
pub struct LoadStep {
    /// Nanoseconds after the start; negative before it.
    pub at: i64,
    /// The local time.
    pub clock: String,
    /// The load.
    pub load: String,
    /// What it does from then on.
    pub what: String,
    /// Why, as the model says.
    pub because: Option<String>,
}

/// Every step of every load, in the order of time.
pub fn schedule(spec: &Spec) -> Vec<LoadStep> {
    let mut steps = Vec::new();
    for (name, load) in spec.load.iter() {
        let mut add = |at: i64, what: String, because: Option<String>| {
            steps.push(LoadStep { at, clock: wall(spec, at), load: name.to_owned(), what, because });
        };
        add(0, base(load), None);
        let inline = if load.replay_csv.is_some() { &[] } else { load.replay.as_slice() };
        if let (Some(file), Some(first), Some(last)) =
            (&load.replay_csv, load.replay.first(), load.replay.last())
        {
            let rates = load.replay.iter().map(|point| point.rate.0);
            let (low, high) =
                rates.fold((f64::MAX, 0.0_f64), |(low, high), rate| (low.min(rate), high.max(rate)));
            let count = load.replay.len();
            let (low, high) = (Rate(low), Rate(high));
            let what = format!("{count} points of {file} until {}, {low} to {high}", last.at);
            add(spec.clock.offset(first.at), what, None);
        }
        for point in inline {
            add(spec.clock.offset(point.at), format!("{}, as replayed", point.rate), None);
        }
        for (at, what) in [(load.from, "begins to send"), (load.until, "stops")] {
            if let Some(at) = at {
                add(spec.clock.offset(at), what.to_owned(), None);
            }
        }
        for change in &load.changes {
            let ramp = change.ramp.map_or_else(String::new, |ramp| format!(" within {ramp}"));
            let lasts =
                change.lasts.map_or_else(|| " to the end".to_owned(), |lasts| format!(" for {lasts}"));
            let what = format!("the rate times {}{ramp}{lasts}", change.factor);
            add(spec.clock.offset(change.at), what, change.because.clone());
        }
        if let Some(wave) = &load.diurnal {
            let what = format!("the peak of a daily wave that falls to {} of the rate", wave.low);
            add(spec.clock.offset(wave.peak), what, None);
        }
    }
    steps.sort_by_key(|step| step.at);
    steps
}

fn base(load: &Load) -> String {
    let mut parts = Vec::new();
    let spacing = match load.arrivals {
        Arrivals::Poisson => "at random (poisson)",
        Arrivals::Even => "at equal distances",
    };
    match (load.users, &load.think, load.rate) {
        (Some(users), Some(think), _) => parts.push(format!("{users} users who think for {think}")),
        (_, _, Some(rate)) => parts.push(format!("{rate} {spacing}")),
        _ => parts.push(format!("a replayed rate {spacing}")),
    }
    parts.push(format!("to {}", load.call));
    if let Some(rise) = &load.rise {
        parts.push(format!("{} more each {}", rise.by, rise.every));
    }
    if let Some(requests) = load.requests {
        parts.push(format!("{requests} requests in all"));
    }
    parts.push(
        load.timeout
            .map_or_else(|| "users wait for ever".to_owned(), |timeout| format!("users wait {timeout}")),
    );
    if let Some(retry) = &load.retry {
        parts.push(format!("up to {} attempts", retry.attempts));
    }
    if let Some(represents) = load.represents {
        parts.push(format!("stands for {represents}"));
    }
    parts.join(", ")
}
