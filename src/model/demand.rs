//! How much each component is asked to do and how much it can do, worked out from the model before a run.
//!
//! The figures are means at the start of the run, before any fault: requests follow calls, their shares and
//! repetitions, and the attempts that the stated availabilities cost. What a cache keeps from the component
//! behind it is not known beforehand, so its callee is asked for nothing here: figures are lower bounds.

use super::component::{Component, ReadFrom};
use super::edge::{Call, Mode, Retry};
use super::spec::{Load, Spec};
use super::units::Work;
use crate::text::counted;

/// A component before the run, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Demand {
    /// Requests per second that reach it.
    pub offered: f64,
    /// The part of them that writes.
    pub writes: f64,
    /// Requests per second that it can serve; absent where nothing limits it.
    pub capacity: Option<f64>,
    /// How the capacity comes about, such as `4 workers / 12ms`.
    pub because: String,
    /// The share of its busiest part that is busy, above 1 when it cannot keep up.
    pub utilisation: Option<f64>,
    /// How long its most patient caller waits for it, in seconds; absent when one waits for ever.
    pub patience: Option<f64>,
    /// The most attempts that its callers make for one request.
    pub attempts: u32,
    /// Whether the callers' attempts are bounded by a budget, or cancelled when they give up.
    pub bounded_retries: bool,
    /// Whether a load reaches it, be it through a cache.
    pub reached: bool,
    /// The seconds that a request takes here and behind it when nothing waits, reads and writes mixed.
    pub time: f64,
    /// The same for a read and for a write.
    each: (f64, f64),
}

impl Demand {
    /// The mean of reads and writes, of which `writes` is the share.
    fn mixed(&self, writes: f64) -> f64 {
        self.each.0 * (1.0 - writes) + self.each.1 * writes
    }
}

/// The demand of every component.
pub fn demands(spec: &Spec) -> Vec<Demand> {
    let count = spec.components.len();
    let mut all =
        vec![Demand { attempts: 1, patience: Some(0.0), bounded_retries: true, ..Demand::default() }; count];
    let order = callers_first(spec);
    for &at in order.iter().rev() {
        let each = |mode| spec.components.0.get(at).map_or(0.0, |(_, part)| time(spec, part, &all, mode));
        let each = (each(Mode::Reads), each(Mode::Writes));
        if let Some(demand) = all.get_mut(at) {
            demand.each = each;
        }
    }
    for (_, load) in spec.load.iter() {
        let Some(to) = spec.components.position(&load.call) else { continue };
        let share = load.writes.map_or(0.0, |share| share.0);
        let rate = rate_at_start(spec, load, all.get(to).map_or(0.0, |demand| demand.mixed(share)));
        let retries = load.retry.as_ref();
        let cancels = load.on_timeout == super::edge::OnTimeout::Cancel;
        let tries = attempts(retries, good(spec, to));
        let writes = rate * share;
        let patience = load.timeout.map(super::units::Duration::secs);
        ask(&mut all, to, (rate * tries, writes * tries), patience, (retries, cancels), 1);
    }
    for &at in &order {
        let Some((_, part)) = spec.components.0.get(at) else { continue };
        if let Some(demand) = all.get_mut(at) {
            let writes = if demand.offered > 0.0 { demand.writes / demand.offered } else { 0.0 };
            demand.time = demand.mixed(writes);
            limit(demand, part);
        }
        pass_on(spec, part, at, &mut all);
    }
    all
}

/// Passes a component's requests on to those it calls.
fn pass_on(spec: &Spec, part: &Component, at: usize, all: &mut [Demand]) {
    let Some(here) = all.get(at).cloned().filter(|demand| demand.reached) else { return };
    let callees = part.callees();
    let spread = match part {
        Component::LoadBalancer(_) => callees.len().max(1) as f64,
        _ => 1.0,
    };
    for (name, call) in callees {
        let Some(to) = spec.components.position(name) else { continue };
        let call = call.or(match part {
            Component::LoadBalancer(balancer) => balancer.call.as_ref(),
            Component::Cache(cache) => cache.call.as_ref(),
            Component::Pool(pool) => pool.call.as_ref(),
            Component::Resource(resource) => resource.call.as_ref(),
            _ => None,
        });
        let plain = Call::default();
        let call = call.unwrap_or(&plain);
        let known = if matches!(part, Component::Cache(_)) { 0.0 } else { 1.0 };
        let times =
            call.share.map_or(1.0, |share| share.0) * f64::from(call.times.unwrap_or(1)) * known / spread;
        let tries = times
            * attempts(call.retry.as_ref(), good(spec, to) * (1.0 - call.loss.map_or(0.0, |loss| loss.0)));
        let reads = if call.only == Some(Mode::Writes) { 0.0 } else { here.offered - here.writes };
        let writes = if call.only == Some(Mode::Reads) { 0.0 } else { here.writes };
        let own = call.timeout.map(super::units::Duration::secs);
        let patience = match (own, here.patience) {
            (Some(own), Some(above)) => Some(own.min(above)),
            (own, above) => own.or(above),
        };
        let cancels = call.on_timeout == super::edge::OnTimeout::Cancel;
        let more = if here.bounded_retries { 1 } else { here.attempts };
        ask(
            all,
            to,
            ((reads + writes) * tries, writes * tries),
            patience,
            (call.retry.as_ref(), cancels),
            more,
        );
    }
}

