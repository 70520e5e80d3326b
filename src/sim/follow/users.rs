//! Users' requests: numbered when they are sent, heard of when they end.

use crate::sim::calls::Cause;
use crate::sim::flow::Then;
use crate::sim::observer::Turn;
use crate::sim::queue::What;
use crate::sim::world::World;

/// Numbers the requests of a run.
#[derive(Debug, Default)]
pub(super) struct Users {
    /// How many have been sent.
    pub(super) sent: u64,
    /// The slot that the next request will take.
    slot: u32,
}

/// A request that has just been sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    pub(super) slot: u32,
    pub(super) generation: u32,
    pub(super) load: usize,
    /// Its number, from 1.
    pub(super) id: u64,
}

impl Users {
    pub(super) fn before(&mut self, world: &World<'_>) {
        self.slot = world.calls.next_slot();
    }

    /// The request that was sent in this turn.
    pub(super) fn after(&mut self, world: &World<'_>, turn: Turn) -> Option<Sent> {
        let Turn::Event(event) = turn else { return None };
        if event.what() != What::Arrival {
            return None;
        }
        let sent = world.record.loads.iter().map(|load| load.sent).sum();
        if sent == self.sent {
            return None;
        }
        self.sent = sent;
        let generation = world.calls[self.slot].generation;
        Some(Sent { slot: self.slot, generation, load: event.number() as usize, id: sent })
    }
}

/// The result that a caller has heard in this turn, where it was its last: its slot, its generation, and
/// why it failed.
pub(super) fn ended(world: &World<'_>, turn: Turn) -> Option<(u32, u32, Option<Cause>)> {
    let Turn::Then(Then::Reply { parent, generation, edge, result, .. }) = turn else { return None };
    let ignored = world.edges[usize::from(edge)].ignore;
    let gone = world.calls[parent].generation != generation;
    gone.then_some((parent, generation, result.filter(|_| !ignored)))
}
