//! What each verb of the timeline does to the system, and how it is undone.

use crate::model::event::Verb;
use crate::model::target::{Place, Target};

use super::calls::Cause;
use super::components::Kind;
use super::part::Data;
use super::timer::Timer;
use super::world::World;

/// Whether a verb strikes node by node.
pub(crate) fn by_node(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::Crash
            | Verb::Restart
            | Verb::Repair
            | Verb::Reinstall
            | Verb::Wipe
            | Verb::Restore
            | Verb::Rebuild
            | Verb::Promote
            | Verb::Slow
            | Verb::Degrade
            | Verb::Deploy
            | Verb::Rollback
            | Verb::Skew
    )
}

impl World<'_> {
    /// Does what an event does to one node.
    pub(crate) fn apply(&mut self, index: usize, part: usize, node: usize) {
        let event = &self.spec.timeline[index];
        match event.verb {
            Verb::Crash => self.stop_node(part, node, false),
            Verb::Restart => {
                self.stop_node(part, node, false);
                let (startup, life) = (self.parts[part].startup, self.parts[part].nodes[node].life);
                self.after(startup, Timer::Started(part, node, life));
                self.wait_for(index, part, node);
            }
            Verb::Reinstall => {
                self.stop_node(part, node, true);
                if event.lasts.is_none() && event.until.is_none() {
                    let (startup, life) = (self.parts[part].startup, self.parts[part].nodes[node].life);
                    self.after(startup, Timer::Started(part, node, life));
                }
            }
            Verb::Repair => {
                let state = &mut self.parts[part].nodes[node];
                state.hurt = None;
                self.start_node(part, node);
            }
            Verb::Wipe => self.wipe(part, node),
            Verb::Restore => {
                if let Kind::Database(database) = &self.parts[part].kind {
                    let (shard, _) = database.place(node);
                    let first = database.nodes(shard).start;
                    if self.restore(part, shard) {
                        self.wait_for(index, part, first);
                    }
                }
            }
            Verb::Rebuild => {
                self.rebuild(part, node);
                self.wait_for(index, part, node);
            }
            Verb::Promote => {
                if let Kind::Database(database) = &self.parts[part].kind {
                    let (shard, copy) = database.place(node);
                    if !database.is_primary(node) {
                        self.promote_now(part, shard, copy);
                    }
                }
            }
            Verb::Slow => {
                self.parts[part].nodes[node].hurt().slow *= event.factor.map_or(1.0, |factor| factor.0);
            }
            Verb::Degrade => self.parts[part].nodes[node].hurt().degraded = event.share.map(|share| share.0),
            Verb::Deploy => self.deploy(index, part, node),
            Verb::Rollback => self.roll_back(part, node),
            Verb::Skew => {
                if let Kind::Quorum(quorum) = &mut self.parts[part].kind {
                    let by = event.by.as_ref().map_or(0.0, |by| by.mean() * 1e9);
                    quorum.skew[node] = i64::try_from(super::random::ticks(by)).unwrap_or(i64::MAX);
                }
                self.lease_leader_changed(part);
            }
            _ => {}
        }
    }

    /// Does what an event does as a whole.
    pub(crate) fn apply_once(&mut self, index: usize) {
        let event = &self.spec.timeline[index];
        let nothing = Target(Vec::new());
        let target = event.target.as_ref().unwrap_or(&nothing);
        let share = event.share.map_or(1.0, |share| share.0);
        match event.verb {
            Verb::Cut => self.links(target, |edge| edge.cut = true, Some(true)),
            Verb::Lose => self.links(target, |edge| edge.lost = share, None),
            Verb::Delay => self.links(target, |edge| edge.delay = event.by.clone().map(Box::new), None),
            Verb::DeleteRule | Verb::AddRule => {
                let open = event.verb == Verb::AddRule;
                self.rule(index, event.port.unwrap_or_default(), open);
            }
            Verb::Disable => self.flag(event.flag.as_deref(), true),
            Verb::Enable => self.flag(event.flag.as_deref(), false),
            Verb::Surge => self.surge(target, event.factor.map_or(1.0, |factor| factor.0)),
            Verb::Set => self.set_all(index),
            Verb::Stop => self.running(index, false),
            Verb::Start => self.running(index, true),
            Verb::Reclaim => {
                for (part, _) in self.scenario.events[index].targets.clone() {
                    if let Kind::Pool(pool) = &self.parts[part].kind {
                        for _ in 0..pool.leaked.now {
                            for node in 0..self.parts[part].nodes.len() {
                                self.take_back(part, node);
                            }
                        }
                    }
                    self.reclaim_now(part);
                }
            }
            _ => {}
        }
    }

    /// Undoes what an event did to these nodes, or as a whole.
    pub(crate) fn undo_effect(&mut self, index: usize, nodes: &[(usize, usize)]) {
        let event = &self.spec.timeline[index];
        let nothing = Target(Vec::new());
        let target = event.target.as_ref().unwrap_or(&nothing);
        for &(part, node) in nodes {
            match event.verb {
                Verb::Crash | Verb::Reinstall => self.start_node(part, node),
                Verb::Slow => {
                    self.parts[part].nodes[node].hurt().slow /= event.factor.map_or(1.0, |factor| factor.0);
                }
                Verb::Degrade => self.parts[part].nodes[node].hurt().degraded = None,
                Verb::Skew => {
                    if let Kind::Quorum(quorum) = &mut self.parts[part].kind {
                        quorum.skew[node] = 0;
                    }
                    self.lease_leader_changed(part);
                }
                _ => {}
            }
        }
        match event.verb {
            Verb::Cut => self.links(target, |edge| edge.cut = false, Some(false)),
            Verb::Lose => self.links(target, |edge| edge.lost = 0.0, None),
            Verb::Delay => self.links(target, |edge| edge.delay = None, None),
            Verb::DeleteRule => self.rule(index, event.port.unwrap_or_default(), true),
            Verb::AddRule => self.rule(index, event.port.unwrap_or_default(), false),
            Verb::Disable => self.flag(event.flag.as_deref(), false),
            Verb::Enable => self.flag(event.flag.as_deref(), true),
            Verb::Surge => self.surge(target, 1.0 / event.factor.map_or(1.0, |factor| factor.0).max(1e-9)),
            Verb::Set => self.unset_all(index),
            Verb::Stop => self.running(index, true),
            _ => {}
        }
    }

    fn links(&mut self, target: &Target, change: impl Fn(&mut super::edge::Edge), cut: Option<bool>) {
        for place in &target.0 {
            let Place::Link { from, to, both } = place else { continue };
            let names: Vec<String> = self.parts.iter().map(|part| part.name.clone()).collect();
            let is = |wanted: &str, name: &str| wanted == "*" || wanted == name;
            for edge in &mut self.edges {
                let callee = names.get(usize::from(edge.to)).map_or("", String::as_str);
                if is(from, &edge.from) && is(to, callee) || *both && is(to, &edge.from) && is(from, callee) {
                    change(edge);
                }
            }
            if let Some(cut) = cut {
                self.cut_nodes(from, to, *both, cut);
            }
        }
    }

    /// Cuts, or mends, messages between the nodes of a quorum.
    fn cut_nodes(&mut self, from: &str, to: &str, both: bool, cut: bool) {
        let split = |name: &str| {
            let (base, node) = name.split_once('/').unwrap_or((name, "*"));
            (base.to_owned(), node.to_owned())
        };
        let ((from, from_node), (to, to_node)) = (split(from), split(to));
        if from != to {
            return;
        }
        let Some(at) = self.parts.iter().position(|part| part.name == from) else { return };
        self.sync_logs(at);
        let Kind::Quorum(quorum) = &mut self.parts[at].kind else { return };
        let is = |wanted: &str, index: usize| wanted == "*" || wanted.parse() == Ok(index);
        for a in 0..quorum.cut.len() {
            for b in 0..quorum.cut.len() {
                let hit =
                    is(&from_node, a) && is(&to_node, b) || both && is(&from_node, b) && is(&to_node, a);
                if hit && a != b {
                    quorum.cut[a][b] = cut;
                }
            }
        }
        self.quorum_changed(at);
    }

    fn rule(&mut self, index: usize, port: u16, open: bool) {
        let mut parts: Vec<usize> = match &self.spec.timeline[index].target {
            Some(target) => {
                let names = target.0.iter().map(ToString::to_string);
                names.filter_map(|name| self.parts.iter().position(|part| part.name == name)).collect()
            }
            None => Vec::new(),
        };
        parts.dedup();
        for part in parts {
            if let Some(allow) = &mut self.parts[part].allow {
                allow.retain(|known| *known != port);
                if open {
                    allow.push(port);
                }
            }
        }
    }

    fn flag(&mut self, flag: Option<&str>, disabled: bool) {
        for edge in self.edges.iter_mut().filter(|edge| edge.flag.as_deref() == flag && flag.is_some()) {
            edge.disabled = disabled;
        }
    }

    fn surge(&mut self, target: &Target, factor: f64) {
        for place in &target.0 {
            let name = place.to_string();
            for source in self.sources.iter_mut().filter(|source| name == "*" || source.name == name) {
                source.surge(factor);
            }
        }
    }

    fn running(&mut self, index: usize, running: bool) {
        for (part, _) in self.scenario.events[index].targets.clone() {
            match &mut self.parts[part].kind {
                Kind::Resource(resource) => resource.running = running,
                Kind::Database(database) => {
                    database.automatic = running;
                    for shard in 0..database.shards.len() {
                        self.shard_changed(part, shard);
                    }
                }
                _ => {}
            }
        }
    }

    /// Stops a node; its requests fail, and its data may go with it.
    pub(crate) fn stop_node(&mut self, part: usize, node: usize, wipe: bool) {
        let now = self.now;
        self.sync_logs(part);
        self.parts[part].nodes[node].up = false;
        self.parts[part].nodes[node].life += 1;
        if wipe && matches!(self.parts[part].kind, Kind::Database(_)) {
            self.parts[part].nodes[node].data = Data::Empty;
        }
        self.flush(part, node);
        self.parts[part].nodes[node].note_health(now);
        self.fail_all(part, node, Cause::Crashed);
        self.node_changed(part, node);
    }

    fn start_node(&mut self, part: usize, node: usize) {
        let life = self.parts[part].nodes[node].life;
        self.started(part, node, life);
    }

    /// A node is up again.
    pub(crate) fn started(&mut self, part: usize, node: usize, life: u32) {
        let now = self.now;
        let state = &mut self.parts[part].nodes[node];
        if state.life != life {
            return;
        }
        state.up = true;
        state.note_health(now);
        self.node_changed(part, node);
        self.pull(part, node);
        self.settle_effects();
        self.check_conditions();
    }

    fn wipe(&mut self, part: usize, node: usize) {
        let now = self.now;
        if matches!(self.parts[part].kind, Kind::Database(_)) {
            self.parts[part].nodes[node].data = Data::Empty;
            self.parts[part].nodes[node].note_health(now);
            self.fail_all(part, node, Cause::DataLost);
            self.node_changed(part, node);
        } else {
            self.flush(part, node);
        }
    }

    /// Tells whoever cares that a node's health has changed.
    fn node_changed(&mut self, part: usize, node: usize) {
        match &self.parts[part].kind {
            Kind::Database(database) => {
                let (shard, _) = database.place(node);
                self.shard_changed(part, shard);
            }
            Kind::Quorum(_) => self.quorum_changed(part),
            _ => {}
        }
    }
}
