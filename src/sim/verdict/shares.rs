//! Claims about shares of requests and about latencies.

use std::fmt::Write;

use crate::model::expect::{CauseClaim, Latency as LatencyClaim, Quantile, Shares};
use crate::model::outcome::{Latency, share};
use crate::model::units::{Duration, Share};

use crate::sim::record::Step;
use crate::sim::summary::window;

use super::{Claim, Judge};

impl Judge<'_> {
    /// The availability, or the goodput, of all loads, of one, or of a component.
    pub(super) fn counts(&self, shares: &Shares, goodput: bool) -> Option<f64> {
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

    pub(super) fn latency(&self, claim: &LatencyClaim) -> Claim {
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

    /// The share of failures by a cause.
    pub(super) fn cause(&self, claim: &CauseClaim) -> Claim {
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
        bounded(
            &format!("share of failures by {}", claim.cause),
            &shares,
            "",
            share(these, all).or(Some(0.0)),
        )
    }
}

/// The part of the system and the window of a claim, in words.
pub(super) fn place(shares: &Shares) -> String {
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

pub(super) fn bounded(what: &str, shares: &Shares, place: &str, got: Option<f64>) -> Claim {
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
