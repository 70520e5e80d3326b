//! A model made explicit: every default, what is asked of each component, and what happens in which order.

mod events;
mod loads;
mod settings;

use serde::Serialize;

use super::demand::demands;
use super::{Model, Variant};

pub use events::{Happening, happenings};
pub use loads::{LoadStep, schedule};
pub use settings::{Origin, Setting, settings};

/// A variant of a model, ready to be read without the reference.
#[derive(Clone, Debug, Serialize)]
pub struct Explained {
    /// The model's name.
    pub model: String,
    /// What it is about.
    pub about: Option<String>,
    /// The variant.
    pub variant: String,
    /// What the variant changes, as written.
    pub changes: Vec<(String, String)>,
    /// When the run starts, `2014-01-10T17:00:00-08:00`.
    pub start: String,
    /// The zone of every time.
    pub timezone: String,
    /// How long a run lasts, in nanoseconds.
    pub run_for: u64,
    /// The seed of the first run.
    pub seed: u64,
    /// How many runs there are.
    pub runs: u32,
    /// What is asked of each component before any fault, in the order of the file.
    pub demand: Vec<Figures>,
    /// What the loads send, in the order of time.
    pub load: Vec<LoadStep>,
    /// The events in the order in which they happen; those that wait for something come last.
    pub timeline: Vec<Happening>,
    /// Every key of the model that is in force, with its value.
    pub settings: Vec<Setting>,
}

/// What is asked of a component when the run starts; means, and lower bounds behind a cache.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// The component.
    pub component: String,
    /// Its kind.
    pub kind: &'static str,
    /// Requests per second that reach it.
    pub offered: f64,
    /// Those of them that write.
    pub writes: f64,
    /// Requests per second that it can serve; absent where nothing limits it.
    pub capacity: Option<f64>,
    /// How the capacity comes about.
    pub because: String,
    /// The busy share of its busiest part; above 1 it cannot keep up.
    pub utilisation: Option<f64>,
    /// Seconds that a request takes here and behind it when nothing waits.
    pub time: f64,
    /// Seconds that its most patient caller waits; absent when one waits for ever.
    pub patience: Option<f64>,
    /// The most attempts that its callers make for one request.
    pub attempts: u32,
}

/// Makes a variant explicit.
pub fn explain(model: &Model, variant: &Variant) -> Explained {
    let spec = &variant.spec;
    let figures = spec.components.iter().zip(demands(spec)).map(|((name, part), demand)| Figures {
        component: name.to_owned(),
        kind: part.kind(),
        offered: demand.offered,
        writes: demand.writes,
        capacity: demand.capacity,
        because: demand.because,
        utilisation: demand.utilisation,
        time: demand.time,
        patience: demand.patience.filter(|_| demand.reached),
        attempts: demand.attempts,
    });
    Explained {
        model: spec.model.clone(),
        about: variant.about.clone().or_else(|| spec.about.clone()),
        variant: variant.name.clone(),
        changes: variant.changes.clone(),
        start: spec.clock.starts().to_rfc3339(),
        timezone: spec.clock.timezone.to_string(),
        run_for: spec.clock.run_for.0,
        seed: spec.clock.seed,
        runs: spec.clock.runs,
        demand: figures.collect(),
        load: schedule(spec),
        timeline: happenings(spec),
        settings: settings(spec, &model.sources),
    }
}

/// The local time at an offset from the start, for people: `2014-01-10 17:30:00`.
fn wall(spec: &super::Spec, offset: i64) -> String {
    let offset = u64::try_from(offset).unwrap_or(0);
    spec.clock.wall(offset).format("%Y-%m-%d %H:%M:%S").to_string()
}
