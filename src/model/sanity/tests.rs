//! Notes on small models: each says the figure, the place and what to write instead.

use crate::model::read;
use crate::text::Source;

/// The notes on a model with these loads, components and events.
fn notes(load: &str, components: &str, timeline: &str) -> Vec<String> {
    let text = format!(
        "model: m\nclock: {{ start: 2024-03-01T10:00, run_for: 1h }}\nload: {{ users: {{ {load} }} }}\n\
         components: {{ {components} }}\ntimeline: [{timeline}]\n"
    );
    let model = read(&Source::new("m.yaml", text.as_str()));
    assert_eq!(model.faults, [], "{text}");
    model.notes.iter().map(|note| format!("{}: {}", note.fault.span.of(&text), note.fault.message)).collect()
}

#[test]
fn load_follows_calls_repetitions_and_attempts() {
    let db =
        "api: { kind: service, calls: { db: { times: 2 } } }, db: { kind: service, workers: 4, work: 12ms }";
    assert_eq!(
        notes("rate: 162/s, call: api", db, ""),
        [
            "4: utilisation of `db` is 0.97 before anything is wrong: 324/s offered, 333/s possible (4 workers / 12 ms)"
        ]
    );
    assert_eq!(notes("rate: 100/s, call: api", db, ""), [""; 0]);
}

#[test]
fn retries_share_the_capacity_unless_something_bounds_them() {
    let api = "api: { kind: service, workers: 10, work: exp(10ms) }";
    let load = "rate: 700/s, call: api, timeout: 1s, retry: { attempts: 3 }";
    assert_eq!(
        notes(load, api, ""),
        [
            "10: hidden capacity of `api` is 333/s, below the 700/s offered: 1000/s possible (10 workers / 10 ms), shared by up to 3 attempts"
        ]
    );
    assert_eq!(notes(load, "api: { kind: service, workers: 10, queue: 500, work: exp(10ms) }", ""), [""; 0]);
    assert_eq!(notes(load, "api: { kind: service, workers: 10, order: lifo, work: exp(10ms) }", ""), [""; 0]);
    assert_eq!(notes(&load.replace("700", "300"), api, ""), [""; 0]);
}

#[test]
fn bounds_over_the_timeout_and_events_without_effect_are_told() {
    let pool = "pool: { kind: pool, size: 8, max_wait: 30s, to: db }, db: { kind: database }";
    assert_eq!(
        notes("rate: 1/s, call: pool, timeout: 2s", pool, ""),
        ["30s: requests wait up to 30 s for `pool`, longer than the 2 s that its callers wait for an answer"]
    );
    let two = "api: { kind: service }, idle: { kind: service }";
    let event = "{ at: 10:10, id: x, do: crash, target: idle }";
    assert_eq!(
        notes("rate: 1/s, call: api", two, event),
        ["idle: `x` strikes `idle`, which no request ever reaches"]
    );
    let chain = "{ at: 10:50, id: x, do: crash, target: api }, { when: { done: x }, after: 20m, id: y, do: repair, target: api }";
    assert_eq!(
        notes("rate: 1/s, call: api", "api: { kind: service }", chain),
        ["20m: `y` never happens: it cannot come before 2024-03-01T11:10, after the end of the run"]
    );
}

#[test]
fn conditions_that_never_hold_are_told() {
    let told = |load: &str, components: &str, event: &str| notes(load, components, event);
    let reads = "ids: { kind: resource, capacity: 9, only: writes }";
    let exhausted = "{ when: { exhausted: ids }, id: x, do: reclaim, target: ids }";
    assert_eq!(
        told("rate: 1/s, call: ids", reads, exhausted),
        ["when: `x` never happens: no request that reaches `ids` takes anything from it"]
    );
    assert_eq!(told("rate: 1/s, writes: 1%, call: ids", reads, exhausted), [""; 0]);
    let alone = "api: { kind: service }, ids: { kind: resource, capacity: 9 }";
    assert_eq!(
        told("rate: 1/s, call: api", alone, exhausted),
        ["when: `x` never happens: no request ever reaches `ids`"]
    );
    let text = "model: m\nclock: { start: 2024-03-01T10:00, run_for: 1h }\nload: { users: { rate: 1/s, call: api } }\n\
        components: { api: { kind: service } }\nmonitors: { all: { watch: users, error_rate: 100% } }\n\
        timeline: [{ when: { alert: all }, id: x, do: note }]\n";
    let model = read(&Source::new("m.yaml", text));
    let messages: Vec<&str> = model.notes.iter().map(|note| note.fault.message.as_str()).collect();
    assert_eq!(messages, ["`x` never happens: `all` never fires, since nothing is more than 100%"]);
}
