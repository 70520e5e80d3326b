//! The timeline while the model runs: when events begin, whom they strike, when they are over.

use crate::model::event::{Event, Guard, Verb};

use super::components::Kind;
use super::part::Data;
use super::random::Stream;
use super::settings::Change;
use super::timer::Timer;
use super::world::World;

/// What has happened so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scenario {
    pub(crate) events: Vec<Progress>,
    pub(crate) log: Vec<Said>,
    /// What deploys changed beyond the nodes they struck.
    pub(crate) deployed: Vec<Change>,
    /// When the first fault struck.
    pub(crate) fault: Option<u64>,
}

/// How far an event is.
#[expect(clippy::struct_excessive_bools, reason = "independent switches and marks")]
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    pub(crate) armed: bool,
    pub(crate) began: Option<u64>,
    /// All targets have been struck.
    pub(crate) done: bool,
    /// Its effect has ended.
    pub(crate) over: bool,
    stopped: bool,
    pub(crate) targets: Vec<(usize, usize)>,
    pub(crate) struck: u32,
    /// Those of the targets that were struck, in order.
    hit: Vec<(usize, usize)>,
    /// What is being restored or rebuilt, until it is whole.
    waits_for: Vec<(usize, usize)>,
    /// What the undoing of a `set` puts back.
    pub(crate) before: Vec<Change>,
}

/// A line of the log.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) at: u64,
    pub(crate) what: String,
    pub(crate) event: Option<String>,
    pub(crate) because: Option<String>,
}

