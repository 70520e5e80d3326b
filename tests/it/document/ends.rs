//! Lines that end with `\r\n` give the facts of lines that end with `\n`, at the places shifted by as many bytes.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]

use afterword::document::{self, Vocabulary};
use afterword::render::inspect::Inspection;
use afterword::text::Source;
use serde_json::Value;

fn inspected(text: &str) -> Value {
    let (source, faults) = Source::decode("any.md", text.as_bytes().to_vec());
    let document = document::read(&source, &Vocabulary::default());
    serde_json::to_value(Inspection::new(&source, &faults, &document)).unwrap()
}

/// Takes the `\r` before each place away from its offsets.
fn shift(value: &mut Value, text: &str) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                let offset = value.as_u64().filter(|_| name == "start" || name == "end");
                if let Some(offset) = offset.and_then(|offset| usize::try_from(offset).ok()) {
                    let before = text[..offset].matches('\r').count();
                    *value = (offset - before).into();
                } else {
                    shift(value, text);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| shift(item, text)),
        _ => {}
    }
}

#[test]
fn line_ends_move_places_only() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/document/shapes");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    assert!(paths.len() >= 10, "the fixtures are there");
    for path in paths {
        let unix = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let dos = unix.replace('\n', "\r\n");
        let mut shifted = inspected(&dos);
        shift(&mut shifted, &dos);
        assert_eq!(shifted, inspected(&unix), "{}", path.display());
    }
}
