//! What must hold at the end of every run, whatever the model: checked in debug builds.
//!
//! Counts and areas are kept where things happen; the laws compare them with sums over single requests.

use super::calls::{NONE16, State};
use super::components::Kind;
use super::stats::Stats;
use super::world::World;

/// What the requests that are still there say about a component.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// How many are in it, and for how long altogether.
    inside: u64,
    inside_time: u128,
    /// How many hold a worker, and how long ago they arrived altogether.
    holding: u64,
    holding_time: u128,
    /// How many connections have leaked, and the area under that number.
    leaked: u64,
    leaked_area: u128,
    /// How many requests its nodes work on and keep waiting.
    busy: u64,
    queued: u64,
}

impl Seen {
    /// The law that does not hold at a component, if any.
    fn broken(&self, stats: &Stats, end: u64) -> Option<&'static str> {
        let laws = [
            (
                "conservation: arrived = succeeded + failed + in flight",
                stats.arrived == stats.succeeded + stats.failed + stats.inside.now,
            ),
            ("in flight, request by request", stats.inside.now == self.inside),
            (
                "Little's law: the area under the requests inside is the sum of their times",
                stats.inside.area(end) == stats.left_time + self.inside_time,
            ),
            ("started = given back + held + leaked", {
                stats.started == stats.given_back + self.holding
                    && stats.busy.now == self.holding + self.leaked
            }),
            // U = X · S, times the length of the run: a service is the time since the arrival less the wait.
            ("utilisation: the area under the busy workers is the sum of the services", {
                let services = (stats.occupied + self.holding_time).checked_sub(stats.waited);
                Some(stats.busy.area(end)) == services.map(|services| services + self.leaked_area)
            }),
            ("busy workers, node by node", stats.busy.now == self.busy),
            ("waiting requests, node by node", stats.queued.now == self.queued),
        ];
        laws.into_iter().find(|(_, holds)| !holds).map(|(law, _)| law)
    }
}

impl World<'_> {
    /// The first law that does not hold, and where.
    pub(crate) fn broken_law(&self) -> Option<String> {
        let mut seen = vec![Seen::default(); self.parts.len()];
        for (part, seen) in self.parts.iter().zip(&mut seen) {
            seen.busy = part.nodes.iter().map(|node| u64::from(node.busy)).sum();
            seen.queued = part.nodes.iter().map(|node| u64::from(node.queued)).sum();
            if let Kind::Pool(pool) = &part.kind {
                seen.leaked = pool.leaked.now;
                seen.leaked_area = pool.leaked.area(self.end);
            }
        }
        for (_, call) in self.calls.used() {
            let time = u128::from(self.end - call.arrived);
            if matches!(call.state, State::Queued | State::Working | State::Waiting) && call.part != NONE16 {
                for at in [call.part, call.via].into_iter().filter(|at| *at != NONE16) {
                    seen[usize::from(at)].inside += 1;
                    seen[usize::from(at)].inside_time += time;
                }
            }
            if call.held {
                seen[usize::from(call.part)].holding += 1;
                seen[usize::from(call.part)].holding_time += time;
            }
        }
        let broken = |(part, seen): (&super::part::Part, &Seen)| {
            seen.broken(&part.stats, self.end).map(|law| format!("{}: {law}", part.name))
        };
        self.parts.iter().zip(&seen).find_map(broken)
    }
}
