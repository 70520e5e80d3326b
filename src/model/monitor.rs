//! How people come to know: alerts on errors, latency and the absence of success, and customers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::units::{Duration, Rate, Share};

/// An alert: exactly one of `error_rate`, `slow`, `successes`, `utilisation` and `reports`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Monitor {
    /// What is watched: a load (what users see) or a component (what its dashboard sees).
    pub watch: String,
    /// Fires when more than this share of requests fails.
    pub error_rate: Option<Share>,
    /// Fires when too many requests are slow.
    pub slow: Option<Slow>,
    /// Fires when there are fewer successes than this: the absence of success.
    pub successes: Option<Rate>,
    /// Fires when more than this share of workers is busy.
    pub utilisation: Option<Share>,
    /// Fires after so many reports by customers whose requests failed.
    pub reports: Option<Reports>,
    /// Over which time the watched figure is taken. Default 1m.
    pub over: Option<Duration>,
    /// How long the figure must stay bad before the alert fires. Default at once.
    #[serde(rename = "for")]
    pub lasts: Option<Duration>,
    /// How often the figure is looked at. Default 30s.
    pub every: Option<Duration>,
    /// Who notices. Default monitoring, or customer for reports.
    pub by: Option<By>,
    /// What the alert is, as the page tells it.
    pub about: Option<String>,
}

/// More than `share` of requests take longer than `than`: `{ than: 2s, share: 1% }` is a p99 above 2s.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slow {
    /// The limit.
    pub than: Duration,
    /// The share that must be over it. Default 1%.
    pub share: Option<Share>,
}

/// Customers who complain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reports {
    /// The share of failed requests that somebody reports.
    pub share: Share,
    /// How many reports it takes until somebody acts. Default 1.
    #[schemars(range(min = 1))]
    pub count: Option<u32>,
}

/// Who notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// An alert.
    Monitoring,
    /// Somebody of the team.
    Engineer,
    /// A customer.
    Customer,
}
