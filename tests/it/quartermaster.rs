//! Five published incident models, rewritten in our language, beside what the originals report.
//!
//! Ours run on the seeds 1 to n, and so do the intervals: a figure of the originals' version 1.0.0, of
//! which three runs are known, is compared with ours by Student's t at 99.9%; the one run of version 1.1.5
//! must lie in the interval in which ours predict one more run. What the originals do otherwise is added
//! as a range with its reason, and nothing else:
//!
//! - The originals run in whole ticks of 1 ms, and a request waits for the next tick between stages, so
//!   that their latencies are longer by up to a tick for each stage that the model names.
//! - Buildkite: arrivals and ends of work fall on the same ticks there, so that a database that is nearly
//!   full refuses fewer. The share that it refuses in ours is the most that this can be. The health check
//!   that takes a busy database for a healthy one is kept as it is described.
//! - Reddit: queries that are under way when the cache is wiped fill it again in ours and in version
//!   1.1.5, and what they brought is served through the outage; in version 1.0.0 it is lost.
//! - `CircleCI`, improved: at its edge the queue is so unstable that seeds differ by half a second, and ticks
//!   shift the edge. Ours in the originals' ticks is compared with 1.0.0, ours as it is with 1.1.5.

use std::ops::RangeInclusive;
use std::path::Path;

use afterword::model::outcome::Replay;
use afterword::sim::Options;
use rayon::prelude::*;

use crate::sim::{load, run};
use crate::validation::{moments, t999};

/// The first `runs` seeds of a variant.
fn runs(name: &str, variant: &str, runs: u64) -> Vec<Replay> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/model/quartermaster");
    let model = load(&folder.join(name));
    let one = |seed| Options { seed: Some(seed), runs: Some(1), variant: Some(variant.to_owned()) };
    (1..=runs).into_par_iter().map(|seed| run(&model, &one(seed)).variants.remove(0)).collect()
}

/// The share of successes in percent.
fn success(replay: &Replay) -> f64 {
    replay.impact.availability.expect("requests") * 100.0
}

/// The mean latency of successes in ms.
fn latency(replay: &Replay) -> f64 {
    let usual = ["before", "during", "after", "whole run"];
    let windows = replay.windows.iter().filter(|window| usual.contains(&window.name.as_str()));
    let (mut count, mut sum) = (0.0, 0.0);
    for latency in windows.map(|window| window.latency) {
        count += latency.count as f64;
        sum += latency.count as f64 * latency.mean.unwrap_or(0) as f64;
    }
    sum / count / 1e6
}

fn each(replays: &[Replay], figure: fn(&Replay) -> f64) -> Vec<f64> {
    replays.iter().map(figure).collect()
}

/// What the originals report of three runs: their mean and the two at the ends; the third follows.
fn three([mean, low, high]: [f64; 3]) -> Vec<f64> {
    vec![low, 3.0 * mean - low - high, high]
}

/// Ours, and the originals' less what they do otherwise, have the same mean as far as chance tells.
fn same(what: &str, ours: &[f64], theirs: &[f64], otherwise: RangeInclusive<f64>) {
    let ((mean, squares), (expected, others)) = (moments(ours), moments(theirs));
    let (own, other) = (ours.len() as f64, theirs.len() as f64);
    let variance = (squares + others) / (own + other - 2.0);
    let half = t999(ours.len() + theirs.len() - 2) * (variance * (1.0 / own + 1.0 / other)).sqrt();
    within(what, mean, expected, half, otherwise);
}

/// The one run known is one that ours predict.
fn predicted(what: &str, ours: &[f64], one: f64, otherwise: RangeInclusive<f64>) {
    let (mean, squares) = moments(ours);
    let (count, freedom) = (ours.len() as f64, ours.len() - 1);
    let half = t999(freedom) * (squares / freedom as f64 * (1.0 + 1.0 / count)).sqrt();
    within(what, mean, one, half, otherwise);
}

fn within(what: &str, got: f64, expected: f64, half: f64, otherwise: RangeInclusive<f64>) {
    let (low, high) = (got + otherwise.start() - half, got + otherwise.end() + half);
    println!("{what}: {got:.3}, the original {expected:.3}, expected from {low:.3} to {high:.3}");
    assert!(
        (low..=high).contains(&expected),
        "{what}: {got}, the original {expected} not in {low} to {high}"
    );
}

/// Nothing is done otherwise.
const ALIKE: RangeInclusive<f64> = 0.0..=0.0;

/// A tick of 1 ms for each of four stages.
const TICKS: RangeInclusive<f64> = 0.0..=4.0;

