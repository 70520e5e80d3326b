//! The schemas under `schema/` are those of the code.

use std::path::Path;

use serde_json::Value;

/// `AFTERWORD_BLESS=1 cargo test schemas` writes them anew.
fn same(name: &str, schema: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(name);
    let text = format!("{schema:#}\n");
    if std::env::var_os("AFTERWORD_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == text, "schema/{name} is not up to date: AFTERWORD_BLESS=1 cargo test schemas");
}

#[test]
fn the_committed_schemas_are_up_to_date() {
    same("postmortem.json", afterword::document::frontmatter_schema());
    same("config.json", &afterword::model::settings_schema());
}

#[test]
fn the_schema_of_settings_takes_good_ones_and_refuses_bad_ones() {
    let validator = jsonschema::validator_for(&afterword::model::settings_schema()).unwrap();
    let good = serde_json::json!({
        "profile": "brief", "words": [400, 600], "levels": { "PM504": "error" }, "tolerances": { "time": "5m" },
        "per-file-ignores": { "postmortems/2019-*": ["PM5"] },
    });
    assert!(validator.is_valid(&good));
    for bad in [
        serde_json::json!({ "profil": "brief" }),
        serde_json::json!({ "words": [400] }),
        serde_json::json!({ "levels": { "PM504": "fatal" } }),
    ] {
        assert!(!validator.is_valid(&bad), "{bad}");
    }
}
