//! Finds the requests that end in a certain way, remembering only those under way.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::pick::Which;
use crate::sim::calls::Cause;
use crate::sim::observer::{Observer, Turn};
use crate::sim::world::World;

use super::users::{Users, ended};

pub(super) struct Chooser {
    which: Which,
    count: usize,
    from: u64,
    users: Users,
    /// The requests under way by their slot: generation, number, and when they were sent.
    open: BTreeMap<u32, (u32, u64, u64)>,
    pending: BTreeSet<u64>,
    /// The best so far: by latency, longest first, where that counts, then by number.
    found: BTreeSet<(Reverse<u64>, u64)>,
}

impl Chooser {
    pub(super) fn new(which: Which, count: usize, from: u64) -> Self {
        Self {
            which,
            count,
            from,
            users: Users::default(),
            open: BTreeMap::new(),
            pending: BTreeSet::new(),
            found: BTreeSet::new(),
        }
    }

    /// The numbers of the requests, in order.
    pub(super) fn ids(self) -> Vec<u64> {
        if self.which == Which::Unanswered {
            return self.pending.into_iter().take(self.count).collect();
        }
        let mut ids: Vec<u64> = self.found.into_iter().map(|(_, id)| id).collect();
        ids.sort_unstable();
        ids
    }

    fn fits(&self, result: Option<Cause>) -> bool {
        match (self.which, result) {
            (Which::Any | Which::Slowest | Which::Id(_), _)
            | (Which::Succeeded, None)
            | (Which::Failed, Some(_)) => true,
            (Which::Cause(wanted), Some(cause)) => wanted == cause as usize,
            _ => false,
        }
    }
}

impl Observer for Chooser {
    fn before(&mut self, world: &World<'_>, _: Turn) {
        self.users.before(world);
    }

    fn after(&mut self, world: &World<'_>, turn: Turn) {
        if let Some(sent) = self.users.after(world, turn)
            && world.now >= self.from
        {
            self.open.insert(sent.slot, (sent.generation, sent.id, world.now));
            self.pending.insert(sent.id);
        }
        let Some((slot, generation, result)) = ended(world, turn) else { return };
        let Some(&(_, id, sent)) = self.open.get(&slot).filter(|open| open.0 == generation) else { return };
        self.open.remove(&slot);
        self.pending.remove(&id);
        if self.fits(result) {
            let rank = if self.which == Which::Slowest { world.now - sent } else { 0 };
            self.found.insert((Reverse(rank), id));
            if self.found.len() > self.count {
                self.found.pop_last();
            }
        }
    }

    /// Requests that were sent later do not count, unless they may be slower or never end.
    fn seen_enough(&self) -> bool {
        let whole = matches!(self.which, Which::Slowest | Which::Unanswered);
        !whole
            && self.found.len() == self.count
            && self
                .found
                .last()
                .is_some_and(|(_, last)| self.pending.first().is_none_or(|first| first > last))
    }
}
