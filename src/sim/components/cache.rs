//! Caches: nodes that hold keys, least recently used out first, with a time to live.

use std::collections::HashMap;

use crate::model::component::{Cache as Spec, CacheStart, Placement};

use crate::sim::calls::{Cause, State};
use crate::sim::components::{Kind, Next};
use crate::sim::flow::Then;
use crate::sim::part::Node;
use crate::sim::random::mix;
use crate::sim::world::World;

/// Points of each node on the ring.
const POINTS: u64 = 64;
const NIL: u32 = u32::MAX;
/// What a call notes: it fetches a key that others wait for.
const FETCHES: u32 = 1;

#[expect(clippy::struct_excessive_bools, reason = "independent switches and marks")]
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    pub(crate) ttl: Option<u64>,
    placement: Placement,
    coalesce: bool,
    bypass: bool,
    invalidate: bool,
    serve_stale: bool,
    pub(crate) stores: Vec<Store>,
    ring: Vec<(u64, u16)>,
    /// Who waits for a key that is being fetched.
    waiting: HashMap<u32, Vec<(u32, u32)>>,
    pub(crate) hits: u64,
    pub(crate) misses: u64,
}

/// The entries of a node in the order of their last use.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    capacity: usize,
    places: HashMap<u32, u32>,
    entries: Vec<Entry>,
    newest: u32,
    oldest: u32,
    free: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    key: u32,
    newer: u32,
    older: u32,
    filled: u64,
}

impl Store {
    fn new(capacity: usize) -> Self {
        Self {
            capacity,
            places: HashMap::new(),
            entries: Vec::new(),
            newest: NIL,
            oldest: NIL,
            free: Vec::new(),
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::new(self.capacity);
    }

    /// When the key was filled, if it is here; it becomes the newest.
    fn touch(&mut self, key: u32) -> Option<u64> {
        let place = *self.places.get(&key)?;
        self.unlink(place);
        self.link(place);
        Some(self.entries[place as usize].filled)
    }

    fn fill(&mut self, key: u32, now: u64) {
        if self.touch(key).is_some() {
            self.entries[self.newest as usize].filled = now;
            return;
        }
        if self.places.len() >= self.capacity {
            let oldest = self.entries[self.oldest as usize].key;
            self.remove(oldest);
        }
        let entry = Entry { key, newer: NIL, older: NIL, filled: now };
        let place = self.free.pop().unwrap_or_else(|| {
            self.entries.push(entry);
            u32::try_from(self.entries.len() - 1).unwrap_or(NIL)
        });
        self.entries[place as usize] = entry;
        self.places.insert(key, place);
        self.link(place);
    }

    fn remove(&mut self, key: u32) {
        if let Some(place) = self.places.remove(&key) {
            self.unlink(place);
            self.free.push(place);
        }
    }

    fn link(&mut self, place: u32) {
        let before = self.newest;
        self.entries[place as usize].older = before;
        self.entries[place as usize].newer = NIL;
        if before == NIL {
            self.oldest = place;
        } else {
            self.entries[before as usize].newer = place;
        }
        self.newest = place;
    }

    fn unlink(&mut self, place: u32) {
        let Entry { newer, older, .. } = self.entries[place as usize];
        match newer {
            NIL => self.newest = older,
            _ => self.entries[newer as usize].older = older,
        }
        match older {
            NIL => self.oldest = newer,
            _ => self.entries[older as usize].newer = newer,
        }
    }
}

impl Cache {
    pub(crate) fn new(spec: &Spec) -> Self {
        let capacity = spec.capacity.map_or(usize::MAX, |capacity| capacity as usize);
        let count = u16::try_from(spec.nodes).unwrap_or(u16::MAX);
        let mut ring: Vec<(u64, u16)> = (0..count)
            .flat_map(|node| (0..POINTS).map(move |point| (mix(u64::from(node) << 32 | point), node)))
            .collect();
        ring.sort_unstable();
        let mut cache = Self {
            ttl: spec.ttl.map(|ttl| ttl.0),
            placement: spec.placement,
            coalesce: spec.coalesce,
            bypass: spec.bypass_when_down != Some(false),
            invalidate: spec.invalidate_on_write != Some(false),
            serve_stale: spec.serve_stale,
            stores: vec![Store::new(capacity); usize::from(count)],
            ring,
            waiting: HashMap::new(),
            hits: 0,
            misses: 0,
        };
        if spec.start == CacheStart::Warm && capacity < usize::MAX {
            let total = u32::try_from(capacity * usize::from(count)).unwrap_or(u32::MAX);
            let nodes = vec![Node::new(1, 1); usize::from(count)];
            for key in (0..total).rev() {
                if let Some(store) = cache.home(&nodes, key).and_then(|node| cache.stores.get_mut(node)) {
                    store.fill(key, 0);
                }
            }
        }
        cache
    }

