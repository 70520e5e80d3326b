//! Whether what was expected of a run came out.

use std::fmt::Write;

use crate::model::expect::{Expectation, Quantile, Shares};
use crate::model::outcome::{Latency, Replay, Verdict, share};
use crate::model::units::{Duration, Share};

use super::impact;
use super::record::Step;
use super::summary::window;
use super::world::World;

/// What one run says about an expectation.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    index: usize,
    variant: String,
    expected: String,
    told: String,
    holds: bool,
    /// How far the figure is from failing, for the least favourable of several runs.
    margin: f64,
    because: Option<String>,
}

/// Judges the expectations of this run's variant.
pub(crate) fn judge(
    world: &World<'_>,
    replay: &Replay,
    steps: &[Step],
    expect: &[Expectation],
    variant: &str,
    base: &str,
) -> Vec<Got> {
    let judge = Judge { world, replay, steps };
    expect
        .iter()
        .enumerate()
        .filter(|(_, expectation)| expectation.variant.as_deref().unwrap_or(base) == variant)
        .map(|(index, expectation)| {
            let Claim { expected, got, holds, margin } = judge.claim(expectation);
            let because = expectation.quote.clone().or_else(|| {
                expectation
                    .assumed
                    .as_ref()
                    .map(|why| if why.is_empty() { "assumed".to_owned() } else { format!("assumed: {why}") })
            });
            Got { index, variant: variant.to_owned(), expected, told: got, holds, margin, because }
        })
        .collect()
}

/// The verdicts over all runs of a variant.
pub(crate) fn gather(runs: &[&Vec<Got>]) -> Vec<Verdict> {
    let Some(first) = runs.first() else { return Vec::new() };
    (0..first.len())
        .filter_map(|at| {
            let all: Vec<&Got> = runs.iter().filter_map(|run| run.get(at)).collect();
            let worst = all.iter().min_by(|a, b| a.margin.total_cmp(&b.margin))?;
            let held = all.iter().filter(|got| got.holds).count();
            Some(Verdict {
                index: worst.index,
                variant: worst.variant.clone(),
                expected: worst.expected.clone(),
                got: worst.told.clone(),
                holds: held == all.len(),
                held: u32::try_from(held).unwrap_or(u32::MAX),
                because: worst.because.clone(),
            })
        })
        .collect()
}

struct Claim {
    expected: String,
    got: String,
    holds: bool,
    margin: f64,
}

struct Judge<'a> {
    world: &'a World<'a>,
    replay: &'a Replay,
    steps: &'a [Step],
}

