//! The published schema, and what is told about models that are wrong.

use std::path::Path;

use afterword::model;
use afterword::text::Source;

#[test]
fn the_published_schema_is_that_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/model.json");
    let expected = serde_json::to_string_pretty(&model::schema::published()).unwrap() + "\n";
    if std::env::var_os("AFTERWORD_BLESS").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == expected, "schema/model.json is old: run the tests once with AFTERWORD_BLESS=1");
}

/// Each `*.yaml` under `tests/fixtures/model/wrong` says in its last comments what must be told, one
/// line each: `# line:column: message (help)`.
#[test]
fn wrong_models_are_told_as_their_fixtures_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/model/wrong");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 5, "only {} fixtures", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_string_lossy();
        let source = Source::new(name.as_ref(), text.as_str());
        let model = model::read(&source);
        let told: Vec<String> = model
            .faults
            .iter()
            .map(|fault| {
                let at = source.position(fault.span.start);
                let help = fault.help.as_ref().map_or_else(String::new, |help| format!(" ({help})"));
                format!("{}:{}: {}{help}", at.line, at.column, fault.message)
            })
            .collect();
        let body: Vec<&str> = text.lines().filter(|line| !line.starts_with("# ")).collect();
        let told: Vec<String> = told.iter().map(|line| format!("# {line}")).collect();
        let expected = format!("{}\n{}\n", body.join("\n"), told.join("\n"));
        if std::env::var_os("AFTERWORD_BLESS").is_some() {
            std::fs::write(&file, &expected).unwrap();
        } else {
            assert_eq!(text, expected, "{name}");
        }
    }
}
