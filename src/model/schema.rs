//! The JSON Schema of models: one for reading, and one for editors that also allows sourced values.

use std::sync::LazyLock;

use serde_json::{Value as Json, json};

use super::spec::Spec;
use crate::text::shape;

static READING: LazyLock<Json> = LazyLock::new(|| schemars::schema_for!(Spec).to_value());

/// What models are read with, once sourced values are replaced by their values.
pub(super) fn shape() -> &'static shape::Schema {
    static SHAPE: LazyLock<shape::Schema> = LazyLock::new(|| shape::Schema::new(&READING));
    &SHAPE
}

/// The same as a JSON Schema.
pub fn reading() -> &'static Json {
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

/// What the schema says about one word of an enumeration.
pub fn meaning(of: &str, word: &str) -> Option<&'static str> {
    let words = READING.get("$defs")?.get(of)?.get("oneOf")?.as_array()?;
    let entry = words.iter().find(|entry| entry.get("const").and_then(Json::as_str) == Some(word))?;
    entry.get("description")?.as_str()
}

/// The part of the schema that a property refers to, `null` aside.
pub fn resolve(schema: &'static Json) -> &'static Json {
    let mut schema = schema;
    loop {
        let choices = schema.get("anyOf").and_then(Json::as_array);
        let plain = choices
            .and_then(|choices| choices.iter().find(|choice| choice.get("type") != Some(&json!("null"))));
        let pointer = schema.get("$ref").and_then(Json::as_str);
        let target = pointer.and_then(|pointer| READING.pointer(pointer.trim_start_matches('#')));
        match target.or(plain) {
            Some(next) => schema = next,
            None => return schema,
        }
    }
}

/// The shape of a mapping: that of its kind where there are several.
pub fn variant(schema: &'static Json, entries: &serde_json::Map<String, Json>) -> &'static Json {
    let shape = resolve(schema);
    let Some(kinds) = shape.get("oneOf").and_then(Json::as_array) else { return shape };
    let kind = entries.get("kind");
    let found = kinds.iter().find(|one| one.pointer("/properties/kind/const") == kind);
    found.map_or(shape, resolve)
}

/// The default that a description ends with: `1` of "How many runs. Default 1."
pub fn stated_default(description: &str) -> Option<&str> {
    let (_, rest) = description.rsplit_once("Default")?;
    let value = rest.trim_start_matches(':').trim();
    Some(value.split(". ").next().unwrap_or(value).trim_end_matches('.'))
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
