//! A call from one component to another: patience, retries, limits, and what happens when it fails.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::units::{Duration, Factor, Rate, Share, Work};

/// How a component calls another one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// How long one attempt may take. Without it the caller waits for ever, and a packet that is lost
    /// costs 127 s, what Linux takes to give up connecting.
    pub timeout: Option<Duration>,
    /// How a failed attempt is tried again. Default not at all.
    pub retry: Option<Retry>,
    /// What becomes of work whose caller gave up. Default burn.
    #[serde(default)]
    pub on_timeout: OnTimeout,
    /// The share of requests that make this call. Default all.
    pub share: Option<Share>,
    /// How many times in a row the call is made. Default 1.
    #[schemars(range(min = 1, max = 1000))]
    pub times: Option<u32>,
    /// Make the call for reads or for writes only.
    pub only: Option<Mode>,
    /// Start together with the call before it instead of after it.
    #[serde(default)]
    pub parallel: bool,
    /// The time a request, and again its answer, spends on the way. Default none.
    pub latency: Option<Work>,
    /// The share of requests whose packets are lost, so that the caller hears nothing. Default 0%.
    pub loss: Option<Share>,
    /// The port that is called, where firewalls matter.
    pub port: Option<u16>,
    /// At most this many calls per second; more fail at once.
    pub rate_limit: Option<RateLimit>,
    /// At most this many calls at the same time (a bulkhead); more fail at once.
    #[schemars(range(min = 1))]
    pub max_in_flight: Option<u32>,
    /// Stops calling while the callee fails.
    pub breaker: Option<Breaker>,
    /// What to do when the call has failed for good: `fail`, `ignore`, or the name of a component to
    /// call instead. Default fail.
    pub fallback: Option<String>,
    /// The feature flag that switches the call off; a call switched off is left out.
    pub flag: Option<String>,
}

/// What becomes of work whose caller gave up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnTimeout {
    /// It goes on and takes capacity, as almost everywhere.
    #[default]
    Burn,
    /// It is cancelled, and what it held is free.
    Cancel,
}

/// Reads or writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Requests that read.
    Reads,
    /// Requests that write.
    Writes,
}

/// How failed attempts are tried again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// The most attempts there are, the first one included.
    #[schemars(range(min = 1, max = 100))]
    pub attempts: u32,
    /// The pause before the second attempt. Default none.
    pub backoff: Option<Duration>,
    /// What the pause is multiplied by each time. Default 2x.
    pub growth: Option<Factor>,
    /// The longest pause.
    pub max: Option<Duration>,
    /// How the pause varies. Default none.
    #[serde(default)]
    pub jitter: Jitter,
    /// Retries may add at most this share to the first attempts (a token bucket on the edge).
    pub budget: Option<Share>,
}

/// How a pause varies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Jitter {
    /// Not at all.
    #[default]
    None,
    /// Anything between none and the whole.
    Full,
    /// Anything between half and the whole.
    Equal,
}

/// A token bucket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    /// How fast tokens come back.
    pub rate: Rate,
    /// How many tokens there are at most. Default one second's worth, at least 1.
    pub burst: Option<u32>,
}

/// A circuit breaker: closed, then open after too many failures, then half-open to try again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breaker {
    /// The share of failures that opens it.
    pub failures: Share,
    /// Over how many calls the share is taken. Default 20.
    #[schemars(range(min = 1, max = 1000))]
    pub over: Option<u32>,
    /// How long it stays open.
    pub open_for: Duration,
    /// How many calls must succeed while half-open to close it. Default 1.
    #[schemars(range(min = 1))]
    pub half_open: Option<u32>,
}
