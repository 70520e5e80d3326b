//! A component while the model runs: nodes with workers and queues, and what is particular to its kind.

use std::collections::VecDeque;

use crate::model::component::{Order, Overload};
use crate::model::units::{Contention, Share, Work};

use super::components::Kind;
use super::edge::Bucket;
use super::random::Stream;
use super::stats::Stats;

/// Workers without limit.
pub(crate) const UNLIMITED: u32 = u32::MAX;

/// A component. What requests use of a thousand components all the time has to fit into the processor's
/// cache: it stands together at the start of a line of its own, and what is rare behind it.
#[derive(Clone, Debug)]
#[repr(C)]
pub(crate) struct Part {
    pub(crate) kind: Kind,
    pub(crate) nodes: Vec<Node>,
    /// Its calls in order: the edge, and whether it starts together with the one before.
    pub(crate) steps: Box<[Step]>,
    pub(crate) stats: Stats,
    pub(crate) station: Station,
    pub(crate) rng: Rngs,
    /// The ports the firewall lets through.
    pub(crate) allow: Option<Vec<u16>>,
    pub(crate) name: String,
    pub(crate) startup: u64,
    /// The station as the model says it, for a rollback.
    pub(crate) original: Box<Station>,
}

/// One call of a component.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) edge: u16,
    pub(crate) parallel: bool,
    pub(crate) share: f64,
    pub(crate) only: Option<crate::model::edge::Mode>,
}

const _: () = assert!(std::mem::offset_of!(Part, stats) == 64, "a line of the processor's cache");

/// The streams of a component.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub(crate) struct Rngs {
    pub(crate) work: Stream,
    pub(crate) fail: Stream,
    pub(crate) route: Stream,
}

impl Rngs {
    pub(crate) fn new(seed: u64, name: &str) -> Self {
        Self {
            work: Stream::new(seed, name, "work"),
            fail: Stream::new(seed, name, "fail"),
            route: Stream::new(seed, name, "route"),
        }
    }
}

/// How the nodes of a component work; what a request needs that finds a worker comes first.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub(crate) struct Station {
    pub(crate) work: Work,
    pub(crate) availability: f64,
    pub(crate) rare: Option<Box<Rare>>,
    pub(crate) workers: u32,
    pub(crate) blocking: bool,
    pub(crate) order: Order,
    pub(crate) queue: u32,
    pub(crate) max_wait: Option<u64>,
    pub(crate) shed_above: Option<u32>,
}

/// What few components say about their work.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rare {
    pub(crate) write_work: Option<Work>,
    pub(crate) contention: Option<Contention>,
    pub(crate) overload: Option<Overload>,
    pub(crate) by_attempt: Vec<Share>,
}

impl Rare {
    /// None where nothing is said.
    pub(crate) fn new(rare: Self) -> Option<Box<Self>> {
        let Self { write_work, contention, overload, by_attempt } = &rare;
        let said = write_work.is_some() || contention.is_some() || overload.is_some();
        (said || !by_attempt.is_empty()).then(|| Box::new(rare))
    }
}

impl Default for Station {
    fn default() -> Self {
        Self {
            workers: UNLIMITED,
            queue: UNLIMITED,
            order: Order::Fifo,
            max_wait: None,
            work: Work::ZERO,
            availability: 1.0,
            blocking: true,
            shed_above: None,
            rare: None,
        }
    }
}

/// What a node knows of its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Data {
    /// All of it, or it needs none.
    Whole,
    /// Nothing.
    Empty,
    /// It is being restored or rebuilt; the number tells one filling from the next.
    Filling(u32),
}

/// An instance, a copy, a pool: workers, a queue, and its health. What a request needs that finds a
/// worker is one line of the processor's cache.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub(crate) struct Node {
    pub(crate) workers: u32,
    /// Workers held by what is not a request: the copying of a peer.
    pub(crate) reserved: u32,
    pub(crate) busy: u32,
    pub(crate) queued: u32,
    pub(crate) up: bool,
    /// It exists: an instance that the autoscaler has not made yet does not.
    pub(crate) exists: bool,
    pub(crate) data: Data,
    pub(crate) taken: u64,
    /// Its own parameters after a deploy.
    pub(crate) own: Option<Box<Station>>,
    pub(crate) limit: Option<Box<Bucket>>,
    /// What faults do to its work.
    pub(crate) hurt: Option<Box<Hurt>>,
    /// One queue, or one for each priority.
    pub(crate) queues: Vec<VecDeque<u32>>,
    /// Changes with every crash and restart, so that timers of an earlier life are stale.
    pub(crate) life: u32,
    pub(crate) down_since: Option<u64>,
    pub(crate) down_for: u64,
}

const _: () = assert!(std::mem::offset_of!(Node, queues) <= 64, "a line of the processor's cache");

/// What faults do to a node's work.
#[derive(Clone, Debug)]
pub(crate) struct Hurt {
    /// How many times as long it takes.
    pub(crate) slow: f64,
    /// The availability that is forced on it.
    pub(crate) degraded: Option<f64>,
}

impl Node {
    pub(crate) fn new(workers: u32, priorities: usize) -> Self {
        Self {
            workers,
            reserved: 0,
            busy: 0,
            queues: vec![VecDeque::new(); priorities.max(1)],
            queued: 0,
            up: true,
            exists: true,
            data: Data::Whole,
            hurt: None,
            own: None,
            life: 0,
            down_since: None,
            down_for: 0,
            taken: 0,
            limit: None,
        }
    }

    /// Whether it can answer requests.
    pub(crate) fn serves(&self) -> bool {
        self.up && self.exists && self.data == Data::Whole
    }

    /// What faults do to its work, to be changed.
    pub(crate) fn hurt(&mut self) -> &mut Hurt {
        self.hurt.get_or_insert_with(|| Box::new(Hurt { slow: 1.0, degraded: None }))
    }

    pub(crate) fn has_worker(&self) -> bool {
        self.workers == UNLIMITED || self.busy + self.reserved < self.workers
    }

    /// Keeps the time for which it did not serve; to be called after its health may have changed.
    pub(crate) fn note_health(&mut self, now: u64) {
        match (self.serves(), self.down_since) {
            (true, Some(since)) => {
                self.down_for += now - since;
                self.down_since = None;
            }
            (false, None) if self.exists => self.down_since = Some(now),
            _ => {}
        }
    }
}

impl Part {
    /// The share of workers that are busy right now.
    pub(crate) fn utilisation(&self) -> f64 {
        let workers: u64 = self
            .nodes
            .iter()
            .filter(|node| node.exists && node.workers != UNLIMITED)
            .map(|node| u64::from(node.workers))
            .sum();
        let busy: u64 = self.nodes.iter().map(|node| u64::from(node.busy + node.reserved)).sum();
        if workers == 0 { f64::from(u8::from(busy > 0)) } else { busy as f64 / workers as f64 }
    }

    /// Counts the workers anew, after instances or their workers have changed.
    pub(crate) fn count_workers(&mut self, now: u64) {
        let limited = |node: &&Node| node.exists && node.workers != UNLIMITED;
        let workers = self.nodes.iter().filter(limited).map(|node| u64::from(node.workers)).sum();
        self.stats.workers.set(workers, now);
    }

    /// A node's path, such as `meta/2/0`.
    pub(crate) fn node_name(&self, node: usize) -> String {
        match &self.kind {
            Kind::Database(database) => {
                let (shard, copy) = database.place(node);
                format!("{}/{shard}/{copy}", self.name)
            }
            _ if self.nodes.len() == 1 => self.name.clone(),
            _ => format!("{}/{node}", self.name),
        }
    }
}
