//! The JSON Schema of models: one for reading, and one for editors that also allows sourced values.

use std::sync::LazyLock;

use serde_json::{Value as Json, json};

use super::spec::Spec;

static READING: LazyLock<Json> = LazyLock::new(|| schemars::schema_for!(Spec).to_value());

/// The schema that models are read with, once sourced values are replaced by their values.
pub(super) fn reading() -> &'static Json {
    &READING
}

/// The schema as published in `schema/model.json`: every figure may also be written
/// `{ value: …, assumed: why }` or `{ value: …, quote: "…" }`.
pub fn published() -> Json {
    let mut schema = READING.clone();
    if let Some(root) = schema.as_object_mut() {
        for (_, part) in root.iter_mut() {
            widen(part);
        }
    }
    schema
}

/// Walks a schema and lets each property with a figure be sourced.
fn widen(schema: &mut Json) {
    match schema {
        Json::Object(object) => {
            if let Some(Json::Object(properties)) = object.get_mut("properties") {
                for property in properties.values_mut().filter(|property| figure(property)) {
                    let plain = property.take();
                    let mut wrapped = json!({ "anyOf": [plain, sourced(&plain)] });
                    if let Some(about) = plain.get("description") {
                        wrapped["description"] = about.clone();
                    }
                    *property = wrapped;
                }
            }
            for (key, value) in object.iter_mut().filter(|(key, _)| *key != "anyOf") {
                let _ = key;
                widen(value);
            }
        }
        Json::Array(items) => items.iter_mut().for_each(widen),
        _ => {}
    }
}

fn figure(property: &Json) -> bool {
    const UNITS: [&str; 8] =
        ["Duration", "Rate", "Share", "Factor", "Size", "Throughput", "Work", "Contention"];
    let names = |schema: &Json| {
        schema.get("$ref").and_then(Json::as_str).is_some_and(|reference| {
            UNITS.iter().any(|unit| reference.strip_prefix("#/$defs/") == Some(unit))
        })
    };
    let number = |schema: &Json| match schema.get("type") {
        Some(Json::String(kind)) => kind == "integer" || kind == "number",
        Some(Json::Array(kinds)) => kinds.iter().any(|kind| kind == "integer" || kind == "number"),
        _ => false,
    };
    let any = property.get("anyOf").and_then(Json::as_array);
    names(property) || number(property) || any.is_some_and(|choices| choices.iter().any(names))
}

fn sourced(plain: &Json) -> Json {
    json!({
        "type": "object",
        "required": ["value"],
        "additionalProperties": false,
        "minProperties": 2,
        "maxProperties": 2,
        "properties": {
            "value": plain,
            "assumed": { "type": "string", "description": "Why this figure was chosen." },
            "quote": { "type": "string", "description": "The sentence of the postmortem it comes from." },
        },
    })
}
