//! Events that cannot happen, or that change nothing.

use super::{NoteKind, Notes};
use crate::model::component::Component;
use crate::model::edge::Mode;
use crate::model::event::{Event, Verb, When};
use crate::model::monitor::Monitor;
use crate::model::target::Place;

pub(super) fn check(notes: &mut Notes<'_>) {
    let spec = notes.spec;
    let end = spec.clock.run_for.0;
    for (index, event) in spec.timeline.iter().enumerate() {
        let index = index.to_string();
        let called = event.id.as_ref().map_or_else(|| "this event".to_owned(), |id| format!("`{id}`"));
        if event.chance.is_some_and(|chance| chance.0 <= 0.0) {
            let message = format!("{called} never happens: its chance is 0%");
            say(notes, &index, "chance", message, "raise the chance, or remove the event");
            continue;
        }
        if let Some(why) = event.when.as_ref().and_then(|when| impossible(notes, when)) {
            let message = format!("{called} never happens: {why}");
            say(notes, &index, "when", message, "name another condition, or say `at:` when it happens");
            continue;
        }
        let earliest = earliest(notes, event, 0);
        if event.when.is_some() && earliest > end {
            let message = format!(
                "{called} never happens: it cannot come before {}, after the end of the run",
                spec.clock.wall(earliest).naive_local().format("%Y-%m-%dT%H:%M")
            );
            say(notes, &index, "after", message, "shorten `after`, or lengthen `clock.run_for`");
            continue;
        }
        if let (Some(at), Some(until)) = (event.at, event.until)
            && spec.clock.offset(until) <= spec.clock.offset(at)
        {
            let message = format!("{called} ends before it begins, so that it changes nothing");
            say(notes, &index, "until", message, "choose a later time, or write `for: 10m`");
        }
        if let Some((key, message)) = nothing(event) {
            say(notes, &index, key, format!("{called} changes nothing: {message}"), "choose another value");
        }
        idle(notes, &index, &called, event);
    }
}

/// Notes that an event, or what one of its keys says, has no effect.
fn say(notes: &mut Notes<'_>, index: &str, key: &str, message: String, help: &str) {
    notes.add(NoteKind::NoEffect, &["timeline", index, key], message, help);
}

/// Why a condition can never hold.
fn impossible(notes: &Notes<'_>, when: &When) -> Option<String> {
    let spec = notes.spec;
    let by_id = |id: &String| spec.timeline.iter().find(|event| event.id.as_ref() == Some(id));
    if let Some(id) = &when.over {
        let event = by_id(id)?;
        let ends = event.lasts.is_some() || event.until.is_some();
        let lasting = matches!(
            event.verb,
            Verb::Slow | Verb::Degrade | Verb::Cut | Verb::Lose | Verb::Delay | Verb::Surge | Verb::Skew
        );
        return (lasting && !ends)
            .then(|| format!("`{id}` lasts to the end of the run; give it `for` or `until`"));
    }
    if let Some(target) = when.lost.as_ref().or(when.down.as_ref()) {
        let taken = |name: &str| {
            spec.timeline.iter().any(|event| {
                let strikes = matches!(
                    event.verb,
                    Verb::Crash
                        | Verb::Restart
                        | Verb::Reinstall
                        | Verb::Wipe
                        | Verb::Deploy
                        | Verb::Rollback
                        | Verb::Set
                );
                strikes
                    && event
                        .target
                        .as_ref()
                        .is_some_and(|target| target.0.iter().any(|place| names(place, name)))
            })
        };
        let missed = target.0.iter().filter_map(|place| match place {
            Place::Nodes { component, .. } if component != "*" && !taken(component) => Some(component),
            _ => None,
        });
        let missed: Vec<&String> = missed.collect();
        return (missed.len() == target.0.len()).then(|| {
            format!(
                "nothing in the timeline takes `{}` down",
                missed.first().map_or("", |name| name.as_str())
            )
        });
    }
    if let Some(monitor) = when.alert.as_ref().and_then(|name| Some((name, spec.monitors.get(name)?))) {
        return silent(monitor.1).map(|why| format!("`{}` never fires, {why}", monitor.0));
    }
    if let Some(name) = &when.exhausted {
        let demand = spec.components.position(name).and_then(|at| notes.demands.get(at))?;
        let Some(Component::Resource(resource)) = spec.components.get(name) else { return None };
        let needless = match resource.only {
            Some(Mode::Writes) => demand.writes <= 0.0,
            Some(Mode::Reads) => demand.writes >= demand.offered,
            None => false,
        };
        return if !demand.reached {
            Some(format!("no request ever reaches `{name}`"))
        } else if demand.offered > 0.0 && needless {
            Some(format!("no request that reaches `{name}` takes anything from it"))
        } else {
            None
        };
    }
    if let Some(name) = &when.no_leader {
        let touched =
            spec.timeline.iter().filter_map(|event| event.target.as_ref()).flat_map(|target| &target.0);
        let mut touched = touched.filter(|place| names(place, name));
        return touched
            .next()
            .is_none()
            .then(|| format!("nothing in the timeline strikes the nodes or links of `{name}`"));
    }
    None
}

