//! Connection pools: a worker is a connection, held from the request to its answer; some leak.

use crate::model::component::Pool as Spec;

use crate::sim::components::Kind;
use crate::sim::stats::Level;
use crate::sim::timer::Timer;
use crate::sim::world::World;

#[derive(Clone, Debug)]
pub(crate) struct Pool {
    pub(crate) leak: f64,
    reclaim_after: Option<u64>,
    pub(crate) leaked: Level,
}

impl Pool {
    pub(crate) fn new(spec: &Spec) -> Self {
        let reclaim_after = spec.reclaim_after.map(|after| after.0);
        Self { leak: spec.leak.map_or(0.0, |share| share.0), reclaim_after, leaked: Level::default() }
    }
}

impl World<'_> {
    /// Whether a call leaves its connection behind.
    pub(crate) fn leaks(&mut self, child: u32) -> bool {
        let call = self.calls[child];
        let part = &mut self.parts[usize::from(call.part)];
        let Kind::Pool(pool) = &mut part.kind else { return false };
        if !part.rng.fail.chance(pool.leak) {
            return false;
        }
        pool.leaked.up(self.now);
        part.stats.let_go(self.now - call.arrived);
        let after = pool.reclaim_after;
        self.calls[child].held = false;
        if let Some(after) = after {
            self.after(after, Timer::TakeBack(usize::from(call.part), usize::from(call.node)));
        }
        true
    }

    /// A leaked connection comes back.
    pub(crate) fn take_back(&mut self, at: usize, node: usize) {
        let part = &mut self.parts[at];
        let Kind::Pool(pool) = &mut part.kind else { return };
        if pool.leaked.now == 0 || part.nodes[node].busy == 0 {
            return;
        }
        pool.leaked.down(self.now);
        part.stats.busy.down(self.now);
        part.nodes[node].busy -= 1;
        self.pull(at, node);
    }
}
