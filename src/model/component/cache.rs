//! A cache in front of another component.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::edge::Call;
use crate::model::units::{Duration, Work};

use super::one;

/// A read-through or look-aside cache in front of another component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cache {
    /// The component that is asked on a miss.
    pub to: String,
    /// How a miss calls it.
    pub call: Option<Call>,
    /// How many nodes share the keys. Default 1.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 1000))]
    pub nodes: u32,
    /// How keys are spread over the nodes. Default ring.
    #[serde(default)]
    pub placement: Placement,
    /// How many keys each node holds; the least recently used leaves first. Default without limit.
    #[schemars(range(min = 1, max = 10_000_000))]
    pub capacity: Option<u32>,
    /// How long an entry lives.
    pub ttl: Option<Duration>,
    /// How long a lookup takes. Default no time.
    pub work: Option<Work>,
    /// How many lookups each node works on at the same time. Default without limit.
    pub workers: Option<u32>,
    /// How many lookups may wait at each node. Default without limit.
    pub queue: Option<u32>,
    /// Whether requests for a key that is being fetched wait for it instead of fetching it again.
    #[serde(default)]
    pub coalesce: bool,
    /// Whether requests go past a node that is down to the component behind it. Default true.
    pub bypass_when_down: Option<bool>,
    /// Whether writes drop the key and go to the component behind. Default true.
    pub invalidate_on_write: Option<bool>,
    /// Serve an entry that is too old when the component behind fails. Default false.
    #[serde(default)]
    pub serve_stale: bool,
    /// Whether the cache starts with nothing in it, or with what it usually holds. Default cold.
    #[serde(default)]
    pub start: CacheStart,
}

/// How keys are spread over the nodes of a cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// Consistent hashing: a node that leaves gives its keys to its neighbours.
    #[default]
    Ring,
    /// Key modulo the number of live nodes: when one leaves, almost every key moves.
    Modulo,
    /// Key modulo the number of all nodes: the keys of a lost node have no home.
    Fixed,
}

/// What a cache holds at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CacheStart {
    /// Nothing.
    #[default]
    Cold,
    /// The lowest keys, as many as fit.
    Warm,
}