/// Why a monitor can never fire.
fn silent(monitor: &Monitor) -> Option<&'static str> {
    if monitor.error_rate.is_some_and(|share| share.0 >= 1.0) {
        return Some("since nothing is more than 100%");
    }
    if monitor.successes.is_some_and(|rate| rate.0 <= 0.0) {
        return Some("since there are never fewer than none");
    }
    None
}

/// Whether a place is a part of, or a link of, a component.
fn names(place: &Place, name: &str) -> bool {
    let base = |text: &str| text == "*" || text.split('/').next() == Some(name);
    match place {
        Place::Nodes { component, .. } => base(component),
        Place::Link { from, to, .. } => base(from) || base(to),
    }
}

/// The earliest time at which an event can happen.
fn earliest(notes: &Notes<'_>, event: &Event, depth: usize) -> u64 {
    let spec = notes.spec;
    let after = event.after.map_or(0, |after| after.0);
    if let Some(at) = event.at {
        return u64::try_from(spec.clock.offset(at)).unwrap_or(0);
    }
    let id = event.when.as_ref().and_then(|when| when.done.as_ref().or(when.over.as_ref()));
    let before = id.and_then(|id| spec.timeline.iter().find(|event| event.id.as_ref() == Some(id)));
    let base = before.filter(|_| depth < 32).map_or(0, |before| earliest(notes, before, depth + 1));
    base.saturating_add(after)
}

/// A value that leaves everything as it is.
fn nothing(event: &Event) -> Option<(&'static str, &'static str)> {
    let once = event.factor.is_some_and(|factor| (factor.0 - 1.0).abs() < 1e-12);
    match event.verb {
        Verb::Slow | Verb::Surge if once => Some(("factor", "a factor of 1x")),
        Verb::Lose if event.share.is_some_and(|share| share.0 <= 0.0) => {
            Some(("share", "0% of packets are lost"))
        }
        _ => None,
    }
}

/// An event that strikes only what no request ever reaches.
fn idle(notes: &mut Notes<'_>, index: &str, called: &str, event: &Event) {
    let spec = notes.spec;
    let Some(target) = event.target.as_ref().filter(|_| event.verb != Verb::Note) else { return };
    let reached = |name: &str| {
        let base = name.split('/').next().unwrap_or(name);
        let own = matches!(spec.components.get(base), Some(Component::Quorum(_) | Component::Lease(_)));
        let position = spec.components.position(base);
        own || position.and_then(|at| notes.demands.get(at)).is_none_or(|demand| demand.reached)
    };
    let fallback = |name: &str| {
        spec.components
            .iter()
            .flat_map(|(_, part)| part.callees())
            .any(|(_, call)| call.is_some_and(|call| call.fallback.as_deref() == Some(name)))
    };
    let idle =
        |name: &str| name != "*" && !reached(name) && !fallback(name.split('/').next().unwrap_or(name));
    let first = |place: &Place| match place {
        Place::Nodes { component, .. } => component.clone(),
        Place::Link { to, .. } => to.clone(),
    };
    let all: Vec<String> = target.0.iter().map(first).collect();
    let Some(name) = all.first().filter(|_| all.iter().all(|name| idle(name))) else { return };
    let message = format!("{called} strikes `{name}`, which no request ever reaches");
    say(notes, index, "target", message, "let a load or another component call it, or strike another target");
}