/// Adds requests to a component: per second, all and those that write.
fn ask(
    all: &mut [Demand],
    to: usize,
    rate: (f64, f64),
    patience: Option<f64>,
    retry: (Option<&Retry>, bool),
    above: u32,
) {
    let Some(demand) = all.get_mut(to) else { return };
    demand.offered += rate.0;
    demand.writes += rate.1;
    demand.patience = demand.patience.zip(patience).map(|(known, new)| known.max(new));
    demand.reached = true;
    let (retries, cancels) = retry;
    let own = retries.map_or(1, |retry| retry.attempts);
    if cancels || retries.is_some_and(|retry| retry.budget.is_some()) {
        demand.attempts = demand.attempts.max(above);
    } else {
        demand.attempts = demand.attempts.max(above.saturating_mul(own));
    }
    demand.bounded_retries &= cancels || demand.attempts == 1;
}

/// What a load sends per second when the run starts; a closed one at most this when nothing waits.
fn rate_at_start(spec: &Spec, load: &Load, time: f64) -> f64 {
    if let (Some(users), Some(think)) = (load.users, &load.think) {
        return f64::from(users) / (think.mean() + time).max(1e-9);
    }
    if load.from.is_some_and(|from| spec.clock.offset(from) > 0) {
        return 0.0;
    }
    let first = load.replay.iter().rfind(|point| spec.clock.offset(point.at) <= 0).or(load.replay.first());
    first.map(|point| point.rate).or(load.rate).map_or(0.0, |rate| rate.0)
}

/// Expected attempts when each succeeds with probability `good`: `(1 - p^n) / (1 - p)` with `p = 1 - good`.
fn attempts(retry: Option<&Retry>, good: f64) -> f64 {
    let most = retry.map_or(1, |retry| retry.attempts);
    let bad = 1.0 - good;
    if good <= 0.0 { f64::from(most) } else { (1.0 - libm::pow(bad, f64::from(most))) / good }
}

/// The share of attempts that a component answers well when nothing is wrong.
fn good(spec: &Spec, at: usize) -> f64 {
    match spec.components.0.get(at).map(|(_, part)| part) {
        Some(Component::Service(service)) => service.availability.map_or(1.0, |share| share.0),
        Some(Component::Database(database)) => database.availability.map_or(1.0, |share| share.0),
        _ => 1.0,
    }
}

/// The seconds that a request takes at a component and behind it, one after the other, when nothing waits.
fn time(spec: &Spec, part: &Component, all: &[Demand], mode: Mode) -> f64 {
    let mean = |work: Option<&Work>| work.map_or(0.0, Work::mean);
    let behind = |name: &str| {
        let demand = spec.components.position(name).and_then(|at| all.get(at));
        demand.map_or(0.0, |demand| if mode == Mode::Reads { demand.each.0 } else { demand.each.1 })
    };
    match part {
        Component::Service(service) => {
            let added = service.contention.as_ref().map_or(0.0, |contention| contention.added(1) / 1e9);
            let made = |call: &Call| !call.parallel && call.only.is_none_or(|only| only == mode);
            let calls = service.calls.iter().filter(|(_, call)| made(call)).map(|(name, call)| {
                let share = call.share.map_or(1.0, |share| share.0) * f64::from(call.times.unwrap_or(1));
                let one = behind(name) + 2.0 * mean(call.latency.as_ref());
                share * call.timeout.map_or(one, |timeout| one.min(timeout.secs()))
            });
            mean(service.work.as_ref()) + added + calls.sum::<f64>()
        }
        Component::Database(database) => {
            let added = database.contention.as_ref().map_or(0.0, |contention| contention.added(1) / 1e9);
            let own = database.write_work.as_ref().filter(|_| mode == Mode::Writes);
            mean(own.or(database.work.as_ref())) + added
        }
        Component::Cache(cache) => mean(cache.work.as_ref()),
        Component::Quorum(quorum) => mean(quorum.work.as_ref()),
        Component::Pool(pool) => behind(&pool.to),
        Component::Resource(resource) => resource.to.as_deref().map_or(0.0, behind),
        Component::LoadBalancer(balancer) => balancer.to.names().into_iter().map(behind).fold(0.0, f64::max),
        Component::Lease(_) => 0.0,
    }
}

