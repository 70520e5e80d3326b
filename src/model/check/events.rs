//! The timeline: every verb with the target and the parameters that belong to it.

use super::Checker;
use crate::finding::{Fault, FaultKind};
use crate::model::component::Component;
use crate::model::event::{Event, Verb};
use crate::model::grammar::{Wants, format, grammar, parameters, word};
use crate::model::target::Place;
use crate::text::yaml::Node;

/// Reports each id that an earlier event has, be the events otherwise wrong or not.
pub(super) fn twice(checker: &mut Checker<'_>) {
    let mut known: Vec<&str> = Vec::new();
    for event in checker.root.get("timeline").map_or(&[][..], Node::items) {
        let Some((node, id)) = event.get("id").and_then(|id| Some((id, id.text()?))) else { continue };
        if known.contains(&id) {
            let fault = Fault::new(FaultKind::WrongValue, node.span, format!("two events are called `{id}`"));
            checker.faults.push(fault.help("give each its own id"));
        }
        known.push(id);
    }
}

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    let known: Vec<&str> = spec.timeline.iter().filter_map(|event| event.id.as_deref()).collect();
    for (index, event) in spec.timeline.iter().enumerate() {
        let index = index.to_string();
        let path = ["timeline", index.as_str()];
        match (event.at, &event.when) {
            (Some(at), None) => checker.within_run(&["timeline", &index, "at"], at),
            (None, Some(_)) => {}
            (Some(_), Some(_)) => {
                checker.wrong(&path, "an event has either `at` or `when`, not both", "remove one of the two");
            }
            (None, None) => {
                checker.wrong(
                    &path,
                    "the event does not say when it happens",
                    "add `at: 17:30`, or `when:` a condition",
                );
            }
        }
        if event.after.is_some() && event.when.is_none() {
            checker.wrong(
                &["timeline", &index, "after"],
                "`after` counts from a `when`",
                "add `when:`, or use `at`",
            );
        }
        if let Some(until) = event.until {
            checker.within_run(&["timeline", &index, "until"], until);
        }
        verb(checker, &index, event);
        condition(checker, &index, event, &known);
    }
}

fn verb(checker: &mut Checker<'_>, index: &str, event: &Event) {
    let (wants, needs, allows) = grammar(event.verb);
    let word = word(event.verb);
    let given = given(event);
    for need in needs.iter().filter(|need| !given.contains(need)) {
        let message = format!("`{word}` needs `{need}`");
        let help = match *need {
            "factor" => "add for example `factor: 5x`".to_owned(),
            "share" => "add for example `share: 50%`".to_owned(),
            "by" => "add for example `by: 200ms`".to_owned(),
            "port" => "add for example `port: 443`".to_owned(),
            "set" => "add for example `set: { workers: 64 }`".to_owned(),
            other => format!("add `{other}:`"),
        };
        checker.fault(FaultKind::MissingKey, &["timeline", index, "do"], message).help = Some(help);
    }
    for key in given.iter().filter(|key| !needs.contains(key) && !allows.contains(key) && **key != "target") {
        let message = format!("`{word}` has no use for `{key}`");
        checker.fault(FaultKind::UnknownKey, &["timeline", index, key], message).help =
            Some("remove it, or use another verb".to_owned());
    }
    let Some(target) = &event.target else {
        if wants != Wants::Nothing {
            let message = format!("`{word}` does not say what it is done to");
            checker.fault(FaultKind::MissingKey, &["timeline", index, "do"], message).help =
                Some("add `target:` with a component, or `a->b` for a link".to_owned());
        }
        return;
    };
    let path = ["timeline", index, "target"];
    let spec = checker.spec;
    match wants {
        Wants::Loads => {
            for place in &target.0 {
                let name = place.to_string();
                if name != "*" {
                    checker.refer(&path, "load", &name, spec.load.names());
                }
            }
        }
        Wants::Links => {
            if target.0.iter().all(|place| matches!(place, Place::Link { .. })) {
                checker.target(&path, target, true);
                links(checker, &path, target);
            } else {
                let message = format!("`{word}` is done to a link, not to `{target}`");
                checker.wrong(&path, message, "write for example `target: api->meta`");
            }
        }
        Wants::Nodes | Wants::Nothing => {
            checker.target(&path, target, event.verb == Verb::Note);
            fits(checker, &path, event.verb, &word, target);
        }
    }
    if event.verb == Verb::Set || event.verb == Verb::Deploy {
        settable(checker, index, event);
    }
}

