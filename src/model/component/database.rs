//! Shards of a primary and replicas, and what becomes of their data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Order, Overload};
use crate::model::units::{Contention, Duration, Share, Size, Throughput, Work};

use super::one;

/// Shards, each with one primary and its replicas. A request's key decides the shard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// How many shards there are. Default 1.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 1000))]
    pub shards: u32,
    /// How many replicas each shard has beside its primary. Default 0.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100))]
    pub replicas: u32,
    /// How many queries each copy works on at the same time. Default without limit.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub workers: Option<u32>,
    /// How many queries may wait at each copy; more fail at once. Default without limit.
    pub queue: Option<u32>,
    /// Who leaves the queue first. Default fifo.
    #[serde(default)]
    pub order: Order,
    /// How long a query takes. Default no time.
    pub work: Option<Work>,
    /// How long a write takes. Default as `work`.
    pub write_work: Option<Work>,
    /// What the queries in progress, itself among them, add to a query's work; counted when it starts.
    pub contention: Option<Contention>,
    /// The share of queries that succeed when nothing else is wrong. Default 100%.
    pub availability: Option<Share>,
    /// The availability while more queries than this are in progress on a copy.
    pub overload: Option<Overload>,
    /// The availability by attempt: the first, the second, and so on; the last holds for all further.
    #[serde(default)]
    pub availability_by_attempt: Vec<Share>,
    /// Which copies answer reads.
    #[serde(default)]
    pub reads: Reads,
    /// How writes reach the replicas.
    #[serde(default)]
    pub replication: Replication,
    /// Promotes a replica when the primary is lost. Without it the shard stays read-only.
    pub failover: Option<Failover>,
    /// The data of each shard; one size holds for all.
    #[serde(default)]
    pub data: Vec<Size>,
    /// The recovery of a lost shard from backups.
    pub restore: Option<Restore>,
    /// The copying of a lost replica from a copy that lives.
    pub rebuild: Option<Rebuild>,
    /// How long a copy takes to restart. Default 1m.
    pub startup: Option<Duration>,
    /// The ports that the firewall in front lets through; others are dropped. Default all.
    pub allow_ports: Option<Vec<u16>>,
}

/// Which copies answer reads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reads {
    /// The share of requests that read. Default what the load says.
    pub share: Option<Share>,
    /// Where reads go first; when none of these lives, to any copy that does. Default any.
    #[serde(default)]
    pub from: ReadFrom,
    /// Whether reads go on from replicas when the primary is lost. Default true.
    pub without_primary: Option<bool>,
}

/// Where reads go first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReadFrom {
    /// Any copy.
    #[default]
    Any,
    /// The primary.
    Primary,
    /// The replicas.
    Replica,
}

/// How writes reach the replicas.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replication {
    /// Whether a write waits until every live replica has it. Default false.
    #[serde(default)]
    pub synchronous: bool,
    /// How far replicas are behind. Default no time.
    pub lag: Option<Duration>,
}

/// The promotion of a replica.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Failover {
    /// How long it takes to notice that the primary is lost.
    pub detect: Duration,
    /// How long the promotion takes.
    pub promote: Duration,
}

/// The recovery of lost data from backups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Restore {
    /// How fast data comes back, for each shard by itself.
    pub rate: Throughput,
}

/// The copying of a replica from a peer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rebuild {
    /// How fast data is copied.
    pub rate: Throughput,
    /// The share of the peer's workers that the copying takes. Default 0%.
    pub takes: Option<Share>,
    /// Whether the copying starts by itself. Default true.
    pub automatic: Option<bool>,
    /// Whether every replica is copied again after a promotion. Default false.
    #[serde(default)]
    pub after_promotion: bool,
}
