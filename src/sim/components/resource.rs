//! Resources: what is used up or held, leaks, and is brought back by a janitor.

use crate::model::component::{Exhausted, Resource as Spec};
use crate::model::edge::Mode;
use crate::model::units::Work;

use crate::sim::calls::Cause;
use crate::sim::components::{Kind, Next};
use crate::sim::random::{draw, ticks};
use crate::sim::timer::Timer;
use crate::sim::world::World;

#[expect(clippy::struct_excessive_bools, reason = "independent switches and marks")]
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub(crate) capacity: f64,
    pub(crate) each: f64,
    pub(crate) used: f64,
    pub(crate) leaked: f64,
    pub(crate) highest: f64,
    pub(crate) leak: f64,
    only: Option<Mode>,
    hold: Option<Work>,
    reclaim: Option<crate::model::component::Reclaim>,
    pub(crate) running: bool,
    latch: bool,
    latched: bool,
    pub(crate) exhausted: bool,
}

impl Resource {
    pub(crate) fn new(spec: &Spec) -> Self {
        let used = spec.used.unwrap_or(0.0);
        Self {
            capacity: spec.capacity,
            each: spec.each.unwrap_or(1.0),
            used,
            leaked: 0.0,
            highest: used,
            leak: spec.leak.map_or(0.0, |share| share.0),
            only: spec.only,
            hold: spec.hold.clone(),
            reclaim: spec.reclaim.clone(),
            running: true,
            latch: spec.exhausted == Exhausted::Latch,
            latched: false,
            exhausted: false,
        }
    }

    /// The time to the first reclaim.
    pub(crate) fn every(&self) -> Option<u64> {
        self.reclaim.as_ref().map(|reclaim| reclaim.every.0.max(1))
    }
}

impl World<'_> {
    fn resource(&mut self, at: usize) -> Option<&mut Resource> {
        match &mut self.parts[at].kind {
            Kind::Resource(resource) => Some(resource.as_mut()),
            _ => None,
        }
    }

    /// A request takes its amount, or fails when there is not enough left.
    pub(crate) fn take_resource(&mut self, child: u32) -> Next {
        let call = self.calls[child];
        let at = usize::from(call.part);
        let part = &mut self.parts[at];
        let Kind::Resource(resource) = &mut part.kind else { return Next::Calls };
        let counts = match resource.only {
            Some(Mode::Reads) => !call.write,
            Some(Mode::Writes) => call.write,
            None => true,
        };
        if !counts {
            return Next::Calls;
        }
        if resource.latched || resource.used + resource.each > resource.capacity {
            let first = !resource.exhausted;
            resource.exhausted = true;
            resource.latched = resource.latch;
            if first {
                let name = part.name.clone();
                self.say(format!("{name} is used up"), None, None);
                self.check_conditions();
            }
            return Next::Done(Some(Cause::Exhausted));
        }
        resource.used += resource.each;
        resource.highest = resource.highest.max(resource.used);
        if let Some(hold) = &resource.hold {
            if part.rng.fail.chance(resource.leak) {
                resource.leaked += resource.each;
            } else {
                let (time, amount) = (draw(hold, &mut part.rng.work), ticks(resource.each * 1000.0));
                self.after(time, Timer::GiveBack(at, amount));
            }
        }
        Next::Calls
    }

    /// What a request held comes back.
    pub(crate) fn give_back(&mut self, at: usize, thousandths: u64) {
        if let Some(resource) = self.resource(at) {
            resource.used = (resource.used - thousandths as f64 / 1000.0).max(0.0);
        }
        self.refilled(at);
    }

    /// The janitor's turn.
    pub(crate) fn reclaim(&mut self, at: usize) {
        let Some(resource) = self.resource(at) else { return };
        let Some(reclaim) = resource.reclaim.clone() else { return };
        let running = resource.running;
        if running {
            self.after(reclaim.takes.map_or(0, |takes| takes.0), Timer::Reclaimed(at));
        }
        self.after(reclaim.every.0.max(1), Timer::Reclaim(at));
    }

    /// A reclaim brings back what was used, or what leaked.
    pub(crate) fn reclaimed(&mut self, at: usize) {
        let Some(resource) = self.resource(at) else { return };
        let share = resource.reclaim.as_ref().and_then(|reclaim| reclaim.share).map_or(1.0, |share| share.0);
        let back = share * if resource.hold.is_some() { resource.leaked } else { resource.used };
        resource.used = (resource.used - back).max(0.0);
        resource.leaked = (resource.leaked - back).max(0.0);
        self.refilled(at);
    }

    /// A reclaim by hand, which also opens the latch.
    pub(crate) fn reclaim_now(&mut self, at: usize) {
        if let Some(resource) = self.resource(at) {
            resource.latched = false;
        }
        self.reclaimed(at);
    }

    fn refilled(&mut self, at: usize) {
        let name = self.parts[at].name.clone();
        let Some(resource) = self.resource(at) else { return };
        let free = !resource.latched && resource.used + resource.each <= resource.capacity;
        if free && resource.exhausted {
            resource.exhausted = false;
            self.say(format!("{name} has room again"), None, None);
        }
    }
}
