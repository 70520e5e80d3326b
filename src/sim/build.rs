//! From a model to the start of a run.

use std::collections::{BTreeMap, VecDeque};

use crate::model::component::{Component, Order, Service as ServiceSpec};
use crate::model::edge::Call as CallSpec;
use crate::model::expect::Expectation;
use crate::model::moment::At;
use crate::model::spec::{Load, Spec};
use crate::model::units::Work;

use super::calls::{Calls, NONE16};
use super::components::Kind;
use super::components::balancer::Balancer;
use super::components::cache::Cache;
use super::components::database::Database;
use super::components::lease::Lease;
use super::components::pool::Pool;
use super::components::quorum::Quorum;
use super::components::resource::Resource;
use super::components::service::Service;
use super::edge::{Bucket, Edge};
use super::latencies::Latencies;
use super::monitor::{Watch, Watched};
use super::part::{Node, Part, Rare, Rngs, Station, Step, UNLIMITED};
use super::queue::Queue;
use super::random::Stream;
use super::record::Recorder;
use super::scenario::Scenario;
use super::source::Source;
use super::stats::Stats;
use super::world::World;

const SECOND: u64 = 1_000_000_000;

impl<'a> World<'a> {
    /// The start of a run. The model must be runnable: every name known, no circles.
    pub(crate) fn new(spec: &'a Spec, seed: u64) -> Self {
        let places = spec.components.iter().zip(0..).map(|((name, _), at)| (name, at)).collect();
        let mut build = Build { spec, places, seed, queue: Queue::default(), edges: Vec::new() };
        let mut parts: Vec<Part> =
            spec.components.iter().map(|(name, part)| build.part(name, part)).collect();
        let sources = spec.load.iter().map(|(name, load)| build.source(name, load)).collect();
        build.fallbacks();
        let mut record = recorder(spec, parts.len());
        let watches = watches(spec, seed, &mut record, &mut parts);
        let Build { queue, edges, .. } = build;
        let latencies = Latencies::new(parts.len(), edges.len(), record.edges.len() - 1);
        let mut world = Self {
            spec,
            seed,
            now: 0,
            end: spec.clock.run_for.0,
            queue,
            calls: Calls::default(),
            edges,
            parts,
            sources,
            then: VecDeque::new(),
            timers: Vec::new(),
            free_timers: Vec::new(),
            scenario: Scenario::default(),
            watches,
            record,
            latencies,
            steps: 0,
            pending: 0,
            trace: super::random::mix(seed),
        };
        world.retarget(None);
        for part in &mut world.parts {
            part.count_workers(0);
        }
        world
    }

    /// How many priorities the loads have.
    pub(crate) fn priorities(&self) -> usize {
        priorities(self.spec)
    }
}

fn priorities(spec: &Spec) -> usize {
    spec.load.iter().map(|(_, load)| usize::from(load.priority)).max().unwrap_or(0) + 1
}

struct Build<'a> {
    spec: &'a Spec,
    places: BTreeMap<&'a str, usize>,
    seed: u64,
    queue: Queue,
    edges: Vec<Edge>,
}

