//! The clock, the loads, the components and the monitors.

use super::Checker;
use crate::finding::FaultKind;
use crate::model::component::{Component, Database, Names};
use crate::model::edge::Call;
use crate::model::spec::Load;

/// A model that would send more requests than this, over all its runs, would not end today.
const MOST_REQUESTS: f64 = 1e9;

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    let clock = &spec.clock;
    let requests: f64 = checker
        .spec
        .load
        .iter()
        .filter_map(|(_, load)| Some(load.rate?.0 * clock.run_for.secs()))
        .sum::<f64>()
        * f64::from(clock.runs);
    if requests > MOST_REQUESTS {
        checker.wrong(
            &["clock", "run_for"],
            format!("the runs would take {requests:.1e} requests, more than {MOST_REQUESTS:.0e}"),
            "shorten `run_for`, make fewer `runs`, or lower `rate` and say with `represents` what it stands for",
        );
    }
    if clock.run_for.0 == 0 {
        checker.wrong(
            &["clock", "run_for"],
            "`run_for` is no time at all",
            "write for example `run_for: 10m`",
        );
    }
    if clock.step.is_some_and(|step| step.0 == 0 || clock.run_for.0 / step.0 > 20_000) {
        let help = "leave `step` out, or choose it so that the run has at most 20000 steps";
        checker.wrong(&["clock", "step"], "`step` is too short for this run", help);
    }
    if spec.load.is_empty() {
        checker.wrong(
            &["load"],
            "there is no load: nothing would happen",
            "add `users: { rate: 10/s, call: … }`",
        );
    }
    if spec.components.is_empty() {
        checker.wrong(&["components"], "there are no components", "add `api: { kind: service, … }`");
    }
    for (name, load) in spec.load.iter() {
        if spec.components.get(name).is_some() {
            let message = format!("`{name}` is both a load and a component");
            checker.wrong(&["load", name], message, "give one of them another name");
        }
        self::load(checker, name, load);
    }
    for (name, component) in spec.components.iter() {
        self::component(checker, name, component);
    }
    for (name, window) in spec.windows.iter() {
        checker.within_run(&["windows", name, "from"], window.from);
        checker.within_run(&["windows", name, "to"], window.to);
        if clock.offset(window.from) >= clock.offset(window.to) {
            checker.wrong(
                &["windows", name, "to"],
                format!("window `{name}` ends before it starts"),
                "swap them",
            );
        }
    }
    for (name, monitor) in spec.monitors.iter() {
        let path = ["monitors", name];
        checker.watched(&["monitors", name, "watch"], &monitor.watch);
        let ways = [
            monitor.error_rate.is_some(),
            monitor.slow.is_some(),
            monitor.successes.is_some(),
            monitor.utilisation.is_some(),
            monitor.reports.is_some(),
        ];
        if ways.iter().filter(|way| **way).count() != 1 {
            checker.wrong(
                &path,
                format!("monitor `{name}` must have exactly one of `error_rate`, `slow`, `successes`, `utilisation` and `reports`"),
                "write one monitor for each figure",
            );
        }
        if monitor.utilisation.is_some() && spec.load.get(&monitor.watch).is_some() {
            checker.wrong(&path, "a load has no utilisation", "watch a component");
        }
    }
}