impl Judge<'_> {
    fn claim(&self, expectation: &Expectation) -> Claim {
        if let Some(shares) = &expectation.availability {
            let got = self.counts(shares, false);
            return bounded("availability", shares, &place(shares), got);
        }
        if let Some(shares) = &expectation.goodput {
            let got = self.counts(shares, true);
            return bounded("goodput", shares, &place(shares), got);
        }
        if let Some(shares) = &expectation.affected {
            let got = self.replay.impact.affected.or(Some(0.0));
            return bounded("share of users affected", shares, "", got);
        }
        if let Some(latency) = &expectation.latency {
            return self.latency(latency);
        }
        if let Some(recovered) = &expectation.recovered {
            let got = impact::recovered(self.world, self.steps, recovered.to.map(|to| to.0));
            let what = match recovered.to {
                Some(to) => format!("recovered to {to}"),
                None => "recovered".to_owned(),
            };
            let times = Times {
                after: recovered.after,
                within: recovered.within,
                at: recovered.at,
                before: recovered.before,
                never: recovered.never,
            };
            return self.moment(&what, got, &times);
        }
        if let Some(detected) = &expectation.detected {
            let detection = self.replay.impact.detected.as_ref();
            let times = Times {
                after: detected.after,
                within: detected.within,
                at: detected.at,
                before: detected.before,
                never: detected.never,
            };
            let mut claim = if times.given() {
                self.moment("detected", detection.map(|detection| detection.at), &times)
            } else {
                let got = detection.map_or_else(|| "never".to_owned(), |found| self.clock(found.at));
                Claim { expected: "detected".to_owned(), got, holds: detection.is_some(), margin: 0.0 }
            };
            if let Some(by) = detected.by {
                claim.expected = format!("{} by {}", claim.expected, word(by));
                claim.holds &= detection.is_some_and(|detection| detection.by == by);
            }
            if let Some(monitor) = &detected.monitor {
                claim.expected = format!("{} by {monitor}", claim.expected);
                claim.holds &= detection.is_some_and(|detection| &detection.monitor == monitor);
            }
            if let Some(detection) = detection {
                claim.got = format!("{} by {} ({})", claim.got, detection.monitor, word(detection.by));
            }
            return claim;
        }
        self.others(expectation)
    }

    fn others(&self, expectation: &Expectation) -> Claim {
        if let Some(claim) = &expectation.alert {
            let fired = self.replay.alerts.iter().find(|alert| alert.monitor == claim.monitor);
            let first = fired.and_then(|alert| alert.fired.first().copied());
            let limit = claim.before.and_then(|at| u64::try_from(self.world.spec.clock.offset(at)).ok());
            let should = claim.fires != Some(false);
            let in_time = first.is_some_and(|first| limit.is_none_or(|limit| first < limit));
            let expected = match (should, claim.before) {
                (true, None) => format!("alert {} fires", claim.monitor),
                (true, Some(at)) => format!("alert {} fires before {at}", claim.monitor),
                (false, _) => format!("alert {} stays silent", claim.monitor),
            };
            let got =
                first.map_or_else(|| "silent".to_owned(), |first| format!("fires at {}", self.clock(first)));
            return Claim { expected, got, holds: in_time == should, margin: 0.0 };
        }
        if let Some(claim) = &expectation.event {
            let at = self.world.spec.timeline.iter().position(|event| event.id.as_ref() == Some(&claim.id));
            let began = at.and_then(|at| self.world.scenario.events.get(at)?.began);
            let should = claim.happens != Some(false);
            let got = began
                .map_or_else(|| "does not happen".to_owned(), |began| format!("at {}", self.clock(began)));
            if let (true, Some(wanted)) = (should, claim.at) {
                let within = claim.within.map_or(300_000_000_000, |within| within.0);
                let target = self.world.spec.clock.offset(wanted);
                let far = began.map(|began| i64::try_from(began).unwrap_or(i64::MAX).abs_diff(target));
                let expected = format!("{} at {wanted} ± {}", claim.id, Duration(within).short());
                let holds = far.is_some_and(|far| far <= within);
                return Claim { expected, got, holds, margin: -(far.unwrap_or(u64::MAX) as f64) };
            }
            let word = if should { "happens" } else { "does not happen" };
            return Claim {
                expected: format!("{} {word}", claim.id),
                got,
                holds: began.is_some() == should,
                margin: 0.0,
            };
        }
        if let Some(claim) = &expectation.cause {
            let failed = match claim
                .of
                .as_ref()
                .and_then(|of| self.replay.components.iter().find(|part| &part.name == of))
            {
                Some(part) => &part.failed,
                None => &self.replay.impact.failed,
            };
            let all: u64 = failed.iter().map(|(_, count)| count).sum();
            let these = failed.iter().find(|(cause, _)| *cause == claim.cause).map_or(0, |(_, count)| *count);
            let shares = Shares { below: claim.below, above: claim.above, ..Shares::default() };
            return bounded(
                &format!("share of failures by {}", claim.cause),
                &shares,
                "",
                share(these, all).or(Some(0.0)),
            );
        }
        if let Some(claim) = &expectation.holders {
            let part = self.replay.components.iter().find(|part| part.name == claim.of);
            let most = part.and_then(|part| part.extra.iter().find(|(name, _)| name == "holders_max"));
            let most = most.map_or(0.0, |(_, most)| *most);
            let low = claim.at_least.is_none_or(|least| most >= f64::from(least));
            let high = claim.at_most.is_none_or(|bound| most <= f64::from(bound));
            let expected = match (claim.at_least, claim.at_most) {
                (Some(least), _) => format!("at least {least} jobs of {} at once", claim.of),
                (None, Some(bound)) => format!("at most {bound} jobs of {} at once", claim.of),
                (None, None) => format!("jobs of {}", claim.of),
            };
            return Claim { expected, got: format!("{most}"), holds: low && high, margin: 0.0 };
        }
        let wanted = expectation.metastable == Some(true);
        let word =
            |stuck: bool| if stuck { "stays down after the trigger" } else { "comes back after the trigger" };
        Claim {
            expected: word(wanted).to_owned(),
            got: word(self.replay.metastable).to_owned(),
            holds: self.replay.metastable == wanted,
            margin: 0.0,
        }
    }

    fn clock(&self, at: u64) -> String {
        self.world.spec.clock.wall(at).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// The window of a claim in nanoseconds.
    fn span(
        &self,
        from: Option<crate::model::moment::At>,
        to: Option<crate::model::moment::At>,
        name: Option<&str>,
    ) -> Option<(u64, u64)> {
        if let Some(name) = name {
            if let Some(window) = self.replay.windows.iter().find(|window| window.name == name) {
                return Some((window.from, window.to));
            }
            let window = self.world.spec.windows.get(name)?;
            return self.span(Some(window.from), Some(window.to), None);
        }
        let at = |at| u64::try_from(self.world.spec.clock.offset(at)).unwrap_or(0).min(self.world.end);
        Some((from.map_or(0, at), to.map_or(self.world.end, at)))
    }

    /// The availability, or the goodput, of all loads, of one, or of a component.
    fn counts(&self, shares: &Shares, goodput: bool) -> Option<f64> {
        let (from, to) = self.span(shares.from, shares.to, shares.window.as_deref())?;
        let pick = |steps: &[Step]| {
            let summary = window(self.world, steps, "", from, to);
            if goodput { summary.goodput } else { summary.availability() }
        };
        let Some(of) = &shares.of else { return pick(self.steps) };
        if let Some(load) = self.world.spec.load.position(of) {
            return pick(&self.world.record.loads.get(load)?.steps);
        }
        let part = self.world.spec.components.position(of)?;
        let marks = self.world.record.marks.get(part)?;
        let range = self.world.record.within(from, to);
        let before = range.start.checked_sub(1).and_then(|at| marks.get(at)).copied().unwrap_or_default();
        let after = marks.get(range.end.checked_sub(1)?)?;
        let good = after.succeeded - before.succeeded;
        if goodput {
            return share(good, after.arrived - before.arrived);
        }
        share(good, good + after.failed - before.failed)
    }

    fn latency(&self, claim: &crate::model::expect::Latency) -> Claim {
        let span = self.span(claim.from, claim.to, claim.window.as_deref());
        let latency = span
            .map_or_else(Latency::default, |(from, to)| window(self.world, self.steps, "", from, to).latency);
        let (name, got) = match claim.quantile {
            Quantile::Mean => ("mean", latency.mean),
            Quantile::P50 => ("p50", latency.p50),
            Quantile::P95 => ("p95", latency.p95),
            Quantile::P99 => ("p99", latency.p99),
            Quantile::P999 => ("p999", latency.p999),
        };
        let low = claim.above.is_none_or(|bound| got.is_some_and(|got| got > bound.0));
        let high = claim.below.is_none_or(|bound| got.is_some_and(|got| got < bound.0));
        let shares =
            Shares { from: claim.from, to: claim.to, window: claim.window.clone(), ..Shares::default() };
        let mut expected = format!("{name}{}", place(&shares));
        if let Some(bound) = claim.above {
            let _ = write!(expected, " above {bound}");
        }
        if let Some(bound) = claim.below {
            let _ = write!(expected, " below {bound}");
        }
        let worst = got.unwrap_or(0) as f64;
        Claim {
            expected,
            got: got.map_or_else(|| "no successes".to_owned(), |got| Duration(got).short()),
            holds: low && high,
            margin: if claim.below.is_some() { -worst } else { worst },
        }
    }

    fn moment(&self, what: &str, got: Option<u64>, times: &Times) -> Claim {
        let began = self.replay.impact.began;
        let told = match (got, began) {
            (Some(got), Some(began)) => {
                format!(
                    "{}, {} after the first failures",
                    self.clock(got),
                    Duration(got.saturating_sub(began)).short()
                )
            }
            (Some(got), None) => self.clock(got),
            (None, None) if what.starts_with("recovered") => "no failures".to_owned(),
            (None, _) => "never".to_owned(),
        };
        if times.never {
            let missing = got.is_none() && (began.is_some() || what == "detected");
            return Claim { expected: format!("never {what}"), got: told, holds: missing, margin: 0.0 };
        }
        let since = got.map(|got| got.saturating_sub(began.unwrap_or(0)));
        if let Some(before) = times.before {
            let unhurt = began.is_none() && what.starts_with("recovered");
            return Claim {
                expected: format!("{what} within {before} of the first failures"),
                got: told,
                holds: unhurt || since.is_some_and(|since| since <= before.0),
                margin: -(since.unwrap_or(u64::MAX) as f64),
            };
        }
        let (target, actual, words, usual) = match (times.after, times.at) {
            (Some(after), _) => (
                i64::try_from(after.0).unwrap_or(i64::MAX),
                since.filter(|_| began.is_some()),
                format!("{what} {} after the first failures", after.short()),
                after.0 / 10,
            ),
            (None, Some(at)) => {
                (self.world.spec.clock.offset(at), got, format!("{what} at {at}"), 300_000_000_000)
            }
            (None, None) => (0, got, what.to_owned(), u64::MAX),
        };
        let within = times.within.map_or(usual, |within| within.0);
        let far = actual.map(|actual| i64::try_from(actual).unwrap_or(i64::MAX).abs_diff(target));
        Claim {
            expected: format!("{words} ± {}", Duration(within).short()),
            got: told,
            holds: far.is_some_and(|far| far <= within),
            margin: -(far.unwrap_or(u64::MAX) as f64),
        }
    }
}

