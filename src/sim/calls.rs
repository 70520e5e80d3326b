//! The requests on their way: a slab whose slots are used again.

/// No call, no node, no component.
pub(crate) const NONE: u32 = u32::MAX;
/// No node or component, in the short form.
pub(crate) const NONE16: u16 = u16::MAX;

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// The slot is free.
    Free,
    /// On its way, or lost on it.
    Sent,
    /// Waits for a worker.
    Queued,
    /// Left its queue without a worker; the queue still names it.
    Tombstone,
    /// A worker is at it.
    Working,
    /// Waits for the components it calls.
    Waiting,
    /// Waits for the next attempt.
    Backoff,
    /// The answer is on its way.
    Answered,
}

/// Why a request failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Cause {
    Timeout,
    QueueFull,
    MaxWait,
    Error,
    Overload,
    Refused,
    Dropped,
    NoInstance,
    Crashed,
    RateLimited,
    Shed,
    TooManyInFlight,
    BreakerOpen,
    DataLost,
    ReadOnly,
    NoLeader,
    Exhausted,
    Cancelled,
}

impl Cause {
    /// How many causes there are.
    pub(crate) const COUNT: usize = 18;
}

/// A request at one component, or (without a part) at the user who sent it.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Call {
    pub(crate) generation: u32,
    /// The call that waits for this one; none once it gave up.
    pub(crate) parent: u32,
    /// The first call that this one waits for, and the next one that its parent waits for.
    pub(crate) child: u32,
    pub(crate) sibling: u32,
    pub(crate) key: u32,
    /// The step of the time series in which a user sent it, or the load for others.
    pub(crate) bin: u32,
    /// When the caller sent it, and when it arrived, started or was answered.
    pub(crate) sent: u64,
    pub(crate) arrived: u64,
    pub(crate) edge: u16,
    pub(crate) part: u16,
    pub(crate) node: u16,
    /// The balancer it came through.
    pub(crate) via: u16,
    /// Which attempt it is, from 0.
    pub(crate) attempt: u8,
    /// The next step of its own calls, and how many of them are under way.
    pub(crate) step: u16,
    pub(crate) pending: u8,
    pub(crate) priority: u8,
    pub(crate) state: State,
    pub(crate) write: bool,
    /// A worker is held.
    pub(crate) held: bool,
    /// A queue still names it.
    pub(crate) listed: bool,
    pub(crate) result: Option<Cause>,
    /// A figure of the component's own.
    pub(crate) note: u32,
}

const _: () = assert!(size_of::<Call>() == 64, "a line of the processor's cache");

impl Call {
    pub(crate) const EMPTY: Self = Self {
        generation: 0,
        parent: NONE,
        child: NONE,
        sibling: NONE,
        key: 0,
        bin: 0,
        sent: 0,
        arrived: 0,
        edge: NONE16,
        part: NONE16,
        node: NONE16,
        via: NONE16,
        attempt: 0,
        step: 0,
        pending: 0,
        priority: 0,
        state: State::Free,
        write: false,
        held: false,
        listed: false,
        result: None,
        note: 0,
    };
}

/// All calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calls {
    slots: Vec<Call>,
    free: Vec<u32>,
}

impl Calls {
    /// Takes a slot for `call`.
    pub(crate) fn add(&mut self, mut call: Call) -> u32 {
        if let Some(index) = self.free.pop() {
            let slot = &mut self.slots[index as usize];
            call.generation = slot.generation;
            *slot = call;
            return index;
        }
        let index = u32::try_from(self.slots.len()).unwrap_or(NONE);
        self.slots.push(call);
        index
    }

    /// The slot that the next call will take.
    pub(crate) fn next_slot(&self) -> u32 {
        self.free.last().copied().unwrap_or_else(|| u32::try_from(self.slots.len()).unwrap_or(NONE))
    }

    /// Gives a slot back; events that name it become stale.
    pub(crate) fn remove(&mut self, index: u32) {
        let slot = &mut self.slots[index as usize];
        slot.generation = slot.generation.wrapping_add(1);
        slot.state = State::Free;
        self.free.push(index);
    }

    /// Whether an event with this generation is still about the call.
    pub(crate) fn current(&self, index: u32, generation: u32) -> bool {
        self.slots[index as usize].generation & 0xff_ffff == generation
    }

    /// The calls in use.
    pub(crate) fn used(&self) -> impl Iterator<Item = (u32, &Call)> {
        self.slots
            .iter()
            .enumerate()
            .filter(|(_, call)| call.state != State::Free)
            .map(|(index, call)| (u32::try_from(index).unwrap_or(NONE), call))
    }

    /// Takes `child` from the calls that `parent` waits for.
    pub(crate) fn detach(&mut self, parent: u32, child: u32) {
        let after = self[child].sibling;
        if self[parent].child == child {
            self[parent].child = after;
            return;
        }
        let mut at = self[parent].child;
        while at != NONE {
            if self[at].sibling == child {
                self[at].sibling = after;
                return;
            }
            at = self[at].sibling;
        }
    }
}

impl std::ops::Index<u32> for Calls {
    type Output = Call;

    fn index(&self, index: u32) -> &Call {
        &self.slots[index as usize]
    }
}

impl std::ops::IndexMut<u32> for Calls {
    fn index_mut(&mut self, index: u32) -> &mut Call {
        &mut self.slots[index as usize]
    }
}