fn load(checker: &mut Checker<'_>, name: &str, load: &Load) {
    checker.component(&["load", name, "call"], &load.call);
    let sources =
        [load.rate.is_some(), load.users.is_some(), !load.replay.is_empty() || load.replay_csv.is_some()];
    if sources.iter().filter(|given| **given).count() != 1 {
        checker.wrong(
            &["load", name],
            format!("load `{name}` must have exactly one of `rate`, `users` and `replay`"),
            "write `rate: 50/s` for an open source, or `users: 100` and `think: exp(1s)` for a closed one",
        );
    }
    if load.users.is_some() != load.think.is_some() && load.rate.is_none() {
        let message = format!("load `{name}`: `users` and `think` belong together");
        checker.wrong(&["load", name], message, "write `users: 100` and `think: exp(1s)`");
    }
    for (key, at) in [("from", load.from), ("until", load.until)] {
        let Some(at) = at else { continue };
        checker.within_run(&["load", name, key], at);
        if load.users.is_some() {
            let message = format!("load `{name}` is closed: its users are there all the time");
            checker.wrong(&["load", name, key], message, format!("use `rate` with `{key}`"));
        }
    }
    if let (Some(from), Some(until)) = (load.from, load.until)
        && checker.spec.clock.offset(from) >= checker.spec.clock.offset(until)
    {
        let message = format!("load `{name}` stops before it begins");
        checker.wrong(&["load", name, "until"], message, format!("write a time after {from}"));
    }
    if load.users.is_some() && (!load.changes.is_empty() || load.diurnal.is_some() || load.rise.is_some()) {
        let message =
            format!("load `{name}` is closed: its rate follows from the answers and cannot be changed");
        checker.wrong(&["load", name], message, "use `rate` with `changes`, `diurnal` or `rise`");
    }
    for (index, change) in load.changes.iter().enumerate() {
        checker.within_run(&["load", name, "changes", &index.to_string(), "at"], change.at);
    }
    let clock = &checker.spec.clock;
    if load.replay.windows(2).any(|pair| matches!(pair, [a, b] if clock.offset(a.at) >= clock.offset(b.at))) {
        checker.wrong(&["load", name, "replay"], "the times of `replay` must rise", "sort them");
    }
    if let (Some(timeout), Some(retry)) = (load.timeout, &load.retry)
        && timeout.0 == 0
        && retry.attempts > 1
    {
        checker.wrong(
            &["load", name, "timeout"],
            "a timeout of no time always fails",
            "write for example `5s`",
        );
    }
}

fn component(checker: &mut Checker<'_>, name: &str, component: &Component) {
    match component {
        Component::Service(service) => {
            for (callee, call) in service.calls.iter() {
                checker.callee(&["components", name, "calls", callee], callee);
                self::call(checker, &["components", name, "calls", callee], call);
            }
            if let Some(scale) = service.autoscale.as_ref().filter(|scale| scale.min > scale.max) {
                let message = format!("autoscale of `{name}`: min {} is above max {}", scale.min, scale.max);
                checker.wrong(&["components", name, "autoscale"], message, "swap them");
            }
        }
        Component::LoadBalancer(balancer) => {
            for (index, callee) in balancer.to.names().into_iter().enumerate() {
                if checker.component(&["components", name, "to", &index.to_string()], callee)
                    && matches!(&balancer.to, Names::Many(many) if many.is_empty())
                {
                    checker.wrong(&["components", name, "to"], "`to` is empty", "name a component");
                }
            }
            if let Some(probe) = balancer.health.as_ref().and_then(|health| health.probe.as_ref()) {
                checker.component(&["components", name, "health", "probe", "component"], &probe.component);
            }
            if balancer.health.as_ref().is_some_and(|health| health.every.0 == 0) {
                checker.wrong(
                    &["components", name, "health", "every"],
                    "checks need time between them",
                    "write `5s`",
                );
            }
        }
        Component::Database(database) => self::database(checker, name, database),
        Component::Cache(cache) => _ = checker.component(&["components", name, "to"], &cache.to),
        Component::Pool(pool) => _ = checker.component(&["components", name, "to"], &pool.to),
        Component::Resource(resource) => {
            if let Some(to) = &resource.to {
                checker.component(&["components", name, "to"], to);
            }
            if resource.leak.is_some() && resource.hold.is_none() {
                let message = format!("`{name}` leaks, but holds nothing");
                checker.wrong(&["components", name, "leak"], message, "add `hold: 5m`, or remove `leak`");
            }
        }
        Component::Lease(lease) => {
            let path = ["components", name, "quorum"];
            if checker.component(&path, &lease.quorum)
                && !matches!(checker.spec.components.get(&lease.quorum), Some(Component::Quorum(_)))
            {
                let message = format!("`{}` is not a quorum", lease.quorum);
                checker.wrong(&path, message, "a lease is kept by a component of kind quorum");
            }
        }
        Component::Quorum(quorum) => {
            if quorum.preferred_leader.is_some_and(|node| node >= quorum.nodes) {
                let message = format!("`{name}` has no such node: it has {}, counted from 0", quorum.nodes);
                checker.wrong(&["components", name, "preferred_leader"], message, "choose a lower number");
            }
        }
    }
}

