//! What a correct simulator must reproduce: closed forms, and runs of an independent program.
//!
//! Each figure is measured over independent seeds; the tolerance is the interval of their mean, from
//! Student's t at 99.9%, so that it shrinks with longer runs. Nothing is compared with a tolerance
//! chosen by hand.

mod caches;
mod faults;
mod metastable;
mod queues;
mod table;

use afterword::model::outcome::{ComponentSummary, Replay};
use afterword::sim::Options;
use rayon::prelude::*;

use crate::sim::{parse, run};

pub(crate) use table::{record, short};

/// The base of a model for each of `seeds` seeds.
pub(crate) fn replays(text: &str, seeds: u64) -> Vec<Replay> {
    let model = parse(text);
    (1..=seeds)
        .into_par_iter()
        .map(|seed| {
            let options = Options { seed: Some(seed), runs: Some(1), variant: None };
            run(&model, &options).variants.remove(0)
        })
        .collect()
}

pub(crate) fn part<'a>(replay: &'a Replay, name: &str) -> &'a ComponentSummary {
    replay.components.iter().find(|part| part.name == name).expect("a component of that name")
}

/// The two-sided 99.9% point of Student's t.
pub(crate) fn t999(freedom: usize) -> f64 {
    /// For 1 to 30 degrees of freedom.
    const T999: [f64; 30] = [
        636.6, 31.60, 12.92, 8.610, 6.869, 5.959, 5.408, 5.041, 4.781, 4.587, 4.437, 4.318, 4.221, 4.140,
        4.073, 4.015, 3.965, 3.922, 3.883, 3.850, 3.819, 3.792, 3.768, 3.745, 3.725, 3.707, 3.690, 3.674,
        3.659, 3.646,
    ];
    T999.get(freedom - 1).copied().unwrap_or(3.4)
}

/// The mean of values, and the sum of the squares of their distances from it.
pub(crate) fn moments(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f64>())
}

/// The mean over the seeds, and half the width of its interval.
pub(crate) fn mean(values: &[f64]) -> (f64, f64) {
    let (mean, squares) = moments(values);
    let freedom = values.len() - 1;
    (mean, t999(freedom) * (squares / (freedom * values.len()) as f64).sqrt())
}

/// The expected figure lies in the interval of the mean, and the interval is narrow enough to say so.
pub(crate) fn agrees(what: &str, expected: f64, values: &[f64]) {
    agrees_to(what, expected, values, 0.0);
    let (_, half) = mean(values);
    assert!(half <= 0.1 * expected.abs(), "{what}: ± {half} says too little about {expected}");
}

/// A figure that is known to a fraction of itself by the resolution of the measurement (histograms: 1%).
pub(crate) fn agrees_to(what: &str, expected: f64, values: &[f64], resolution: f64) {
    let (mean, half) = mean(values);
    let half = half + resolution * expected;
    record(what, &short(expected), &short(mean), &format!("± {} over {} seeds", short(half), values.len()));
    assert!((mean - expected).abs() <= half, "{what}: expected {expected}, got {mean} ± {half}");
}
