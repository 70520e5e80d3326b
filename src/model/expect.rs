//! What a model must show, checked on every run.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::moment::At;
use super::units::{Duration, Share};

/// A span of time with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The first moment.
    pub from: At,
    /// The moment after the last.
    pub to: At,
}

/// One thing that must come out of a variant; exactly one of the claims stands in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The variant. Default as-it-happened.
    pub variant: Option<String>,
    /// The share of requests sent in a window that succeed.
    pub availability: Option<Shares>,
    /// The share of offered requests that succeed within a window, by the time of their success.
    pub goodput: Option<Shares>,
    /// The share of users with a failed request.
    pub affected: Option<Shares>,
    /// How long successful requests take.
    pub latency: Option<Latency>,
    /// When requests succeed again, counted from the first impact.
    pub recovered: Option<Recovered>,
    /// When somebody knows, counted from the first impact.
    pub detected: Option<Detected>,
    /// Whether an alert fires.
    pub alert: Option<AlertClaim>,
    /// Whether an event of the timeline happens, and when.
    pub event: Option<EventClaim>,
    /// The share of failures that have this cause.
    pub cause: Option<CauseClaim>,
    /// How many workers of a lease run their job at the same time, at most.
    pub holders: Option<Holders>,
    /// Whether the system stays down after the trigger is gone.
    pub metastable: Option<bool>,
    /// Why this must hold: the sentence of the postmortem.
    pub quote: Option<String>,
    /// Why this is assumed.
    pub assumed: Option<String>,
}

/// Bounds of a share, within a window.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shares {
    /// It must be lower than this.
    pub below: Option<Share>,
    /// It must be higher than this.
    pub above: Option<Share>,
    /// The start of the window. Default the start of the run.
    pub from: Option<At>,
    /// The end of the window. Default the end of the run.
    pub to: Option<At>,
    /// A window by name instead of `from` and `to`: `before`, `during`, `after` or one of `windows`.
    pub window: Option<String>,
    /// The load or component meant. Default all loads together.
    pub of: Option<String>,
}

/// Bounds of a quantile of latency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Latency {
    /// Which one: p50, p95, p99, p999 or mean.
    pub quantile: Quantile,
    /// It must be shorter than this.
    pub below: Option<Duration>,
    /// It must be longer than this.
    pub above: Option<Duration>,
    /// The start of the window. Default the start of the run.
    pub from: Option<At>,
    /// The end of the window. Default the end of the run.
    pub to: Option<At>,
    /// A window by name instead of `from` and `to`.
    pub window: Option<String>,
}

/// A figure of a distribution of latencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Quantile {
    /// The mean.
    Mean,
    /// The median.
    P50,
    /// The 95th percentile.
    P95,
    /// The 99th percentile.
    P99,
    /// The 99.9th percentile.
    P999,
}

/// When requests succeed again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recovered {
    /// The availability that counts as recovered when it lasts. Default 99% of that before the impact.
    pub to: Option<Share>,
    /// How long after the first impact.
    pub after: Option<Duration>,
    /// How far from `after` or `at` it may be. Default a tenth of `after`, or 5m for `at`.
    pub within: Option<Duration>,
    /// When it must be.
    pub at: Option<At>,
    /// Or: at most this long after the first impact.
    pub before: Option<Duration>,
    /// Or: not before the run ends.
    #[serde(default)]
    pub never: bool,
}

/// When somebody knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Detected {
    /// How long after the first impact.
    pub after: Option<Duration>,
    /// How far from `after` or `at` it may be. Default a tenth of `after`, or 5m for `at`.
    pub within: Option<Duration>,
    /// When it must be.
    pub at: Option<At>,
    /// Or: at most this long after the first impact.
    pub before: Option<Duration>,
    /// Who must notice first.
    pub by: Option<super::monitor::By>,
    /// The monitor that must fire first.
    pub monitor: Option<String>,
    /// Or: nobody may notice.
    #[serde(default)]
    pub never: bool,
}

/// Whether an alert fires.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertClaim {
    /// The monitor.
    pub monitor: String,
    /// Whether it must fire. Default true.
    pub fires: Option<bool>,
    /// It must fire before this moment.
    pub before: Option<At>,
}

/// Whether an event of the timeline happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventClaim {
    /// The event's id.
    pub id: String,
    /// Whether it must happen. Default true.
    pub happens: Option<bool>,
    /// When it must happen.
    pub at: Option<At>,
    /// How far from `at` it may be. Default 5m.
    pub within: Option<Duration>,
}

/// The share of failures that have a cause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CauseClaim {
    /// The cause as the summary prints it, such as `timeout` or `queue_full`.
    pub cause: String,
    /// The component that failed. Default what users see.
    pub of: Option<String>,
    /// It must be lower than this.
    pub below: Option<Share>,
    /// It must be higher than this.
    pub above: Option<Share>,
}

/// How many hold a lease at the same time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Holders {
    /// The lease.
    pub of: String,
    /// The most at the same time must be at least this.
    pub at_least: Option<u32>,
    /// The most at the same time must be at most this.
    pub at_most: Option<u32>,
}
