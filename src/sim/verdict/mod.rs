//! Whether what was expected of a run came out.

mod moments;
mod occurrences;
mod shares;

use crate::model::expect::Expectation;
use crate::model::moment::At;
use crate::model::outcome::{Replay, Verdict};

use super::record::Step;
use super::world::World;

use shares::{bounded, place};

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
            return self.recovered(recovered);
        }
        if let Some(detected) = &expectation.detected {
            return self.detected(detected);
        }
        if let Some(alert) = &expectation.alert {
            return self.alert(alert);
        }
        if let Some(event) = &expectation.event {
            return self.event(event);
        }
        if let Some(cause) = &expectation.cause {
            return self.cause(cause);
        }
        if let Some(holders) = &expectation.holders {
            return self.holders(holders);
        }
        self.metastable(expectation.metastable == Some(true))
    }

    fn clock(&self, at: u64) -> String {
        self.world.spec.clock.wall(at).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// The window of a claim in nanoseconds.
    fn span(&self, from: Option<At>, to: Option<At>, name: Option<&str>) -> Option<(u64, u64)> {
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
}
