//! The shipped models tell their stories, and runs are the same bytes wherever they are made.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use afterword::model::{self, Model, Outcome};
use afterword::render::simulate;
use afterword::sim::{self, Options};
use afterword::text::Source;

/// Reads a model below the repository's root; it must have no faults.
pub(crate) fn load(path: &Path) -> Model {
    let text = std::fs::read_to_string(path).expect("a readable model");
    parse(&text)
}

/// Reads a model from text; it must be runnable.
pub(crate) fn parse(text: &str) -> Model {
    let model = model::read(&Source::new("model.yaml", text));
    assert!(model.runnable(), "{:#?}", model.faults);
    model
}

pub(crate) fn run(model: &Model, options: &Options) -> Outcome {
    sim::run(model, options).expect("a runnable model")
}

fn shipped() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("postmortems/models");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the models").flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

#[test]
fn every_shipped_model_shows_what_it_expects() {
    let files = shipped();
    assert!(files.len() >= 3);
    for file in files {
        let model = load(&file);
        assert_eq!(model.faults, [], "{}", file.display());
        let outcome = run(&model, &Options::default());
        let failed: Vec<_> = outcome.expectations.iter().filter(|verdict| !verdict.holds).collect();
        assert!(failed.is_empty() && outcome.expectations.len() > 3, "{}: {failed:#?}", file.display());
        assert!(model.sources.len() > 5, "{}: figures without a source", file.display());
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let file = shipped().into_iter().find(|file| file.to_string_lossy().contains("443")).unwrap();
    let model = load(&file);
    let bytes = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let options = Options { seed: Some(seed), runs: Some(3), variant: None };
        pool.install(|| simulate::json(&run(&model, &options)))
    };
    let one = bytes(1, 7);
    assert_eq!(one, bytes(4, 7));
    assert_ne!(one, bytes(1, 8));
}

/// A change of these is a change of what every model says: let it be meant.
#[test]
fn the_traces_of_the_shipped_models_are_those_on_record() {
    let record = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/model/traces.txt");
    let mut lines = String::new();
    for file in shipped() {
        let outcome = run(&load(&file), &Options { runs: Some(1), ..Options::default() });
        for replay in &outcome.variants {
            writeln!(lines, "{} {} {}", outcome.model, replay.variant, replay.trace).expect("memory");
        }
    }
    if std::env::var_os("AFTERWORD_BLESS").is_some() {
        std::fs::write(&record, &lines).unwrap();
    }
    assert_eq!(lines, std::fs::read_to_string(record).unwrap_or_default(), "run once with AFTERWORD_BLESS=1");
}

/// Each story under `tests/fixtures/model/stories` uses other parts of the language; what it expects must
/// come out, with the laws of conservation checked on the way.
#[test]
fn every_story_comes_out_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/model/stories");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the stories").flatten().map(|entry| entry.path()).collect();
    files.sort();
    assert!(files.len() >= 8);
    for file in files {
        let outcome = run(&load(&file), &Options::default());
        let failed: Vec<_> = outcome.expectations.iter().filter(|verdict| !verdict.holds).collect();
        assert!(failed.is_empty() && !outcome.expectations.is_empty(), "{}: {failed:#?}", file.display());
    }
}

/// Each parameter that `set` can change: the components, the change, and nothing else. Requests come
/// evenly and work takes the same time, so that what is put back gives the same figures again.
const SETTABLE: &[(&str, &str)] = &[
    ("workers: 1", "{ kind: service, workers: 2, queue: 9, work: 15ms }"),
    ("queue: 0", "{ kind: service, workers: 1, queue: 9, work: 15ms }"),
    ("work: 8ms", "{ kind: service, work: 5ms }"),
    ("availability: 0%", "{ kind: service }"),
    ("max_wait: 20ms", "{ kind: service, workers: 1, queue: 99, work: 15ms, max_wait: 1s }"),
    ("instances: 1", "{ kind: service, instances: 2, workers: 1, queue: 9, work: 15ms, startup: 1s }"),
    ("shed_above: 1", "{ kind: service, workers: 1, queue: 9, work: 15ms }"),
    ("timeout: 2ms", "{ kind: service, calls: { below: { timeout: 1s } } }"),
    ("timeout: 2ms", "{ kind: service, calls: { below: {} } }"),
    ("attempts: 1", "{ kind: service, calls: { stubborn: { retry: { attempts: 2 } } } }"),
    ("attempts: 2", "{ kind: service, calls: { stubborn: {} } }"),
    ("workers: 1", "{ kind: database, workers: 2, queue: 9, work: 15ms }"),
    ("queue: 0", "{ kind: database, workers: 1, queue: 9, work: 15ms }"),
    ("work: 8ms", "{ kind: database, work: 5ms }"),
    ("availability: 0%", "{ kind: database }"),
    ("ttl: 1ms", "{ kind: cache, to: below, ttl: 1h }"),
    ("work: 8ms", "{ kind: cache, to: below, work: 5ms }"),
    ("workers: 1", "{ kind: cache, to: below, workers: 2, queue: 9, work: 15ms }"),
    ("size: 1", "{ kind: pool, to: slow, size: 2, queue: 9 }"),
    ("max_wait: 20ms", "{ kind: pool, to: slow, size: 1, queue: 99, max_wait: 1s }"),
    ("queue: 0", "{ kind: pool, to: slow, size: 1, queue: 9 }"),
    ("timeout: 2ms", "{ kind: pool, to: below, size: 9 }"),
    ("leak: 100%", "{ kind: pool, to: below, size: 20, queue: 0, reclaim_after: 1s }"),
    ("capacity: 5", "{ kind: resource, capacity: 20, each: 1, hold: 100ms }"),
    ("each: 4", "{ kind: resource, capacity: 20, each: 1, hold: 100ms }"),
    ("leak: 100%", "{ kind: resource, capacity: 20, hold: 100ms, reclaim: { every: 1s } }"),
    ("timeout: 2ms", "{ kind: load_balancer, to: below }"),
    ("attempts: 2", "{ kind: load_balancer, to: stubborn }"),
    ("workers: 1", "{ kind: quorum, nodes: 1, workers: 2, queue: 9, work: 15ms }"),
    ("work: 8ms", "{ kind: quorum, nodes: 1, work: 5ms }"),
];

