//! A finished run as plain data.

use crate::model::Variant;
use crate::model::outcome::{
    Alert, ComponentSeries, ComponentSummary, EdgeSummary, Entry, NodeSummary, Replay, Series, WindowSummary,
    share,
};

use super::components::Kind;
use super::histogram::Histogram;
use super::impact;
use super::latencies::Of;
use super::part::{Data, Part};
use super::record::Step;
use super::stats::named;
use super::world::World;

pub(crate) fn replay(world: &World<'_>, steps: &[Step], variant: &Variant) -> Replay {
    let impact = impact::impact(world, steps);
    let clock = &world.spec.clock;
    let log = world.scenario.log.iter().map(|said| Entry {
        at: said.at,
        clock: clock.wall(said.at).to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
        event: said.event.clone(),
        what: said.what.clone(),
        because: said.because.clone().filter(|because| *because != said.what),
    });
    let alerts = world.watches.iter().map(|watch| Alert {
        monitor: watch.name.clone(),
        watch: watch.spec.watch.clone(),
        fired: watch.fired.clone(),
    });
    let mut trace = world.trace;
    for part in &world.parts {
        trace = super::random::mix(trace ^ part.stats.arrived ^ (part.stats.failed << 32));
    }
    Replay {
        variant: variant.name.clone(),
        about: variant.about.clone(),
        changes: variant.changes.clone(),
        windows: windows(world, steps, impact.fault.or(impact.began), impact.began, impact.recovered),
        impact,
        components: world.parts.iter().zip(0..).map(|(part, at)| component(world, part, at)).collect(),
        edges: edges(world),
        series: series(world, steps),
        log: log.collect(),
        alerts: alerts.collect(),
        spread: Vec::new(),
        metastable: impact::metastable(world, steps),
        steps: world.steps,
        pending: world.pending,
        trace: format!("{trace:016x}"),
    }
}

fn windows(
    world: &World<'_>,
    steps: &[Step],
    fault: Option<u64>,
    began: Option<u64>,
    recovered: Option<u64>,
) -> Vec<WindowSummary> {
    let end = world.end;
    let mut spans: Vec<(String, u64, u64)> = Vec::new();
    if let Some(began) = began {
        // Steps are not cut at the first failure: the one that holds it counts as during.
        let step = |at: u64| world.record.edges.partition_point(|edge| *edge <= at).saturating_sub(1);
        let start = |at: u64| world.record.edges.get(step(at)).copied().unwrap_or(0);
        let from = fault.filter(|fault| *fault <= began).map_or(start(began), start);
        let to = recovered
            .map_or(end, |recovered| world.record.edges.get(step(recovered) + 1).copied().unwrap_or(end));
        spans.push(("before".to_owned(), 0, from));
        spans.push(("during".to_owned(), from, to));
        spans.push(("after".to_owned(), to, end));
    } else {
        spans.push(("whole run".to_owned(), 0, end));
    }
    let clock = &world.spec.clock;
    for (name, window) in world.spec.windows.iter() {
        let at = |moment| u64::try_from(clock.offset(moment)).unwrap_or(0).min(end);
        spans.push((name.to_owned(), at(window.from), at(window.to)));
    }
    let named =
        |(name, from, to): (String, u64, u64)| (from < to).then(|| window(world, steps, &name, from, to));
    spans.into_iter().filter_map(named).collect()
}

/// What users saw of the requests sent between two moments.
pub(crate) fn window(world: &World<'_>, steps: &[Step], name: &str, from: u64, to: u64) -> WindowSummary {
    let range = world.record.within(from, to);
    let mut latency = Histogram::default();
    let (mut requests, mut succeeded, mut failed, mut completed) = (0, 0, 0, 0);
    for step in steps.get(range.clone()).unwrap_or_default() {
        requests += step.sent;
        succeeded += step.succeeded;
        failed += step.failed;
        completed += step.completed;
    }
    for step in world.latencies.steps(range) {
        latency.add(step);
    }
    WindowSummary {
        name: name.to_owned(),
        from,
        to,
        requests,
        succeeded,
        failed,
        goodput: share(completed, requests),
        latency: latency.summary(),
    }
}

fn component(world: &World<'_>, part: &Part, at: u16) -> ComponentSummary {
    let stats = &part.stats;
    let seconds = world.end as f64 / 1e9;
    let mean = |area: u128| area as f64 / world.end.max(1) as f64;
    let workers = mean(stats.workers.area(world.end));
    let kind = world.spec.components.get(&part.name).map_or("", |component| component.kind());
    ComponentSummary {
        name: part.name.clone(),
        kind: kind.to_owned(),
        requests: stats.arrived,
        succeeded: stats.succeeded,
        failed: named(&stats.causes),
        in_flight: stats.in_flight(),
        rate: stats.arrived as f64 / seconds.max(1e-9),
        utilisation: (workers > 0.0).then(|| mean(stats.busy.area(world.end)) / workers),
        busy: mean(stats.busy.area(world.end)),
        queue: mean(stats.queued.area(world.end)),
        queue_max: stats.queue_max,
        wait: world.latencies.get(Of::Wait(at)).summary(),
        latency: world.latencies.get(Of::Part(at)).summary(),
        extra: extra(world, part),
        nodes: nodes(part),
    }
}

