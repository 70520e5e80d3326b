//! TOML as the same tree that YAML is read into, so that both are checked against a schema alike.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Fault, FaultKind};
use crate::text::Source;
use crate::text::yaml::{Key, Node, Value};

/// Reads a TOML file; every syntax fault at once.
pub(super) fn parse(source: &Source) -> (Option<Node>, Vec<Fault>) {
    let bom = source.bom();
    let (table, errors) = DeTable::parse_recoverable(&source.text[bom..]);
    let faults = errors
        .iter()
        .map(|error| {
            let span = error.span().map_or_else(Default::default, crate::text::Span::from).shift(bom);
            let message = format!("this is not valid TOML: {}", error.message().replace('\n', ", "));
            Fault::new(FaultKind::YamlSyntax, span, message).label("near here")
        })
        .collect();
    let span = crate::text::Span::from(table.span()).shift(bom);
    (Some(Node { span, value: map(table.into_inner(), bom) }), faults)
}

/// `over` laid on `base`: tables are merged key by key, everything else is replaced.
pub(super) fn merged(base: &Node, over: &Node) -> Node {
    let (Value::Map(under), Value::Map(entries)) = (&base.value, &over.value) else { return over.clone() };
    let mut all = under.clone();
    for (key, node) in entries {
        match all.iter_mut().find(|(known, _)| known.text == key.text) {
            Some(entry) => *entry = (key.clone(), merged(&entry.1, node)),
            None => all.push((key.clone(), node.clone())),
        }
    }
    Node { span: over.span, value: Value::Map(all) }
}

fn map(table: DeTable<'_>, bom: usize) -> Value {
    let mut entries: Vec<(Key, Node)> = table
        .into_iter()
        .map(|(key, value)| {
            let span = crate::text::Span::from(key.span()).shift(bom);
            (Key { text: key.into_inner().into_owned(), span }, node(value, bom))
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.span);
    Value::Map(entries)
}

fn node(value: Spanned<DeValue<'_>>, bom: usize) -> Node {
    let span = crate::text::Span::from(value.span()).shift(bom);
    let scalar = |text: String, plain| Value::Scalar { text, plain };
    let value = match value.into_inner() {
        DeValue::String(text) => scalar(text.into_owned(), false),
        DeValue::Integer(number) => scalar(number.to_string(), true),
        DeValue::Float(number) => scalar(number.to_string(), true),
        DeValue::Boolean(truth) => scalar(truth.to_string(), true),
        DeValue::Datetime(time) => scalar(time.to_string(), false),
        DeValue::Array(items) => Value::Seq(items.into_iter().map(|item| node(item, bom)).collect()),
        DeValue::Table(table) => map(table, bom),
    };
    Node { span, value }
}
