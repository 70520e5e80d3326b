//! Figures over several runs: medians, intervals, modes, and differences to the base.

use crate::model::outcome::{Replay, Spread};

/// Two-sided 95% points of Student's t for 1 to 30 degrees of freedom.
const T95: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/// The main figures of a run, by name.
fn figures(replay: &Replay) -> [(&'static str, Option<f64>); 6] {
    let seconds = |nanos: u64| nanos as f64 / 1e9;
    let during = replay.windows.iter().find(|window| window.name == "during");
    let worst = during.or(replay.windows.first());
    [
        ("availability", replay.impact.availability),
        ("availability_during", worst.and_then(crate::model::outcome::WindowSummary::availability)),
        ("affected", replay.impact.affected),
        ("seconds_of_impact", replay.impact.duration().map(seconds)),
        ("seconds_to_detect", replay.impact.time_to_detect().map(seconds)),
        ("p99_seconds", worst.and_then(|window| window.latency.p99).map(seconds)),
    ]
}

/// The figures over `replays`, compared with `base` run by run where that is not empty.
pub(crate) fn over(replays: &[&Replay], base: &[&Replay]) -> Vec<Spread> {
    let Some(first) = replays.first() else { return Vec::new() };
    let mut spreads = Vec::new();
    for (at, (what, _)) in figures(first).into_iter().enumerate() {
        let values: Vec<f64> = replays.iter().filter_map(|replay| figures(replay)[at].1).collect();
        let Some((median, low, high)) = middle(&values) else { continue };
        let differences: Vec<f64> = replays
            .iter()
            .zip(base)
            .filter_map(|(replay, base)| Some(figures(replay)[at].1? - figures(base)[at].1?))
            .collect();
        spreads.push(Spread {
            what: what.to_owned(),
            runs: u32::try_from(values.len()).unwrap_or(u32::MAX),
            median,
            low,
            high,
            // A share cannot lie outside 0 and 1, whatever Student's t makes of a few runs.
            interval: interval(&values).map(|(from, to)| {
                if what.contains("seconds") { (from, to) } else { (from.max(0.0), to.min(1.0)) }
            }),
            modes: modes(&values),
            difference: middle(&differences).map(|(median, _, _)| (median, interval(&differences))),
        });
    }
    spreads
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The median, the lowest and the highest.
fn middle(values: &[f64]) -> Option<(f64, f64, f64)> {
    let sorted = sorted(values);
    let (low, high) = (*sorted.first()?, *sorted.last()?);
    let upper = sorted[sorted.len() / 2];
    let lower = sorted[(sorted.len() - 1) / 2];
    Some((f64::midpoint(lower, upper), low, high))
}

/// The 95% interval of the mean.
pub(crate) fn interval(values: &[f64]) -> Option<(f64, f64)> {
    let n = values.len();
    if n < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n as f64;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1) as f64;
    let t = T95.get(n - 2).copied().unwrap_or(1.96);
    let half = t * (variance / n as f64).sqrt();
    Some((mean - half, mean + half))
}

/// The groups of a multimodal figure: cut where the gap between neighbours is more than a quarter of the
/// range and more than five times the mean gap on either side of it.
fn modes(values: &[f64]) -> Vec<(f64, f64)> {
    let sorted = sorted(values);
    let n = sorted.len();
    if n < 6 {
        return Vec::new();
    }
    let range = sorted[n - 1] - sorted[0];
    let mut groups: Vec<Vec<f64>> = vec![Vec::new()];
    for (index, value) in sorted.iter().enumerate() {
        let gap = if index > 0 { value - sorted[index - 1] } else { 0.0 };
        if range > 0.0 && gap > range / 8.0 && gap > 5.0 * range / n as f64 / 2.0 {
            groups.push(Vec::new());
        }
        if let Some(group) = groups.last_mut() {
            group.push(*value);
        }
    }
    if groups.len() < 2 {
        return Vec::new();
    }
    let mode = |group: &Vec<f64>| Some((group.len() as f64 / n as f64, middle(group)?.0));
    groups.iter().filter_map(mode).collect()
}
