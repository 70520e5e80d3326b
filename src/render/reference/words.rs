//! What one word of the model language means: a kind, a verb, a part of the file, a key wherever it may stand.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value as Json;

use super::shape::{self, kinds, table, title};
use super::{definition, definitions, section};
use crate::model::example::EXAMPLES;
use crate::model::schema;

/// What there is to say about a word, by itself: without links. `None` where the language has no such word.
pub fn alone(word: &str) -> Option<String> {
    let mut text = section(word).or_else(|| part(word)).unwrap_or_default();
    let mut rows = String::new();
    let places = places(word);
    for (owners, key) in places.iter().filter(|(owners, _)| text.is_empty() || *owners != ["the file"]) {
        let _ = writeln!(rows, "| {} | {} | {} |", owners.join(", "), shape::value(key), shape::about(key));
    }
    if !rows.is_empty() {
        let gap = if text.is_empty() { "" } else { "\n" };
        let _ = write!(text, "{gap}As a key:\n\n| of | value | what it says |\n|---|---|---|\n{rows}");
    }
    (!text.is_empty()).then(|| unlinked(&text))
}

/// Every word that has a meaning of its own.
pub fn words() -> impl Iterator<Item = &'static str> + Clone {
    let mut all: BTreeSet<&'static str> = EXAMPLES.iter().map(|(word, _)| *word).collect();
    all.extend(owners().flat_map(|(_, owner)| keys(owner)).map(|(key, _)| key));
    all.into_iter().collect::<Vec<_>>().into_iter()
}

/// A part of the file, or what a key of that name holds.
fn part(word: &str) -> Option<String> {
    let root = schema::reading();
    let own = keys(root).find(|(key, _)| *key == word).map(|(_, part)| part);
    let named = own.and_then(refers).or_else(|| {
        let name = definitions().map(|(name, _)| name);
        name.into_iter().find(|name| title(name).replace(' ', "_") == word)
    });
    let mut text = own.map(shape::about).unwrap_or_default();
    if named == Some("Component") {
        text.push_str("\n\n| kind | what it is |\n|---|---|\n");
        for kind in kinds() {
            let name = kind.pointer("/properties/kind/const").and_then(Json::as_str).unwrap_or_default();
            let _ = writeln!(text, "| `{name}` | {} |", shape::about(kind));
        }
        return Some(text);
    }
    let Some(part) = named.map(definition) else { return own.map(|_| text + "\n") };
    let about = shape::about(part);
    if !text.is_empty() && !about.is_empty() && text != about {
        text.push(' ');
    }
    if text != about {
        text.push_str(&about);
    }
    let written = part.get("examples").and_then(Json::as_array).into_iter().flatten();
    let written: Vec<String> =
        written.filter_map(Json::as_str).map(|example| format!("`{example}`")).collect();
    if !written.is_empty() {
        let _ = write!(text, "\n\nWritten {}.", written.join(", "));
    }
    let _ = write!(text, "\n\n{}", table(part));
    Some(text.trim_end().to_owned() + "\n")
}

/// The name of the definition that a part refers to, directly, by name or in a list.
fn refers(part: &'static Json) -> Option<&'static str> {
    let name = |part: &'static Json| part.get("$ref")?.as_str()?.rsplit('/').next();
    let inner = |key: &str| part.get(key).and_then(name);
    name(part).or_else(|| inner("items")).or_else(|| inner("additionalProperties")).or_else(|| {
        let choices = part.get("anyOf")?.as_array()?;
        choices.iter().find_map(name)
    })
}

/// What has keys: the file, its parts, the kinds of components.
fn owners() -> impl Iterator<Item = (String, &'static Json)> {
    let kinds = kinds().map(|kind| {
        let name = kind.pointer("/properties/kind/const").and_then(Json::as_str).unwrap_or_default();
        (format!("`{name}`"), kind)
    });
    let parts = definitions().map(|(name, part)| (title(name), part));
    std::iter::once(("the file".to_owned(), schema::reading())).chain(parts).chain(kinds)
}

fn keys(owner: &'static Json) -> impl Iterator<Item = (&'static str, &'static Json)> {
    let all = owner.get("properties").and_then(Json::as_object);
    all.into_iter().flatten().map(|(key, part)| (key.as_str(), part)).filter(|(key, _)| *key != "kind")
}

/// Where a key may stand; places where it means the same are one.
fn places(word: &str) -> Vec<(Vec<String>, &'static Json)> {
    let mut places: Vec<(Vec<String>, &'static Json)> = Vec::new();
    for (owner, part) in owners() {
        let Some((_, key)) = keys(part).find(|(key, _)| *key == word) else { continue };
        let same = |other: &&Json| {
            shape::about(other) == shape::about(key) && shape::value(other) == shape::value(key)
        };
        match places.iter_mut().find(|(_, other)| same(other)) {
            Some((owners, _)) => owners.push(owner),
            None => places.push((vec![owner], key)),
        }
    }
    places
}

/// The text with the words of its links only.
fn unlinked(text: &str) -> String {
    let mut parts = text.split("](#");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some(open) = text.rfind('[') {
            text.remove(open);
        }
        text.push_str(part.split_once(')').map_or(part, |(_, after)| after));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_explained() {
        assert!(words().count() > 150);
        for word in words() {
            let text = alone(word).unwrap_or_default();
            assert!(text.len() > 30 && !text.contains("](#"), "{word}: {text}");
        }
    }

    #[test]
    fn a_key_is_told_wherever_it_stands() {
        let timeout = alone("timeout").unwrap();
        assert!(timeout.contains("| load |") && timeout.contains("| call |"), "{timeout}");
        let retry = alone("retry").unwrap();
        assert!(retry.contains("`attempts`") && retry.contains("| of |"), "{retry}");
        assert!(alone("load").unwrap().contains("`represents`"));
        assert!(alone("expect").unwrap().contains("`availability`"));
        assert_eq!(alone("rtry"), None);
    }
}