fn call(checker: &mut Checker<'_>, path: &[&str], call: &Call) {
    let sub = |key| -> Vec<&str> { path.iter().copied().chain([key]).collect() };
    if let Some(fallback) = call.fallback.as_deref().filter(|name| !matches!(*name, "fail" | "ignore")) {
        checker.component(&sub("fallback"), fallback);
    }
    if call.timeout.is_some_and(|timeout| timeout.0 == 0) {
        checker.wrong(&sub("timeout"), "a timeout of no time always fails", "write for example `1s`");
    }
    let latency = call.latency.as_ref().map_or(0.0, crate::model::units::Work::mean);
    if let Some(timeout) = call.timeout.filter(|timeout| timeout.secs() <= 2.0 * latency && latency > 0.0) {
        let message = format!("the timeout of {timeout} is shorter than the way there and back");
        checker.fault(FaultKind::Suspicious, &sub("timeout"), message);
    }
}

fn database(checker: &mut Checker<'_>, name: &str, database: &Database) {
    let given = database.data.len();
    if given > 1 && given != database.shards as usize {
        let message = format!("`{name}` has {} shards but {given} sizes of data", database.shards);
        checker.wrong(&["components", name, "data"], message, "give one size for all, or one for each shard");
    }
    for (key, needed) in [("restore", database.restore.is_some()), ("rebuild", database.rebuild.is_some())] {
        if needed && given == 0 {
            let message = format!("`{key}` of `{name}` needs to know how much data there is");
            checker.wrong(&["components", name, key], message, "add for example `data: [0.3TB]`");
        }
    }
    let rates = [
        ("restore", database.restore.as_ref().map(|restore| restore.rate)),
        ("rebuild", database.rebuild.as_ref().map(|rebuild| rebuild.rate)),
    ];
    for (key, rate) in rates {
        if rate.is_some_and(|rate| rate.0 <= 0.0) {
            checker.wrong(
                &["components", name, key, "rate"],
                "a rate of nothing never ends",
                "write `25MB/s`",
            );
        }
    }
    if database.replicas == 0 {
        for (key, given) in
            [("failover", database.failover.is_some()), ("rebuild", database.rebuild.is_some())]
        {
            if given {
                let message = format!("`{key}` of `{name}` has no replicas to work with");
                checker.fault(FaultKind::Suspicious, &["components", name, key], message).help =
                    Some("add `replicas: 2`".to_owned());
            }
        }
    }
}

/// Reports each circle of calls once.
pub(super) fn circles(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    let mut state = vec![0_u8; spec.components.len()];
    for start in 0..state.len() {
        let mut stack = vec![(start, 0_usize)];
        if state[start] != 0 {
            continue;
        }
        state[start] = 1;
        while let Some((at, next)) = stack.pop() {
            let Some((_, component)) = spec.components.0.get(at) else { continue };
            let callees = component.callees();
            let Some((callee, _)) = callees.get(next) else {
                state[at] = 2;
                continue;
            };
            stack.push((at, next + 1));
            let Some(to) = spec.components.position(callee) else { continue };
            match state[to] {
                0 => {
                    state[to] = 1;
                    stack.push((to, 0));
                }
                1 => {
                    let from = stack.iter().position(|(index, _)| *index == to).unwrap_or(0);
                    let mut names: Vec<&str> =
                        stack[from..].iter().map(|(index, _)| spec.components.0[*index].0.as_str()).collect();
                    names.push(callee);
                    let message = format!("components call in a circle: {}", names.join(" → "));
                    let name = spec.components.0[at].0.as_str();
                    checker.fault(FaultKind::Reference, &["components", name], message).help =
                        Some("a request would never end: remove one of the calls".to_owned());
                }
                _ => {}
            }
        }
    }
}
