//! Every document in `tests/fixtures/document/shapes` is understood as the file beside it says.
//!
//! `UPDATE_FIXTURES=1 cargo test shapes` writes those files anew; read the difference before you commit it.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]

use std::fmt::Write;
use std::path::PathBuf;

use afterword::document::{self, Vocabulary};
use afterword::render::inspect::{Inspection, text};
use afterword::text::Source;

fn documents() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/document/shapes");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 40, "the fixtures are there");
    paths
}

#[test]
fn together_they_are_read_as_each_alone() {
    let vocabulary = Vocabulary::default();
    let decode = |path: &PathBuf| Source::decode("any.md", std::fs::read(path).unwrap()).0;
    let sources: Vec<Source> = documents().iter().map(decode).collect();
    let files: Vec<_> = sources.iter().map(|source| (source, &vocabulary)).collect();
    let together = document::read_all(&files);
    assert_eq!(together.len(), sources.len());
    for (source, document) in sources.iter().zip(together) {
        assert_eq!(format!("{document:?}"), format!("{:?}", document::read(source, &vocabulary)));
    }
}

#[test]
fn shapes() {
    let mut wrong = Vec::new();
    for path in documents() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let actual = understood(name, std::fs::read(&path).unwrap());
        let expected = path.with_extension("txt");
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::write(&expected, &actual).unwrap();
        }
        if std::fs::read_to_string(&expected).unwrap_or_default() != actual {
            wrong.push(format!("{name} is understood as\n{actual}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The screen, and the checklist's answers that are not plain yes.
fn understood(name: &str, bytes: Vec<u8>) -> String {
    let (source, faults) = Source::decode(name, bytes);
    let document = document::read(&source, &Vocabulary::default());
    let mut out = text(&Inspection::new(&source, &faults, &document), 110);
    out.push('\n');
    let checklist = serde_json::to_value(document.checklist()).unwrap();
    for (key, value) in checklist.as_object().unwrap() {
        if *value != serde_json::Value::Bool(true) {
            _ = writeln!(out, "{key}: {value}");
        }
    }
    out
}
