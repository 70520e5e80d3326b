//! The way of a request there: sent, delivered, queued, worked on, passed on; the way back is in `answer`.
//!
//! Nothing here recurses deeper than components call one another: answers and next steps go through
//! `World::then`.

use crate::model::component::Order;
use crate::model::edge::Mode;

use super::calls::{Call, Cause, NONE, NONE16, State};
use super::components::{Kind, Next};
use super::part::Rare;
use super::queue::What;
use super::world::World;

/// How long a connection attempt that hears nothing goes on without a timeout (Linux, six retries).
pub(crate) const CONNECT_TIMEOUT: u64 = 127_000_000_000;

/// Something that happens at once, after what is being done.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Then {
    /// An attempt ended; the caller goes on.
    Reply { parent: u32, generation: u32, edge: u16, attempt: u8, result: Option<Cause> },
    /// Work that takes no time is done.
    Worked { call: u32, generation: u32 },
    /// A call that waited for something else has its result.
    Finish { call: u32, generation: u32, result: Option<Cause> },
}
impl World<'_> {
    /// Sends an attempt of a call over an edge.
    pub(crate) fn send(&mut self, parent: u32, edge: u16, attempt: u8) {
        let now = self.now;
        let caller = self.calls[parent];
        let way = &mut self.edges[usize::from(edge)];
        if attempt == 0 {
            way.first_attempt();
        }
        let generation = caller.generation;
        if way.disabled {
            self.then.push_back(Then::Reply { parent, generation, edge, attempt, result: None });
            return;
        }
        way.stats.attempts += 1;
        if let Err(cause) = way.admit(now) {
            way.stats.causes[cause as usize] += 1;
            self.then.push_back(Then::Reply { parent, generation, edge, attempt, result: Some(cause) });
            return;
        }
        way.in_flight += 1;
        let closed = way.port.is_some_and(|port| {
            let allow = self.parts[usize::from(way.to)].allow.as_ref();
            allow.is_some_and(|allow| !allow.contains(&port))
        });
        let lost = way.loses() || closed;
        let delay = if lost { 0 } else { way.way() };
        let call = Call {
            parent,
            sibling: caller.child,
            key: caller.key,
            sent: now,
            edge,
            part: way.to,
            attempt,
            priority: caller.priority,
            write: caller.write,
            state: State::Sent,
            note: u32::from(lost),
            ..Call::EMPTY
        };
        let timeout = way.patience();
        let child = self.calls.add(call);
        let generation = self.calls[child].generation;
        self.calls[parent].child = child;
        if let Some((timeout, lane)) = timeout {
            self.queue.push_lane(lane, now + timeout, What::Timeout, child, generation);
        }
        if lost {
            if timeout.is_none() {
                self.queue.push(now + CONNECT_TIMEOUT, What::Timeout, child, generation);
            }
        } else if delay > 0 {
            self.queue.push(now + delay, What::Deliver, child, generation);
        } else {
            self.deliver(child);
        }
    }

    /// A request reaches the component it was sent to.
    pub(crate) fn deliver(&mut self, child: u32) {
        let call = self.calls[child];
        let (to, now) = (usize::from(call.part), self.now);
        self.calls[child].arrived = now;
        let mut chosen = (call.part, NONE16);
        let balancer = if matches!(&self.parts[to].kind, Kind::Balancer(balancer) if balancer.transparent) {
            Some((to, None))
        } else {
            let from = if call.parent == NONE { NONE16 } else { self.calls[call.parent].part };
            let is_balancer = |part: &super::part::Part| matches!(part.kind, Kind::Balancer(_));
            let behind = from != NONE16 && self.parts.get(usize::from(from)).is_some_and(is_balancer);
            behind.then_some((usize::from(from), Some(call.part)))
        };
        if let Some((at, only)) = balancer {
            if only.is_none() {
                self.parts[at].stats.arrive(now);
                self.calls[child].via = call.part;
            }
            match self.choose(at, only, call.key) {
                Ok(target) => chosen = target,
                Err(cause) if only.is_none() => {
                    self.left(call.part, 0, Some(cause));
                    self.calls[child].via = NONE16;
                    self.calls[child].part = NONE16;
                    return self.answer(child, Some(cause));
                }
                Err(cause) => {
                    self.calls[child].part = NONE16;
                    return self.answer(child, Some(cause));
                }
            }
        }
        self.calls[child].part = chosen.0;
        self.calls[child].node = chosen.1;
        self.arrive(child);
    }

    fn arrive(&mut self, child: u32) {
        let now = self.now;
        let call = self.calls[child];
        let part = &mut self.parts[usize::from(call.part)];
        part.stats.arrive(now);
        let node = if call.node == NONE16 {
            match part.route(&mut self.calls[child]) {
                Ok(node) => node,
                Err(cause) => return self.finish(child, Some(cause)),
            }
        } else {
            call.node
        };
        self.calls[child].node = node;
        let station = &mut part.nodes[usize::from(node)];
        if !station.serves() {
            let there = station.up && station.exists;
            return self.finish(child, Some(if there { Cause::DataLost } else { Cause::Refused }));
        }
        if station.limit.as_mut().is_some_and(|limit| !limit.take(now)) {
            return self.finish(child, Some(Cause::RateLimited));
        }
        if station.has_worker() && station.queued == 0 {
            return self.start(child);
        }
        let own = station.own.as_deref().unwrap_or(&part.station);
        let (room, max_wait, shed, order) = (own.queue, own.max_wait, own.shed_above, own.order);
        if shed.is_some_and(|above| station.queued >= above) && call.priority == 0 {
            return self.finish(child, Some(Cause::Shed));
        }
        if station.queued >= room {
            return self.finish(child, Some(Cause::QueueFull));
        }
        let line = if order == Order::Priority { usize::from(call.priority) } else { 0 };
        let line = line.min(station.queues.len() - 1);
        station.queues[line].push_back(child);
        station.queued += 1;
        part.stats.queued.up(now);
        part.stats.queue_max = part.stats.queue_max.max(u64::from(station.queued));
        let waiting = &mut self.calls[child];
        waiting.state = State::Queued;
        waiting.listed = true;
        if let Some(wait) = max_wait {
            let delay = self.queue.lane(wait);
            let generation = waiting.generation;
            self.queue.push_lane(delay, now + wait, What::Waited, child, generation);
        }
    }

    /// The component's own work is done; it passes the call on or answers it.
    pub(crate) fn worked(&mut self, child: u32) {
        let call = self.calls[child];
        let part = &mut self.parts[usize::from(call.part)];
        let node = &part.nodes[usize::from(call.node)];
        let station = node.own.as_deref().unwrap_or(&part.station);
        let mut availability =
            node.hurt.as_ref().and_then(|hurt| hurt.degraded).unwrap_or(station.availability);
        let mut cause = Cause::Error;
        if let Some(Rare { overload, by_attempt, .. }) = station.rare.as_deref() {
            if let Some(share) = by_attempt.get(usize::from(call.attempt)).or(by_attempt.last()) {
                availability *= share.0;
            }
            if let Some(overload) = overload.as_ref().filter(|overload| node.busy >= overload.from) {
                availability = overload.availability.0;
                cause = Cause::Overload;
            }
        }
        let blocking = station.blocking;
        if availability < 1.0 && !part.rng.fail.chance(availability) {
            return self.finish(child, Some(cause));
        }
        self.calls[child].state = State::Waiting;
        if !blocking {
            self.release(child);
        }
        match self.after_work(child) {
            Next::Calls => self.advance(child),
            Next::Send(edge) => {
                self.calls[child].step = u16::MAX;
                self.calls[child].pending = 1;
                self.send(child, edge, 0);
            }
            Next::Wait => {}
            Next::Done(result) => self.finish(child, result),
        }
    }

    /// Sends the next of a call's own calls, or answers it when there are none left.
    pub(crate) fn advance(&mut self, child: u32) {
        loop {
            let call = self.calls[child];
            let part = &mut self.parts[usize::from(call.part)];
            let Some(step) = part.steps.get(usize::from(call.step)) else {
                if call.pending == 0 {
                    self.finish(child, None);
                }
                return;
            };
            if call.pending > 0 && !step.parallel {
                return;
            }
            self.calls[child].step += 1;
            let left_out = match step.only {
                Some(Mode::Reads) => call.write,
                Some(Mode::Writes) => !call.write,
                None => false,
            };
            if left_out || step.share < 1.0 && !part.rng.route.chance(step.share) {
                continue;
            }
            let edge = step.edge;
            self.calls[child].pending += 1;
            self.send(child, edge, 0);
        }
    }
}
