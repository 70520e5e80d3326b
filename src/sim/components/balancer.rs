//! Load balancers: the choice of an instance, health checks, and ejection.

use crate::model::component::{Eject, Health, LoadBalancer as Spec, Policy};

use crate::sim::calls::{Call, Cause, NONE16};
use crate::sim::components::{Kind, Next};
use crate::sim::part::Part;
use crate::sim::timer::Timer;
use crate::sim::world::World;

/// A balancer; what every request needs comes first.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub(crate) struct Balancer {
    /// It adds nothing to the way of a request, so that no call of its own is kept for it.
    pub(crate) transparent: bool,
    policy: Policy,
    /// Every target takes requests.
    all_fit: bool,
    next: usize,
    pub(crate) targets: Vec<Target>,
    eject: Option<Eject>,
    /// For each component behind it, the edge.
    pub(crate) edges: Vec<u16>,
    pub(crate) behind: Vec<usize>,
    /// The component that the health check also looks at.
    pub(crate) probe: Option<usize>,
    pub(crate) health: Option<Health>,
}

/// An instance behind a balancer.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    part: u16,
    node: u16,
    pub(crate) healthy: bool,
    exists: bool,
    ejected: bool,
    /// Checks in a row that differ from `healthy`, and failures in a row.
    streak: u32,
    failures: u32,
    open: u32,
}

impl Balancer {
    pub(crate) fn new(spec: &Spec, behind: Vec<usize>, transparent: bool, probe: Option<usize>) -> Self {
        Self {
            policy: spec.policy,
            health: spec.health.clone(),
            eject: spec.eject.clone(),
            probe,
            transparent,
            behind,
            edges: Vec::new(),
            targets: Vec::new(),
            all_fit: false,
            next: 0,
        }
    }

    /// To be called after anything about a target but its load has changed.
    fn targets_changed(&mut self) {
        self.all_fit = self.targets.iter().all(Target::fits);
    }

    /// Takes the instances behind it anew, and keeps what is known of those that stay. A component that
    /// spreads requests itself is one target.
    pub(crate) fn retarget(&mut self, parts: &[(usize, Option<Vec<bool>>)]) {
        let mut targets = Vec::new();
        for (part, nodes) in parts {
            let part = u16::try_from(*part).unwrap_or(NONE16);
            let one = [true];
            for (node, exists) in nodes.as_deref().unwrap_or(&one).iter().enumerate() {
                let node = if nodes.is_none() { NONE16 } else { u16::try_from(node).unwrap_or(NONE16) };
                let known = self.targets.iter().find(|target| target.part == part && target.node == node);
                let mut target = known.cloned().unwrap_or(Target {
                    part,
                    node,
                    healthy: true,
                    exists: true,
                    ejected: false,
                    streak: 0,
                    failures: 0,
                    open: 0,
                });
                target.exists = *exists;
                targets.push(target);
            }
        }
        self.targets = targets;
        self.targets_changed();
    }
}

impl Target {
    /// Whether it takes requests.
    fn fits(&self) -> bool {
        self.healthy && !self.ejected && self.exists
    }
}