/// Works out what a component can serve, and how busy its busiest part is.
fn limit(demand: &mut Demand, part: &Component) {
    let seconds = |time: f64| super::units::Duration::from_secs_f64(time).short();
    let mut set = |servers: f64, each: f64, busiest: f64, because: String| {
        if each > 0.0 {
            demand.capacity = Some(servers / each);
            demand.utilisation = Some(busiest * each / servers.max(1e-9));
            demand.because = because;
        }
    };
    let offered = demand.offered;
    match part {
        Component::Service(service) => {
            let Some(workers) = service.workers else { return };
            let own = service.work.as_ref().map_or(0.0, Work::mean);
            let each = if service.blocking { demand.time } else { own };
            let because = match service.instances {
                1 => format!("{} / {}", counted(workers, "worker"), seconds(each)),
                count => format!("{count} × {} / {}", counted(workers, "worker"), seconds(each)),
            };
            set(f64::from(service.instances) * f64::from(workers), each, offered, because);
        }
        Component::Database(database) => {
            let Some(workers) = database.workers else { return };
            let copies = f64::from(database.replicas + 1);
            let primary = match database.reads.from {
                ReadFrom::Any => 1.0 / copies,
                ReadFrom::Replica if database.replicas > 0 => 0.0,
                ReadFrom::Primary | ReadFrom::Replica => 1.0,
            };
            let reads = offered - demand.writes;
            let on_primary = demand.writes + reads * primary;
            let on_replica =
                if database.replicas > 0 { reads * (1.0 - primary) / (copies - 1.0) } else { 0.0 };
            let busiest = on_primary.max(on_replica) / f64::from(database.shards);
            let share = if offered > 0.0 { busiest / offered } else { primary / f64::from(database.shards) };
            let each = demand.time;
            let because = format!("{} / {} at each copy", counted(workers, "worker"), seconds(each));
            set(f64::from(workers) / share.max(1e-9), each, offered, because);
        }
        Component::Pool(pool) => {
            let because = match pool.pools {
                1 => format!("{} / {}", counted(pool.size, "connection"), seconds(demand.time)),
                count => {
                    format!("{count} × {} / {}", counted(pool.size, "connection"), seconds(demand.time))
                }
            };
            set(f64::from(pool.size) * f64::from(pool.pools), demand.time, offered, because);
        }
        Component::Cache(cache) => {
            let Some(workers) = cache.workers else { return };
            let because =
                format!("{} × {} / {}", cache.nodes, counted(workers, "worker"), seconds(demand.time));
            set(f64::from(cache.nodes) * f64::from(workers), demand.time, offered, because);
        }
        Component::Resource(resource) => {
            let Some(hold) = resource.hold.as_ref() else { return };
            let each = hold.mean() * resource.each.unwrap_or(1.0);
            set(resource.capacity, each, offered, format!("{} / {}", resource.capacity, seconds(each)));
        }
        Component::Quorum(_) | Component::Lease(_) | Component::LoadBalancer(_) => {}
    }
}

/// The components, each before those it calls.
fn callers_first(spec: &Spec) -> Vec<usize> {
    let mut waits = vec![0_usize; spec.components.len()];
    let positions = |part: &Component| -> Vec<usize> {
        part.callees().iter().filter_map(|(name, _)| spec.components.position(name)).collect()
    };
    for (_, part) in spec.components.iter() {
        for to in positions(part) {
            if let Some(wait) = waits.get_mut(to) {
                *wait += 1;
            }
        }
    }
    let mut order: Vec<usize> = (0..waits.len()).filter(|at| waits.get(*at) == Some(&0)).collect();
    let mut next = 0;
    while let Some((_, part)) = order.get(next).and_then(|at| spec.components.0.get(*at)) {
        next += 1;
        for to in positions(part) {
            if let Some(wait) = waits.get_mut(to) {
                *wait -= 1;
                if *wait == 0 {
                    order.push(to);
                }
            }
        }
    }
    order
}
