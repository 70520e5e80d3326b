//! What replaying a model showed, as plain data: read by rules and pages, written by the simulator.
//!
//! Times are nanoseconds after the start of the run, durations nanoseconds, shares 0 to 1, rates per
//! second. A figure that does not exist (the mean of nothing) is absent.

use serde::{Deserialize, Serialize};

use super::monitor::By;

/// All variants of a model, replayed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The model's name.
    pub model: String,
    /// What the model is about.
    pub about: Option<String>,
    /// The start of the run, RFC 3339 with the zone's offset.
    pub start: String,
    /// The IANA zone.
    pub timezone: String,
    /// The length of the run.
    pub run_for: u64,
    /// The seed of the first run.
    pub seed: u64,
    /// How many runs each variant had.
    pub runs: u32,
    /// The variants that were replayed, the base first.
    pub variants: Vec<Replay>,
    /// Whether what was expected came out.
    pub expectations: Vec<Verdict>,
    /// Where the model's numbers come from.
    pub sources: Vec<Sourced>,
}

impl Outcome {
    /// The replay of a variant.
    pub fn variant(&self, name: &str) -> Option<&Replay> {
        self.variants.iter().find(|replay| replay.variant == name)
    }

    /// Whether every expectation held.
    pub fn passed(&self) -> bool {
        self.expectations.iter().all(|verdict| verdict.holds)
    }
}

/// One variant. Everything but `spread` is the first run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    /// The variant's name.
    pub variant: String,
    /// What it tries.
    pub about: Option<String>,
    /// What it changes: the path and the new value as written.
    pub changes: Vec<(String, String)>,
    /// What it meant for users.
    pub impact: Impact,
    /// Before, during and after the impact, then the windows of the model.
    pub windows: Vec<WindowSummary>,
    /// The components in the order of the file.
    pub components: Vec<ComponentSummary>,
    /// The calls between them.
    pub edges: Vec<EdgeSummary>,
    /// What users saw over time.
    pub series: Series,
    /// What happened and why.
    pub log: Vec<Entry>,
    /// The monitors, in the order of the file.
    pub alerts: Vec<Alert>,
    /// The main figures over all runs.
    pub spread: Vec<Spread>,
    /// Whether the system was still down at the end although every fault was over.
    pub metastable: bool,
    /// Events that the run processed.
    pub steps: u64,
    /// The most events that were pending at the end of a step.
    #[serde(skip)]
    pub pending: usize,
    /// A hash of everything that happened, to tell two runs apart.
    pub trace: String,
}

/// What an incident meant for users.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Impact {
    /// When the first fault struck.
    pub fault: Option<u64>,
    /// When requests began to fail.
    pub began: Option<u64>,
    /// When somebody knew, and by which monitor.
    pub detected: Option<Detection>,
    /// When requests succeeded again for good; none when they never failed or never recovered.
    pub recovered: Option<u64>,
    /// Requests that users sent.
    pub requests: u64,
    /// Requests that succeeded.
    pub succeeded: u64,
    /// Requests that failed, and why.
    pub failed: Vec<(String, u64)>,
    /// Requests without an answer at the end.
    pub in_flight: u64,
    /// The share of answered requests that succeeded, over the whole run.
    pub availability: Option<f64>,
    /// The share of users with a failed request, of those who sent one between `began` and `recovered`.
    pub affected: Option<f64>,
}

impl Impact {
    /// From the first failures to the recovery.
    pub fn duration(&self) -> Option<u64> {
        Some(self.recovered?.saturating_sub(self.began?))
    }

    /// From the first failures to the detection; zero when an alert came first.
    pub fn time_to_detect(&self) -> Option<u64> {
        Some(self.detected.as_ref()?.at.saturating_sub(self.began?))
    }
}

/// Who noticed first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detection {
    /// When.
    pub at: u64,
    /// The monitor.
    pub monitor: String,
    /// What kind of noticing it was.
    pub by: By,
}

/// What users saw within a window, by the time they sent their requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowSummary {
    /// `before`, `during`, `after`, or a name from the model.
    pub name: String,
    /// The first moment.
    pub from: u64,
    /// The moment after the last.
    pub to: u64,
    /// Requests sent.
    pub requests: u64,
    /// Those that succeeded, sooner or later.
    pub succeeded: u64,
    /// Those that failed.
    pub failed: u64,
    /// Successes within the window as a share of the requests sent in it.
    pub goodput: Option<f64>,
    /// How long successful requests took.
    pub latency: Latency,
}

impl WindowSummary {
    /// The share of answered requests that succeeded.
    pub fn availability(&self) -> Option<f64> {
        share(self.succeeded, self.succeeded + self.failed)
    }
}

/// A part of a whole; nothing of nothing is absent.
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// A distribution of latencies, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// How many.
    pub count: u64,
    /// The mean, exact.
    pub mean: Option<u64>,
    /// The median, within 1%, as the other quantiles.
    pub p50: Option<u64>,
    /// The 95th percentile.
    pub p95: Option<u64>,
    /// The 99th percentile.
    pub p99: Option<u64>,
    /// The 99.9th percentile.
    pub p999: Option<u64>,
    /// The longest, exact.
    pub max: Option<u64>,
}

