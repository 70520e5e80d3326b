//! A bounded number of connections.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::edge::Call;
use crate::model::units::{Duration, Share};

use super::one;

/// A bounded number of connections, each held from the request to its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// The component the connections lead to.
    pub to: String,
    /// How the component is called.
    pub call: Option<Call>,
    /// How many connections there are.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub size: u32,
    /// How many pools of this size there are, one for each instance of the caller; requests are spread by
    /// key. Default 1.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 10_000))]
    pub pools: u32,
    /// How long a request waits for a connection before it fails. Default for ever.
    pub max_wait: Option<Duration>,
    /// How many requests may wait. Default without limit.
    pub queue: Option<u32>,
    /// The share of requests that never give their connection back. Default 0%.
    pub leak: Option<Share>,
    /// After how long a leaked connection is taken back. Default never.
    pub reclaim_after: Option<Duration>,
}
