//! What the timeline asks of the system while it runs: conditions that hold, nodes that a target matches.

use crate::model::event::When;
use crate::model::target::{Place, Target};

use super::components::Kind;
use super::part::Part;
use super::timer::Timer;
use super::world::World;

impl World<'_> {
    /// Begins the events whose condition has come to hold.
    pub(crate) fn check_conditions(&mut self) {
        let spec = self.spec;
        for (index, event) in spec.timeline.iter().enumerate() {
            let Some(when) = &event.when else { continue };
            let Some(progress) = self.scenario.events.get(index) else { return };
            if progress.armed || !self.holds(when) {
                continue;
            }
            self.scenario.events[index].armed = true;
            self.after(event.after.map_or(0, |after| after.0), Timer::Event(index));
        }
    }

    fn holds(&self, when: &When) -> bool {
        let find = |id: &String| self.spec.timeline.iter().position(|event| event.id.as_ref() == Some(id));
        if let Some(target) = &when.lost {
            return self.lost(target);
        }
        if let Some(target) = &when.down {
            return self.resolve(target).iter().any(|(part, node)| !self.parts[*part].nodes[*node].serves());
        }
        if let Some(monitor) = &when.alert {
            return self.watches.iter().any(|watch| &watch.name == monitor && !watch.fired.is_empty());
        }
        if let Some(id) = &when.done {
            return find(id).is_some_and(|index| self.scenario.events[index].done);
        }
        if let Some(id) = &when.over {
            return find(id).is_some_and(|index| self.scenario.events[index].over);
        }
        if let Some(name) = &when.no_leader {
            return self.parts.iter().any(|part| {
                &part.name == name
                    && matches!(&part.kind, Kind::Quorum(quorum) if !quorum.commits(&part.nodes))
            });
        }
        let name = when.exhausted.as_deref().unwrap_or_default();
        self.parts.iter().any(|part| {
            part.name == name && matches!(&part.kind, Kind::Resource(resource) if resource.exhausted)
        })
    }

    /// Whether any matching shard has no live copy with data, or any matching component no live instance.
    fn lost(&self, target: &Target) -> bool {
        let nodes = self.resolve(target);
        nodes.iter().any(|&(at, node)| {
            let part = &self.parts[at];
            let group: Vec<usize> = match &part.kind {
                Kind::Database(database) => database.nodes(database.place(node).0).collect(),
                _ => (0..part.nodes.len()).filter(|node| part.nodes[*node].exists).collect(),
            };
            group.iter().all(|node| !part.nodes[*node].serves())
        })
    }

    /// The nodes that a target matches, in order.
    pub(crate) fn resolve(&self, target: &Target) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for place in &target.0 {
            let Place::Nodes { component, path } = place else { continue };
            for (at, part) in self.parts.iter().enumerate() {
                if component != "*" && *component != part.name {
                    continue;
                }
                for (node, state) in part.nodes.iter().enumerate() {
                    if state.exists
                        && !hidden(part, node)
                        && matches(part, node, path)
                        && !found.contains(&(at, node))
                    {
                        found.push((at, node));
                    }
                }
            }
        }
        found
    }
}

/// Whether a node is a part of the machinery that no model speaks of.
pub(crate) fn hidden(part: &Part, node: usize) -> bool {
    matches!(&part.kind, Kind::Cache(cache) if node >= cache.stores.len())
}

fn matches(part: &Part, node: usize, path: &[String]) -> bool {
    let number = |step: &String, index: usize| step == "*" || step.parse() == Ok(index);
    match (&part.kind, path) {
        (_, []) => true,
        (Kind::Database(database), [shard, rest @ ..]) => {
            let (at, copy) = database.place(node);
            let role = if database.is_primary(node) { "primary" } else { "replica" };
            let role_only = shard == role;
            (number(shard, at) || role_only) && rest.iter().all(|step| number(step, copy) || step == role)
        }
        (_, [index, ..]) => number(index, node),
    }
}
