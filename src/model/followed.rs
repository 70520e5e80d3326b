//! Single requests followed through the system, as plain data. Times are nanoseconds after the start of
//! the run.

use serde::{Deserialize, Serialize};

/// Requests of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Followed {
    /// The model's name.
    pub model: String,
    /// The variant that was run.
    pub variant: String,
    /// The seed of the run.
    pub seed: u64,
    /// The requests, in the order in which they were sent.
    pub requests: Vec<Request>,
}

/// A request of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The how-many-eth request of the run it is, from 1.
    pub id: u64,
    /// The load that sent it.
    pub load: String,
    /// When it was sent.
    pub sent: u64,
    /// The same as local time, `2014-01-10T17:30:00.125-08:00`.
    pub clock: String,
    /// The key it is about.
    pub key: u32,
    /// Whether it writes.
    pub write: bool,
    /// When the user had an answer or gave up; absent when the run ended first.
    pub ended: Option<u64>,
    /// `succeeded`, or why it failed.
    pub outcome: Option<String>,
    /// The attempts to get it answered.
    pub hops: Vec<Hop>,
}

/// One attempt of one call.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hop {
    /// The caller.
    pub from: String,
    /// The instance or copy that took it, or the component where it reached none.
    pub to: String,
    /// The load balancer that passed it on.
    pub via: Option<String>,
    /// Which attempt it is, from 1.
    pub attempt: u32,
    /// The pause that the caller made before it, after the attempt before.
    pub backoff: u64,
    /// When the caller sent it.
    pub sent: u64,
    /// When it arrived; absent when it did not.
    pub arrived: Option<u64>,
    /// When a worker took it.
    pub started: Option<u64>,
    /// When the callee's own work was done and it went on to its calls or answered.
    pub worked: Option<u64>,
    /// When the callee was done with it, which is after `ended` where it worked on for nobody.
    pub left: Option<u64>,
    /// When the caller had an answer or gave up.
    pub ended: Option<u64>,
    /// `succeeded`, or why it failed as the caller saw it.
    pub outcome: Option<String>,
    /// The attempts of the callee's own calls.
    pub hops: Vec<Hop>,
}
