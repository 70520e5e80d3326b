//! The pending events: a wheel, and a FIFO lane beside it for each constant delay.
//!
//! Events with the same delay come due in the order in which they were made, so a lane needs no sorting;
//! timeouts, almost all of which never matter, cost next to nothing there. Ties go by sequence number.

use std::collections::VecDeque;

use super::wheel::Wheel;

/// What comes due; the number is a call, a load or a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum What {
    /// A load sends its next request.
    Arrival,
    /// A worker is done with a call.
    Worked,
    /// A caller has waited long enough.
    Timeout,
    /// A call has waited in its queue long enough.
    Waited,
    /// The pause before another attempt is over.
    Backoff,
    /// A request reaches its callee.
    Deliver,
    /// An answer reaches its caller.
    Answer,
    /// A timer of the scenario, a monitor or a component.
    Timer,
}

/// An event: 24 bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub(crate) time: u64,
    seq: u64,
    /// `what` in 8 bits, the generation of the call in 24, its number in 32.
    packed: u64,
}

const _: () = assert!(size_of::<Event>() == 24);

impl Event {
    pub(crate) fn what(&self) -> What {
        match self.packed >> 56 {
            0 => What::Arrival,
            1 => What::Worked,
            2 => What::Timeout,
            3 => What::Waited,
            4 => What::Backoff,
            5 => What::Deliver,
            6 => What::Answer,
            _ => What::Timer,
        }
    }

    /// The low 24 bits of the generation.
    pub(crate) fn generation(&self) -> u32 {
        u32::try_from((self.packed >> 32) & 0xff_ffff).unwrap_or_default()
    }

    pub(crate) fn number(&self) -> u32 {
        u32::try_from(self.packed & 0xffff_ffff).unwrap_or_default()
    }

    /// What orders events: the time, then which was made first.
    pub(crate) fn rank(&self) -> u128 {
        (u128::from(self.time) << 64) | u128::from(self.seq)
    }
}

impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

impl Eq for Event {}

impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Event {
    /// Reversed, so that a heap gives the earliest first, and a sorted list has it last.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.rank().cmp(&self.rank())
    }
}

/// A constant delay that has a lane of its own; the last number means the wheel.
pub(crate) type Lane = u8;

/// More different delays than this go through the wheel.
const MAX_LANES: usize = 16;

#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    wheel: Wheel,
    lanes: Vec<(u64, VecDeque<Event>)>,
    /// The lane whose front is the earliest, and that front's rank.
    first: Option<(usize, u128)>,
    seq: u64,
}

impl Queue {
    /// The lane of a delay.
    pub(crate) fn lane(&mut self, delay: u64) -> Lane {
        let known = self.lanes.iter().position(|(lane, _)| *lane == delay);
        let at = known.unwrap_or_else(|| {
            if self.lanes.len() < MAX_LANES {
                self.lanes.push((delay, VecDeque::new()));
                self.lanes.len() - 1
            } else {
                usize::from(Lane::MAX)
            }
        });
        Lane::try_from(at).unwrap_or(Lane::MAX)
    }

    fn event(&mut self, time: u64, what: What, number: u32, generation: u32) -> Event {
        self.seq += 1;
        let packed = (what as u64) << 56 | u64::from(generation & 0xff_ffff) << 32 | u64::from(number);
        Event { time, seq: self.seq, packed }
    }

    pub(crate) fn push(&mut self, time: u64, what: What, number: u32, generation: u32) {
        let event = self.event(time, what, number, generation);
        self.wheel.push(event);
    }

    /// Pushes an event that comes due `delay` from now, where `delay` is that of the lane.
    pub(crate) fn push_lane(&mut self, lane: Lane, time: u64, what: What, number: u32, generation: u32) {
        let event = self.event(time, what, number, generation);
        let Some((_, events)) = self.lanes.get_mut(usize::from(lane)) else { return self.wheel.push(event) };
        if events.is_empty() && self.first.is_none_or(|(_, rank)| event.rank() < rank) {
            self.first = Some((usize::from(lane), event.rank()));
        }
        events.push_back(event);
    }

    /// How many events are pending.
    pub(crate) fn len(&self) -> usize {
        self.wheel.len() + self.lanes.iter().map(|(_, events)| events.len()).sum::<usize>()
    }

    /// The next event that is due before `end`.
    pub(crate) fn pop(&mut self, end: u64) -> Option<Event> {
        let next = self.wheel.next();
        if let Some((lane, rank)) = self.first
            && next.is_none_or(|event| rank < event.rank())
        {
            let event = *self.lanes[lane].1.front()?;
            if event.time >= end {
                return None;
            }
            self.lanes[lane].1.pop_front();
            self.first = self
                .lanes
                .iter()
                .enumerate()
                .filter_map(|(index, (_, events))| Some((index, events.front()?.rank())))
                .min_by_key(|(_, rank)| *rank);
            return Some(event);
        }
        if next?.time >= end {
            return None;
        }
        self.wheel.pop()
    }
}
