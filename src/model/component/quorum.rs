//! Nodes that elect a leader.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::units::{Duration, Work};

use super::three;

/// Nodes that elect a leader: reads need one node, writes the leader and a majority.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    /// How many nodes there are. Default 3.
    #[serde(default = "three")]
    #[schemars(range(min = 1, max = 15))]
    pub nodes: u32,
    /// How many requests each node works on at the same time. Default without limit.
    pub workers: Option<u32>,
    /// How many requests may wait at each node. Default without limit.
    pub queue: Option<u32>,
    /// How long a request takes at a node, the round trip to the followers aside. Default no time.
    pub work: Option<Work>,
    /// How often the leader is heard of. Default 50ms.
    pub heartbeat: Option<Duration>,
    /// How long a follower waits for the leader before it stands for election. Default uniform(150ms, 300ms).
    pub election: Option<Work>,
    /// The time of a message to another node and back. Default 1ms.
    pub round_trip: Option<Duration>,
    /// The node that becomes leader whenever it can. Default whoever stands first.
    pub preferred_leader: Option<u32>,
    /// Reads need the leader, too. Default false.
    #[serde(default)]
    pub linearizable_reads: bool,
}
