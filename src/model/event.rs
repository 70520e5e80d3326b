//! What happens to the system: faults, repairs, changes, and what people do about them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::moment::At;
use super::target::Target;
use super::units::{Duration, Factor, Share, Work};

/// One event. It happens `at` a time, or `after` a delay once a condition holds (`when`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The name by which conditions, variants and expectations speak of it.
    pub id: Option<String>,
    /// When it happens.
    pub at: Option<At>,
    /// What must hold first.
    pub when: Option<When>,
    /// How long after `when` it happens. Default at once.
    pub after: Option<Duration>,
    /// What is done.
    #[serde(rename = "do")]
    pub verb: Verb,
    /// What it is done to.
    pub target: Option<Target>,
    /// How many of the matching instances, chosen at random, are struck. Default all.
    #[schemars(range(min = 1))]
    pub count: Option<u32>,
    /// The time from one instance to the next. Default all at once.
    pub stagger: Option<Duration>,
    /// How long the effect lasts, on each instance by itself; then it is undone.
    #[serde(rename = "for")]
    pub lasts: Option<Duration>,
    /// When the effect ends, on all of them; nothing more is struck then.
    pub until: Option<At>,
    /// How many times slower or more: `slow`, `surge`.
    pub factor: Option<Factor>,
    /// A share: the availability of `degrade`, the packets lost by `lose`.
    pub share: Option<Share>,
    /// A duration: the latency of `delay`, the error of a clock of `skew`.
    pub by: Option<Work>,
    /// The port of `delete_rule` and `add_rule`.
    pub port: Option<u16>,
    /// The feature flag of `disable` and `enable`.
    pub flag: Option<String>,
    /// The parameters that `set` and `deploy` change, by name.
    #[serde(default)]
    pub set: super::named::Named<serde_json::Value>,
    /// How many instances `deploy` changes at a time. Default 1.
    #[schemars(range(min = 1))]
    pub batch: Option<u32>,
    /// What a script checks before it strikes an instance.
    pub guard: Option<Guard>,
    /// The most instances that a script may strike before it stops itself: its blast radius.
    pub blast_radius: Option<u32>,
    /// Stops the rest of a staggered event when this monitor fires.
    pub stop_on: Option<String>,
    /// The chance that it happens at all. Default 100%.
    pub chance: Option<Share>,
    /// Who does it: a role.
    pub who: Option<String>,
    /// Why, or what was thought, as the page tells it.
    pub because: Option<String>,
}

/// What must hold before an event happens; exactly one of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// No live copy with data is left of any shard, or no live instance of any component, that matches.
    pub lost: Option<Target>,
    /// Any matching instance is down.
    pub down: Option<Target>,
    /// This monitor has fired.
    pub alert: Option<String>,
    /// This event has happened and its effect on the last instance has begun.
    pub done: Option<String>,
    /// This event's effect is over: the restore is complete, the rebuild is complete.
    pub over: Option<String>,
    /// This resource is used up.
    pub exhausted: Option<String>,
    /// This quorum has no leader that can commit.
    pub no_leader: Option<String>,
}

/// What a script checks first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Guard {
    /// Leaves an instance alone that is up and serving.
    RefuseIfServing,
    /// Leaves an instance alone when no other copy of its shard, or no other instance, would be left.
    RefuseIfLast,
}

/// What an event does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Nothing to the system: a look, a thought, a message.
    Note,
    /// Stops instances; their requests fail at once.
    Crash,
    /// Stops instances and starts them again after their startup time.
    Restart,
    /// Brings instances back, ends `slow`, `degrade`, `cut`, `lose` and `delay`.
    Repair,
    /// Stops instances, deletes their data, and leaves them empty.
    Reinstall,
    /// Deletes the data of copies that go on running, or the entries of a cache.
    Wipe,
    /// Recovers lost shards from backups: data / rate.
    Restore,
    /// Copies the data of empty copies from a live peer.
    Rebuild,
    /// Makes a replica the primary at once.
    Promote,
    /// Multiplies the time that work takes by `factor`.
    Slow,
    /// Sets the availability to `share`.
    Degrade,
    /// Lets nothing through a link; callers hear nothing.
    Cut,
    /// Loses `share` of the requests on a link; callers hear nothing.
    Lose,
    /// Adds the latency `by` to a link.
    Delay,
    /// Deletes the firewall rule that lets `port` through.
    DeleteRule,
    /// Adds a firewall rule that lets `port` through.
    AddRule,
    /// Switches the calls with a feature flag off.
    Disable,
    /// Switches the calls with a feature flag on.
    Enable,
    /// Multiplies the rate of a load by `factor`.
    Surge,
    /// Changes parameters of a component.
    Set,
    /// Changes parameters of a component instance by instance, `batch` at a time, `stagger` apart.
    Deploy,
    /// Puts the parameters of a component back to what they were at the start.
    Rollback,
    /// Stops the janitor of a resource, or the automatic failover and rebuild of a database.
    Stop,
    /// Starts it again.
    Start,
    /// Runs the reclaim of a resource now, and opens its latch.
    Reclaim,
    /// Sets the clock of quorum nodes ahead of the others by `by`.
    Skew,
}