/// The figures of a kind.
fn extra(world: &World<'_>, part: &Part) -> Vec<(String, f64)> {
    let seconds = |nanos: u64| nanos as f64 / 1e9;
    let figures: Vec<(&str, f64)> = match &part.kind {
        Kind::Cache(cache) => {
            let rate = share(cache.hits, cache.hits + cache.misses).unwrap_or(0.0);
            vec![("hit_rate", rate), ("hits", cache.hits as f64), ("misses", cache.misses as f64)]
        }
        Kind::Database(database) => {
            vec![("promotions", database.promotions as f64), ("writes_lost", database.writes_lost)]
        }
        Kind::Pool(pool) => vec![("leaked", pool.leaked.now as f64)],
        Kind::Resource(resource) => {
            vec![("used", resource.used), ("highest", resource.highest), ("leaked", resource.leaked)]
        }
        Kind::Quorum(quorum) => vec![
            ("elections", quorum.elections as f64),
            ("seconds_without_leader", seconds(quorum.without_leader(world.end))),
        ],
        Kind::Lease(lease) => vec![
            ("jobs", lease.jobs as f64),
            ("holders_max", f64::from(lease.most)),
            ("seconds_overlapping", seconds(lease.overlap)),
            ("expired_early", lease.expired_early as f64),
            ("refused_by_fencing", lease.refused as f64),
        ],
        Kind::Service(_) | Kind::Balancer(_) => Vec::new(),
    };
    let mut figures: Vec<(String, f64)> =
        figures.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let opened: u64 = world
        .edges
        .iter()
        .filter(|edge| edge.from == part.name)
        .filter_map(|edge| edge.breaker.as_ref())
        .map(|breaker| breaker.opened)
        .sum();
    if opened > 0 {
        figures.push(("breaker_opened".to_owned(), opened as f64));
    }
    figures
}

fn nodes(part: &Part) -> Vec<NodeSummary> {
    let shown = part
        .nodes
        .iter()
        .enumerate()
        .filter(|(at, node)| node.exists && !super::conditions::hidden(part, *at));
    shown
        .map(|(at, node)| {
            let role = match &part.kind {
                Kind::Database(database) if database.is_primary(at) => "primary",
                Kind::Database(_) => "replica",
                Kind::Quorum(quorum) if quorum.leader == Some(at) => "leader",
                Kind::Quorum(_) => "follower",
                _ => "instance",
            };
            let state = match node.data {
                Data::Filling(_) => "restoring",
                _ if !node.up => "down",
                Data::Empty => "empty",
                Data::Whole => "up",
            };
            NodeSummary {
                name: part.node_name(at),
                role: role.to_owned(),
                state: state.to_owned(),
                down_for: node.down_for,
                requests: node.taken,
            }
        })
        .collect()
}

fn edges(world: &World<'_>) -> Vec<EdgeSummary> {
    let used = world.edges.iter().zip(0..).filter(|(edge, _)| edge.stats.calls > 0);
    used.map(|(edge, at)| EdgeSummary {
        from: edge.from.clone(),
        to: world.parts.get(usize::from(edge.to)).map_or_else(String::new, |part| part.name.clone()),
        calls: edge.stats.calls,
        attempts: edge.stats.attempts,
        succeeded: edge.stats.succeeded,
        failed: named(&edge.stats.causes),
        latency: world.latencies.get(Of::Edge(at)).summary(),
    })
    .collect()
}

#[expect(clippy::cast_possible_truncation, reason = "means of a chart need no more digits")]
fn series(world: &World<'_>, steps: &[Step]) -> Series {
    let edges = &world.record.edges;
    let component = |(part, marks): (&Part, &Vec<super::record::Mark>)| {
        let mut before = super::record::Mark::default();
        let mut series = ComponentSeries {
            name: part.name.clone(),
            requests: Vec::with_capacity(marks.len()),
            failed: Vec::with_capacity(marks.len()),
            busy: Vec::with_capacity(marks.len()),
            queue: Vec::with_capacity(marks.len()),
        };
        for (mark, span) in marks.iter().zip(edges.windows(2)) {
            let time = span.iter().rev().copied().reduce(|end, start| end - start).unwrap_or(1).max(1) as f64;
            series.requests.push(mark.arrived - before.arrived);
            series.failed.push(mark.failed - before.failed);
            series.busy.push(((mark.busy_area - before.busy_area) as f64 / time) as f32);
            series.queue.push(((mark.queue_area - before.queue_area) as f64 / time) as f32);
            before = *mark;
        }
        series
    };
    Series {
        at: edges[..edges.len() - 1].to_vec(),
        requests: steps.iter().map(|step| step.sent).collect(),
        succeeded: steps.iter().map(|step| step.succeeded).collect(),
        failed: steps.iter().map(|step| step.failed).collect(),
        completed: steps.iter().map(|step| step.completed).collect(),
        p99: world.latencies.steps(0..steps.len()).iter().map(|step| step.quantile(0.99)).collect(),
        components: world.parts.iter().zip(&world.record.marks).map(component).collect(),
    }
}