#[test]
fn buildkite_falls_into_the_outcomes_of_the_original() {
    let replays = runs("buildkite.yaml", "as-it-happened", 24);
    // The balancer is empty at the third check, at the fourth, or never before the load ends.
    let of = |share: f64| -> Vec<&Replay> {
        replays.iter().filter(|replay| (success(replay) - share).abs() < 5.0).collect()
    };
    // All 24 known runs of both versions.
    let third: Vec<f64> = [57, 57, 56, 54, 54, 59, 58, 58, 57, 58, 58, 57, 61, 58, 51, 52, 53, 56]
        .map(|hundredths| 43.0 + f64::from(hundredths) / 100.0)
        .to_vec();
    let outcomes = [(43.0, third), (60.0, vec![59.89, 59.93, 59.99]), (91.0, vec![91.88, 91.81, 91.86])];
    for (share, theirs) in outcomes {
        let ours = of(share);
        let values: Vec<f64> = ours.iter().map(|replay| success(replay)).collect();
        let refused = |replay: &&Replay| {
            let db = replay.components.iter().find(|part| part.name == "db").expect("the database");
            db.failed.iter().map(|(_, count)| *count as f64).sum::<f64>() / replay.impact.requests as f64
        };
        let most = 100.0 * ours.iter().map(refused).sum::<f64>() / ours.len() as f64;
        same(&format!("buildkite, about {share}%"), &values, &theirs, 0.0..=most);
        // Two shares out of 24 each.
        let (own, other) = (ours.len() as f64 / 24.0, theirs.len() as f64 / 24.0);
        let both = f64::midpoint(own, other);
        let half = 3.29 * (both * (1.0 - both) * 2.0 / 24.0).sqrt();
        within(&format!("buildkite, share of about {share}%"), own, other, half, ALIKE);
    }
    let latencies: Vec<f64> = of(43.0).iter().map(|replay| latency(replay)).collect();
    same("buildkite latency", &latencies, &three([21.2, 21.1, 21.2]), TICKS);
}

#[test]
fn reddit_loses_the_seconds_without_its_database() {
    let replays = runs("reddit.yaml", "as-it-happened", 8);
    let served = |replay: &Replay| {
        let series = &replay.series;
        let outage = series
            .at
            .iter()
            .zip(&series.succeeded)
            .filter(|(at, _)| (110..160).contains(&(**at / 100_000_000)));
        outage.map(|(_, succeeded)| *succeeded as f64).sum::<f64>() / replay.impact.requests as f64
    };
    let most = 100.0 * replays.iter().map(served).sum::<f64>() / replays.len() as f64;
    same("reddit success", &each(&replays, success), &three([84.965, 84.954, 84.974]), -most..=0.0);
    predicted("reddit success", &each(&replays, success), 85.118, ALIKE);
    same("reddit latency", &each(&replays, latency), &three([13.9, 13.6, 14.2]), TICKS);
    predicted("reddit latency", &each(&replays, latency), 14.0, TICKS);
}

#[test]
fn dropbox_succeeds_until_the_fault() {
    let replays = runs("dropbox.yaml", "as-it-happened", 8);
    // Whoever is on the way to the servers when the fault comes fails: one in 50000 for each tick.
    same("dropbox success", &each(&replays, success), &three([9.971, 9.97, 9.974]), -0.008..=0.0);
    predicted("dropbox success", &each(&replays, success), 9.972, -0.008..=0.0);
    same("dropbox latency", &each(&replays, latency), &three([161.5, 161.3, 161.6]), TICKS);
    predicted("dropbox latency", &each(&replays, latency), 161.2, TICKS);
}

#[test]
fn circleci_queues_for_an_hour() {
    let replays = runs("circleci.yaml", "as-it-happened", 6);
    let latencies = each(&replays, latency);
    same("circleci success", &each(&replays, success), &three([99.999, 99.998, 100.0]), ALIKE);
    same("circleci latency", &latencies, &three([2_394_075.1, 2_371_590.1, 2_427_268.2]), ALIKE);
    predicted("circleci latency", &latencies, 2_376_421.7, ALIKE);
}

#[test]
fn the_mitigation_of_circleci_leaves_a_second() {
    let replays = runs("circleci.yaml", "improved", 12);
    predicted("circleci improved success", &each(&replays, success), 99.998, ALIKE);
    predicted("circleci improved latency", &each(&replays, latency), 1281.4, ALIKE);
    let replays = runs("circleci.yaml", "improved-in-ticks", 12);
    same("circleci improved latency", &each(&replays, latency), &three([1142.5, 1113.6, 1177.9]), ALIKE);
}
