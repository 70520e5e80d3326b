//! The way of a request: sent, delivered, queued, worked on, passed on, answered.
//!
//! Nothing here recurses deeper than components call one another: answers and next steps go through
//! `World::then`.

use crate::model::component::Order;
use crate::model::edge::Mode;

use super::calls::{Call, Cause, NONE, NONE16, State};
use super::components::{Kind, Next};
use super::latencies::Of;
use super::part::Rare;
use super::queue::What;
use super::random::{draw, ticks};
use super::world::World;

/// How long a connection attempt that hears nothing goes on without a timeout (Linux, six retries).
const CONNECT_TIMEOUT: u64 = 127_000_000_000;

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
        let timeout = way.timeout;
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

    /// A worker takes a call.
    fn start(&mut self, child: u32) {
        let now = self.now;
        let call = &mut self.calls[child];
        let part = &mut self.parts[usize::from(call.part)];
        let node = &mut part.nodes[usize::from(call.node)];
        let station = node.own.as_deref().unwrap_or(&part.station);
        part.stats.take_worker(now, now - call.arrived);
        self.latencies.note(Of::Wait(call.part), now - call.arrived);
        node.busy += 1;
        node.taken += 1;
        call.held = true;
        call.state = State::Working;
        let rare = station.rare.as_deref();
        let write_work = rare.filter(|_| call.write).and_then(|rare| rare.write_work.as_ref());
        let mut time = draw(write_work.unwrap_or(&station.work), &mut part.rng.work);
        if let Some(contention) = rare.and_then(|rare| rare.contention.as_ref()) {
            let mut added = contention.added(node.busy);
            if let crate::model::units::Contention::Linear(_, sd) = contention
                && *sd > 0.0
            {
                added += added * sd * part.rng.work.normal();
            }
            time += ticks(added);
        }
        if node.slow.to_bits() != 1.0_f64.to_bits() {
            time = ticks(time as f64 * node.slow);
        }
        let generation = call.generation;
        if time == 0 {
            self.then.push_back(Then::Worked { call: child, generation });
        } else {
            self.queue.push(now.saturating_add(time), What::Worked, child, generation);
        }
    }

    /// The component's own work is done; it passes the call on or answers it.
    pub(crate) fn worked(&mut self, child: u32) {
        let call = self.calls[child];
        let part = &mut self.parts[usize::from(call.part)];
        let node = &part.nodes[usize::from(call.node)];
        let station = node.own.as_deref().unwrap_or(&part.station);
        let mut availability = node.degraded.unwrap_or(station.availability);
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

    /// The caller hears how an attempt ended.
    pub(crate) fn reply(&mut self, parent: u32, edge: u16, attempt: u8, result: Option<Cause>) {
        let mut result = result;
        if let Some(cause) = result {
            let way = &mut self.edges[usize::from(edge)];
            if let Some(pause) = way.retry(attempt, cause) {
                return self.again(parent, edge, attempt + 1, pause);
            }
            if way.ignore {
                result = None;
            } else if let Some(fallback) = way.fallback {
                return self.send(parent, fallback, 0);
            }
        }
        let call = &mut self.calls[parent];
        call.pending = call.pending.saturating_sub(1);
        if call.part == NONE16 {
            return self.user_done(parent, result);
        }
        match (result, self.after_reply(parent, result)) {
            (_, Next::Done(result)) => self.finish(parent, result),
            (Some(cause), _) => self.finish(parent, Some(cause)),
            (None, _) => self.advance(parent),
        }
    }

    /// Tries again after a pause.
    fn again(&mut self, parent: u32, edge: u16, attempt: u8, pause: u64) {
        if pause == 0 {
            return self.send(parent, edge, attempt);
        }
        let sibling = self.calls[parent].child;
        let call = Call { parent, sibling, edge, attempt, state: State::Backoff, ..Call::EMPTY };
        let child = self.calls.add(call);
        self.calls[parent].child = child;
        let generation = self.calls[child].generation;
        self.queue.push(self.now + pause, What::Backoff, child, generation);
    }

    /// The pause before another attempt is over.
    pub(crate) fn backed_off(&mut self, child: u32) {
        let call = self.calls[child];
        self.calls.detach(call.parent, child);
        self.calls.remove(child);
        self.send(call.parent, call.edge, call.attempt);
    }

    /// Gives a call's worker back and starts those that wait for one.
    pub(crate) fn release(&mut self, child: u32) {
        let call = &mut self.calls[child];
        if !call.held {
            return;
        }
        call.held = false;
        let (part_at, node_at) = (usize::from(call.part), usize::from(call.node));
        let part = &mut self.parts[part_at];
        part.stats.let_go(self.now - call.arrived);
        part.stats.busy.down(self.now);
        part.nodes[node_at].busy -= 1;
        if part.nodes[node_at].queued > 0 {
            self.pull(part_at, node_at);
        }
    }

    /// Starts waiting calls while there are workers.
    pub(crate) fn pull(&mut self, part_at: usize, node_at: usize) {
        loop {
            let part = &mut self.parts[part_at];
            let node = &mut part.nodes[node_at];
            if node.queued == 0 || !node.has_worker() || !node.serves() {
                return;
            }
            let order = node.own.as_deref().unwrap_or(&part.station).order;
            let next = if order == Order::Lifo {
                node.queues.iter_mut().find_map(std::collections::VecDeque::pop_back)
            } else {
                node.queues.iter_mut().rev().find_map(std::collections::VecDeque::pop_front)
            };
            let Some(next) = next else { return };
            let call = &mut self.calls[next];
            call.listed = false;
            match call.state {
                State::Queued => {
                    node.queued -= 1;
                    part.stats.queued.down(self.now);
                    self.start(next);
                }
                State::Tombstone => self.calls.remove(next),
                _ => {}
            }
        }
    }

    /// A call has its result: it leaves the component and is answered.
    pub(crate) fn finish(&mut self, child: u32, result: Option<Cause>) {
        let now = self.now;
        while self.calls[child].child != NONE {
            let below = self.calls[child].child;
            self.abandon(below, Cause::Cancelled);
        }
        let call = self.calls[child];
        if call.state == State::Queued {
            let part = &mut self.parts[usize::from(call.part)];
            part.stats.queued.down(now);
            part.nodes[usize::from(call.node)].queued -= 1;
        }
        self.calls[child].state = State::Answered;
        if call.held && !self.keeps(child) {
            self.release(child);
        }
        self.left(call.part, now - call.arrived, result);
        self.finished(child, result);
        if call.via != NONE16 {
            self.left(call.via, now - call.arrived, result);
        }
        self.balanced(&call, result);
        self.note_trace(u64::from(call.part) << 8 | result.map_or(0xff, |cause| cause as u64));
        self.answer(child, result);
    }

    /// Counts a call that has left a component after `time` in it.
    fn left(&mut self, part: u16, time: u64, result: Option<Cause>) {
        self.parts[usize::from(part)].stats.leave(self.now, time, result);
        if result.is_none() {
            self.latencies.note(Of::Part(part), time);
        }
    }

    /// Counts the end of an attempt over its edge.
    fn ended(&mut self, call: &Call, result: Option<Cause>) {
        self.edges[usize::from(call.edge)].ended(self.now, result);
        self.latencies.note(Of::Edge(call.edge), self.now - call.sent);
    }

    /// Sends the answer back to whoever still waits for it.
    fn answer(&mut self, child: u32, result: Option<Cause>) {
        let call = self.calls[child];
        if call.parent == NONE {
            return self.free(child);
        }
        let way = &mut self.edges[usize::from(call.edge)];
        let delay = way.way();
        if delay == 0 {
            return self.answered(child, result);
        }
        if way.loses() {
            self.calls[child].note = 1;
            self.calls[child].state = State::Sent;
            if way.timeout.is_none() {
                self.queue.push(self.now + CONNECT_TIMEOUT, What::Timeout, child, call.generation);
            }
            return;
        }
        self.calls[child].state = State::Answered;
        self.calls[child].result = result;
        self.queue.push(self.now + delay, What::Answer, child, call.generation);
    }

    /// The answer reaches the caller.
    pub(crate) fn answered(&mut self, child: u32, result: Option<Cause>) {
        let call = self.calls[child];
        self.ended(&call, result);
        self.detach_and_reply(child, result);
        self.free(child);
    }

    fn detach_and_reply(&mut self, child: u32, result: Option<Cause>) {
        let call = self.calls[child];
        self.calls.detach(call.parent, child);
        self.calls[child].parent = NONE;
        let generation = self.calls[call.parent].generation;
        let (edge, attempt) = (call.edge, call.attempt);
        self.then.push_back(Then::Reply { parent: call.parent, generation, edge, attempt, result });
    }

    /// The caller has waited long enough.
    pub(crate) fn timed_out(&mut self, child: u32) {
        let call = self.calls[child];
        if call.parent == NONE || call.state == State::Backoff {
            return;
        }
        let way = &self.edges[usize::from(call.edge)];
        let cause = if way.timeout.is_some() { Cause::Timeout } else { Cause::Dropped };
        let cancel = way.cancel;
        self.ended(&call, Some(cause));
        self.detach_and_reply(child, Some(cause));
        self.let_go(child, cancel);
    }

    /// The caller is gone or no longer interested.
    fn abandon(&mut self, child: u32, cause: Cause) {
        let call = self.calls[child];
        self.calls.detach(call.parent, child);
        self.calls[child].parent = NONE;
        if call.state == State::Backoff {
            return self.free(child);
        }
        let cancel = self.edges[usize::from(call.edge)].cancel;
        self.ended(&call, Some(cause));
        self.let_go(child, cancel);
    }

    /// What becomes of a call that nobody waits for: it burns on, or is cancelled.
    fn let_go(&mut self, child: u32, cancel: bool) {
        let call = self.calls[child];
        match call.state {
            State::Sent if call.note == 1 => self.free(child),
            State::Sent if cancel => self.free(child),
            State::Answered => self.free(child),
            State::Queued | State::Working | State::Waiting if cancel => {
                self.finish(child, Some(Cause::Cancelled));
            }
            _ => {}
        }
    }

    fn free(&mut self, child: u32) {
        if self.calls[child].listed {
            self.calls[child].state = State::Tombstone;
        } else {
            self.calls.remove(child);
        }
    }

    /// Fails every call at a node.
    pub(crate) fn fail_all(&mut self, part: usize, node: usize, cause: Cause) {
        let here: Vec<u32> = self
            .calls
            .used()
            .filter(|(_, call)| usize::from(call.part) == part && usize::from(call.node) == node)
            .filter(|(_, call)| matches!(call.state, State::Queued | State::Working | State::Waiting))
            .map(|(index, _)| index)
            .collect();
        for call in here {
            if matches!(self.calls[call].state, State::Queued | State::Working | State::Waiting) {
                self.finish(call, Some(cause));
            }
        }
    }
}
