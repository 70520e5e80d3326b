//! Reading documents: shapes, times, shares, robustness.

mod ends;
mod robust;
mod shapes;
mod tables;

use afterword::document::{self, Document, Vocabulary};
use afterword::text::Source;

/// Reads a text with the default vocabulary.
fn read(text: &str) -> Document {
    document::read(&Source::new("test.md", text), &Vocabulary::default())
}

/// `schema/inspect.json` is what `inspect --format json` prints; `UPDATE_FIXTURES=1` writes it anew.
#[test]
fn schema_of_inspections() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/inspect.json");
    let schema = afterword::render::inspect::schema();
    let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), text, "schema/inspect.json is up to date");
    let validator = jsonschema::validator_for(&schema).unwrap();
    let document = read(
        "# T\n\n## Summary\n\nDown for 30% of users, 04-05-2023 10:00 - 11:00 CST.\n\n## Timeline\n\n- 10:00 alert\n",
    );
    let source = Source::new("test.md", document.plain.clone());
    let inspection = afterword::render::inspect::Inspection::new(&source, &[], &document);
    let value = serde_json::to_value(&inspection).unwrap();
    assert!(
        validator.is_valid(&value),
        "{:?}",
        validator.iter_errors(&value).map(|error| error.to_string()).collect::<Vec<_>>()
    );
}

/// The first parts of these names are what [`document::read`] knows them by.
#[test]
fn zones_of_the_database_are_read_by_name() {
    let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let names: Vec<&str> = names.filter(|name| name.contains('/')).collect();
    assert!(names.len() > 400, "most zones have a region");
    for name in names {
        let document = read(&format!("# T\n\n## Summary\n\nAll times are in {name}.\n"));
        let zones = document.postmortems.first().map(|postmortem| postmortem.zones.as_slice());
        let written: Vec<&str> = zones.unwrap_or_default().iter().map(|zone| &*zone.value.written).collect();
        assert_eq!(written, [name]);
    }
}