    /// The node that a key belongs to.
    fn home(&self, nodes: &[Node], key: u32) -> Option<usize> {
        let hash = mix(u64::from(key));
        let count = self.stores.len();
        let live = |node: &usize| nodes[*node].serves();
        match self.placement {
            Placement::Fixed => usize::try_from(hash % count as u64).ok(),
            Placement::Modulo => {
                let alive = (0..count).filter(live).count();
                if alive == 0 {
                    return None;
                }
                let nth = usize::try_from(hash % alive as u64).ok()?;
                (0..count).filter(live).nth(nth)
            }
            Placement::Ring => {
                let from = self.ring.partition_point(|(point, _)| *point < hash);
                let around = self.ring[from..].iter().chain(&self.ring[..from]);
                around.map(|(_, node)| usize::from(*node)).find(|node| live(node))
            }
        }
    }

    /// The node that takes a lookup; the last, hidden node is the way past the cache.
    pub(crate) fn route(&self, nodes: &[Node], key: u32) -> Result<u16, Cause> {
        let home = self.home(nodes, key).filter(|node| nodes[*node].serves() || !self.bypass);
        match home {
            Some(node) => u16::try_from(node).map_err(|_| Cause::NoInstance),
            None if self.bypass => u16::try_from(self.stores.len()).map_err(|_| Cause::NoInstance),
            None => Err(Cause::NoInstance),
        }
    }
}

impl World<'_> {
    /// A lookup is done: a hit is answered, a miss asks the component behind.
    pub(crate) fn looked_up(&mut self, child: u32) -> Next {
        let call = self.calls[child];
        let now = self.now;
        let Kind::Cache(cache) = &mut self.parts[usize::from(call.part)].kind else { return Next::Calls };
        let Some(store) = cache.stores.get_mut(usize::from(call.node)) else {
            cache.misses += 1;
            return Next::Calls;
        };
        if call.write {
            if cache.invalidate {
                store.remove(call.key);
            }
            return Next::Calls;
        }
        let fresh = |filled: u64| cache.ttl.is_none_or(|ttl| now - filled < ttl);
        if store.touch(call.key).is_some_and(fresh) {
            cache.hits += 1;
            return Next::Done(None);
        }
        cache.misses += 1;
        if cache.coalesce {
            if let Some(waiting) = cache.waiting.get_mut(&call.key) {
                waiting.push((child, call.generation));
                return Next::Wait;
            }
            cache.waiting.insert(call.key, Vec::new());
            self.calls[child].note = FETCHES;
        }
        Next::Calls
    }

    /// The component behind has answered.
    pub(crate) fn fetched(&mut self, parent: u32, result: Option<Cause>) -> Next {
        let call = self.calls[parent];
        let now = self.now;
        let Kind::Cache(cache) = &mut self.parts[usize::from(call.part)].kind else { return Next::Calls };
        let Some(store) = cache.stores.get_mut(usize::from(call.node)) else { return Next::Calls };
        match result {
            None if !call.write => store.fill(call.key, now),
            Some(_) if !call.write && cache.serve_stale && store.places.contains_key(&call.key) => {
                return Next::Done(None);
            }
            _ => {}
        }
        Next::Calls
    }

    /// Those who waited for a key get the same result.
    pub(crate) fn cache_finished(&mut self, child: u32, result: Option<Cause>) {
        let call = self.calls[child];
        if call.note != FETCHES {
            return;
        }
        let Kind::Cache(cache) = &mut self.parts[usize::from(call.part)].kind else { return };
        for (waiting, generation) in cache.waiting.remove(&call.key).unwrap_or_default() {
            if self.calls[waiting].generation == generation && self.calls[waiting].state == State::Waiting {
                self.then.push_back(Then::Finish { call: waiting, generation, result });
            }
        }
    }

    /// Empties the nodes of a cache.
    pub(crate) fn flush(&mut self, at: usize, node: usize) {
        if let Kind::Cache(cache) = &mut self.parts[at].kind
            && let Some(store) = cache.stores.get_mut(node)
        {
            store.clear();
        }
    }
}
