//! Parts of a JSON Schema as Markdown: tables of keys, words of enumerations, types in a few words.

use std::fmt::Write;

use serde_json::Value as Json;

use crate::model::schema;

/// The shapes of the kinds of components.
pub(super) fn kinds() -> impl Iterator<Item = &'static Json> {
    schema::reading().pointer("/$defs/Component/oneOf").and_then(Json::as_array).into_iter().flatten()
}

/// The description on one line.
pub(super) fn about(shape: &Json) -> String {
    let text = shape.get("description").and_then(Json::as_str).unwrap_or_default();
    text.replace('\n', " ").replace('|', "\\|")
}

/// A table of the keys of a mapping, or of the words of an enumeration.
pub(super) fn table(shape: &Json) -> String {
    let mut text = String::new();
    if let Some(properties) = shape.get("properties").and_then(Json::as_object) {
        let required = shape.get("required").and_then(Json::as_array);
        text.push_str("| key | value | what it says |\n|---|---|---|\n");
        for (key, property) in properties.iter().filter(|(key, _)| *key != "kind") {
            let must = required.is_some_and(|keys| keys.iter().any(|one| one == key));
            let name = if must { format!("**`{key}`**") } else { format!("`{key}`") };
            let _ = writeln!(text, "| {name} | {} | {} |", value(property), about(property));
        }
    } else if let Some(words) = shape.get("oneOf").and_then(Json::as_array) {
        text.push_str("| word | what it says |\n|---|---|\n");
        for word in words {
            let name = word.get("const").and_then(Json::as_str).unwrap_or_default();
            let _ = writeln!(text, "| `{name}` | {} |", about(word));
        }
    }
    text
}

/// What may stand for a key, in a few words.
pub(super) fn value(shape: &Json) -> String {
    if let Some(name) = shape.get("$ref").and_then(Json::as_str) {
        let name = name.trim_start_matches("#/$defs/");
        return if name == "Names" { "text, or a list of text".to_owned() } else { link(name) };
    }
    if let Some(choices) = shape.get("anyOf").and_then(Json::as_array) {
        let some = choices.iter().filter(|choice| choice.get("type") != Some(&Json::from("null")));
        return some.map(value).collect::<Vec<_>>().join(" or ");
    }
    if let Some(items) = shape.get("items") {
        return format!("list of {}", value(items));
    }
    if let Some(each) = shape.get("additionalProperties").filter(|each| each.get("$ref").is_some()) {
        return format!("by name: {}", value(each));
    }
    let kind = match shape.get("type") {
        Some(Json::Array(kinds)) => kinds.iter().find_map(Json::as_str).unwrap_or_default(),
        Some(kind) => kind.as_str().unwrap_or_default(),
        None => "",
    };
    match kind {
        "integer" => format!("whole number{}", range(shape)),
        "number" => "number".to_owned(),
        "boolean" => "`true` or `false`".to_owned(),
        "object" => "keys and values".to_owned(),
        _ => "text".to_owned(),
    }
}

fn range(shape: &Json) -> String {
    let bound = |key: &str| shape.get(key).and_then(Json::as_u64);
    match (bound("minimum"), bound("maximum")) {
        (Some(low), Some(high)) => format!(", {low} to {high}"),
        (Some(low), None) if low > 0 => format!(" from {low}"),
        _ => String::new(),
    }
}

fn link(name: &str) -> String {
    let target = match name {
        "Component" => "components".to_owned(),
        "Verb" => "verbs".to_owned(),
        "Call" => "calls".to_owned(),
        "Event" => "timeline".to_owned(),
        "Monitor" => "monitors".to_owned(),
        "Window" => "windows".to_owned(),
        "Expectation" => "expect".to_owned(),
        other => anchor(other),
    };
    format!("[{}](#{target})", title(name))
}

/// A schema's name in words: `RateLimit` is `rate limit`.
pub(super) fn title(name: &str) -> String {
    let mut words = String::new();
    for (at, char) in name.chars().enumerate() {
        if char.is_uppercase() && at > 0 {
            words.push(' ');
        }
        words.extend(char.to_lowercase());
    }
    words
}

/// The anchor of a heading, as GitHub makes it.
pub(super) fn anchor(heading: &str) -> String {
    let heading = if heading.starts_with(char::is_uppercase) { title(heading) } else { heading.to_owned() };
    heading
        .to_lowercase()
        .chars()
        .filter(|char| char.is_alphanumeric() || matches!(char, ' ' | '-' | '_'))
        .map(|char| if char == ' ' { '-' } else { char })
        .collect()
}