impl World<'_> {
    /// Adds a line to the log; a flood of lines ends in one that says so.
    pub(crate) fn say(&mut self, what: String, event: Option<String>, because: Option<String>) {
        const MOST: usize = 2_000;
        let log = &mut self.scenario.log;
        if log.len() < MOST {
            log.push(Said { at: self.now, what, event, because });
        } else if log.len() == MOST {
            let what = "more happened than is told here".to_owned();
            log.push(Said { at: self.now, what, event: None, because: None });
        }
    }

    /// Sets the timers of everything that is known at the start.
    pub(crate) fn begin(&mut self) {
        self.start_sources();
        self.start_monitors();
        self.start_components();
        let spec = self.spec;
        self.scenario.events = vec![Progress::default(); spec.timeline.len()];
        for (index, event) in spec.timeline.iter().enumerate() {
            if let Some(at) = event.at
                && let Ok(at) = u64::try_from(spec.clock.offset(at))
            {
                self.at(at, Timer::Event(index));
            }
        }
    }

    fn start_components(&mut self) {
        for at in 0..self.parts.len() {
            match &self.parts[at].kind {
                Kind::Balancer(balancer) => {
                    if let Some(health) = &balancer.health {
                        let every = health.every.0.max(1);
                        self.after(every, Timer::Health(at));
                    }
                }
                Kind::Service(service) => {
                    if let Some(scale) = &service.scale {
                        let every = scale.spec.every.map_or(60_000_000_000, |every| every.0.max(1));
                        self.after(every, Timer::Scale(at));
                    }
                }
                Kind::Resource(resource) => {
                    if let Some(every) = resource.every() {
                        self.after(every, Timer::Reclaim(at));
                    }
                }
                Kind::Lease(lease) => {
                    let contenders = lease.contenders();
                    for worker in 0..contenders {
                        self.after(worker as u64, Timer::LeaseTry(at, worker, 0));
                    }
                }
                _ => {}
            }
        }
    }

    /// The event's own stream of random numbers.
    fn event_stream(&self, index: usize, purpose: &str) -> Stream {
        let name = self.spec.timeline[index].id.clone().unwrap_or_else(|| format!("#{index}"));
        Stream::new(self.seed, &format!("timeline/{name}"), purpose)
    }

    /// An event begins.
    pub(crate) fn event_begins(&mut self, index: usize) {
        let spec = self.spec;
        let event = &spec.timeline[index];
        if let Some(chance) = event.chance
            && !self.event_stream(index, "chance").chance(chance.0)
        {
            return;
        }
        self.scenario.events[index].began = Some(self.now);
        if harms(event.verb) && self.scenario.fault.is_none() {
            self.scenario.fault = Some(self.now);
        }
        let apart = event.stagger.map_or_else(String::new, |stagger| format!(", {stagger} apart"));
        self.say(describe(event) + &apart, event.id.clone(), event.because.clone());
        let mut targets = event.target.as_ref().map_or_else(Vec::new, |target| self.resolve(target));
        if let Some(count) = event.count.map(|count| count as usize).filter(|count| *count < targets.len()) {
            let mut stream = self.event_stream(index, "choice");
            for place in 0..count {
                let rest = u32::try_from(targets.len() - place).unwrap_or(1);
                targets.swap(place, place + stream.below(rest) as usize);
            }
            targets.truncate(count);
        }
        self.scenario.events[index].targets = targets;
        if super::verbs::by_node(event.verb) {
            self.strike(index, 0);
        } else {
            self.apply_once(index);
            self.scenario.events[index].done = true;
        }
        let lasts = event.lasts.filter(|_| !super::verbs::by_node(event.verb));
        let lasts = lasts.map(|lasts| self.now.saturating_add(lasts.0));
        let until = event.until.and_then(|until| u64::try_from(spec.clock.offset(until)).ok());
        if let Some(end) = lasts.or(until) {
            self.at(end, Timer::Undo(index, 0, usize::MAX));
        } else if event.lasts.is_none()
            && !matches!(event.verb, Verb::Restore | Verb::Rebuild | Verb::Restart)
        {
            self.scenario.events[index].over = self.scenario.events[index].done;
        }
        self.settle_effects();
        self.check_conditions();
    }

    /// An event strikes its targets from `next` on: one, when they are staggered, or all.
    pub(crate) fn strike(&mut self, index: usize, next: usize) {
        let event = &self.spec.timeline[index];
        let stagger = event.stagger.map_or(0, |stagger| stagger.0);
        let batch = event.batch.unwrap_or(1) as usize;
        let targets = self.scenario.events[index].targets.clone();
        let first = self.scenario.events[index].hit.len();
        let end = if stagger > 0 { (next + batch).min(targets.len()) } else { targets.len() };
        for &(part, node) in targets.get(next..end).unwrap_or_default() {
            if self.scenario.events[index].stopped {
                break;
            }
            if let Some(why) = self.refuses(index, event, part, node) {
                let name = self.parts[part].node_name(node);
                self.say(format!("{} leaves {name} alone", script(event)), event.id.clone(), Some(why));
                continue;
            }
            self.scenario.events[index].struck += 1;
            self.scenario.events[index].hit.push((part, node));
            self.apply(index, part, node);
        }
        let last = self.scenario.events[index].hit.len();
        if let Some(lasts) = event.lasts {
            self.after(lasts.0, Timer::Undo(index, first, last));
        }
        let progress = &mut self.scenario.events[index];
        if end < targets.len() && !progress.stopped {
            self.after(stagger, Timer::Strike(index, end));
        } else {
            progress.done = true;
        }
        self.settle_effects();
        self.check_conditions();
    }

    /// Why a script leaves a node alone.
    fn refuses(&mut self, index: usize, event: &Event, part: usize, node: usize) -> Option<String> {
        let parts = &self.parts[part];
        let struck = self.scenario.events[index].struck;
        if event.blast_radius.is_some_and(|most| struck >= most) {
            self.scenario.events[index].stopped = true;
            return Some(format!("its blast radius of {struck} is reached"));
        }
        match event.guard? {
            Guard::RefuseIfServing => {
                parts.nodes[node].serves().then(|| "it serves production traffic".to_owned())
            }
            Guard::RefuseIfLast => {
                let others: Vec<usize> = match &parts.kind {
                    Kind::Database(database) => database.nodes(database.place(node).0).collect(),
                    _ => (0..parts.nodes.len()).collect(),
                };
                let left =
                    others.iter().filter(|other| **other != node && parts.nodes[**other].serves()).count();
                (left == 0).then(|| "no other copy serves".to_owned())
            }
        }
    }

    /// An alert stops the scripts that heed it.
    pub(crate) fn stop_scripts(&mut self, monitor: &str) {
        let spec = self.spec;
        for (index, event) in spec.timeline.iter().enumerate() {
            let progress = &mut self.scenario.events[index];
            if event.stop_on.as_deref() == Some(monitor) && progress.began.is_some() && !progress.done {
                progress.stopped = true;
                progress.done = true;
                self.say(
                    format!("{} is stopped", script(event)),
                    event.id.clone(),
                    Some(format!("alert {monitor}")),
                );
            }
        }
    }

    /// The effect of an event ends, on some of those that it struck; for all of them it strikes no more.
    pub(crate) fn undo(&mut self, index: usize, from: usize, to: usize) {
        let event = &self.spec.timeline[index];
        let progress = &mut self.scenario.events[index];
        let to = if to == usize::MAX {
            progress.stopped = true;
            progress.done = true;
            progress.hit.len()
        } else {
            to
        };
        let ends = !progress.over && progress.done && to == progress.hit.len();
        progress.over |= ends;
        let nodes = progress.hit.get(from..to).unwrap_or_default().to_vec();
        self.undo_effect(index, &nodes);
        if ends && event.verb != Verb::Note {
            self.say(format!("{}: over", describe(event)), event.id.clone(), None);
        }
        self.check_conditions();
    }

    /// Has an event wait until a shard, or a node, is whole.
    pub(crate) fn wait_for(&mut self, index: usize, part: usize, node: usize) {
        self.scenario.events[index].waits_for.push((part, node));
    }

    /// Ends the events whose restores and rebuilds are complete.
    pub(crate) fn settle_effects(&mut self) {
        let spec = self.spec;
        for (index, event) in spec.timeline.iter().enumerate() {
            if !matches!(event.verb, Verb::Restore | Verb::Rebuild | Verb::Restart) {
                continue;
            }
            let parts = &self.parts;
            let Some(progress) = self.scenario.events.get_mut(index) else { continue };
            progress.waits_for.retain(|(part, node)| {
                let node = &parts[*part].nodes[*node];
                !node.up || node.data != Data::Whole
            });
            if progress.done && !progress.over && progress.waits_for.is_empty() {
                progress.over = true;
                if event.verb != Verb::Restart {
                    self.say(format!("{}: complete", describe(event)), event.id.clone(), None);
                }
            }
        }
    }
}

