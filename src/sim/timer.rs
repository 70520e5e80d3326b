//! Timers: everything that comes due and is not a request.

use super::queue::What;
use super::world::World;

/// What a timer is for.
#[derive(Clone, Debug)]
pub(crate) enum Timer {
    /// The slot is free.
    Free,
    /// An event of the timeline begins.
    Event(usize),
    /// An event strikes the next of its targets.
    Strike(usize, usize),
    /// The effect of an event ends on those it struck from this one to before that one.
    Undo(usize, usize, usize),
    /// A monitor looks.
    Monitor(usize),
    /// A balancer checks its instances.
    Health(usize),
    /// A balancer takes an ejected instance back.
    Readmit(usize, usize),
    /// A node has started; the last number is its life.
    Started(usize, usize, u32),
    /// A replica is promoted: component, shard, and the shard's term.
    Promote(usize, usize, u32),
    /// A node's data is complete: component, node, the filling's number.
    Filled(usize, usize, u32),
    /// A leaked connection is taken back: component, node.
    TakeBack(usize, usize),
    /// What a request held comes back: component, thousandths.
    GiveBack(usize, u64),
    /// A janitor begins, or ends, a reclaim.
    Reclaim(usize),
    /// The amount that a reclaim brings back is there.
    Reclaimed(usize),
    /// The autoscaler looks.
    Scale(usize),
    /// A quorum's node stands for election: component, term.
    Elect(usize, u32),
    /// A quorum's leader hears from nobody any more: component, term.
    StepDown(usize, u32),
    /// A lease's worker tries, renews, is done: component, worker, its epoch.
    LeaseTry(usize, usize, u32),
    /// The holder renews.
    LeaseRenew(usize, usize, u32),
    /// The job ends.
    LeaseDone(usize, usize, u32),
    /// The quorum's leader finds the lease expired: component, epoch of the lease.
    LeaseExpired(usize, u32),
}

impl World<'_> {
    /// Sets a timer.
    pub(crate) fn after(&mut self, delay: u64, timer: Timer) {
        self.at(self.now.saturating_add(delay), timer);
    }

    /// Sets a timer for a time after the start.
    pub(crate) fn at(&mut self, time: u64, timer: Timer) {
        let number = if let Some(number) = self.free_timers.pop() {
            self.timers[number as usize] = timer;
            number
        } else {
            self.timers.push(timer);
            u32::try_from(self.timers.len() - 1).unwrap_or_default()
        };
        self.queue.push(time.max(self.now), What::Timer, number, 0);
    }

    /// A timer comes due.
    pub(crate) fn timer(&mut self, number: u32) {
        let timer = std::mem::replace(&mut self.timers[number as usize], Timer::Free);
        self.free_timers.push(number);
        match timer {
            Timer::Free => {}
            Timer::Event(event) => self.event_begins(event),
            Timer::Strike(event, next) => self.strike(event, next),
            Timer::Undo(event, from, to) => self.undo(event, from, to),
            Timer::Monitor(monitor) => self.look(monitor),
            Timer::Health(part) => self.check_health(part),
            Timer::Readmit(part, target) => self.readmit(part, target),
            Timer::Started(part, node, life) => self.started(part, node, life),
            Timer::Promote(part, shard, term) => self.promote(part, shard, term),
            Timer::Filled(part, node, filling) => self.filled(part, node, filling),
            Timer::TakeBack(part, node) => self.take_back(part, node),
            Timer::GiveBack(part, amount) => self.give_back(part, amount),
            Timer::Reclaim(part) => self.reclaim(part),
            Timer::Reclaimed(part) => self.reclaimed(part),
            Timer::Scale(part) => self.scale(part),
            Timer::Elect(part, term) => self.elect(part, term),
            Timer::StepDown(part, term) => self.step_down(part, term),
            Timer::LeaseTry(part, worker, epoch) => self.lease_try(part, worker, epoch),
            Timer::LeaseRenew(part, worker, epoch) => self.lease_renew(part, worker, epoch),
            Timer::LeaseDone(part, worker, epoch) => self.lease_done(part, worker, epoch),
            Timer::LeaseExpired(part, epoch) => self.lease_expired(part, epoch),
        }
    }
}