/// The share of successes and their mean latency in ms, before, during and after.
fn thirds(component: &str, timeline: &str) -> [(f64, f64); 3] {
    let model = parse(&format!(
        "model: m\nclock: {{ start: 2024-01-01T00:00, run_for: 300s }}\nload:\n  \
         users: {{ rate: 100/s, arrivals: even, keys: \"uniform(10)\", call: it }}\ncomponents:\n  \
         it: {component}\n  below: {{ kind: service, work: 5ms }}\n  slow: {{ kind: service, work: 15ms }}\n  \
         stubborn: {{ kind: service, availability_by_attempt: [0%, 100%] }}\n  \
         spare: {{ kind: load_balancer, to: [below, slow, stubborn] }}\ntimeline:\n{timeline}\nwindows:\n  \
         first: {{ from: +20s, to: +100s }}\n  second: {{ from: +120s, to: +195s }}\n  \
         third: {{ from: +220s, to: +295s }}\n"
    ));
    let outcome = run(&model, &Options { runs: Some(1), ..Options::default() });
    ["first", "second", "third"].map(|name| {
        let windows = &outcome.variants[0].windows;
        let window = windows.iter().find(|window| window.name == name).expect("the window");
        (window.availability().expect("answers"), window.latency.mean.unwrap_or(0) as f64 / 1e6)
    })
}

fn alike((share, latency): (f64, f64), (other, than): (f64, f64)) -> bool {
    (share - other).abs() < 0.01 && (latency - than).abs() <= 0.01 * latency.max(than)
}

#[test]
fn what_set_changes_for_a_time_is_put_back() {
    for (set, component) in SETTABLE {
        let timeline = format!("  - {{ at: +100s, do: set, target: it, set: {{ {set} }}, for: 100s }}");
        let [before, during, after] = thirds(component, &timeline);
        assert!(!alike(before, during), "`{set}` does nothing to {component}: {before:?}");
        assert!(alike(before, after), "`{set}` on {component}: {before:?} before, {after:?} after");
    }
}

#[test]
fn what_a_deploy_gave_a_node_outlives_a_set() {
    let service = "{ kind: service, instances: 2, workers: 9, work: 5ms }";
    let deploy = "  - { at: +0s, do: deploy, target: it/0, set: { work: 15ms } }\n";
    let [before, during, after] = thirds(
        service,
        &format!("{deploy}  - {{ at: +100s, do: set, target: it, set: {{ queue: 0 }}, for: 100s }}"),
    );
    assert!(alike(before, (1.0, 10.0)), "half of the requests take 5 ms, half 15: {before:?}");
    assert!(alike(before, during) && alike(before, after), "{before:?}, {during:?}, {after:?}");
    let set = "  - { at: +100s, do: set, target: it, set: { work: 1ms }, for: 100s }";
    let [before, during, after] = thirds(service, &format!("{deploy}{set}"));
    assert!(alike(during, (1.0, 1.0)), "a set reaches all nodes: {during:?}");
    assert!(alike(before, after), "{before:?}, {after:?}");
}

#[test]
fn a_deploy_during_a_set_takes_nothing_of_it_along() {
    let service = "{ kind: service, workers: 9, work: 5ms }";
    let set = "  - { at: +100s, do: set, target: it, set: { work: 8ms }, for: 100s }\n";
    let deploy = "  - { at: +110s, do: deploy, target: it, set: { queue: 5 } }";
    let [before, during, after] = thirds(service, &format!("{set}{deploy}"));
    assert!(alike(before, after) && alike(during, (1.0, 8.0)), "{before:?}, {during:?}, {after:?}");
}

