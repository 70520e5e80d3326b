//! The parameters that `set` and `deploy` change while the model runs, and how they are put back.

use serde_json::Value as Json;

use crate::model::target::Place;
use crate::model::units::{Duration, Share, Work};

use super::components::Kind;
use super::part::{Part, Station, UNLIMITED};
use super::world::World;

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Setting {
    Count(u32),
    Number(f64),
    Work(Work),
    /// Nanoseconds, or requests; none where there is no such limit.
    Limit(Option<u64>),
}

/// Where a parameter is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    Instances,
    /// What all nodes share.
    Station,
    /// What a deploy gave to this node.
    Node(usize),
    Edge(usize),
    /// What only this kind of component has.
    Kind,
}

/// A parameter that was changed.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    part: usize,
    spot: Spot,
    name: String,
    old: Setting,
    new: Setting,
}

impl Setting {
    /// What the model says about a parameter; none when it cannot be read.
    fn read(name: &str, value: &Json) -> Option<Self> {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let number = value.as_f64().unwrap_or(0.0);
        let whole = || u32::try_from(super::random::ticks(number)).unwrap_or(UNLIMITED);
        Some(match name {
            "workers" | "size" | "queue" | "instances" => Self::Count(whole()),
            "attempts" => Self::Count(whole().clamp(1, 100)),
            "shed_above" => Self::Limit(Some(u64::from(whole()))),
            "capacity" | "each" => Self::Number(number),
            "availability" | "leak" => Self::Number(text.parse::<Share>().ok()?.0),
            "work" => Self::Work(text.parse().ok()?),
            "max_wait" | "timeout" | "ttl" => Self::Limit(Some(text.parse::<Duration>().ok()?.0)),
            _ => return None,
        })
    }
}

impl Station {
    fn setting(&self, name: &str) -> Option<Setting> {
        Some(match name {
            "workers" | "size" => Setting::Count(self.workers),
            "queue" => Setting::Count(self.queue),
            "shed_above" => Setting::Limit(self.shed_above.map(u64::from)),
            "work" => Setting::Work(self.work.clone()),
            "availability" => Setting::Number(self.availability),
            "max_wait" => Setting::Limit(self.max_wait),
            _ => return None,
        })
    }

    fn put(&mut self, name: &str, setting: &Setting) {
        match (name, setting) {
            ("workers" | "size", Setting::Count(count)) => self.workers = *count,
            ("queue", Setting::Count(count)) => self.queue = *count,
            ("shed_above", Setting::Limit(limit)) => {
                self.shed_above = limit.and_then(|limit| u32::try_from(limit).ok());
            }
            ("work", Setting::Work(work)) => self.work.clone_from(work),
            ("availability", Setting::Number(share)) => self.availability = *share,
            ("max_wait", Setting::Limit(wait)) => self.max_wait = *wait,
            _ => {}
        }
    }
}

impl Kind {
    fn setting(&self, name: &str) -> Option<Setting> {
        Some(match (name, self) {
            ("leak", Self::Pool(pool)) => Setting::Number(pool.leak),
            ("leak", Self::Resource(resource)) => Setting::Number(resource.leak),
            ("capacity", Self::Resource(resource)) => Setting::Number(resource.capacity),
            ("each", Self::Resource(resource)) => Setting::Number(resource.each),
            ("ttl", Self::Cache(cache)) => Setting::Limit(cache.ttl),
            _ => return None,
        })
    }

    fn put(&mut self, name: &str, setting: &Setting) {
        match (name, self, setting) {
            ("leak", Self::Pool(pool), Setting::Number(share)) => pool.leak = *share,
            ("leak", Self::Resource(resource), Setting::Number(share)) => resource.leak = *share,
            ("capacity", Self::Resource(resource), Setting::Number(amount)) => resource.capacity = *amount,
            ("each", Self::Resource(resource), Setting::Number(amount)) => resource.each = *amount,
            ("ttl", Self::Cache(cache), Setting::Limit(ttl)) => cache.ttl = *ttl,
            _ => {}
        }
    }
}

impl Part {
    /// The nodes with parameters of their own that a change of all nodes reaches; the way around a cache
    /// is no node of it.
    fn deployed(&self) -> impl Iterator<Item = usize> {
        let nodes = self.nodes.len() - usize::from(matches!(self.kind, Kind::Cache(_)));
        self.nodes.iter().take(nodes).enumerate().filter(|(_, node)| node.own.is_some()).map(|(at, _)| at)
    }
}

