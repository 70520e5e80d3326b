//! Databases: shards of a primary and replicas, failover, loss, restore and rebuild.

use crate::model::component::{Database as Spec, ReadFrom};

use crate::sim::calls::{Call, Cause};
use crate::sim::components::{Kind, Next, by_key};
use crate::sim::part::{Data, Node};
use crate::sim::random::{Stream, ticks};
use crate::sim::timer::Timer;
use crate::sim::world::World;

#[derive(Clone, Debug)]
pub(crate) struct Database {
    pub(crate) spec: Spec,
    copies: usize,
    pub(crate) shards: Vec<Shard>,
    /// Failover and rebuilds happen by themselves.
    pub(crate) automatic: bool,
    fillings: u32,
    share: Stream,
    pub(crate) promotions: u64,
    pub(crate) writes_lost: f64,
}

/// One shard.
#[derive(Clone, Debug)]
pub(crate) struct Shard {
    pub(crate) primary: usize,
    /// A promotion is under way.
    promoting: bool,
    /// Changes with each promotion, so that timers of an earlier one are stale.
    term: u32,
    next: usize,
    /// Writes of late, decaying, for the estimate of what a failover loses.
    writes: f64,
    wrote: u64,
    lost: bool,
}

impl Database {
    pub(crate) fn new(spec: &Spec, share: Stream) -> Self {
        let fresh =
            Shard { primary: 0, promoting: false, term: 0, next: 0, writes: 0.0, wrote: 0, lost: false };
        Self {
            spec: spec.clone(),
            copies: spec.replicas as usize + 1,
            shards: vec![fresh; spec.shards as usize],
            automatic: true,
            fillings: 0,
            share,
            promotions: 0,
            writes_lost: 0.0,
        }
    }

    /// The shard and copy of a node.
    pub(crate) fn place(&self, node: usize) -> (usize, usize) {
        (node / self.copies, node % self.copies)
    }

    pub(crate) fn node(&self, shard: usize, copy: usize) -> usize {
        shard * self.copies + copy
    }

    /// The nodes of a shard.
    pub(crate) fn nodes(&self, shard: usize) -> std::ops::Range<usize> {
        shard * self.copies..(shard + 1) * self.copies
    }

    pub(crate) fn is_primary(&self, node: usize) -> bool {
        let (shard, copy) = self.place(node);
        self.shards.get(shard).is_some_and(|shard| shard.primary == copy)
    }

    /// The copy that answers a query: the primary for writes; for reads a live copy of the kind asked for,
    /// and any live copy when there is none of that kind.
    pub(crate) fn route(
        &mut self,
        nodes: &[Node],
        call: &mut Call,
        stream: &mut Stream,
    ) -> Result<u16, Cause> {
        let at = usize::from(by_key(call.key, self.shards.len()));
        if let Some(share) = self.spec.reads.share {
            call.write = !self.share.chance(share.0);
        }
        let write = call.write;
        let range = self.nodes(at);
        let shard = &mut self.shards[at];
        let primary = range.start + shard.primary;
        let live = nodes[primary].serves();
        let short = |node: usize| u16::try_from(node).map_err(|_| Cause::NoInstance);
        let any = |nodes: &[Node]| range.clone().any(|node| nodes[node].serves());
        if write && live {
            return short(primary);
        }
        if !any(nodes) {
            let empty = range.clone().all(|node| nodes[node].data != Data::Whole);
            return Err(if empty { Cause::DataLost } else { Cause::Refused });
        }
        if write || !live && self.spec.reads.without_primary == Some(false) {
            return Err(Cause::ReadOnly);
        }
        let wanted = |node: usize| match self.spec.reads.from {
            ReadFrom::Any => true,
            ReadFrom::Primary => node == primary,
            ReadFrom::Replica => node != primary,
        };
        let fitting: Vec<usize> = if range.len() <= 1 {
            return short(primary);
        } else {
            range.clone().filter(|node| nodes[*node].serves() && wanted(*node)).collect()
        };
        let all: Vec<usize> =
            if fitting.is_empty() { range.filter(|node| nodes[*node].serves()).collect() } else { fitting };
        let bound = u32::try_from(all.len()).unwrap_or(1).max(1);
        shard.next = stream.below(bound) as usize;
        all.get(shard.next).copied().map_or(Err(Cause::Refused), short)
    }
}

/// How long the copying of `bytes` takes at `rate` bytes per second.
fn copying(bytes: f64, rate: f64) -> u64 {
    ticks(bytes / rate * 1e9)
}

