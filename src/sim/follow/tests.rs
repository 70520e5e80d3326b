//! Watching changes nothing, and what is seen adds up.

use std::path::{Path, PathBuf};

use super::*;
use crate::model::followed::Hop;
use crate::model::read;
use crate::sim::observer::{Observer, Turn};
use crate::text::Source;

/// Watches to the end of the run.
struct ToTheEnd(Follower);

impl Observer for ToTheEnd {
    fn before(&mut self, world: &World<'_>, turn: Turn) {
        self.0.before(world, turn);
    }

    fn after(&mut self, world: &World<'_>, turn: Turn) {
        self.0.after(world, turn);
    }
}

fn stories() -> Vec<(PathBuf, Model)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/model/stories");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().flatten().map(|file| file.path()).collect();
    files.sort();
    let load = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path, read(&Source::new("story.yaml", text)))
    };
    files.into_iter().map(load).collect()
}

#[test]
fn a_watched_run_is_the_run_that_nobody_watches() {
    for (path, model) in stories() {
        let spec = &model.variants[0].spec;
        let mut alone = World::new(spec, 3);
        alone.run();
        let mut watched = World::new(spec, 3);
        let mut observer = ToTheEnd(Follower::new(Wanted::First { count: 100, from: 0 }));
        watched.run_watched(&mut observer);
        assert_eq!((alone.trace, alone.steps), (watched.trace, watched.steps), "{}", path.display());
        assert_eq!(observer.0.requests(&watched).len(), 100, "{}", path.display());
    }
}

/// Each moment of a hop comes after the one before it, and what it calls within its time there.
fn in_order(hop: &Hop, place: &str) -> usize {
    let moments = [Some(hop.sent), hop.arrived, hop.started, hop.worked, hop.left];
    let known: Vec<u64> = moments.into_iter().flatten().collect();
    assert!(known.is_sorted(), "{place}: {hop:?}");
    assert!(hop.ended.is_none_or(|ended| ended >= hop.sent), "{place}: {hop:?}");
    for below in &hop.hops {
        assert!(hop.worked.is_some_and(|worked| below.sent >= worked), "{place}: {hop:?}");
        assert!(hop.left.is_none_or(|left| below.sent <= left), "{place}: {hop:?}");
        assert_eq!(below.from, hop.to.split('/').next().unwrap_or_default(), "{place}");
    }
    1 + hop.hops.iter().map(|below| in_order(below, place)).sum::<usize>()
}

#[test]
fn times_are_in_order_and_the_last_attempt_is_the_outcome() {
    let mut hops = 0;
    for (path, model) in stories() {
        let place = path.display().to_string();
        for pick in ["100", "failed:50"] {
            let followed = follow(&model, None, None, pick.parse().unwrap()).unwrap();
            for request in &followed.requests {
                hops += request.hops.iter().map(|hop| in_order(hop, &place)).sum::<usize>();
                let last = request.hops.iter().rev().find(|hop| hop.ended.is_some());
                assert_eq!(request.ended, last.and_then(|hop| hop.ended), "{place}: {request:?}");
                assert_eq!(request.outcome, last.and_then(|hop| hop.outcome.clone()), "{place}");
            }
        }
    }
    assert!(hops > 2000, "{hops}");
}

const SMALL: &str = "model: small
clock: { start: 2026-03-01T10:00, run_for: 60s }
load: { users: { rate: 5/s, call: api, timeout: 90ms } }
components:
  api: { kind: service, calls: { db: { timeout: 30ms, retry: { attempts: 2, backoff: 5ms } } } }
  db: { kind: database, workers: 1, work: exp(10ms) }
timeline: [{ at: +20s, do: crash, target: db, for: 10s }]
";

#[test]
fn as_many_requests_end_in_each_way_as_the_run_says() {
    let model = read(&Source::new("small.yaml", SMALL));
    let outcome = crate::sim::run(&model, &crate::sim::Options::default()).unwrap();
    let impact = &outcome.variants[0].impact;
    let ids = |pick: &str| -> Vec<u64> {
        let followed = follow(&model, None, None, pick.parse().unwrap()).unwrap();
        followed.requests.iter().map(|request| request.id).collect()
    };
    assert_eq!(ids("1000").len() as u64, impact.requests);
    assert_eq!(ids("succeeded:1000").len() as u64, impact.succeeded);
    assert_eq!(ids("unanswered:1000").len() as u64, impact.in_flight);
    assert!(impact.failed.len() > 1, "{:?}", impact.failed);
    for (cause, count) in &impact.failed {
        assert_eq!(ids(&format!("{cause}:1000")).len() as u64, *count, "{cause}");
    }
    let failed = ids("failed:1000");
    assert_eq!(ids("failed:3"), failed[..3]);
    assert_eq!(ids(&format!("id:{}", failed[2])), failed[2..3]);
    let late = follow(&model, None, None, "failed:1@10:00:25".parse().unwrap()).unwrap();
    assert!(late.requests[0].sent >= 25_000_000_000 && failed.contains(&late.requests[0].id));
    let slow = follow(&model, None, None, "slowest".parse().unwrap()).unwrap();
    let all = follow(&model, None, None, "1000".parse().unwrap()).unwrap();
    let took =
        |request: &crate::model::followed::Request| request.ended.unwrap_or(0).saturating_sub(request.sent);
    assert_eq!(slow.requests.iter().map(took).max(), all.requests.iter().map(took).max());
}

#[test]
fn what_names_no_request_says_what_would() {
    let wrong = |text: &str| text.parse::<Pick>().unwrap_err();
    assert_eq!(wrong("0"), "`0` is not a number from 1 to 1000: write for example `3` or `failed:3`");
    assert_eq!(wrong("timout:2"), "`timout` is neither an outcome nor a number: did you mean `timeout`?");
    assert_eq!(wrong("id:x"), "write the number of a request, as in `id:1801`");
    assert!(wrong("3@noon").starts_with("`noon` is not a time: write `17:30`"));
}
