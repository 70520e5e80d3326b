//! Every key that is in force: as written, or as the schema says for what is not.

use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::model::outcome::{SourceKind, Sourced};
use crate::model::{Spec, schema};

/// A key of the model and its value.
#[derive(Clone, Debug, Serialize)]
pub struct Setting {
    /// Its path, such as `components.api.workers`.
    pub path: String,
    /// The value with its unit; where nothing is written, what holds instead.
    pub value: String,
    /// Where the value comes from.
    pub origin: Origin,
    /// The sentence it is quoted from, or why it is assumed.
    pub why: Option<String>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The model says it.
    Written,
    /// The model says it, and quotes the postmortem for it.
    Quoted,
    /// The model says it, and that it is assumed.
    Assumed,
    /// The default, written or not.
    Default,
}

/// What explains itself elsewhere.
const LEFT_OUT: [&str; 5] = ["model", "about", "timeline", "variants", "expect"];

/// Every key in force, in the order of the file and of the schema. Keys that are left out and have no
/// default are not in force.
pub fn settings(spec: &Spec, sources: &[Sourced]) -> Vec<Setting> {
    let mut spec = spec.clone();
    for (_, load) in spec.load.0.iter_mut().filter(|(_, load)| load.replay_csv.is_some()) {
        load.replay.clear();
    }
    let whole = serde_json::to_value(&spec).unwrap_or_default();
    let mut found = Vec::new();
    if let Json::Object(entries) = &whole {
        let entries = entries.iter().filter(|(key, _)| !LEFT_OUT.contains(&key.as_str()));
        for (key, value) in entries {
            let property = schema::reading().pointer(&format!("/properties/{key}"));
            walk(value, property, key, sources, &mut found);
        }
    }
    found
}

fn walk(
    value: &Json,
    property: Option<&'static Json>,
    path: &str,
    sources: &[Sourced],
    found: &mut Vec<Setting>,
) {
    let default = property.and_then(|property| property.get("default"));
    match value {
        Json::Object(entries) => object(entries, property, path, sources, found),
        Json::Array(items) if items.iter().any(Json::is_object) => {
            let inner = property.map(schema::resolve).and_then(|list| list.get("items"));
            for (at, item) in items.iter().enumerate() {
                walk(item, inner, &format!("{path}.{at}"), sources, found);
            }
        }
        Json::Array(items) if items.is_empty() => {}
        Json::Null => {
            let described = property.and_then(|property| property.get("description")).and_then(Json::as_str);
            if let Some(value) = described.and_then(schema::stated_default) {
                let origin = Origin::Default;
                found.push(Setting { path: path.to_owned(), value: value.to_owned(), origin, why: None });
            }
        }
        scalar => {
            let sourced = sources.iter().find(|sourced| sourced.path == path);
            let origin = match sourced.map(|sourced| sourced.kind) {
                Some(SourceKind::Quote) => Origin::Quoted,
                Some(SourceKind::Assumed) => Origin::Assumed,
                None if default == Some(scalar) => Origin::Default,
                None => Origin::Written,
            };
            let why = sourced.map(|sourced| sourced.text.clone()).filter(|why| !why.is_empty());
            found.push(Setting { path: path.to_owned(), value: shown(scalar), origin, why });
        }
    }
}

fn object(
    entries: &Map<String, Json>,
    property: Option<&'static Json>,
    path: &str,
    sources: &[Sourced],
    found: &mut Vec<Setting>,
) {
    let shape = property.map(|property| schema::variant(property, entries));
    for (key, value) in entries {
        let known = shape.and_then(|shape| shape.get("properties")?.get(key));
        let inner = known.or_else(|| shape.and_then(|shape| shape.get("additionalProperties")));
        walk(value, inner, &format!("{path}.{key}"), sources, found);
    }
}

fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(shown).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}
