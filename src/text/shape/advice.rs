//! What to write instead of a value of the wrong form.

use super::schema::{ChoiceKind, Others, Schema, Shape};
use crate::text::yaml::{Key, Node, Value};

/// The keys that a mapping must have, or the first that it may have.
pub(super) fn keys(shape: &Shape) -> Option<String> {
    let known: Vec<&str> = shape.properties.iter().map(|(key, _)| key.as_str()).collect();
    let first = known.first()?;
    let keys = if shape.required.is_empty() {
        format!("{first}: …")
    } else {
        shape.required.iter().map(|key| format!("{key}: …")).collect::<Vec<_>>().join(", ")
    };
    let more = if shape.required.len().max(1) < known.len() { ", …" } else { "" };
    Some(keys + more)
}

/// The first key of a mapping of named things that belongs into one of them.
pub(super) fn unnamed<'n>(schema: &Schema, entries: &'n [(Key, Node)], shape: &Shape) -> Option<&'n Key> {
    let Others::Shaped(named) = shape.others else { return None };
    if !shape.properties.is_empty() {
        return None;
    }
    let named = schema.shape(named);
    let shapes: Vec<&Shape> = match named.choice.as_ref().map(|choice| &choice.kind) {
        Some(ChoiceKind::One(id)) => vec![schema.shape(*id)],
        Some(ChoiceKind::Tagged { by, .. }) => by.iter().map(|(_, id)| schema.shape(*id)).collect(),
        Some(ChoiceKind::Any(ids)) => ids.iter().map(|id| schema.shape(*id)).collect(),
        Some(ChoiceKind::Words(_)) => return None,
        None => vec![named],
    };
    let inside = |key: &str| shapes.iter().any(|shape| shape.property(key).is_some());
    let plain = |node: &Node| matches!(node.value, Value::Scalar { .. }) && !node.is_null();
    entries.iter().find(|(key, node)| plain(node) && inside(&key.text)).map(|(key, _)| key)
}
