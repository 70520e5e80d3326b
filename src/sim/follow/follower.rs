//! Follows chosen requests: sees where their calls are after each turn, and finds those that they made.

use std::collections::BTreeMap;

use crate::model::CAUSES;
use crate::model::followed::{Hop, Request};
use crate::sim::calls::{Call, Cause, NONE, NONE16, State};
use crate::sim::flow::Then;
use crate::sim::observer::{Observer, Turn};
use crate::sim::queue::What;
use crate::sim::world::World;

use super::users::{Sent, Users, ended};

/// Which requests are followed.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    /// Those with these numbers, in order.
    Ids(Vec<u64>),
    /// The first ones from a moment on.
    First { count: usize, from: u64 },
}

/// A call that is being watched.
#[derive(Clone, Copy, Debug)]
struct Watched {
    generation: u32,
    request: usize,
    /// Its place in `hops`; absent for the user.
    hop: Option<usize>,
}

/// A hop with its place in the tree.
#[derive(Clone, Debug)]
struct Place {
    request: usize,
    within: Option<usize>,
    edge: u16,
    hop: Hop,
}

impl Place {
    /// Whether it is this attempt of a call that `by` made.
    fn is(&self, by: Watched, edge: u16, attempt: u32) -> bool {
        self.request == by.request
            && self.within == by.hop
            && self.edge == edge
            && self.hop.attempt == attempt
    }
}

pub(super) struct Follower {
    wanted: Wanted,
    users: Users,
    /// The calls that are being watched, by their slot.
    watched: BTreeMap<u32, Watched>,
    requests: Vec<Request>,
    hops: Vec<Place>,
}

impl Follower {
    pub(super) fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            users: Users::default(),
            watched: BTreeMap::new(),
            requests: Vec::new(),
            hops: Vec::new(),
        }
    }

    /// The requests with their hops in place.
    pub(super) fn requests(mut self, world: &World<'_>) -> Vec<Request> {
        // A hop comes after the one that made it.
        for at in (0..self.hops.len()).rev() {
            let left = self.hops[at].within.and_then(|within| self.hops[within].hop.left);
            let hop = &mut self.hops[at].hop;
            if let (Some(left), None) = (left, &hop.outcome) {
                hop.outcome = Some(name(world, None, Some(Cause::Cancelled)));
                hop.ended = Some(left);
            }
        }
        while let Some(Place { request, within, mut hop, .. }) = self.hops.pop() {
            hop.hops.reverse();
            match within {
                Some(within) => self.hops[within].hop.hops.push(hop),
                None => self.requests[request].hops.push(hop),
            }
        }
        self.requests.iter_mut().for_each(|request| request.hops.reverse());
        self.requests
    }

    fn wants(&self, id: u64, now: u64) -> bool {
        match &self.wanted {
            Wanted::Ids(ids) => ids.binary_search(&id).is_ok(),
            Wanted::First { count, from } => now >= *from && self.requests.len() < *count,
        }
    }

    fn sent(&mut self, world: &World<'_>, sent: Sent) {
        let call = &world.calls[sent.slot];
        let watched = Watched { generation: sent.generation, request: self.requests.len(), hop: None };
        self.watched.insert(sent.slot, watched);
        self.requests.push(Request {
            id: sent.id,
            load: world.sources[sent.load].name.clone(),
            sent: call.sent,
            clock: world.spec.clock.wall(call.sent).to_rfc3339_opts(chrono::SecondsFormat::Millis, false),
            key: call.key,
            write: call.write,
            ended: None,
            outcome: None,
            hops: Vec::new(),
        });
    }

    fn watched(&self, slot: u32, same: impl Fn(u32) -> bool) -> Option<Watched> {
        self.watched.get(&slot).copied().filter(|watched| same(watched.generation))
    }

    fn hop(&mut self, watched: Option<Watched>) -> Option<&mut Hop> {
        Some(&mut self.hops[watched?.hop?].hop)
    }

    fn add(&mut self, world: &World<'_>, by: Watched, edge: u16, attempt: u8, sent: u64) -> &mut Hop {
        let way = &world.edges[usize::from(edge)];
        let attempt = u32::from(attempt) + 1;
        let before = self.hops.iter().rev().find(|place| place.is(by, edge, attempt - 1));
        let before = before.and_then(|place| place.hop.ended);
        let hop = Hop {
            from: way.from.clone(),
            to: world.parts[usize::from(way.to)].name.clone(),
            attempt,
            backoff: before.map_or(0, |before| sent - before),
            sent,
            ..Hop::default()
        };
        self.hops.push(Place { request: by.request, within: by.hop, edge, hop });
        let last = self.hops.len() - 1;
        &mut self.hops[last].hop
    }

    /// Hears how an attempt ended, before its caller does.
    fn hear(&mut self, world: &World<'_>, by: Watched, edge: u16, attempt: u8, result: Option<Cause>) {
        let open = self
            .hops
            .iter_mut()
            .rev()
            .find(|place| place.is(by, edge, u32::from(attempt) + 1) && place.hop.outcome.is_none());
        // One that came and went within a turn has not been seen.
        let hop = match open {
            Some(place) => &mut place.hop,
            None => self.add(world, by, edge, attempt, world.now),
        };
        hop.ended = Some(world.now);
        hop.outcome = Some(name(world, Some(edge), result));
    }

    /// Looks where the watched calls are, and finds those that they made.
    fn look(&mut self, world: &World<'_>) {
        let mut todo: Vec<u32> = self.watched.keys().copied().collect();
        while let Some(slot) = todo.pop() {
            let Some(one) = self.watched.get(&slot).copied() else { continue };
            let call = &world.calls[slot];
            if call.generation != one.generation || call.state == State::Tombstone {
                self.watched.remove(&slot);
                if let Some(hop) = self.hop(Some(one)) {
                    hop.left.get_or_insert(world.now);
                }
                continue;
            }
            if let Some(hop) = self.hop(Some(one)) {
                place(world, call, hop);
            }
            let mut child = call.child;
            while child != NONE {
                let call = &world.calls[child];
                let known = self.watched(child, |generation| generation == call.generation).is_some();
                if !known && call.state != State::Backoff {
                    self.add(world, one, call.edge, call.attempt, call.sent);
                    let hop = Some(self.hops.len() - 1);
                    let watched = Watched { generation: call.generation, request: one.request, hop };
                    self.watched.insert(child, watched);
                    todo.push(child);
                }
                child = call.sibling;
            }
        }
    }
}

