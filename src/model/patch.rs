//! Variants: the base with values replaced by path, before it is read.

use crate::finding::{Fault, FaultKind};
use crate::text::yaml::{Key, Node, Value};
use crate::text::{Span, did_you_mean};

/// Puts `value` at the dotted path that `key` spells. A list item is found by its `id`; a path of which
/// only the last steps are missing is made; a null removes what is there.
pub(super) fn apply(root: &mut Node, key: &Key, value: &Node) -> Result<(), Fault> {
    let steps: Vec<&str> = key.text.split('.').collect();
    let Some((last, parents)) = steps.split_last().filter(|(_, parents)| !parents.is_empty()) else {
        let message = format!("`{}` is not a path into the model", key.text);
        let help =
            "write for example `components.api.workers: 64` or `timeline.upgrade.guard: refuse_if_serving`";
        return Err(Fault::new(FaultKind::Reference, key.span, message).help(help));
    };
    let mut node = root;
    for (depth, step) in parents.iter().enumerate() {
        if child(node, step).is_none() && depth < 2 {
            return Err(unknown(node, key, step));
        }
        if child(node, step).is_none() {
            set(node, step, key.span, Node { span: value.span, value: Value::Map(Vec::new()) });
        }
        let Some(index) = child(node, step) else { return Err(unknown(node, key, step)) };
        node = match &mut node.value {
            Value::Map(entries) => &mut entries[index].1,
            Value::Seq(items) => &mut items[index],
            Value::Scalar { .. } => return Err(leaf(key, step)),
        };
    }
    if let (Value::Seq(_), None, false) = (&node.value, child(node, last), value.entries().is_empty()) {
        append(node, last, key.span, value);
        return Ok(());
    }
    if value.is_null() {
        let Some(index) = child(node, last) else { return Err(unknown(node, key, last)) };
        match &mut node.value {
            Value::Map(entries) => drop(entries.remove(index)),
            Value::Seq(items) => drop(items.remove(index)),
            Value::Scalar { .. } => {}
        }
        return Ok(());
    }
    if matches!(node.value, Value::Scalar { .. })
        || matches!(node.value, Value::Seq(_)) && child(node, last).is_none()
    {
        return Err(unknown(node, key, last));
    }
    set(node, last, key.span, value.clone());
    Ok(())
}

fn child(node: &Node, step: &str) -> Option<usize> {
    match &node.value {
        Value::Map(entries) => entries.iter().position(|(key, _)| key.text == step),
        Value::Seq(items) => items
            .iter()
            .position(|item| item.get("id").and_then(Node::text) == Some(step))
            .or_else(|| step.parse().ok().filter(|&index: &usize| index < items.len())),
        Value::Scalar { .. } => None,
    }
}

fn set(node: &mut Node, step: &str, span: Span, value: Node) {
    let index = child(node, step);
    match (&mut node.value, index) {
        (Value::Map(entries), Some(index)) => entries[index].1 = value,
        (Value::Map(entries), None) => entries.push((Key { text: step.to_owned(), span }, value)),
        (Value::Seq(items), Some(index)) => items[index] = value,
        _ => {}
    }
}

/// A new item of a list, called `id`.
fn append(node: &mut Node, id: &str, span: Span, value: &Node) {
    let mut item = value.clone();
    if let Value::Map(entries) = &mut item.value
        && item_has_no_id(entries)
    {
        let id = Node { span, value: Value::Scalar { text: id.to_owned(), plain: true } };
        entries.push((Key { text: "id".to_owned(), span }, id));
    }
    if let Value::Seq(items) = &mut node.value {
        items.push(item);
    }
}

fn item_has_no_id(entries: &[(Key, Node)]) -> bool {
    entries.iter().all(|(key, _)| key.text != "id")
}

fn leaf(key: &Key, step: &str) -> Fault {
    let message = format!("the variant changes `{}`, but the model has no `{step}` there", key.text);
    Fault::new(FaultKind::Reference, key.span, message)
}

fn unknown(node: &Node, key: &Key, step: &str) -> Fault {
    let known: Vec<&str> = match &node.value {
        Value::Map(entries) => entries.iter().map(|(key, _)| key.text.as_str()).collect(),
        Value::Seq(items) => items.iter().filter_map(|item| item.get("id")?.text()).collect(),
        Value::Scalar { .. } => Vec::new(),
    };
    let fault = leaf(key, step);
    match did_you_mean(step, known.iter().copied()) {
        Some(help) => fault.help(help),
        None => fault,
    }
}
