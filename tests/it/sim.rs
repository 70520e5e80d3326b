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
