//! Something of which there is only so much.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::edge::{Call, Mode};
use crate::model::units::{Duration, Share, Work};

/// Something of which there is only so much: transaction ids, disk, memory, slots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The component that requests go on to. Default none: the request ends here.
    pub to: Option<String>,
    /// How the component is called.
    pub call: Option<Call>,
    /// How much there is.
    #[schemars(range(min = 0.0))]
    pub capacity: f64,
    /// How much one request takes. Default 1.
    pub each: Option<f64>,
    /// How much is in use at the start. Default 0.
    pub used: Option<f64>,
    /// Which requests take from it. Default all.
    pub only: Option<Mode>,
    /// How long what a request took is held before it is given back. Default it is used up for good.
    pub hold: Option<Work>,
    /// The share of requests that do not give back what they held; only a reclaim brings it back.
    pub leak: Option<Share>,
    /// How used amounts are brought back: a vacuum, a janitor, a log rotation.
    pub reclaim: Option<Reclaim>,
    /// What happens when there is none left. Default fail.
    #[serde(default)]
    pub exhausted: Exhausted,
}

/// A regular reclaim of what was used or leaked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reclaim {
    /// The time between reclaims.
    pub every: Duration,
    /// How long one reclaim takes before its effect. Default no time.
    pub takes: Option<Duration>,
    /// The share of the used or leaked amount that comes back. Default 100%.
    pub share: Option<Share>,
}

/// What happens when a resource is used up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exhausted {
    /// Requests fail until something comes back.
    #[default]
    Fail,
    /// Requests fail until somebody runs `reclaim` by hand, even when something comes back.
    Latch,
}
