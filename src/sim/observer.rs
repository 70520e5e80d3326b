//! Watching a run from outside: what an observer leaves out is compiled away.

use super::flow::Then;
use super::queue::Event;
use super::world::World;

/// One thing that happens.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Turn {
    /// An event comes due; it may be about a call that is gone.
    Event(Event),
    /// Something happens in the same moment.
    Then(Then),
}

/// Looks on before and after everything that happens, and changes nothing.
pub(crate) trait Observer {
    /// Something is about to happen.
    fn before(&mut self, _world: &World<'_>, _turn: Turn) {}

    /// It has happened.
    fn after(&mut self, _world: &World<'_>, _turn: Turn) {}

    /// A step of the time series is about to end.
    fn step(&mut self, _world: &World<'_>) {}

    /// Whether the run may stop.
    fn seen_enough(&self) -> bool {
        false
    }
}

/// Looks at nothing.
#[cfg(test)]
pub(crate) struct Nobody;

#[cfg(test)]
impl Observer for Nobody {}