impl Build<'_> {
    fn place(&self, name: &str) -> usize {
        self.places.get(name).copied().unwrap_or_default()
    }

    /// Adds an edge and returns its number.
    fn edge(&mut self, from: &str, to: &str, call: &CallSpec) -> u16 {
        let place = u16::try_from(self.place(to)).unwrap_or(NONE16);
        let edge = Edge::new(from, place, to, call, self.seed, &mut self.queue);
        self.edges.push(edge);
        u16::try_from(self.edges.len() - 1).unwrap_or(NONE16)
    }

    fn steps(&mut self, from: &str, to: &str, call: &CallSpec) -> Vec<Step> {
        let edge = self.edge(from, to, call);
        let step = Step {
            edge,
            parallel: call.parallel,
            share: call.share.map_or(1.0, |share| share.0),
            only: call.only,
        };
        vec![step; call.times.unwrap_or(1) as usize]
    }

    fn part(&mut self, name: &str, component: &Component) -> Part {
        let plain = CallSpec::default();
        let station = station(component);
        let mut nodes = crate::model::target::sizes(component).iter().map(|size| *size as usize).product();
        let mut allow = None;
        let mut startup = 30 * SECOND;
        let mut limit = None;
        let mut steps = Vec::new();
        let one = |call: &Option<CallSpec>| call.clone().unwrap_or_else(|| plain.clone());
        let kind = match component {
            Component::Service(service) => {
                nodes = service.instances as usize;
                allow.clone_from(&service.allow_ports);
                startup = service.startup.map_or(startup, |startup| startup.0);
                limit = service.rate_limit.as_ref().map(|limit| Box::new(Bucket::new(limit)));
                for (to, call) in service.calls.iter() {
                    steps.extend(self.steps(name, to, call));
                }
                Kind::Service(Service::new(service))
            }
            Component::LoadBalancer(balancer) => {
                allow.clone_from(&balancer.allow_ports);
                let behind: Vec<usize> =
                    balancer.to.names().into_iter().map(|name| self.place(name)).collect();
                let balancers = behind.iter().any(|at| {
                    matches!(self.spec.components.0.get(*at), Some((_, Component::LoadBalancer(_))))
                });
                let probe = balancer.health.as_ref().and_then(|health| health.probe.as_ref());
                let probe = probe.map(|probe| self.place(&probe.component));
                let plain = balancer.call.is_none() && !balancers && !super::settings::tunes(self.spec, name);
                let mut kind = Balancer::new(balancer, behind, plain, probe);
                let call = one(&balancer.call);
                kind.edges = balancer.to.names().into_iter().map(|to| self.edge(name, to, &call)).collect();
                Kind::Balancer(Box::new(kind))
            }
            Component::Database(database) => {
                allow.clone_from(&database.allow_ports);
                startup = database.startup.map_or(60 * SECOND, |startup| startup.0);
                Kind::Database(Box::new(Database::new(database, Stream::new(self.seed, name, "share"))))
            }
            Component::Cache(cache) => {
                nodes += 1;
                steps = self.steps(name, &cache.to, &one(&cache.call));
                Kind::Cache(Box::new(Cache::new(cache)))
            }
            Component::Pool(pool) => {
                steps = self.steps(name, &pool.to, &one(&pool.call));
                Kind::Pool(Box::new(Pool::new(pool)))
            }
            Component::Resource(resource) => {
                if let Some(to) = &resource.to {
                    steps = self.steps(name, to, &one(&resource.call));
                }
                Kind::Resource(Box::new(Resource::new(resource)))
            }
            Component::Quorum(quorum) => {
                Kind::Quorum(Box::new(Quorum::new(quorum, Stream::new(self.seed, name, "election"))))
            }
            Component::Lease(lease) => Kind::Lease(Box::new(Lease::new(lease, self.place(&lease.quorum)))),
        };
        let mut node = Node::new(station.workers, priorities(self.spec));
        node.limit = limit;
        let mut nodes = vec![node; nodes.max(1)];
        if let (Kind::Cache(_), Some(bypass)) = (&kind, nodes.last_mut()) {
            bypass.workers = UNLIMITED;
            bypass.own = Some(Box::new(Station { blocking: false, ..Station::default() }));
        }
        Part {
            name: name.to_owned(),
            kind,
            nodes,
            original: Box::new(station.clone()),
            station,
            steps: steps.into(),
            allow,
            startup,
            stats: Stats::default(),
            rng: Rngs::new(self.seed, name),
        }
    }

    fn source(&mut self, name: &str, load: &Load) -> Source {
        let call = CallSpec {
            timeout: load.timeout,
            retry: load.retry.clone(),
            on_timeout: load.on_timeout,
            port: load.port,
            latency: load.latency.clone(),
            ..CallSpec::default()
        };
        let edge = self.edge(name, &load.call, &call);
        Source::new(name, load, &self.spec.clock, self.seed, edge)
    }

    /// Adds the edges to the components that are called instead.
    fn fallbacks(&mut self) {
        for (name, component) in self.spec.components.iter() {
            let Component::Service(ServiceSpec { calls, .. }) = component else { continue };
            for (to, call) in calls.iter() {
                let Some(other) =
                    call.fallback.as_deref().filter(|other| !matches!(*other, "fail" | "ignore"))
                else {
                    continue;
                };
                let instead = CallSpec { timeout: call.timeout, ..CallSpec::default() };
                let edge = self.edge(name, other, &instead);
                let place = u16::try_from(self.place(to)).unwrap_or(NONE16);
                let main = self.edges.iter_mut().find(|edge| edge.from == name && edge.to == place);
                if let Some(main) = main {
                    main.fallback = Some(edge);
                }
            }
        }
    }
}

