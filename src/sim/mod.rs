//! The simulator: topology, scenario and seed to a run; knows no documents.
//!
//! One run is a loop over events in the order of their times; ties go by the order in which the events
//! were made. Time is whole nanoseconds. Every component has random streams of its own, so that variants
//! of a model run on the same randomness. Figures over several runs are in the order of their seeds,
//! whatever the number of threads.

mod answer;
mod build;
mod calls;
mod components;
mod conditions;
mod edge;
mod exponential;
mod flow;
mod follow;
mod histogram;
mod impact;
mod latencies;
mod laws;
mod monitor;
mod observer;
mod part;
mod progress;
mod queue;
mod random;
mod record;
mod scenario;
mod settings;
mod source;
mod spread;
mod stats;
mod summary;
mod timer;
mod verbs;
mod verdict;
mod wheel;
mod workers;
mod world;

#[cfg(test)]
mod tests;

use rayon::prelude::*;

use crate::model::outcome::{Outcome, Replay, Verdict};
use crate::model::{Model, Variant};

use world::World;

pub use follow::follow;
pub use progress::Progress;

/// How a model is run, where it differs from what the file says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The seed of the first run.
    pub seed: Option<u64>,
    /// How many runs each variant has.
    pub runs: Option<u32>,
    /// Only this variant, with only its expectations.
    pub variant: Option<String>,
}

/// Replays a model: each variant `runs` times, and checks what is expected. `None` when the model has
/// faults that stand in the way, or no such variant.
pub fn run(model: &Model, options: &Options) -> Option<Outcome> {
    run_showing(model, options, &Progress::default())
}

/// The same, telling how far it is.
pub fn run_showing(model: &Model, options: &Options, progress: &Progress) -> Option<Outcome> {
    if !model.runnable() {
        return None;
    }
    let spec = model.spec.as_ref()?;
    let base = model.variants.first()?;
    let chosen: Vec<&Variant> = match &options.variant {
        Some(name) => vec![model.variant(name)?],
        None => model.variants.iter().collect(),
    };
    let runs = options.runs.unwrap_or(spec.clock.runs).max(1);
    let seed = options.seed.unwrap_or(spec.clock.seed);
    let jobs: Vec<(usize, u64)> = (0..chosen.len())
        .flat_map(|variant| (0..runs).map(move |run| (variant, seed.wrapping_add(u64::from(run)))))
        .collect();
    let length = |(variant, _): &(usize, u64)| chosen[*variant].spec.clock.run_for.0;
    progress.expect(jobs.iter().map(length).fold(0, u64::saturating_add));
    let finished: Vec<(Replay, Vec<verdict::Got>)> = jobs
        .par_iter()
        .map(|&(at, seed)| {
            let variant = chosen[at];
            let mut world = World::new(&variant.spec, seed);
            let mut reporter = progress.of_run();
            world.run_watched(&mut reporter);
            reporter.finish(world.end);
            let steps = impact::steps(&world);
            let replay = summary::replay(&world, &steps, variant);
            let got = verdict::judge(&world, &replay, &steps, &spec.expect, &variant.name, &base.name);
            (replay, got)
        })
        .collect();
    let mut variants: Vec<Replay> = Vec::with_capacity(chosen.len());
    let mut expectations: Vec<Verdict> = Vec::new();
    let mut first: Vec<&Replay> = Vec::new();
    for (at, group) in finished.chunks(runs as usize).enumerate() {
        let replays: Vec<&Replay> = group.iter().map(|(replay, _)| replay).collect();
        let Some(one) = replays.first() else { continue };
        let mut replay = (*one).clone();
        let compared = if at == 0 { &[][..] } else { &first[..] };
        replay.spread = spread::over(&replays, compared);
        variants.push(replay);
        let verdicts: Vec<&Vec<verdict::Got>> = group.iter().map(|(_, got)| got).collect();
        expectations.extend(verdict::gather(&verdicts));
        if at == 0 {
            first = replays;
        }
    }
    expectations.sort_by_key(|verdict| verdict.index);
    Some(Outcome {
        model: spec.model.clone(),
        about: spec.about.clone(),
        start: spec.clock.starts().to_rfc3339(),
        timezone: spec.clock.timezone.to_string(),
        run_for: spec.clock.run_for.0,
        seed,
        runs,
        variants,
        expectations,
        sources: model.sources.clone(),
    })
}
