//! Single requests on their way through the system.
//!
//! A first run finds out which requests are meant, where that shows only when they end; a second run of
//! the same seed follows those.

mod chooser;
mod follower;
mod users;

#[cfg(test)]
mod tests;

use crate::model::Model;
use crate::model::followed::Followed;
use crate::model::pick::{Pick, Which};

use super::world::World;
use chooser::Chooser;
use follower::{Follower, Wanted};

/// Follows requests of one run through the system, in the order in which they were sent. `None` when the
/// model has faults that stand in the way, or no such variant.
pub fn follow(model: &Model, variant: Option<&str>, seed: Option<u64>, pick: Pick) -> Option<Followed> {
    if !model.runnable() {
        return None;
    }
    let variant = variant.map_or_else(|| model.variants.first(), |name| model.variant(name))?;
    let spec = &variant.spec;
    let seed = seed.unwrap_or(spec.clock.seed);
    let from = pick.from.map_or(0, |at| u64::try_from(spec.clock.offset(at)).unwrap_or(0));
    let wanted = match pick.which {
        Which::Any => Wanted::First { count: pick.count, from },
        Which::Id(id) => Wanted::Ids(vec![id]),
        which => {
            let mut chooser = Chooser::new(which, pick.count, from);
            World::new(spec, seed).run_watched(&mut chooser);
            Wanted::Ids(chooser.ids())
        }
    };
    let mut follower = Follower::new(wanted);
    let mut world = World::new(spec, seed);
    world.run_watched(&mut follower);
    let requests = follower.requests(&world);
    Some(Followed { model: spec.model.clone(), variant: variant.name.clone(), seed, requests })
}