impl World<'_> {
    /// Changes the parameters of the components that an event names, and notes what they were.
    pub(crate) fn set_all(&mut self, index: usize) {
        let mut parts: Vec<usize> =
            self.scenario.events[index].targets.iter().map(|(part, _)| *part).collect();
        parts.dedup();
        for part in parts {
            for (name, value) in self.spec.timeline[index].set.iter() {
                let Some(new) = Setting::read(name, value) else { continue };
                for spot in self.spots(part, name) {
                    let change = self.change(part, spot, name, &new);
                    self.scenario.events[index].before.extend(change);
                }
            }
        }
    }

    /// Puts back what a `set` changed.
    pub(crate) fn unset_all(&mut self, index: usize) {
        let changes = std::mem::take(&mut self.scenario.events[index].before);
        changes.into_iter().rev().for_each(|change| self.put_back(&change));
    }

    /// Changes the parameters of one node; those that nodes have in common change for all.
    pub(crate) fn deploy(&mut self, index: usize, part: usize, node: usize) {
        let station = &self.parts[part].station;
        let mut own = self.parts[part].nodes[node].own.clone().unwrap_or_else(|| Box::new(station.clone()));
        for (name, value) in self.spec.timeline[index].set.iter() {
            let Some(new) = Setting::read(name, value) else { continue };
            own.put(name, &new);
            for spot in self.spots(part, name) {
                if !matches!(spot, Spot::Station | Spot::Node(_)) {
                    let change = self.change(part, spot, name, &new);
                    self.scenario.deployed.extend(change);
                }
            }
        }
        self.parts[part].nodes[node].own = Some(own);
        self.staff(part);
    }

    /// Puts a node back to what the model says, and what its component's deploys changed for all.
    pub(crate) fn roll_back(&mut self, part: usize, node: usize) {
        let (undone, kept) = std::mem::take(&mut self.scenario.deployed)
            .into_iter()
            .partition::<Vec<_>, _>(|change| change.part == part);
        self.scenario.deployed = kept;
        undone.iter().rev().for_each(|change| self.put_back(change));
        self.parts[part].nodes[node].own = None;
        self.parts[part].station = (*self.parts[part].original).clone();
        self.staff(part);
    }

    /// Where a parameter of a component is kept.
    fn spots(&self, part: usize, name: &str) -> Vec<Spot> {
        let state = &self.parts[part];
        match name {
            "instances" => vec![Spot::Instances],
            "timeout" | "attempts" => {
                let edges = self.edges.iter().enumerate();
                edges.filter(|(_, edge)| edge.from == state.name).map(|(at, _)| Spot::Edge(at)).collect()
            }
            _ if state.kind.setting(name).is_some() => vec![Spot::Kind],
            _ => std::iter::once(Spot::Station).chain(state.deployed().map(Spot::Node)).collect(),
        }
    }

    fn setting(&self, part: usize, spot: Spot, name: &str) -> Option<Setting> {
        let state = &self.parts[part];
        match spot {
            Spot::Instances => {
                let count = state.nodes.iter().filter(|node| node.exists).count();
                u32::try_from(count).ok().map(Setting::Count)
            }
            Spot::Station => state.station.setting(name),
            Spot::Node(node) => state.nodes.get(node)?.own.as_ref()?.setting(name),
            Spot::Kind => state.kind.setting(name),
            Spot::Edge(at) => {
                let edge = self.edges.get(at)?;
                Some(match name {
                    "attempts" => Setting::Count(u32::from(edge.attempts)),
                    _ => Setting::Limit(edge.patience().map(|(timeout, _)| timeout)),
                })
            }
        }
    }

    fn change(&mut self, part: usize, spot: Spot, name: &str, new: &Setting) -> Option<Change> {
        let old = self.setting(part, spot, name)?;
        self.put(part, spot, name, new);
        Some(Change { part, spot, name: name.to_owned(), old, new: new.clone() })
    }

    fn put(&mut self, part: usize, spot: Spot, name: &str, setting: &Setting) {
        let state = &mut self.parts[part];
        match (spot, setting) {
            (Spot::Instances, Setting::Count(count)) => return self.resize(part, *count as usize, true),
            (Spot::Station, _) => state.station.put(name, setting),
            (Spot::Node(node), _) => {
                if let Some(own) = &mut state.nodes[node].own {
                    own.put(name, setting);
                }
            }
            (Spot::Kind, _) => state.kind.put(name, setting),
            (Spot::Edge(at), Setting::Limit(timeout)) => {
                self.edges[at].set_patience(*timeout, &mut self.queue);
            }
            (Spot::Edge(at), Setting::Count(count)) => {
                self.edges[at].attempts = u8::try_from(*count).unwrap_or(u8::MAX);
            }
            _ => {}
        }
        if matches!(name, "workers" | "size") {
            self.staff(part);
        }
    }

    /// Undoes a change, unless the parameter has been changed again since: then that change goes back
    /// further.
    fn put_back(&mut self, change: &Change) {
        let Change { part, spot, name, old, new } = change;
        if self.setting(*part, *spot, name).as_ref() == Some(new) {
            self.put(*part, *spot, name, old);
        } else {
            let events = self.scenario.events.iter_mut().flat_map(|event| &mut event.before);
            let same = |later: &&mut Change| {
                (later.part, later.spot, &later.name, &later.old) == (*part, *spot, name, new)
            };
            if let Some(later) = events.chain(&mut self.scenario.deployed).find(same) {
                later.old.clone_from(old);
            }
        }
        // Nodes deployed in the meantime took the changed value with them.
        if *spot == Spot::Station {
            let nodes: Vec<usize> = self.parts[*part].deployed().collect();
            for node in nodes {
                if self.setting(*part, Spot::Node(node), name).as_ref() == Some(new) {
                    self.put(*part, Spot::Node(node), name, old);
                }
            }
        }
    }

    /// Gives every node the workers that its parameters say.
    fn staff(&mut self, part: usize) {
        let now = self.now;
        for node in 0..self.parts[part].nodes.len() {
            let state = &mut self.parts[part];
            let own = state.nodes[node].own.as_deref().unwrap_or(&state.station);
            state.nodes[node].workers = own.workers;
            self.pull(part, node);
        }
        self.parts[part].count_workers(now);
    }
}

/// Whether the timeline changes how a balancer calls what is behind it.
pub(crate) fn tunes(spec: &crate::model::spec::Spec, balancer: &str) -> bool {
    let names = |place: &Place| matches!(place, Place::Nodes { component, .. } if component == balancer);
    spec.timeline.iter().any(|event| {
        event.set.names().any(|name| matches!(name, "timeout" | "attempts"))
            && event.target.as_ref().is_some_and(|target| target.0.iter().any(names))
    })
}
