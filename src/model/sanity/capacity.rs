//! Load beside capacity, and bounds beside the patience of callers.

use super::{NoteKind, Notes};
use crate::model::component::{Component, Order};
use crate::model::demand::Demand;
use crate::model::units::Duration;

/// From this utilisation on, queues are long before anything is wrong: at 0.9 a request at a single server
/// waits nine times as long as it is worked on.
const BUSY: f64 = 0.9;

pub(super) fn check(notes: &mut Notes<'_>) {
    for (at, (name, part)) in notes.spec.components.iter().enumerate() {
        let Some(demand) = notes.demands.get(at).filter(|demand| demand.reached) else { continue };
        overloaded(notes, name, part, demand);
        hidden(notes, name, part, demand);
        bounds(notes, name, part, demand);
    }
    calls(notes);
}

/// The key that says how many there are of what limits a component.
fn limiting(part: &Component) -> &'static str {
    match part {
        Component::Pool(_) => "size",
        Component::Resource(_) => "capacity",
        _ => "workers",
    }
}

fn overloaded(notes: &mut Notes<'_>, name: &str, part: &Component, demand: &Demand) {
    let (Some(capacity), Some(busy)) = (demand.capacity, demand.utilisation) else { return };
    if busy < BUSY || matches!(part, Component::Service(service) if service.autoscale.is_some()) {
        return;
    }
    let key = limiting(part);
    let message = format!(
        "utilisation of `{name}` is {} before anything is wrong: {} offered, {} possible ({})",
        figure(busy),
        rate(demand.offered),
        rate(capacity),
        demand.because
    );
    let help = if busy >= 1.0 {
        format!(
            "it cannot keep up: raise `{key}`, shorten the work or lower the load, unless that is the outage"
        )
    } else {
        format!("queues are long at this load: raise `{key}` or shorten the work, unless that is meant")
    };
    notes.add(NoteKind::Overloaded, &["components", name, key], message, help);
}

/// Retries of work that went on after its caller gave up can keep a system down at a load between the
/// capacity divided by the attempts and the capacity.
fn hidden(notes: &mut Notes<'_>, name: &str, part: &Component, demand: &Demand) {
    let (Some(capacity), Some(patience)) = (demand.capacity, demand.patience) else { return };
    let (queue, order, servers) = match part {
        Component::Service(service) => (service.queue, service.order, service.workers),
        Component::Database(database) => (database.queue, database.order, database.workers),
        _ => return,
    };
    let attempts = f64::from(demand.attempts);
    let safe = capacity / attempts;
    let wait = full_wait(queue, servers, demand.time);
    let short = wait.is_some_and(|wait| wait <= patience);
    if attempts <= 1.0
        || demand.offered <= safe
        || demand.offered >= capacity
        || short
        || order == Order::Lifo
    {
        return;
    }
    let message = format!(
        "hidden capacity of `{name}` is {}, below the {} offered: {} possible ({}), shared by up to {} attempts",
        rate(safe),
        rate(demand.offered),
        rate(capacity),
        demand.because,
        demand.attempts
    );
    let help = format!(
        "an overload may outlast its cause; add `budget: 10%` to the retries, or a `queue` that is shorter than {}, if the system had one",
        Duration::from_secs_f64(patience).short()
    );
    notes.add(NoteKind::HiddenCapacity, &["components", name, limiting(part)], message, help);
}

/// How long the last of a full queue waits.
fn full_wait(queue: Option<u32>, servers: Option<u32>, each: f64) -> Option<f64> {
    Some(f64::from(queue?) * each / f64::from(servers?.max(1)))
}

fn bounds(notes: &mut Notes<'_>, name: &str, part: &Component, demand: &Demand) {
    let Some(patience) = demand.patience else { return };
    let (wait, queue, servers) = match part {
        Component::Service(service) => (service.max_wait, service.queue, service.workers),
        Component::Database(database) => (None, database.queue, database.workers),
        Component::Pool(pool) => (pool.max_wait, pool.queue, Some(pool.size)),
        Component::Cache(cache) => (None, cache.queue, cache.workers),
        _ => return,
    };
    let given_up = Duration::from_secs_f64(patience).short();
    if let Some(wait) = wait.filter(|wait| wait.secs() > patience) {
        let message = format!(
            "requests wait up to {} for `{name}`, longer than the {given_up} that its callers wait for an answer",
            wait.short()
        );
        let help = format!(
            "write less than {given_up}: `max_wait` never ends a wait that somebody still cares about"
        );
        notes.add(NoteKind::LongBound, &["components", name, "max_wait"], message, help);
    }
    if let Some(long) =
        full_wait(queue, servers, demand.time).filter(|long| wait.is_none() && *long > patience)
    {
        let count = queue.unwrap_or_default();
        let fits = (patience * f64::from(servers.unwrap_or(1)) / demand.time).floor();
        let message = format!(
            "a full queue of {count} at `{name}` takes {}, longer than the {given_up} that its callers wait",
            Duration::from_secs_f64(long).short()
        );
        let help = format!("work is then done for nobody: a queue below {fits} fits the timeout");
        notes.add(NoteKind::LongBound, &["components", name, "queue"], message, help);
    }
}

/// Timeouts of calls beside those of the callers' own callers.
fn calls(notes: &mut Notes<'_>) {
    for (at, (name, part)) in notes.spec.components.iter().enumerate() {
        let Some(patience) =
            notes.demands.get(at).filter(|demand| demand.reached).and_then(|demand| demand.patience)
        else {
            continue;
        };
        let Component::Service(service) = part else { continue };
        for (callee, call) in service.calls.iter() {
            let Some(timeout) = call.timeout.filter(|timeout| timeout.secs() > patience) else { continue };
            let message = format!(
                "`{name}` waits {} for `{callee}`, but its own callers give up after {}",
                timeout.short(),
                Duration::from_secs_f64(patience).short()
            );
            notes.add(
                NoteKind::LongBound,
                &["components", name, "calls", callee, "timeout"],
                message,
                format!(
                    "write less than {}, so that the caller hears of the failure",
                    Duration::from_secs_f64(patience).short()
                ),
            );
        }
    }
}

/// `333/s`, `0.5/s`.
fn rate(rate: f64) -> String {
    if rate >= 10.0 { format!("{rate:.0}/s") } else { format!("{}/s", (rate * 100.0).round() / 100.0) }
}

/// A utilisation with two digits, cut, so that 0.996 is not 1.
fn figure(busy: f64) -> String {
    format!("{:.2}", (busy * 100.0).floor() / 100.0)
}