fn station(component: &Component) -> Station {
    let base = Station::default();
    let nanos = |time: crate::model::units::Duration| time.0;
    match component {
        Component::Service(service) => Station {
            workers: service.workers.unwrap_or(UNLIMITED),
            queue: service.queue.unwrap_or(UNLIMITED),
            order: service.order,
            max_wait: service.max_wait.map(nanos),
            work: service.work.clone().unwrap_or(Work::ZERO),
            availability: service.availability.map_or(1.0, |share| share.0),
            rare: Rare::new(Rare {
                write_work: None,
                contention: service.contention.clone(),
                overload: service.overload.clone(),
                by_attempt: service.availability_by_attempt.clone(),
            }),
            blocking: service.blocking,
            shed_above: service.shed_above,
        },
        Component::Database(database) => Station {
            workers: database.workers.unwrap_or(UNLIMITED),
            queue: database.queue.unwrap_or(UNLIMITED),
            order: database.order,
            work: database.work.clone().unwrap_or(Work::ZERO),
            availability: database.availability.map_or(1.0, |share| share.0),
            rare: Rare::new(Rare {
                write_work: database.write_work.clone(),
                contention: database.contention.clone(),
                overload: database.overload.clone(),
                by_attempt: database.availability_by_attempt.clone(),
            }),
            ..base
        },
        Component::Cache(cache) => Station {
            workers: cache.workers.unwrap_or(UNLIMITED),
            queue: cache.queue.unwrap_or(UNLIMITED),
            work: cache.work.clone().unwrap_or(Work::ZERO),
            blocking: false,
            ..base
        },
        Component::Pool(pool) => Station {
            workers: pool.size,
            queue: pool.queue.unwrap_or(UNLIMITED),
            max_wait: pool.max_wait.map(nanos),
            ..base
        },
        Component::Quorum(quorum) => Station {
            workers: quorum.workers.unwrap_or(UNLIMITED),
            queue: quorum.queue.unwrap_or(UNLIMITED),
            work: quorum.work.clone().unwrap_or(Work::ZERO),
            ..base
        },
        Component::LoadBalancer(_) | Component::Resource(_) | Component::Lease(_) => {
            Station { order: Order::Fifo, blocking: false, ..base }
        }
    }
}

fn recorder(spec: &Spec, parts: usize) -> Recorder {
    let clock = &spec.clock;
    let end = clock.run_for.0;
    let step = clock.step.map_or_else(|| round_step(end / 300), |step| step.0.max(1));
    let mut exact = Vec::new();
    let mut add = |at: Option<At>| {
        exact.extend(at.and_then(|at| u64::try_from(clock.offset(at)).ok()).filter(|at| *at < end));
    };
    for event in &spec.timeline {
        add(event.at);
        add(event.until);
    }
    for (_, window) in spec.windows.iter() {
        add(Some(window.from));
        add(Some(window.to));
    }
    for Expectation { availability, goodput, affected, latency, .. } in &spec.expect {
        for shares in [availability, goodput, affected].into_iter().flatten() {
            add(shares.from);
            add(shares.to);
        }
        if let Some(latency) = latency {
            add(latency.from);
            add(latency.to);
        }
    }
    Recorder::new(end, step, &exact, spec.load.len(), parts)
}

/// The next step at or above `least` that people like to read.
fn round_step(least: u64) -> u64 {
    const STEPS: [u64; 19] = [
        1, 5, 10, 50, 100, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
        900_000, 1_800_000, 3_600_000,
    ];
    STEPS.iter().map(|milli| milli * 1_000_000).find(|step| *step >= least).unwrap_or(least)
}

fn watches(spec: &Spec, seed: u64, record: &mut Recorder, parts: &mut [Part]) -> Vec<Watch> {
    let mut watches = Vec::with_capacity(spec.monitors.len());
    for (name, monitor) in spec.monitors.iter() {
        let load = spec.load.position(&monitor.watch);
        let of = match load {
            Some(load) => Watched::Load(load),
            None => Watched::Part(spec.components.position(&monitor.watch).unwrap_or_default()),
        };
        let limits = match of {
            Watched::Load(load) => &mut record.loads[load].slow,
            Watched::Part(part) => &mut **parts[part].stats.slow.get_or_insert_default(),
        };
        let slow = limits.len();
        if let Some(limit) = &monitor.slow {
            limits.push((limit.than.0, 0));
        }
        watches.push(Watch::new(name, monitor, of, seed, slow));
    }
    watches
}