/// The times of a claim about a moment.
struct Times {
    after: Option<Duration>,
    within: Option<Duration>,
    at: Option<crate::model::moment::At>,
    before: Option<Duration>,
    never: bool,
}

impl Times {
    fn given(&self) -> bool {
        self.after.is_some() || self.at.is_some() || self.before.is_some() || self.never
    }
}

/// The part of the system and the window of a claim, in words.
fn place(shares: &Shares) -> String {
    let of = shares.of.as_ref().map_or_else(String::new, |of| format!(" of {of}"));
    let when = match (&shares.window, shares.from, shares.to) {
        (Some(window), _, _) => format!(" {window}"),
        (None, None, None) => String::new(),
        (None, from, to) => {
            let from = from.map_or_else(|| "the start".to_owned(), |at| at.to_string());
            let to = to.map_or_else(|| "the end".to_owned(), |at| at.to_string());
            format!(" from {from} to {to}")
        }
    };
    format!("{of}{when}")
}

fn word(by: crate::model::monitor::By) -> &'static str {
    match by {
        crate::model::monitor::By::Monitoring => "monitoring",
        crate::model::monitor::By::Engineer => "engineer",
        crate::model::monitor::By::Customer => "customer",
    }
}

fn bounded(what: &str, shares: &Shares, place: &str, got: Option<f64>) -> Claim {
    let low = shares.above.is_none_or(|bound| got.is_some_and(|got| got > bound.0));
    let high = shares.below.is_none_or(|bound| got.is_some_and(|got| got < bound.0));
    let mut expected = format!("{what}{place}");
    if let Some(bound) = shares.above {
        let _ = write!(expected, " above {bound}");
    }
    if let Some(bound) = shares.below {
        let _ = write!(expected, " below {bound}");
    }
    let margin = got.map_or(f64::NEG_INFINITY, |got| {
        let above = shares.above.map_or(f64::INFINITY, |bound| got - bound.0);
        let below = shares.below.map_or(f64::INFINITY, |bound| bound.0 - got);
        above.min(below)
    });
    let got =
        got.map_or_else(|| "no requests".to_owned(), |got| Share((got * 1e6).round() / 1e6).to_string());
    Claim { expected, got, holds: low && high, margin }
}
