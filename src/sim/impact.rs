//! What a run meant for users: when it began, when somebody knew, when it was over.

use crate::model::monitor::By;
use crate::model::outcome::{Detection, Impact, share};

use super::record::Step;
use super::stats::{Causes, named};
use super::world::World;

/// The steps of all loads together.
pub(crate) fn steps(world: &World<'_>) -> Vec<Step> {
    let mut loads = world.record.loads.iter();
    let mut total = loads.next().map(|load| load.steps.clone()).unwrap_or_default();
    for load in loads {
        for (mine, theirs) in total.iter_mut().zip(&load.steps) {
            mine.sent += theirs.sent;
            mine.succeeded += theirs.succeeded;
            mine.failed += theirs.failed;
            mine.completed += theirs.completed;
            mine.first_failed = mine.first_failed.into_iter().chain(theirs.first_failed).min();
            mine.last_failed = mine.last_failed.into_iter().chain(theirs.last_failed).max();
        }
    }
    total
}

/// The first moment at which a fault struck or the load began to change.
fn fault(world: &World<'_>) -> Option<u64> {
    let clock = &world.spec.clock;
    let changes = world.spec.load.iter().flat_map(|(_, load)| &load.changes);
    let spikes = changes
        .filter(|change| change.factor.0 > 1.0)
        .filter_map(|change| u64::try_from(clock.offset(change.at)).ok());
    spikes.chain(world.scenario.fault).min()
}

/// Whether a step's availability is below `least` by more than chance: three standard deviations of a
/// binomial share.
fn bad(step: &Step, least: f64) -> bool {
    let answered = step.succeeded + step.failed;
    let Some(got) = share(step.succeeded, answered) else { return false };
    let spread = (least * (1.0 - least) / answered as f64).sqrt();
    got < least - 3.0 * spread.min(0.05)
}

/// The steps that count as impact: from the first bad one at or after the fault to the last.
fn bad_steps(world: &World<'_>, steps: &[Step], least: f64) -> Option<(usize, usize)> {
    let fault = fault(world).unwrap_or(0);
    let first_at = world.record.edges.partition_point(|edge| *edge <= fault).saturating_sub(1);
    let from = |index: &usize| *index >= first_at && steps.get(*index).is_some_and(|step| bad(step, least));
    Some(((0..steps.len()).find(from)?, (0..steps.len()).rev().find(from)?))
}

/// The availability that counts as normal: 99% of that before the fault.
fn normal(world: &World<'_>, steps: &[Step]) -> f64 {
    let Some(fault) = fault(world) else { return 0.99 };
    let range = world.record.within(0, fault);
    let before = steps.get(range).unwrap_or_default();
    let good: u64 = before.iter().map(|step| step.succeeded).sum();
    let bad: u64 = before.iter().map(|step| step.failed).sum();
    0.99 * share(good, good + bad).unwrap_or(1.0)
}

/// When requests succeed for good again, if availability had fallen below `to`, or below what is normal.
pub(crate) fn recovered(world: &World<'_>, steps: &[Step], to: Option<f64>) -> Option<u64> {
    let (_, end) = bad_steps(world, steps, to.unwrap_or_else(|| normal(world, steps)))?;
    let goes_on = steps.get(end + 1..).is_some_and(|rest| rest.iter().any(|step| step.succeeded > 0));
    if !goes_on {
        return None;
    }
    if to.is_some() {
        return world.record.edges.get(end + 1).copied();
    }
    steps[end].last_failed
}

pub(crate) fn impact(world: &World<'_>, steps: &[Step]) -> Impact {
    let least = normal(world, steps);
    let began = bad_steps(world, steps, least).and_then(|(first, _)| steps[first].first_failed);
    let recovered = recovered(world, steps, None);
    let fault = fault(world);
    let mut causes: Causes = Default::default();
    let (mut requests, mut succeeded, mut failed) = (0, 0, 0);
    for load in &world.record.loads {
        requests += load.sent;
        succeeded += load.succeeded;
        failed += load.failed;
        causes.iter_mut().zip(&load.causes).for_each(|(mine, theirs)| *mine += theirs);
    }
    Impact {
        fault,
        began,
        detected: detected(world, fault.or(began).unwrap_or(0)),
        recovered,
        requests,
        succeeded,
        failed: named(&causes),
        in_flight: requests - succeeded - failed,
        availability: share(succeeded, succeeded + failed),
        affected: affected(world, steps, began, recovered),
    }
}

/// The monitor that fired first after the fault.
fn detected(world: &World<'_>, from: u64) -> Option<Detection> {
    let fired = world.watches.iter().filter_map(|watch| {
        let at = watch.fired.iter().copied().find(|at| *at >= from)?;
        let usual = if watch.spec.reports.is_some() { By::Customer } else { By::Monitoring };
        Some(Detection { at, monitor: watch.name.clone(), by: watch.spec.by.unwrap_or(usual) })
    });
    fired.min_by_key(|detection| detection.at)
}

/// The share of users with a failed request.
fn affected(world: &World<'_>, steps: &[Step], began: Option<u64>, recovered: Option<u64>) -> Option<f64> {
    let users: u64 = world.sources.iter().map(|source| source.population.len() as u64).sum();
    if users > 0 {
        let hit = world.sources.iter().flat_map(|source| &source.population).filter(|hit| **hit).count();
        return share(hit as u64, users);
    }
    let began = began?;
    let range = world.record.within(began, recovered.unwrap_or(world.end));
    let first = range.start.saturating_sub(1);
    let during = steps.get(first..range.end.max(first)).unwrap_or_default();
    let good: u64 = during.iter().map(|step| step.succeeded).sum();
    let bad: u64 = during.iter().map(|step| step.failed).sum();
    share(bad, good + bad)
}

/// Whether the system was still down at the end although every fault had been over for a while: the last
/// tenth of the run after the last fault's end, at least, is bad.
pub(crate) fn metastable(world: &World<'_>, steps: &[Step]) -> bool {
    let ends = world.spec.timeline.iter().zip(&world.scenario.events).filter_map(|(event, progress)| {
        let began = progress.began?;
        let lasts = event.lasts.map(|lasts| began.saturating_add(lasts.0));
        let until = event.until.and_then(|at| u64::try_from(world.spec.clock.offset(at)).ok());
        Some(lasts.or(until).unwrap_or(began))
    });
    let open = world.spec.timeline.iter().zip(&world.scenario.events).any(|(event, progress)| {
        use crate::model::event::Verb::{Crash, Cut, Degrade, Delay, DeleteRule, Lose, Slow, Surge};
        let lasting = matches!(event.verb, Crash | Cut | Degrade | Delay | DeleteRule | Lose | Slow | Surge);
        lasting && progress.began.is_some() && event.lasts.is_none() && event.until.is_none()
    });
    let spikes = world.spec.load.iter().flat_map(|(_, load)| &load.changes).filter_map(|change| {
        let from = u64::try_from(world.spec.clock.offset(change.at)).ok()?;
        Some(change.lasts.map_or(u64::MAX, |lasts| from.saturating_add(lasts.0)))
    });
    let Some(last) = ends.chain(spikes).max().filter(|last| !open && *last < world.end) else { return false };
    let broken = world.parts.iter().any(|part| part.nodes.iter().any(|node| node.exists && !node.serves()));
    let tail = world.record.within(last + (world.end - last) / 2, world.end);
    let usual = normal(world, steps);
    let tail = steps.get(tail).unwrap_or_default();
    !broken
        && !tail.is_empty()
        && tail.iter().all(|step| step.succeeded + step.failed == 0 || bad(step, usual * 0.5))
}