impl Observer for Follower {
    fn before(&mut self, world: &World<'_>, turn: Turn) {
        self.users.before(world);
        match turn {
            Turn::Event(event) => {
                let one = self.watched(event.number(), |known| known & 0xff_ffff == event.generation());
                let what = event.what();
                match (what, self.hop(one)) {
                    (What::Worked, Some(hop)) => hop.worked = Some(world.now),
                    (What::Deliver, Some(hop)) => hop.arrived = Some(world.now),
                    _ => {}
                }
            }
            Turn::Then(Then::Worked { call, generation }) => {
                let one = self.watched(call, |known| known == generation);
                if let Some(hop) = self.hop(one) {
                    hop.worked = Some(world.now);
                }
            }
            Turn::Then(Then::Reply { parent, generation, edge, attempt, result }) => {
                if let Some(by) = self.watched(parent, |known| known == generation) {
                    self.hear(world, by, edge, attempt, result);
                }
            }
            Turn::Then(Then::Finish { .. }) => {}
        }
    }

    fn after(&mut self, world: &World<'_>, turn: Turn) {
        if let Some(sent) = self.users.after(world, turn)
            && self.wants(sent.id, world.now)
        {
            self.sent(world, sent);
        }
        if self.watched.is_empty() {
            return;
        }
        if let Some((slot, generation, result)) = ended(world, turn)
            && let Some(user) =
                self.watched(slot, |known| known == generation).filter(|one| one.hop.is_none())
        {
            let request = &mut self.requests[user.request];
            request.ended = Some(world.now);
            request.outcome = Some(name(world, None, result));
        }
        self.look(world);
    }

    fn seen_enough(&self) -> bool {
        let all_sent = match &self.wanted {
            Wanted::Ids(ids) => ids.last().is_none_or(|last| self.users.sent >= *last),
            Wanted::First { count, .. } => self.requests.len() == *count,
        };
        all_sent && self.watched.is_empty()
    }
}

fn place(world: &World<'_>, call: &Call, hop: &mut Hop) {
    match call.state {
        State::Queued | State::Working | State::Waiting => {
            hop.arrived.get_or_insert(call.arrived);
            let balancer = world.parts.get(usize::from(call.via)).filter(|_| call.via != NONE16);
            hop.via = balancer.map(|balancer| balancer.name.clone());
            if let Some(part) = world.parts.get(usize::from(call.part)) {
                hop.to = part.node_name(usize::from(call.node));
            }
            if call.state != State::Queued {
                hop.started.get_or_insert(world.now);
            }
        }
        State::Answered => {
            hop.left.get_or_insert(world.now);
        }
        _ => {}
    }
}

/// How an attempt ended, in a word.
fn name(world: &World<'_>, edge: Option<u16>, result: Option<Cause>) -> String {
    let off = edge.is_some_and(|edge| world.edges[usize::from(edge)].disabled);
    let cause = result.map(|cause| CAUSES.get(cause as usize).copied().unwrap_or_default());
    cause.unwrap_or(if off { "switched_off" } else { "succeeded" }).to_owned()
}