/// Whether an event harms the system.
fn harms(verb: Verb) -> bool {
    use Verb::{
        AddRule, Deploy, Enable, Note, Promote, Rebuild, Reclaim, Repair, Restore, Rollback, Set, Start,
    };
    !matches!(
        verb,
        AddRule
            | Deploy
            | Enable
            | Note
            | Promote
            | Rebuild
            | Reclaim
            | Repair
            | Restore
            | Rollback
            | Set
            | Start
    )
}

fn script(event: &Event) -> String {
    event.id.clone().unwrap_or_else(|| "the script".to_owned())
}

/// An event in words.
pub(crate) fn describe(event: &Event) -> String {
    let target = event.target.as_ref().map_or_else(String::new, ToString::to_string);
    let share = event.share.map_or_else(String::new, |share| share.to_string());
    let factor = event.factor.map_or(0.0, |factor| factor.0);
    let by = event.by.as_ref().map_or_else(String::new, ToString::to_string);
    let port = event.port.unwrap_or_default();
    let flag = event.flag.as_deref().unwrap_or_default();
    let set = || {
        let set: Vec<String> = event
            .set
            .iter()
            .map(|(name, value)| {
                format!("{name} = {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            })
            .collect();
        set.join(", ")
    };
    match event.verb {
        Verb::Note => match (&event.because, &event.id) {
            (Some(because), _) => because.clone(),
            (None, Some(id)) => id.clone(),
            (None, None) => "a note".to_owned(),
        },
        Verb::Crash => format!("{target} crashes"),
        Verb::Restart => format!("{target} is restarted"),
        Verb::Repair => format!("{target} is repaired"),
        Verb::Reinstall => format!("{target} is reinstalled"),
        Verb::Wipe => format!("{target} is wiped"),
        Verb::Restore => format!("restore of {target}"),
        Verb::Rebuild => format!("rebuild of {target}"),
        Verb::Promote => format!("promotion in {target}"),
        Verb::Slow => format!("{target} works {factor} times slower"),
        Verb::Degrade => format!("{target} succeeds in {share} only"),
        Verb::Cut => format!("nothing passes {target}"),
        Verb::Lose => format!("{share} of requests over {target} are lost"),
        Verb::Delay => format!("{target} takes {by} longer"),
        Verb::DeleteRule => format!("the firewall rule for port {port} of {target} is deleted"),
        Verb::AddRule => format!("a firewall rule for port {port} of {target} is added"),
        Verb::Disable => format!("feature flag {flag} is switched off"),
        Verb::Enable => format!("feature flag {flag} is switched on"),
        Verb::Surge => format!("{target} sends {factor} times as many requests"),
        Verb::Set => format!("{target}: {}", set()),
        Verb::Deploy => format!("deploy to {target}: {}", set()),
        Verb::Rollback => format!("{target} is rolled back"),
        Verb::Stop => format!("{target} is stopped"),
        Verb::Start => format!("{target} is started"),
        Verb::Reclaim => format!("{target} is reclaimed"),
        Verb::Skew => format!("the clock of {target} goes {by} ahead"),
    }
}