/// A link must join two ends that speak with one another.
fn links(checker: &mut Checker<'_>, path: &[&str], target: &crate::model::target::Target) {
    let spec = checker.spec;
    for place in &target.0 {
        let Place::Link { from, to, .. } = place else { continue };
        let quorum = matches!(spec.components.get(base(from)), Some(Component::Quorum(_)));
        if from == "*" || to == "*" || quorum || base(from) != from.as_str() {
            continue;
        }
        let joined = |a: &str, b: &str| {
            spec.load.get(a).is_some_and(|load| load.call == b)
                || spec
                    .components
                    .get(a)
                    .is_some_and(|part| part.callees().iter().any(|(name, _)| *name == b))
        };
        let known = |name: &str| spec.load.get(name).is_some() || spec.components.get(name).is_some();
        if known(from) && known(to) && !joined(from, to) && !joined(to, from) {
            let message = format!("`{from}` never calls `{to}`: there is no link between them");
            checker.fault(FaultKind::Reference, path, message);
        }
    }
}

fn base(name: &str) -> &str {
    name.split_once('/').map_or(name, |(base, _)| base)
}

/// Whether the verb can be done to the components it names.
fn fits(
    checker: &mut Checker<'_>,
    path: &[&str],
    verb: Verb,
    word: &str,
    target: &crate::model::target::Target,
) {
    for place in &target.0 {
        let Place::Nodes { component, .. } = place else { continue };
        let Some(part) = checker.spec.components.get(component) else { continue };
        let (ok, wanted) = match verb {
            Verb::Restore | Verb::Rebuild | Verb::Promote => {
                (matches!(part, Component::Database(_)), "a database")
            }
            Verb::Wipe => {
                (matches!(part, Component::Database(_) | Component::Cache(_)), "a database or a cache")
            }
            Verb::Reclaim => {
                (matches!(part, Component::Resource(_) | Component::Pool(_)), "a resource or a pool")
            }
            Verb::Stop | Verb::Start => {
                (matches!(part, Component::Resource(_) | Component::Database(_)), "a resource or a database")
            }
            Verb::Skew => (matches!(part, Component::Quorum(_)), "a quorum"),
            Verb::DeleteRule | Verb::AddRule => (
                matches!(part, Component::Service(_) | Component::LoadBalancer(_) | Component::Database(_)),
                "a service, a load balancer or a database",
            ),
            _ => (true, ""),
        };
        if !ok {
            let message = format!("`{word}` is done to {wanted}, but `{component}` is a {}", part.kind());
            checker.wrong(path, message, "choose another target or another verb");
        }
        if let (Verb::Restore, Component::Database(database)) = (verb, part)
            && database.restore.is_none()
        {
            let message = format!("`{component}` does not say how fast it is restored");
            checker.wrong(path, message, "add `restore: { rate: 25MB/s }` to it");
        }
        if let (Verb::DeleteRule, None) = (verb, allowed_ports(part)) {
            let message = format!("`{component}` has no firewall rules: every port is open");
            checker.wrong(path, message, "add `allow_ports: [443]` to it, and `port: 443` to its callers");
        }
    }
}

fn allowed_ports(part: &Component) -> Option<&Vec<u16>> {
    match part {
        Component::Service(service) => service.allow_ports.as_ref(),
        Component::LoadBalancer(balancer) => balancer.allow_ports.as_ref(),
        Component::Database(database) => database.allow_ports.as_ref(),
        _ => None,
    }
}

