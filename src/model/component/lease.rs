//! Workers that take a lease before they run a job.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::units::{Duration, Work};

/// Workers that each take a lease before they run a job; only one should hold it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lease {
    /// The quorum that keeps the lease.
    pub quorum: String,
    /// How many workers want it. Default 2.
    #[schemars(range(min = 1, max = 1000))]
    pub contenders: Option<u32>,
    /// How long the lease lives without renewal, by the clock of the quorum's leader.
    pub ttl: Duration,
    /// How often the holder renews it. Default never.
    pub renew: Option<Duration>,
    /// How long the job takes.
    pub job: Work,
    /// How long a worker that did not get the lease waits before it tries again.
    pub retry: Duration,
    /// How long the holder rests after its job. Default as `retry`.
    pub rest: Option<Duration>,
    /// Whether the work is protected by a fencing token: a job whose lease was lost is refused.
    #[serde(default)]
    pub fencing: bool,
}