#[test]
fn sets_that_overlap_end_where_they_began() {
    let set = "  - { at: +100s, do: set, target: it, set: { work: 8ms }, for: 30s }\n";
    let other = "  - { at: +110s, do: set, target: it, set: { work: 9ms }, for: 90s }";
    let [before, during, after] = thirds("{ kind: service, work: 5ms }", &format!("{set}{other}"));
    assert!(alike(during, (1.0, 9.0)) && alike(before, after), "{before:?}, {during:?}, {after:?}");
}

#[test]
fn a_rollback_takes_back_what_a_deploy_changed_for_all() {
    let service = "{ kind: service, instances: 2, calls: { below: { timeout: 1s } } }";
    let deploy = "  - { at: +100s, do: deploy, target: it, set: { timeout: 2ms, workers: 50 } }\n";
    let back = "  - { at: +200s, do: rollback, target: it }";
    let [before, during, after] = thirds(service, &format!("{deploy}{back}"));
    assert!(during.0 < 0.01, "every call times out: {during:?}");
    assert!(alike(before, after), "{before:?}, {after:?}");
}

#[test]
fn showing_how_far_a_run_is_changes_nothing() {
    let file = shipped().into_iter().find(|file| file.to_string_lossy().contains("443")).unwrap();
    let model = load(&file);
    let options = Options { runs: Some(2), ..Options::default() };
    let progress = sim::Progress::default();
    assert!(progress.share() < 0.001);
    let shown = sim::run_showing(&model, &options, &progress).expect("a runnable model");
    assert!((progress.share() - 1.0).abs() < 1e-9, "{}", progress.share());
    assert_eq!(simulate::json(&shown), simulate::json(&run(&model, &options)));
}

/// A run of minutes that is stopped has written nothing yet, and shows no bar where nobody looks on.
#[test]
fn a_run_that_is_stopped_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let text = "model: long\nclock: { start: 2026-03-01T10:00, run_for: 900h }\n\
        load: { users: { rate: 100/s, call: api } }\ncomponents: { api: { kind: service, work: 10ms } }\n";
    std::fs::write(folder.path().join("long.yaml"), text).unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_afterword"))
        .args(["simulate", "long.yaml", "--format", "csv"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(900));
    assert!(child.try_wait().unwrap().is_none(), "it should still be running");
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.stdout.len(), output.stderr.len()), (0, 0), "{output:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// Of three instances each is down for its own 10 s, 30 s apart.
#[test]
fn what_strikes_one_after_the_other_is_over_one_after_the_other() {
    let service = "{ kind: service, instances: 3, work: 5ms }";
    let down = |event: &str| {
        let model = parse(&format!(
            "model: m\nclock: {{ start: 2024-01-01T00:00, run_for: 300s }}\nload: {{ users: {{ rate: 30/s, call: lb }} }}\n\
             components: {{ lb: {{ kind: load_balancer, to: it }}, it: {service} }}\ntimeline: [{event}]\n"
        ));
        let outcome = run(&model, &Options { runs: Some(1), ..Options::default() });
        let series = &outcome.variants[0].series;
        let failing = series.failed.iter().zip(&series.at).filter(|(failed, _)| **failed > 0);
        failing.map(|(_, at)| at / 1_000_000_000).collect::<Vec<u64>>()
    };
    let expected: Vec<u64> = (60..70).chain(90..100).chain(120..130).collect();
    let crash = "{ at: +60s, do: crash, target: it, stagger: 30s, for: 10s }";
    assert_eq!(down(crash), expected);
    let until = "{ at: +60s, do: crash, target: it, stagger: 30s, until: 00:01:40 }";
    assert_eq!(down(until), (60..100).collect::<Vec<u64>>());
    let slow = "{ at: +60s, do: slow, factor: 3x, target: it, stagger: 30s, for: 10s }";
    assert_eq!(down(slow), [0; 0]);
}

#[test]
fn a_load_sends_only_between_its_times() {
    let model = parse(
        "model: m\nclock: { start: 2024-01-01T00:00, run_for: 300s }\nload: { users: { rate: 10/s, arrivals: even, \
         from: +60s, until: 00:02, call: it } }\ncomponents: { it: { kind: service } }\n",
    );
    let outcome = run(&model, &Options { runs: Some(1), ..Options::default() });
    let series = &outcome.variants[0].series;
    let sent: Vec<u64> =
        series.requests.iter().zip(&series.at).filter(|(count, _)| **count > 0).map(|(_, at)| *at).collect();
    assert_eq!((sent.first(), sent.last()), (Some(&60_000_000_000), Some(&120_000_000_000)));
    assert_eq!(outcome.variants[0].impact.requests, 600);
}