fn settable(checker: &mut Checker<'_>, index: &str, event: &Event) {
    let Some(target) = &event.target else { return };
    for place in &target.0 {
        let Place::Nodes { component, .. } = place else { continue };
        let Some(part) = checker.spec.components.get(component) else { continue };
        let known = parameters(part.kind());
        for (name, value) in event.set.iter() {
            let path = ["timeline", index, "set", name];
            if !checker.refer(
                &path,
                &format!("parameter of a {} that can change in a run", part.kind()),
                name,
                known.iter().copied(),
            ) {
                continue;
            }
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            if let Err(problem) =
                format(name).map_or(Ok(()), |format| crate::model::units::check(format, &text))
            {
                checker.fault(FaultKind::WrongValue, &path, format!("`{name}` {problem}"));
            } else if format(name).is_none() && value.as_f64().is_none_or(|number| number < 0.0) {
                checker.fault(
                    FaultKind::WrongValue,
                    &path,
                    format!("`{name}` must be a number, not `{text}`"),
                );
            }
        }
    }
}

/// The optional keys that the event has.
fn given(event: &Event) -> Vec<&'static str> {
    let keys = [
        ("target", event.target.is_some()),
        ("count", event.count.is_some()),
        ("stagger", event.stagger.is_some()),
        ("for", event.lasts.is_some()),
        ("until", event.until.is_some()),
        ("factor", event.factor.is_some()),
        ("share", event.share.is_some()),
        ("by", event.by.is_some()),
        ("port", event.port.is_some()),
        ("flag", event.flag.is_some()),
        ("set", !event.set.is_empty()),
        ("batch", event.batch.is_some()),
        ("guard", event.guard.is_some()),
        ("blast_radius", event.blast_radius.is_some()),
        ("stop_on", event.stop_on.is_some()),
    ];
    keys.into_iter().filter(|(_, given)| *given).map(|(key, _)| key).collect()
}

fn condition(checker: &mut Checker<'_>, index: &str, event: &Event, ids: &[&str]) {
    let spec = checker.spec;
    if let Some(monitor) = &event.stop_on {
        checker.refer(&["timeline", index, "stop_on"], "monitor", monitor, spec.monitors.names());
    }
    if let Some(flag) = event.flag.as_deref().filter(|_| matches!(event.verb, Verb::Disable | Verb::Enable)) {
        let flags: Vec<&str> = spec
            .components
            .iter()
            .flat_map(|(_, part)| part.callees())
            .filter_map(|(_, call)| call?.flag.as_deref())
            .collect();
        checker.refer(&["timeline", index, "flag"], "call with the feature flag", flag, flags);
    }
    let Some(when) = &event.when else { return };
    let path = ["timeline", index, "when"];
    let ways = [
        when.lost.is_some(),
        when.down.is_some(),
        when.alert.is_some(),
        when.done.is_some(),
        when.over.is_some(),
        when.exhausted.is_some(),
        when.no_leader.is_some(),
    ];
    if ways.iter().filter(|way| **way).count() != 1 {
        let message = "`when` must have exactly one of `lost`, `down`, `alert`, `done`, `over`, `exhausted` and `no_leader`";
        checker.wrong(&path, message, "write for example `when: { lost: meta/* }`");
    }
    for target in [&when.lost, &when.down].into_iter().flatten() {
        checker.target(&path, target, false);
    }
    if let Some(monitor) = &when.alert {
        checker.refer(&path, "monitor", monitor, spec.monitors.names());
    }
    for id in [&when.done, &when.over].into_iter().flatten() {
        checker.refer(&path, "event", id, ids.iter().copied());
        if event.id.as_ref() == Some(id) {
            checker.wrong(&path, format!("event `{id}` waits for itself"), "name another event");
        }
    }
    for (key, name) in [("exhausted", &when.exhausted), ("no_leader", &when.no_leader)] {
        let Some(name) = name.as_ref().filter(|name| checker.component(&path, name)) else { continue };
        let fits = match spec.components.get(name) {
            Some(Component::Resource(_)) => key == "exhausted",
            Some(Component::Quorum(_)) => key == "no_leader",
            _ => false,
        };
        if !fits {
            let (what, wanted) = match key {
                "exhausted" => ("is never used up", "resource"),
                _ => ("elects no leader", "quorum"),
            };
            let kind = spec.components.get(name).map_or("", Component::kind);
            let message = format!("`{name}` {what}: it is a {kind}");
            checker.wrong(&["timeline", index, "when", key], message, format!("name a {wanted}"));
        }
    }
}