impl World<'_> {
    fn database(&mut self, at: usize) -> Option<(&mut Database, &mut Vec<Node>)> {
        let part = &mut self.parts[at];
        match &mut part.kind {
            Kind::Database(database) => Some((database.as_mut(), &mut part.nodes)),
            _ => None,
        }
    }

    /// Counts writes for the estimate of what is lost with the primary.
    pub(crate) fn replicate(&mut self, child: u32) -> Next {
        let call = self.calls[child];
        let now = self.now;
        let Some((database, _)) = self.database(usize::from(call.part)) else { return Next::Calls };
        if let Some(lag) = database.spec.replication.lag.filter(|lag| call.write && lag.0 > 0) {
            let (shard, _) = database.place(usize::from(call.node));
            let shard = &mut database.shards[shard];
            shard.writes = 1.0 + shard.writes * libm::exp(-((now - shard.wrote) as f64 / lag.0 as f64));
            shard.wrote = now;
        }
        Next::Calls
    }

    /// The health of a shard may have changed: promotes, rebuilds, and tells what is lost.
    pub(crate) fn shard_changed(&mut self, at: usize, shard: usize) {
        let name = format!("{}/{shard}", self.parts[at].name);
        let Some((database, nodes)) = self.database(at) else { return };
        let range = database.nodes(shard);
        let primary = range.start + database.shards[shard].primary;
        let alive: Vec<usize> = range.clone().filter(|node| nodes[*node].serves()).collect();
        let whole = range.clone().any(|node| nodes[node].data == Data::Whole);
        let state = &mut database.shards[shard];
        let mut told = None;
        if !whole && !state.lost {
            state.lost = true;
            told = Some(format!("{name} lost its last copy"));
        } else if !alive.is_empty() && state.lost {
            state.lost = false;
            told = Some(format!("{name} serves again"));
        }
        let mut promotion = None;
        if nodes[primary].serves() {
            state.promoting = false;
        } else if let Some(failover) = &database.spec.failover
            && database.automatic
            && !state.promoting
            && !alive.is_empty()
        {
            state.promoting = true;
            state.term += 1;
            promotion = Some((failover.detect.0 + failover.promote.0, state.term));
        }
        let rebuild = database
            .spec
            .rebuild
            .as_ref()
            .filter(|rebuild| database.automatic && rebuild.automatic != Some(false));
        let empty: Vec<usize> = match rebuild {
            Some(_) if nodes[primary].serves() => {
                range.filter(|node| nodes[*node].up && nodes[*node].data == Data::Empty).collect()
            }
            _ => Vec::new(),
        };
        if let Some(told) = told {
            self.say(told, None, None);
        }
        if let Some((delay, term)) = promotion {
            self.after(delay, Timer::Promote(at, shard, term));
        }
        for node in empty {
            self.rebuild(at, node);
        }
    }

    /// A replica becomes the primary.
    pub(crate) fn promote(&mut self, at: usize, shard: usize, term: u32) {
        let now = self.now;
        let Some((database, nodes)) = self.database(at) else { return };
        let range = database.nodes(shard);
        if database.shards[shard].term != term || !database.shards[shard].promoting {
            return;
        }
        database.shards[shard].promoting = false;
        let Some(new) = range.clone().find(|node| nodes[*node].serves()) else { return };
        let state = &mut database.shards[shard];
        let lag = database.spec.replication.lag.map_or(0, |lag| lag.0);
        if lag > 0 && !database.spec.replication.synchronous {
            let age = (now - state.wrote) as f64 / lag as f64;
            database.writes_lost += state.writes * libm::exp(-age).min(1.0);
        }
        self.crown(at, shard, new - range.start);
        self.check_conditions();
    }

    /// Makes a copy the primary of its shard; the other copies may have to be copied again from it.
    fn crown(&mut self, at: usize, shard: usize, copy: usize) {
        let now = self.now;
        let name = format!("{}/{shard}/{copy}", self.parts[at].name);
        let Some((database, nodes)) = self.database(at) else { return };
        let range = database.nodes(shard);
        let state = &mut database.shards[shard];
        state.primary = copy;
        state.term += 1;
        state.promoting = false;
        database.promotions += 1;
        let again = database.spec.rebuild.as_ref().is_some_and(|rebuild| rebuild.after_promotion);
        let outdated =
            |node: &usize| again && *node != range.start + copy && nodes[*node].data == Data::Whole;
        let others: Vec<usize> = range.clone().filter(outdated).collect();
        self.say(format!("{name} is promoted to primary"), None, None);
        for node in others {
            self.parts[at].nodes[node].data = Data::Empty;
            self.fail_all(at, node, Cause::Crashed);
            self.parts[at].nodes[node].note_health(now);
        }
        self.shard_changed(at, shard);
    }

    /// Starts to copy a node's data from its shard's primary.
    pub(crate) fn rebuild(&mut self, at: usize, node: usize) {
        let Some((database, nodes)) = self.database(at) else { return };
        let Some(rebuild) = database.spec.rebuild.clone() else { return };
        let (shard, _) = database.place(node);
        let peer = database.node(shard, database.shards[shard].primary);
        if !nodes[peer].serves() || nodes[node].data != Data::Empty || peer == node {
            return;
        }
        database.fillings += 1;
        let filling = database.fillings;
        nodes[node].data = Data::Filling(filling);
        let taken = peer_workers(&nodes[peer], rebuild.takes.map_or(0.0, |share| share.0));
        nodes[peer].reserved += taken;
        let time = copying(size(&database.spec, shard), rebuild.rate.0);
        let name = self.parts[at].node_name(node);
        self.say(format!("{name} is rebuilt from its primary"), None, None);
        self.after(time, Timer::Filled(at, node, filling));
    }

    /// A node's data is complete.
    pub(crate) fn filled(&mut self, at: usize, node: usize, filling: u32) {
        let now = self.now;
        let name = self.parts[at].node_name(node);
        let Some((database, nodes)) = self.database(at) else { return };
        if nodes[node].data != Data::Filling(filling) {
            return;
        }
        let (shard, copy) = database.place(node);
        let range = database.nodes(shard);
        let from_backup = !range.clone().any(|other| nodes[other].serves());
        nodes[node].data = Data::Whole;
        nodes[node].up = true;
        nodes[node].note_health(now);
        let mut told = format!("{name} is rebuilt");
        if from_backup {
            database.shards[shard].primary = copy;
            database.shards[shard].term += 1;
            database.shards[shard].promoting = false;
            told = format!("{}/{shard} is restored from backups", self.parts[at].name);
        } else if let Some(takes) = database.spec.rebuild.as_ref().and_then(|rebuild| rebuild.takes) {
            let peer = database.node(shard, database.shards[shard].primary);
            let taken = peer_workers(&nodes[peer], takes.0);
            nodes[peer].reserved = nodes[peer].reserved.saturating_sub(taken);
            self.pull(at, peer);
        }
        let without_rebuild =
            matches!(&self.parts[at].kind, Kind::Database(database) if database.spec.rebuild.is_none());
        if from_backup && without_rebuild {
            for other in range {
                let other = &mut self.parts[at].nodes[other];
                if other.data != Data::Whole {
                    other.data = Data::Whole;
                    other.up = true;
                    other.note_health(now);
                }
            }
        }
        self.say(told, None, None);
        self.shard_changed(at, shard);
        self.settle_effects();
        self.check_conditions();
    }

    /// Starts to restore a shard from backups, when it has lost all its copies.
    pub(crate) fn restore(&mut self, at: usize, shard: usize) -> bool {
        let Some((database, nodes)) = self.database(at) else { return false };
        let Some(restore) = database.spec.restore.clone() else { return false };
        let range = database.nodes(shard);
        if range
            .clone()
            .any(|node| nodes[node].data == Data::Whole || matches!(nodes[node].data, Data::Filling(_)))
        {
            return false;
        }
        database.fillings += 1;
        let filling = database.fillings;
        nodes[range.start].data = Data::Filling(filling);
        let time = copying(size(&database.spec, shard), restore.rate.0);
        let name = format!("{}/{shard}", self.parts[at].name);
        let length = crate::model::units::Duration(time).short();
        self.say(format!("{name} is being restored from backups, which takes {length}"), None, None);
        self.after(time, Timer::Filled(at, range.start, filling));
        true
    }

    /// Makes a live replica the primary of a shard by hand.
    pub(crate) fn promote_now(&mut self, at: usize, shard: usize, copy: usize) {
        let Some((database, nodes)) = self.database(at) else { return };
        if nodes[database.node(shard, copy)].serves() {
            self.crown(at, shard, copy);
        }
    }
}

fn size(spec: &Spec, shard: usize) -> f64 {
    spec.data.get(shard).or(spec.data.first()).map_or(0.0, |size| size.0)
}

fn peer_workers(peer: &Node, share: f64) -> u32 {
    if peer.workers == crate::sim::part::UNLIMITED {
        return 0;
    }
    u32::try_from(ticks(f64::from(peer.workers) * share)).unwrap_or(0)
}
