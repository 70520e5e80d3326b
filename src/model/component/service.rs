//! Instances with workers and a queue.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::edge::{Call, RateLimit};
use crate::model::named::Named;
use crate::model::units::{Contention, Duration, Share, Work};

use super::{one, yes};

/// Instances with workers and a queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// How many instances there are. Default 1.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 10_000))]
    pub instances: u32,
    /// How many requests each instance works on at the same time. Default without limit.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub workers: Option<u32>,
    /// How many requests may wait at each instance; more fail at once. Default without limit.
    pub queue: Option<u32>,
    /// Who leaves the queue first. Default fifo.
    #[serde(default)]
    pub order: Order,
    /// How long a request may wait in the queue before it fails.
    pub max_wait: Option<Duration>,
    /// How long a worker is busy with one request, calls aside. Default no time.
    pub work: Option<Work>,
    /// What the requests in progress, itself among them, add to a request's work; counted when it starts.
    pub contention: Option<Contention>,
    /// The share of requests that succeed when nothing else is wrong. Default 100%.
    pub availability: Option<Share>,
    /// The availability while more requests than this are in progress on an instance.
    pub overload: Option<Overload>,
    /// The availability by attempt: the first, the second, and so on; the last holds for all further.
    #[serde(default)]
    pub availability_by_attempt: Vec<Share>,
    /// Whether a worker is held while it waits for the components it calls. Default true.
    #[serde(default = "yes")]
    pub blocking: bool,
    /// The components called for each request, one after the other.
    #[serde(default)]
    pub calls: Named<Call>,
    /// At most this many requests per second and instance; more fail at once.
    pub rate_limit: Option<RateLimit>,
    /// Refuses requests of the lowest priority while the queue is longer than this.
    pub shed_above: Option<u32>,
    /// Adds and removes instances.
    pub autoscale: Option<Autoscale>,
    /// How long an instance takes to start. Default 30s.
    pub startup: Option<Duration>,
    /// The ports that the firewall in front lets through; others are dropped. Default all.
    pub allow_ports: Option<Vec<u16>>,
}

/// Who leaves a queue first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Who came first.
    #[default]
    Fifo,
    /// Who came last.
    Lifo,
    /// The highest priority, then who came first.
    Priority,
}

/// A lower availability under many requests at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overload {
    /// From how many requests in progress on.
    pub from: u32,
    /// The share of requests that then succeed.
    pub availability: Share,
}

/// Adds instances when they are busy and removes them when they are idle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Autoscale {
    /// The fewest instances.
    #[schemars(range(min = 1))]
    pub min: u32,
    /// The most instances.
    #[schemars(range(min = 1, max = 10_000))]
    pub max: u32,
    /// The utilisation of workers it aims at.
    pub utilisation: Share,
    /// How often it looks. Default 1m.
    pub every: Option<Duration>,
}
