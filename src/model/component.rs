//! The kinds of components a system is built from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::edge::{Call, Mode, RateLimit};
use super::named::Named;
use super::units::{Contention, Duration, Share, Size, Throughput, Work};

/// A part of the system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Component {
    /// Instances with workers and a queue, which work and call others.
    Service(Service),
    /// Spreads requests over instances.
    LoadBalancer(LoadBalancer),
    /// Shards of a primary and replicas, with data that can be lost and restored.
    Database(Database),
    /// Answers what it has seen before, and asks the component behind it for the rest.
    Cache(Cache),
    /// A bounded number of connections to another component, each held for a whole call.
    Pool(Pool),
    /// Something that is used up, or held and given back, and reclaimed by a janitor.
    Resource(Resource),
    /// Nodes that elect a leader and need a majority to write.
    Quorum(Quorum),
    /// Workers that take a lease with a time to live before they run a job.
    Lease(Lease),
}

impl Component {
    /// The kind's name as written.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Service(_) => "service",
            Self::LoadBalancer(_) => "load_balancer",
            Self::Database(_) => "database",
            Self::Cache(_) => "cache",
            Self::Pool(_) => "pool",
            Self::Resource(_) => "resource",
            Self::Quorum(_) => "quorum",
            Self::Lease(_) => "lease",
        }
    }

    /// The components it sends requests to, each with how it calls them where that is said.
    pub fn callees(&self) -> Vec<(&str, Option<&Call>)> {
        match self {
            Self::Service(service) => service.calls.iter().map(|(name, call)| (name, Some(call))).collect(),
            Self::LoadBalancer(balancer) => {
                balancer.to.names().into_iter().map(|name| (name, None)).collect()
            }
            Self::Cache(cache) => vec![(cache.to.as_str(), None)],
            Self::Pool(pool) => vec![(pool.to.as_str(), None)],
            Self::Resource(resource) => resource.to.iter().map(|name| (name.as_str(), None)).collect(),
            Self::Lease(lease) => vec![(lease.quorum.as_str(), None)],
            Self::Database(_) | Self::Quorum(_) => Vec::new(),
        }
    }
}

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

/// Spreads requests over the instances of other components.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadBalancer {
    /// The component or components behind it.
    pub to: Names,
    /// How an instance is chosen. Default `round_robin`.
    #[serde(default)]
    pub policy: Policy,
    /// Takes instances out that fail their checks.
    pub health: Option<Health>,
    /// Takes instances out that fail requests.
    pub eject: Option<Eject>,
    /// How requests reach the instances.
    pub call: Option<Call>,
    /// The ports that the firewall in front lets through; others are dropped. Default all.
    pub allow_ports: Option<Vec<u16>>,
}

/// One name or several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Names {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Names {
    /// The names in order.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::One(name) => vec![name],
            Self::Many(names) => names.iter().map(String::as_str).collect(),
        }
    }
}

/// How an instance is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// In turn.
    #[default]
    RoundRobin,
    /// At random.
    Random,
    /// The one with the fewest requests.
    LeastBusy,
    /// The less busy of two drawn at random.
    TwoChoices,
    /// By key, so that the same key always meets the same instance.
    Hash,
}

/// Regular checks of every instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// The time between checks.
    pub every: Duration,
    /// How many failed checks in a row take an instance out. Default 2.
    #[schemars(range(min = 1))]
    pub fall: Option<u32>,
    /// How many good checks in a row put it back. Default 2.
    #[schemars(range(min = 1))]
    pub rise: Option<u32>,
    /// The share of the instances in service that one round of checks may take out, rounded up. Default all.
    pub at_most: Option<Share>,
    /// A check also fails when the share of busy workers of this component, at that instant, is outside
    /// the bounds.
    pub probe: Option<Probe>,
}

/// A look at how busy a component is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Probe {
    /// The component looked at.
    pub component: String,
    /// Healthy only while at most this share of its workers is busy.
    pub below: Option<Share>,
    /// Healthy only while more than this share of its workers is busy.
    pub above: Option<Share>,
}

/// Takes out an instance after failures in a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Eject {
    /// How many failures in a row.
    #[schemars(range(min = 1))]
    pub failures: u32,
    /// For how long it is out.
    #[serde(rename = "for")]
    pub lasts: Duration,
}

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

fn one() -> u32 {
    1
}

fn three() -> u32 {
    3
}

fn yes() -> bool {
    true
}
