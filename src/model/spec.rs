//! A model as written: the clock, the load, the components, what happens and what is expected.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::clock::Clock;
use super::component::Component;
use super::edge::{OnTimeout, Retry};
use super::event::Event;
use super::expect::{Expectation, Window};
use super::moment::At;
use super::monitor::Monitor;
use super::named::Named;
use super::units::{Duration, Factor, Keys, Rate, Share, Work};

/// A simulatable model of a system and of what happened to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Afterword model")]
pub struct Spec {
    /// A short name, usually that of the file.
    pub model: String,
    /// What the model is about, in one sentence.
    pub about: Option<String>,
    /// When the run starts and how long it lasts.
    pub clock: Clock,
    /// The sources of requests by name.
    pub load: Named<Load>,
    /// The parts of the system by name.
    pub components: Named<Component>,
    /// The alerts, and how customers notice, by name.
    #[serde(default)]
    pub monitors: Named<Monitor>,
    /// What happens to the system, and what people do.
    #[serde(default)]
    pub timeline: Vec<Event>,
    /// Spans of time that the summary reports beside before, during and after, by name.
    #[serde(default)]
    pub windows: Named<Window>,
    /// What-if runs by name: changes of the base by path, `timeline.<id>.<key>` or
    /// `components.<name>.<key>`; `about` says what is tried. `timeline.<id>: null` leaves an event out,
    /// `timeline.<new id>: { at: …, do: … }` adds one; so with components, calls and their keys. Without a
    /// variant named `as-it-happened`, that is the base.
    #[serde(default)]
    pub variants: Named<Named<serde_json::Value>>,
    /// What must come out, or the model no longer tells its story.
    #[serde(default)]
    pub expect: Vec<Expectation>,
}

/// A source of requests: open (`rate`), closed (`users` and `think`) or replayed (`replay`, `replay_csv`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Load {
    /// The component that receives the requests.
    pub call: String,
    /// Requests per second of an open source.
    pub rate: Option<Rate>,
    /// How an open source spaces its requests. Default poisson.
    #[serde(default)]
    pub arrivals: Arrivals,
    /// How many users of a closed source take turns between waiting for an answer and thinking.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub users: Option<u32>,
    /// How long a user of a closed source thinks between an answer and the next request.
    pub think: Option<Work>,
    /// Requests per second over time, as points; between them the rate changes on a straight line.
    #[serde(default)]
    pub replay: Vec<Point>,
    /// The same from a CSV file beside the model, by its path from there: the first line names the columns
    /// `time` (`17:30`, `2014-01-12T16:40`, `+15m`, or seconds after the start) and `rate` (`120/s`, or
    /// requests per second).
    pub replay_csv: Option<String>,
    /// When an open source begins to send. Default the start of the run.
    pub from: Option<At>,
    /// When an open source stops. Default the end of the run.
    pub until: Option<At>,
    /// Spikes, ramps and lasting changes of the rate.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// A daily wave.
    pub diurnal: Option<Diurnal>,
    /// The rate grows by `by` each `every`.
    pub rise: Option<Rise>,
    /// The source stops after so many requests.
    pub requests: Option<u64>,
    /// Which key each request is about; decides shards and cache hits. Default uniform(1000).
    pub keys: Option<Keys>,
    /// The share of requests that write. Default 0%.
    pub writes: Option<Share>,
    /// Requests of a higher priority leave a priority queue first. Default 0.
    #[serde(default)]
    pub priority: u8,
    /// How long the user waits for an answer.
    pub timeout: Option<Duration>,
    /// How the user's client tries again.
    pub retry: Option<Retry>,
    /// What becomes of work whose caller gave up. Default burn.
    #[serde(default)]
    pub on_timeout: OnTimeout,
    /// The port that is called, where firewalls matter.
    pub port: Option<u16>,
    /// The time a request or an answer spends on the way.
    pub latency: Option<Work>,
    /// How many different users there are: each request is then one user's, drawn at random, and the users
    /// affected are those with a failed request. Without it each request is its own user.
    #[schemars(range(min = 1, max = 10_000_000))]
    pub population: Option<u32>,
    /// The real rate that the simulated one stands for.
    pub represents: Option<Rate>,
}

impl Load {
    /// The changes of the rate, with the silence before `from` and after `until`.
    pub fn all_changes(&self, clock: &Clock) -> Vec<Change> {
        let silent = |at: At, lasts: Option<Duration>| Change {
            at,
            factor: Factor(0.0),
            lasts,
            ramp: None,
            because: None,
        };
        let before = self.from.and_then(|from| u64::try_from(clock.offset(from)).ok());
        let before = before.map(|from| silent(At::After(Duration(0)), Some(Duration(from))));
        let after = self.until.map(|until| silent(until, None));
        self.changes.iter().cloned().chain(before).chain(after).collect()
    }
}

/// How an open source spaces its requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Arrivals {
    /// At random, independent of one another.
    #[default]
    Poisson,
    /// At equal distances.
    Even,
}

/// A point of a replayed load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// When.
    pub at: At,
    /// The rate at that time.
    pub rate: Rate,
}

/// A change of the rate of a source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// When it starts.
    pub at: At,
    /// By how much the rate is multiplied.
    pub factor: Factor,
    /// How long it lasts; without it, to the end.
    #[serde(rename = "for")]
    pub lasts: Option<Duration>,
    /// How long it takes to come fully, and to go. Default at once.
    pub ramp: Option<Duration>,
    /// Why, as the page tells it.
    pub because: Option<String>,
}

/// A daily wave of the rate: a cosine between `low` and the full rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Diurnal {
    /// When the rate is full.
    pub peak: At,
    /// The rate twelve hours away from the peak, as a share of the full one.
    pub low: Share,
}

/// A rate that grows in steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rise {
    /// How much the rate grows at each step.
    pub by: Rate,
    /// The time between steps.
    pub every: Duration,
}
