//! Round local times for an axis, whatever the zone's clock does in between.

use chrono::{DateTime, Datelike, Days, NaiveDateTime, TimeDelta, Timelike, Utc};

use super::Zone;

/// The least distance of two ticks, in pixels.
const LEAST: f64 = 62.0;
const DAY: i64 = 86_400;
/// Steps that divide a day, in seconds.
const STEPS: [i64; 15] =
    [5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200];

/// One tick: its instant, the time as printed, and a date where one is due.
#[derive(Clone, Debug)]
pub(crate) struct Tick {
    pub(crate) at: DateTime<Utc>,
    pub(crate) time: String,
    pub(crate) date: Option<String>,
}

/// The distance of two ticks in seconds: a part of a day, or whole days.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step(i64);

impl Step {
    /// The finest step whose labels have room at `scale` pixels a second.
    pub(crate) fn for_scale(scale: f64) -> Self {
        let days = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];
        let step =
            STEPS.into_iter().chain(days.map(|days| days * DAY)).find(|&step| step as f64 * scale >= LEAST);
        Self(step.unwrap_or(100_000 * DAY))
    }
}

/// The ticks from `from` to `to`, each with whether it is the first.
pub(crate) fn between(
    zone: Zone,
    Step(step): Step,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> impl Iterator<Item = (bool, Tick)> {
    let mut found: Vec<DateTime<Utc>> = Vec::new();
    let mut day = zone.local(from).date();
    let last = zone.local(to).date();
    while day <= last {
        let whole = i64::from(day.num_days_from_ce());
        if step < DAY || whole % (step / DAY) == 0 {
            for second in (0..DAY).step_by(usize::try_from(step).unwrap_or(1)) {
                let local = NaiveDateTime::from(day) + TimeDelta::seconds(second);
                found.extend(zone.instants(local).filter(|at| (from..=to).contains(at)));
            }
        }
        let skip = if step < DAY { 1 } else { (step / DAY) - whole.rem_euclid(step / DAY) };
        let Some(next) = day.checked_add_days(Days::new(skip.unsigned_abs().max(1))) else { break };
        day = next;
    }
    found.sort_unstable();
    found.into_iter().enumerate().map(move |(nth, at)| (nth == 0, tick(zone, step, at)))
}

fn tick(zone: Zone, step: i64, at: DateTime<Utc>) -> Tick {
    let local = zone.local(at);
    if step >= DAY {
        let shape = if step >= 100 * DAY { "%b %Y" } else { "%a %-d %b" };
        return Tick { at, time: local.format(shape).to_string(), date: None };
    }
    let time = local.format(if step < 60 { "%H:%M:%S" } else { "%H:%M" }).to_string();
    let midnight = local.time().num_seconds_from_midnight() == 0;
    Tick { at, time, date: midnight.then(|| date(zone, at)) }
}

/// A date as an axis prints it: `Fri 10 Jan`.
pub(crate) fn date(zone: Zone, at: DateTime<Utc>) -> String {
    zone.local(at).format("%a %-d %b").to_string()
}