impl World<'_> {
    /// The instance that takes a request, of one component behind the balancer or of all.
    pub(crate) fn choose(&mut self, at: usize, only: Option<u16>, key: u32) -> Result<(u16, u16), Cause> {
        let Some(Part { kind, rng, .. }) = self.parts.get_mut(at) else { return Err(Cause::NoInstance) };
        let Kind::Balancer(balancer) = kind else { return Err(Cause::NoInstance) };
        let fits = |target: &Target| target.fits() && only.is_none_or(|only| target.part == only);
        let count = balancer.targets.len();
        let targets = &balancer.targets;
        let all = || targets.iter().enumerate().filter(|(_, target)| fits(target));
        let chosen = match balancer.policy {
            Policy::RoundRobin => {
                (0..count).map(|step| (balancer.next + step) % count).find(|index| fits(&targets[*index]))
            }
            Policy::LeastBusy => all().min_by_key(|(_, target)| target.open).map(|(index, _)| index),
            Policy::Random | Policy::TwoChoices | Policy::Hash => {
                let fitting = if balancer.all_fit && only.is_none() { count } else { all().count() };
                let bound = u32::try_from(fitting).unwrap_or(u32::MAX);
                let nth = |place: u32| {
                    if fitting == count {
                        return Some(place as usize);
                    }
                    all().nth(place as usize).map(|(index, _)| index)
                };
                match (bound, balancer.policy) {
                    (0, _) => None,
                    (_, Policy::Hash) => nth(u32::from(super::by_key(key, fitting))),
                    (_, Policy::Random) => nth(rng.route.below(bound)),
                    _ => {
                        let (one, two) = (nth(rng.route.below(bound)), nth(rng.route.below(bound)));
                        one.zip(two)
                            .map(|(one, two)| if targets[two].open < targets[one].open { two } else { one })
                    }
                }
            }
        };
        let chosen = chosen.ok_or(Cause::NoInstance)?;
        balancer.next = chosen + 1;
        let target = &mut balancer.targets[chosen];
        target.open += 1;
        let node = target.node;
        Ok((target.part, node))
    }

    /// A balancer with a call of its own sends it on.
    pub(crate) fn pass_on(&mut self, child: u32) -> Next {
        let at = usize::from(self.calls[child].part);
        let Kind::Balancer(balancer) = &mut self.parts[at].kind else { return Next::Calls };
        let healthy = |part: usize, targets: &[Target]| {
            targets.iter().any(|target| usize::from(target.part) == part && target.healthy && !target.ejected)
        };
        let count = balancer.behind.len();
        let found = (0..count)
            .map(|step| (balancer.next + step) % count.max(1))
            .find(|index| healthy(balancer.behind[*index], &balancer.targets));
        let Some(index) = found else { return Next::Done(Some(Cause::NoInstance)) };
        if count > 1 {
            balancer.next = index + 1;
        }
        balancer.edges.get(index).map_or(Next::Done(Some(Cause::NoInstance)), |edge| Next::Send(*edge))
    }

    /// A balancer hears how a request to one of its instances ended.
    pub(crate) fn balanced(&mut self, call: &Call, result: Option<Cause>) {
        let at = if call.via != NONE16 {
            call.via
        } else if call.parent != crate::sim::calls::NONE {
            self.calls[call.parent].part
        } else {
            return;
        };
        let at = usize::from(at);
        let Some(Kind::Balancer(balancer)) = self.parts.get_mut(at).map(|part| &mut part.kind) else {
            return;
        };
        let found = balancer.targets.iter().position(|target| {
            target.part == call.part && (target.node == call.node || target.node == NONE16)
        });
        let Some(index) = found else { return };
        let target = &mut balancer.targets[index];
        target.open = target.open.saturating_sub(1);
        let Some(eject) = &balancer.eject else { return };
        target.failures = if result.is_some() { target.failures + 1 } else { 0 };
        if target.failures < eject.failures || target.ejected {
            return;
        }
        target.ejected = true;
        target.failures = 0;
        let lasts = eject.lasts.0;
        balancer.targets_changed();
        let (name, node) = (self.parts[at].name.clone(), self.target_name(call.part, call.node));
        self.say(format!("{name} takes {node} out"), None, Some("too many failures in a row".to_owned()));
        self.after(lasts, Timer::Readmit(at, index));
    }

    fn target_name(&self, part: u16, node: u16) -> String {
        self.parts.get(usize::from(part)).map_or_else(String::new, |part| part.node_name(usize::from(node)))
    }

    /// An ejected instance is taken back.
    pub(crate) fn readmit(&mut self, at: usize, index: usize) {
        let Kind::Balancer(balancer) = &mut self.parts[at].kind else { return };
        let Some(target) = balancer.targets.get_mut(index) else { return };
        target.ejected = false;
        let (part, node) = (target.part, target.node);
        balancer.targets_changed();
        let (name, node) = (self.parts[at].name.clone(), self.target_name(part, node));
        self.say(format!("{name} takes {node} back"), None, None);
    }

    /// A balancer checks all its instances.
    pub(crate) fn check_health(&mut self, at: usize) {
        let Kind::Balancer(balancer) = &self.parts[at].kind else { return };
        let Some(health) = balancer.health.clone() else { return };
        let probe = balancer.probe.is_none_or(|probe| {
            let busy = self.parts[probe].utilisation();
            let bounds = health.probe.as_ref();
            bounds.and_then(|probe| probe.below).is_none_or(|below| busy <= below.0)
                && bounds.and_then(|probe| probe.above).is_none_or(|above| busy > above.0)
        });
        let mut good = Vec::with_capacity(balancer.targets.len());
        for target in &balancer.targets {
            let part = &self.parts[usize::from(target.part)];
            let cut = balancer.edges.iter().any(|edge| {
                let edge = &self.edges[usize::from(*edge)];
                edge.to == target.part && edge.cut
            });
            let node = part.nodes.get(usize::from(target.node));
            good.push(probe && !cut && node.is_none_or(|node| node.up && node.exists));
        }
        let Kind::Balancer(balancer) = &mut self.parts[at].kind else { return };
        let mut changed = Vec::new();
        let healthy = balancer.targets.iter().filter(|target| target.healthy).count();
        let mut may_leave = health.at_most.map_or(healthy, |share| {
            (0..=healthy).find(|count| *count as f64 >= healthy as f64 * share.0).unwrap_or(healthy)
        });
        for (target, good) in balancer.targets.iter_mut().zip(good) {
            let needed = if good { health.rise } else { health.fall }.unwrap_or(2);
            target.streak = if good == target.healthy { 0 } else { target.streak + 1 };
            if target.streak >= needed && (good || may_leave > 0) {
                may_leave -= usize::from(!good);
                target.healthy = good;
                target.streak = 0;
                changed.push((target.part, target.node, good));
            }
        }
        balancer.targets_changed();
        let name = self.parts[at].name.clone();
        for (part, node, good) in changed {
            let node = self.target_name(part, node);
            let (what, why) =
                if good { ("back", "health checks pass") } else { ("out", "health checks fail") };
            self.say(format!("{name} takes {node} {what}"), None, Some(why.to_owned()));
        }
        self.after(health.every.0.max(1), Timer::Health(at));
    }

    /// Balancers in front of a component, or all, learn of the instances behind them.
    pub(crate) fn retarget(&mut self, part: Option<usize>) {
        for at in 0..self.parts.len() {
            let Kind::Balancer(balancer) = &self.parts[at].kind else { continue };
            if part.is_some_and(|part| !balancer.behind.contains(&part)) {
                continue;
            }
            let instances = |at: &usize| {
                let Part { kind, nodes, .. } = &self.parts[*at];
                let service = matches!(kind, Kind::Service(_));
                (*at, service.then(|| nodes.iter().map(|node| node.exists).collect()))
            };
            let behind: Vec<(usize, Option<Vec<bool>>)> = balancer.behind.iter().map(instances).collect();
            if let Kind::Balancer(balancer) = &mut self.parts[at].kind {
                balancer.retarget(&behind);
            }
        }
    }
}
