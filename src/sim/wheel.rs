//! Pending events in the order of their times, at a cost that hardly depends on how many there are.
//!
//! A calendar queue (Brown, 1988): a wheel of buckets, each for a span of time, that are sorted one by one
//! as their time comes. An event goes into its bucket unsorted; what comes due in the bucket that is being
//! worked off goes into a small heap beside it, and what lies beyond the wheel into a large one. The span
//! and the number of the buckets follow the events, so that a bucket holds a few.

use std::collections::BinaryHeap;

use super::queue::Event;

/// How many events a bucket should hold.
const FEW: usize = 4;
/// The fewest and the most buckets.
const SLOTS: (usize, usize) = (16, 4096);
/// After so many buckets their span is looked at.
const TURNS: u32 = 1024;

#[derive(Clone, Debug)]
pub(crate) struct Wheel {
    /// The bucket that is being worked off, the earliest event last, and what was added to it since.
    now: Vec<Event>,
    soon: BinaryHeap<Event>,
    /// The number of the next bucket: a time in spans of 2^`shift` ns.
    next: u64,
    shift: u32,
    slots: Vec<Vec<Event>>,
    /// How many events are in the slots.
    held: usize,
    later: BinaryHeap<Event>,
    /// The buckets worked off since their span was looked at, and how many events they had.
    turns: u32,
    had: usize,
}

impl Default for Wheel {
    fn default() -> Self {
        Self {
            now: Vec::new(),
            soon: BinaryHeap::new(),
            next: 0,
            shift: 20,
            slots: vec![Vec::new(); SLOTS.0],
            held: 0,
            later: BinaryHeap::new(),
            turns: 0,
            had: 0,
        }
    }
}

impl Wheel {
    pub(crate) fn push(&mut self, event: Event) {
        let bucket = event.time >> self.shift;
        if bucket < self.next {
            self.soon.push(event);
        } else if bucket - self.next < self.slots.len() as u64 {
            self.hold(bucket, event);
        } else {
            self.later.push(event);
        }
    }

    fn slot(&self, bucket: u64) -> usize {
        // There are 2^n slots.
        usize::try_from(bucket).unwrap_or_default() & (self.slots.len() - 1)
    }

    fn hold(&mut self, bucket: u64, event: Event) {
        let slot = self.slot(bucket);
        self.slots[slot].push(event);
        self.held += 1;
    }

    pub(crate) fn len(&self) -> usize {
        self.now.len() + self.soon.len() + self.held + self.later.len()
    }

    /// The earliest event.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<&Event> {
        if self.now.is_empty() && self.soon.is_empty() {
            self.turn();
        }
        match (self.now.last(), self.soon.peek()) {
            (Some(now), Some(soon)) => Some(if now.rank() < soon.rank() { now } else { soon }),
            (now, soon) => now.or(soon),
        }
    }

    /// Takes the event that `next` has shown.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<Event> {
        match (self.now.last(), self.soon.peek()) {
            (Some(now), Some(soon)) if soon.rank() < now.rank() => self.soon.pop(),
            (Some(_), _) => self.now.pop(),
            (None, _) => self.soon.pop(),
        }
    }

    /// Goes on to the next bucket that holds anything.
    fn turn(&mut self) {
        while self.now.is_empty() {
            if self.turns == TURNS {
                self.fit();
            }
            if self.held == 0 {
                let Some(event) = self.later.peek() else { return };
                self.next = event.time >> self.shift;
            }
            while let Some(event) = self.later.peek()
                && (event.time >> self.shift) - self.next < self.slots.len() as u64
            {
                let Some(event) = self.later.pop() else { break };
                self.hold(event.time >> self.shift, event);
            }
            let slot = self.slot(self.next);
            std::mem::swap(&mut self.now, &mut self.slots[slot]);
            self.held -= self.now.len();
            self.next += 1;
            self.turns += 1;
            self.had += self.now.len();
        }
        self.now.sort_unstable();
    }

    /// Chooses the span and the number of the buckets anew, from what the last ones held.
    fn fit(&mut self) {
        let (had, turns) = (self.had.max(1), self.turns as usize);
        (self.had, self.turns) = (0, 0);
        let slots = (self.len() * 2 / FEW).next_power_of_two().clamp(SLOTS.0, SLOTS.1);
        let wider = (FEW * turns / had).max(1).ilog2();
        let narrower = (had / (FEW * turns)).max(1).ilog2();
        let shift = (self.shift + wider).saturating_sub(narrower).min(40);
        if (slots, shift) == (self.slots.len(), self.shift) {
            return;
        }
        let mut events: Vec<Event> = self.slots.iter_mut().flat_map(|slot| slot.drain(..)).collect();
        events.extend(self.later.drain());
        // All events lie at or after the start of the next bucket, of the old span and of the new.
        self.next = (self.next << self.shift) >> shift;
        self.shift = shift;
        self.slots.resize(slots, Vec::new());
        self.held = 0;
        for event in events {
            self.push(event);
        }
    }
}
