//! The way back of a request: finished, answered, heard by its caller, tried again, or given up.

use super::calls::{Call, Cause, NONE, NONE16, State};
use super::components::Next;
use super::flow::{CONNECT_TIMEOUT, Then};
use super::latencies::Of;
use super::queue::What;
use super::world::World;

impl World<'_> {
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
    pub(crate) fn left(&mut self, part: u16, time: u64, result: Option<Cause>) {
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
    pub(crate) fn answer(&mut self, child: u32, result: Option<Cause>) {
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
            if way.patience().is_none() {
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

    /// The caller has waited long enough.
    pub(crate) fn timed_out(&mut self, child: u32) {
        let call = self.calls[child];
        if call.parent == NONE || call.state == State::Backoff {
            return;
        }
        let way = &self.edges[usize::from(call.edge)];
        let cause = if way.patience().is_some() { Cause::Timeout } else { Cause::Dropped };
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
