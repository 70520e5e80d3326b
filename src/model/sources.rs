//! Where numbers come from: a sentence of the postmortem, or an assumption.
//!
//! Any value may be written `{ value: 25MB/s, assumed: why }` or `{ value: 47h, quote: "…" }`; or the line
//! it stands on may end with `# assumed: why` or `# quote: …`.

use super::outcome::{SourceKind, Sourced};
use crate::text::yaml::{Comment, Node, Value};

/// Replaces every `{ value: …, assumed|quote: … }` by its value and tells what is sourced.
pub(super) fn take(root: &mut Node, comments: &[Comment], text: &str) -> Vec<Sourced> {
    let mut found = Vec::new();
    inline(root, &mut Vec::new(), text, &mut found);
    for comment in comments {
        let Some((kind, why)) = marker(&comment.text) else { continue };
        let line =
            text.get(..comment.span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let mut leaves = Vec::new();
        on_line(root, line, comment.span.start, &mut Vec::new(), &mut leaves);
        for (path, value) in leaves {
            if found.iter().all(|sourced| sourced.path != path) {
                found.push(Sourced { path, value, kind, text: why.to_owned() });
            }
        }
    }
    found
}

fn marker(comment: &str) -> Option<(SourceKind, &str)> {
    let words = [("assumed", SourceKind::Assumed), ("quote", SourceKind::Quote)];
    words.into_iter().find_map(|(word, kind)| {
        let rest = comment.strip_prefix(word)?;
        let why = rest.strip_prefix(':').or_else(|| rest.is_empty().then_some(""))?.trim();
        Some((kind, why.trim_matches('"')))
    })
}

fn inline(node: &mut Node, path: &mut Vec<String>, text: &str, found: &mut Vec<Sourced>) {
    while let Some((kind, why, value)) = wrapped(node) {
        found.push(Sourced { path: path.join("."), value: value.span.of(text).to_owned(), kind, text: why });
        *node = value;
    }
    match &mut node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                path.push(key.text.clone());
                inline(value, path, text, found);
                path.pop();
            }
        }
        Value::Seq(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                path.push(step(item, index));
                inline(item, path, text, found);
                path.pop();
            }
        }
        Value::Scalar { .. } => {}
    }
}

/// A list item is named by its `id` where it has one.
fn step(item: &Node, index: usize) -> String {
    item.get("id").and_then(Node::text).map_or_else(|| index.to_string(), str::to_owned)
}

fn wrapped(node: &Node) -> Option<(SourceKind, String, Node)> {
    let [(first, _), (second, _)] = node.entries() else { return None };
    let other = if first.text == "value" { second } else { first };
    let kind = match other.text.as_str() {
        "assumed" => SourceKind::Assumed,
        "quote" => SourceKind::Quote,
        _ => return None,
    };
    let why = node.get(&other.text)?.text()?.to_owned();
    Some((kind, why, node.get("value")?.clone()))
}

/// The scalars and flow lists between `from` and `to`, which are bytes of one line.
fn on_line(node: &Node, from: usize, to: usize, path: &mut Vec<String>, found: &mut Vec<(String, String)>) {
    if node.span.end < from || node.span.start > to {
        return;
    }
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                path.push(key.text.clone());
                on_line(value, from, to, path, found);
                path.pop();
            }
        }
        Value::Seq(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(step(item, index));
                on_line(item, from, to, path, found);
                path.pop();
            }
        }
        Value::Scalar { text, .. } => {
            if node.span.start >= from && node.span.end <= to && numeric(text) {
                found.push((path.join("."), text.clone()));
            }
        }
    }
}

/// Only figures need a source: names, kinds and words are the model's own.
fn numeric(text: &str) -> bool {
    text.contains(|char: char| char.is_ascii_digit())
}
