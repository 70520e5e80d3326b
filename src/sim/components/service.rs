//! Services: instances, and an autoscaler that makes and removes them.

use crate::model::component::{Autoscale, Service as Spec};

use crate::sim::calls::Cause;
use crate::sim::components::Kind;
use crate::sim::part::Node;
use crate::sim::timer::Timer;
use crate::sim::world::World;

#[derive(Clone, Debug)]
pub(crate) struct Service {
    next: usize,
    pub(crate) scale: Option<Box<Scale>>,
}

/// An autoscaler.
#[derive(Clone, Debug)]
pub(crate) struct Scale {
    pub(crate) spec: Autoscale,
    /// The busy area at its last look.
    seen: u128,
}

impl Service {
    pub(crate) fn new(spec: &Spec) -> Self {
        let scale = spec.autoscale.clone().map(|spec| Box::new(Scale { spec, seen: 0 }));
        Self { next: 0, scale }
    }

    /// The next instance in turn that is up; when none is, the next that exists, which refuses.
    pub(crate) fn route(&mut self, nodes: &[Node]) -> Result<u16, Cause> {
        if nodes.len() == 1 {
            return Ok(0);
        }
        let count = nodes.len();
        let found = (0..count)
            .map(|step| (self.next + step) % count)
            .find(|at| nodes[*at].serves())
            .or_else(|| (0..count).map(|step| (self.next + step) % count).find(|at| nodes[*at].exists));
        let at = found.ok_or(Cause::NoInstance)?;
        self.next = (at + 1) % count;
        u16::try_from(at).map_err(|_| Cause::NoInstance)
    }
}

impl World<'_> {
    /// The autoscaler compares the busy workers with its aim, as Kubernetes' does: the wanted number is
    /// the present one times utilisation over aim, and nothing happens within a tenth of the aim.
    pub(crate) fn scale(&mut self, at: usize) {
        let part = &mut self.parts[at];
        let area = part.stats.busy.area(self.now);
        let Kind::Service(service) = &mut part.kind else { return };
        let Some(Scale { spec: scale, seen }) = service.scale.as_deref_mut() else { return };
        let every = scale.every.map_or(60_000_000_000, |every| every.0.max(1));
        let busy = (area - *seen) as f64 / every as f64;
        *seen = area;
        let present = part.nodes.iter().filter(|node| node.exists).count();
        let workers = f64::from(part.station.workers);
        let utilisation = busy / (present as f64 * workers).max(1.0);
        let ratio = utilisation / scale.utilisation.0.max(1e-9);
        if (ratio - 1.0).abs() > 0.1 {
            let wanted = f64::from(scale.max).min((present as f64 * ratio).ceil()).max(f64::from(scale.min));
            self.resize(
                at,
                usize::try_from(crate::sim::random::ticks(wanted - 0.5)).unwrap_or(present),
                true,
            );
        }
        self.after(every, Timer::Scale(at));
    }

    /// Makes or removes instances until there are `wanted`.
    pub(crate) fn resize(&mut self, at: usize, wanted: usize, starting: bool) {
        let present: Vec<usize> =
            (0..self.parts[at].nodes.len()).filter(|node| self.parts[at].nodes[*node].exists).collect();
        let name = self.parts[at].name.clone();
        if wanted < present.len() {
            for &node in &present[wanted..] {
                self.fail_all(at, node, Cause::Crashed);
                self.parts[at].nodes[node].exists = false;
                self.parts[at].nodes[node].life += 1;
                self.parts[at].nodes[node].down_since = None;
            }
            self.say(format!("{name} goes from {} to {wanted} instances", present.len()), None, None);
        } else if wanted > present.len() {
            let startup = self.parts[at].startup;
            while self.parts[at].nodes.len() < wanted {
                let mut node = Node::new(self.parts[at].station.workers, self.priorities());
                node.exists = false;
                node.limit = self.parts[at].nodes.first().and_then(|first| first.limit.clone());
                self.parts[at].nodes.push(node);
            }
            let missing: Vec<usize> =
                (0..self.parts[at].nodes.len()).filter(|node| !self.parts[at].nodes[*node].exists).collect();
            for &node in missing.iter().take(wanted - present.len()) {
                let node_now = &mut self.parts[at].nodes[node];
                node_now.exists = true;
                node_now.up = !starting;
                node_now.life += 1;
                let life = node_now.life;
                if starting {
                    self.after(startup, Timer::Started(at, node, life));
                }
            }
            self.say(format!("{name} goes from {} to {wanted} instances", present.len()), None, None);
        }
        let now = self.now;
        self.parts[at].count_workers(now);
        self.retarget(Some(at));
    }
}
