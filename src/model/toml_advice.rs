//! What to write instead of a wrong value of `afterword.toml`, in TOML: the reader of schemas advises in YAML.

use serde_json::Value as Json;

use crate::finding::{Fault, FaultKind};
use crate::text::Span;
use crate::text::yaml::Node;

/// Puts the advice of a fault into TOML. `root` is the file's tree, `schema` that of the settings.
pub(super) fn translate(fault: &mut Fault, root: &Node, schema: &Json) {
    let knows = |help: &String| help.starts_with("did you mean") || help.starts_with("known are");
    if fault.kind == FaultKind::UnknownKey && fault.message.starts_with("unknown key `rules` in the settings")
    {
        let help = "how much a rule matters stands under `[levels]`: `PM504 = \"error\"`; which are checked, in \
                    `select` and `ignore`";
        fault.help = Some(help.to_owned());
    }
    if fault.kind != FaultKind::WrongValue || fault.help.as_ref().is_some_and(knows) {
        return;
    }
    let Some((key, shape)) = key_at(root, fault.span, schema, schema) else { return };
    let example = shape.get("examples").and_then(Json::as_array).and_then(|examples| examples.first());
    if let Some(example) = example {
        fault.help = Some(format!("write for example `{key} = {}`", toml(example)));
    }
}

/// The key whose value stands at a place, and what the schema says of it.
fn key_at<'n, 's>(
    node: &'n Node,
    place: Span,
    shape: &'s Json,
    schema: &'s Json,
) -> Option<(&'n str, &'s Json)> {
    node.entries().iter().find_map(|(key, value)| {
        let own = shape.get("properties")?.get(&key.text)?;
        if value.span == place || value.entries().first().is_some_and(|(first, _)| first.span == place) {
            return Some((key.text.as_str(), own));
        }
        let inner = own.get("$ref").and_then(Json::as_str);
        let inner = inner.and_then(|name| schema.pointer(name.trim_start_matches('#')));
        key_at(value, place, inner.unwrap_or(own), schema)
    })
}

/// A value as TOML writes it on one line.
fn toml(value: &Json) -> String {
    match value {
        Json::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) => {
            let entry =
                |(key, value): (&String, &Json)| format!("{} = {}", Json::from(key.as_str()), toml(value));
            format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