/// A component over the whole run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComponentSummary {
    /// The name.
    pub name: String,
    /// The kind.
    pub kind: String,
    /// Requests that reached it.
    pub requests: u64,
    /// Those it answered well.
    pub succeeded: u64,
    /// Those that failed here or behind it, and why.
    pub failed: Vec<(String, u64)>,
    /// Requests in it at the end.
    pub in_flight: u64,
    /// Requests per second.
    pub rate: f64,
    /// The share of its workers that were busy; absent where workers have no limit.
    pub utilisation: Option<f64>,
    /// The mean number of requests at work.
    pub busy: f64,
    /// The mean number of requests that waited.
    pub queue: f64,
    /// The most that waited at one instance.
    pub queue_max: u64,
    /// How long requests waited before a worker took them.
    pub wait: Latency,
    /// How long requests were in it, from arrival to answer.
    pub latency: Latency,
    /// Figures of its kind: the hit rate of a cache, the most holders of a lease.
    pub extra: Vec<(String, f64)>,
    /// Its instances or copies at the end.
    pub nodes: Vec<NodeSummary>,
}

/// An instance or copy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeSummary {
    /// Its path, such as `meta/2/0`.
    pub name: String,
    /// `instance`, `primary`, `replica`, `leader` or `follower`, as it was at the start.
    pub role: String,
    /// `up`, `down`, `empty` or `restoring`, at the end.
    pub state: String,
    /// How long it was not serving.
    pub down_for: u64,
    /// Requests it took.
    pub requests: u64,
}

/// The calls from one component, or load, to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EdgeSummary {
    /// The caller.
    pub from: String,
    /// The callee.
    pub to: String,
    /// Calls, each with all its attempts.
    pub calls: u64,
    /// Attempts.
    pub attempts: u64,
    /// Attempts that succeeded.
    pub succeeded: u64,
    /// Attempts that failed as the caller saw it, and why.
    pub failed: Vec<(String, u64)>,
    /// How long attempts took until the caller had an answer or gave up.
    pub latency: Latency,
}

/// What users saw over time, in steps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// The start of each step; the last one ends with the run.
    pub at: Vec<u64>,
    /// Requests sent in the step.
    pub requests: Vec<u64>,
    /// Those of them that succeeded.
    pub succeeded: Vec<u64>,
    /// Those of them that failed.
    pub failed: Vec<u64>,
    /// Successes that came back within the step, whenever sent.
    pub completed: Vec<u64>,
    /// The p99 of the latency of the step's successes.
    pub p99: Vec<Option<u64>>,
    /// Each component over the same steps.
    pub components: Vec<ComponentSeries>,
}

impl Series {
    /// The availability of each step; absent where nothing was answered.
    pub fn availability(&self) -> Vec<Option<f64>> {
        self.succeeded.iter().zip(&self.failed).map(|(&good, &bad)| share(good, good + bad)).collect()
    }
}

/// A component over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComponentSeries {
    /// The name.
    pub name: String,
    /// Requests that came in the step.
    pub requests: Vec<u64>,
    /// Failures in the step.
    pub failed: Vec<u64>,
    /// The mean number at work.
    pub busy: Vec<f32>,
    /// The mean number waiting.
    pub queue: Vec<f32>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: u64,
    /// The local time, `2014-01-10T17:30:00-08:00`.
    pub clock: String,
    /// The event's id in the model's timeline, when it is one.
    pub event: Option<String>,
    /// What happened.
    pub what: String,
    /// Why, as the model says it or as the simulator knows it.
    pub because: Option<String>,
}

/// What a monitor did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// The monitor.
    pub monitor: String,
    /// What it watches.
    pub watch: String,
    /// The times at which it began to fire.
    pub fired: Vec<u64>,
}

/// A figure over all runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// What it is: `availability`, `duration`, `time_to_detect`, `affected`, `p99`.
    pub what: String,
    /// How many runs have it.
    pub runs: u32,
    /// The median.
    pub median: f64,
    /// The lowest.
    pub low: f64,
    /// The highest.
    pub high: f64,
    /// The 95% interval of the mean (Student's t); absent for one run.
    pub interval: Option<(f64, f64)>,
    /// The groups that the runs fall into when there is more than one: the share of runs, and their median.
    pub modes: Vec<(f64, f64)>,
    /// The median difference to the base on the same random streams, and its 95% interval.
    pub difference: Option<(f64, Option<(f64, f64)>)>,
}

/// Whether an expectation held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Its place in `expect:`, from 0.
    pub index: usize,
    /// The variant.
    pub variant: String,
    /// What was expected, in words.
    pub expected: String,
    /// What came out, in words; of several runs the least favourable.
    pub got: String,
    /// Whether it held in every run.
    pub holds: bool,
    /// In how many runs it held.
    pub held: u32,
    /// Why it must hold, as the model says.
    pub because: Option<String>,
}

/// Where a number of the model comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sourced {
    /// Its path in the file, such as `components.meta.restore.rate`.
    pub path: String,
    /// The value as written.
    pub value: String,
    /// Whether it is quoted from the postmortem or assumed.
    pub kind: SourceKind,
    /// The sentence, or why it is assumed; may be empty.
    pub text: String,
}

/// Whether a number is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// The postmortem says it.
    Quote,
    /// Nobody says it; the author of the model chose it.
    Assumed,
}
