//! One run: everything that moves, and the loop that moves it.

use std::collections::VecDeque;

use crate::model::spec::Spec;

use super::calls::Calls;
use super::edge::Edge;
use super::flow::Then;
use super::latencies::Latencies;
use super::monitor::Watch;
use super::observer::{Observer, Turn};
use super::part::Part;
use super::queue::{Queue, What};
use super::record::Recorder;
use super::scenario::Scenario;
use super::source::Source;
use super::timer::Timer;

/// The state of a run.
pub(crate) struct World<'a> {
    pub(crate) spec: &'a Spec,
    pub(crate) seed: u64,
    pub(crate) now: u64,
    pub(crate) end: u64,
    pub(crate) queue: Queue,
    pub(crate) calls: Calls,
    pub(crate) edges: Vec<Edge>,
    pub(crate) parts: Vec<Part>,
    pub(crate) sources: Vec<Source>,
    pub(crate) then: VecDeque<Then>,
    pub(crate) timers: Vec<Timer>,
    pub(crate) free_timers: Vec<u32>,
    pub(crate) scenario: Scenario,
    pub(crate) watches: Vec<Watch>,
    pub(crate) record: Recorder,
    pub(crate) latencies: Latencies,
    pub(crate) steps: u64,
    /// The most events that were pending at the end of a step.
    pub(crate) pending: usize,
    pub(crate) trace: u64,
}

impl World<'_> {
    /// Runs to the end.
    #[cfg(test)]
    pub(crate) fn run(&mut self) {
        self.run_watched(&mut super::observer::Nobody);
    }

    /// Runs to the end, or until the observer has seen enough.
    pub(crate) fn run_watched(&mut self, observer: &mut impl Observer) {
        self.begin();
        while let Some(event) = self.queue.pop(self.end) {
            if event.time >= self.record.next_edge {
                observer.step(self);
                self.pending = self.pending.max(self.queue.len() + 1);
                self.record.advance(event.time, &self.parts);
            }
            self.now = event.time;
            observer.before(self, Turn::Event(event));
            let (number, generation) = (event.number(), event.generation());
            match event.what() {
                What::Arrival => self.arrival(number as usize),
                What::Timer => self.timer(number),
                what => {
                    if !self.calls.current(number, generation) {
                        continue;
                    }
                    match what {
                        What::Worked => self.worked(number),
                        What::Timeout => self.timed_out(number),
                        What::Waited => self.waited(number),
                        What::Backoff => self.backed_off(number),
                        What::Deliver => self.deliver(number),
                        What::Answer => {
                            let result = self.calls[number].result;
                            self.answered(number, result);
                        }
                        What::Arrival | What::Timer => {}
                    }
                }
            }
            self.steps += 1;
            observer.after(self, Turn::Event(event));
            self.settle(observer);
            if observer.seen_enough() {
                return;
            }
        }
        self.now = self.end;
        self.record.advance(self.end, &self.parts);
        self.latencies.settle();
        for part in &mut self.parts {
            for node in &mut part.nodes {
                node.note_health(self.end);
                if let Some(since) = node.down_since {
                    node.down_for += self.end - since;
                    node.down_since = Some(self.end);
                }
            }
        }
        debug_assert_eq!(self.broken_law(), None);
    }

    /// Does everything that happens at once.
    fn settle(&mut self, observer: &mut impl Observer) {
        while let Some(then) = self.then.pop_front() {
            observer.before(self, Turn::Then(then));
            match then {
                Then::Reply { parent, generation, edge, attempt, result } => {
                    if self.calls[parent].generation == generation {
                        self.reply(parent, edge, attempt, result);
                    }
                }
                Then::Finish { call, generation, result } => {
                    if self.calls[call].generation == generation {
                        self.finish(call, result);
                    }
                }
                Then::Worked { call, generation } => {
                    if self.calls[call].generation == generation {
                        self.worked(call);
                    }
                }
            }
            observer.after(self, Turn::Then(then));
        }
    }

    fn waited(&mut self, child: u32) {
        if self.calls[child].state == super::calls::State::Queued {
            self.finish(child, Some(super::calls::Cause::MaxWait));
        }
    }

    pub(crate) fn note_trace(&mut self, what: u64) {
        self.trace = (self.trace ^ self.now ^ (what << 40)).wrapping_mul(0x0000_0100_0000_01b3);
    }
}
