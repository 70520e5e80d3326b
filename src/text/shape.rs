//! Typed reading of YAML against a JSON Schema: every fault at once, each with its place.
//!
//! The schema is the one that `schemars` derives from the Rust type, so a format is described once.
//! [`read`] returns the healthy part as JSON (unknown keys and broken optional values left out) and a
//! fault for everything else; [`into`] goes on to the Rust type. Only the keywords that derived
//! schemas use are understood.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use super::yaml::{Key, Node, Value};
use super::{Span, did_you_mean};
use crate::finding::{Fault, FaultKind};

/// Checks a scalar's text against the schema's `format`; `Err` says what is wrong with it. Unknown
/// formats are fine.
pub type Format<'a> = &'a dyn Fn(&str, &str) -> Result<(), String>;

/// Reads `node` as `T`. `what` names the whole in messages, as in "the frontmatter".
pub fn into<T: DeserializeOwned>(
    node: &Node,
    schema: &Json,
    what: &str,
    format: Format<'_>,
) -> (Option<T>, Vec<Fault>) {
    let (json, mut faults) = read(node, schema, what, format);
    let Some(json) = json else { return (None, faults) };
    match serde_path_to_error::deserialize(json) {
        Ok(value) => (Some(value), faults),
        Err(error) => {
            let path: Vec<String> = error.path().iter().map(ToString::to_string).collect();
            let at = node.at(path.iter().map(String::as_str));
            let message = format!("`{}`: {}", path.join("."), error.inner());
            faults.push(Fault::new(FaultKind::WrongValue, at.span, message));
            (None, faults)
        }
    }
}

/// Reads `node` as what `schema` describes. `None` when not even the outermost value fits.
pub fn read(node: &Node, schema: &Json, what: &str, format: Format<'_>) -> (Option<Json>, Vec<Fault>) {
    let mut reader = Reader { root: schema, format, faults: Vec::new() };
    let json = reader.node(node, schema, what, node.span);
    (json, reader.faults)
}

struct Reader<'a> {
    root: &'a Json,
    format: Format<'a>,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    /// Reads one value called `name`; `key` is where a missing value is reported.
    fn node(&mut self, node: &Node, schema: &'a Json, name: &str, key: Span) -> Option<Json> {
        let schema = self.resolve(schema);
        if let Some(choices) = alternatives(schema) {
            return self.one_of(node, schema, choices, name, key);
        }
        let types = types(schema);
        if node.is_null() {
            if types.is_empty() || types.contains(&"null") {
                return Some(Json::Null);
            }
            let fault = Fault::new(FaultKind::WrongValue, key, format!("`{name}` has no value"));
            self.faults.push(expected(fault, schema));
            return None;
        }
        let fits = |kind: &str| types.is_empty() || types.contains(&kind);
        match &node.value {
            Value::Map(entries) if fits("object") => self.object(entries, node.span, schema, name),
            Value::Seq(items) if fits("array") => Some(self.array(items, schema, name)),
            Value::Scalar { text, plain } => self.scalar(node.span, text, *plain, schema, &types, name),
            _ => {
                self.mismatch(node, schema, name);
                None
            }
        }
    }

    fn resolve(&self, mut schema: &'a Json) -> &'a Json {
        while let Some(pointer) = schema.get("$ref").and_then(Json::as_str) {
            match self.root.pointer(pointer.trim_start_matches('#')) {
                Some(target) => schema = target,
                None => break,
            }
        }
        schema
    }

    /// Picks the alternative the author meant and reads the value as that.
    fn one_of(
        &mut self,
        node: &Node,
        schema: &'a Json,
        choices: &'a [Json],
        name: &str,
        key: Span,
    ) -> Option<Json> {
        let choices: Vec<&'a Json> = choices.iter().map(|choice| self.resolve(choice)).collect();
        if node.is_null() && choices.iter().any(|choice| types(choice) == ["null"]) {
            return Some(Json::Null);
        }
        let choices: Vec<&'a Json> = choices.into_iter().filter(|choice| types(choice) != ["null"]).collect();
        if let [only] = choices.as_slice() {
            return self.node(node, only, name, key);
        }
        if let Some(words) = words(&choices) {
            return self.word(node, &words, schema, name);
        }
        if let Some(tag) = tag(&choices) {
            return self.tagged(node, &choices, tag, name);
        }
        let mut best: Option<(Option<Json>, Vec<Fault>)> = None;
        for choice in choices {
            let mut attempt = Reader { root: self.root, format: self.format, faults: Vec::new() };
            let json = attempt.node(node, choice, name, key);
            let rank =
                |json: &Option<Json>, faults: &[Fault], fits: bool| (!fits, json.is_none(), faults.len());
            let fits = same_form(node, self.resolve(choice));
            let better = best.as_ref().is_none_or(|(json_before, faults_before)| {
                rank(&json, &attempt.faults, fits) < rank(json_before, faults_before, true)
            });
            if better && (fits || best.is_none()) {
                best = Some((json, attempt.faults));
            }
        }
        let (json, faults) = best?;
        self.faults.extend(faults);
        json
    }

    fn word(&mut self, node: &Node, words: &[&str], schema: &Json, name: &str) -> Option<Json> {
        let written = node.text().filter(|_| !node.is_null());
        if let Some(text) = written.filter(|text| words.contains(text)) {
            return Some(Json::from(text));
        }
        let message = match written {
            Some(text) => format!("`{name}` cannot be `{text}`"),
            None => format!("`{name}` must be one of the known words"),
        };
        let fault = Fault::new(FaultKind::WrongValue, node.span, message);
        let help = did_you_mean(written.unwrap_or_default(), words.iter().copied());
        self.faults.push(match help {
            Some(help) => fault.help(help),
            None => expected(fault, schema),
        });
        None
    }

    /// Reads a mapping whose key `tag` says which of the alternatives it is.
    fn tagged(&mut self, node: &Node, choices: &[&'a Json], tag: &str, name: &str) -> Option<Json> {
        let Value::Map(_) = &node.value else {
            let message = format!("`{name}` must be a mapping with a `{tag}`");
            self.faults.push(Fault::new(FaultKind::WrongValue, node.span, message));
            return None;
        };
        let value = |choice: &'a Json| {
            self.resolve(choice.pointer(&format!("/properties/{tag}"))?).get("const")?.as_str()
        };
        let known: Vec<&str> = choices.iter().filter_map(|choice| value(choice)).collect();
        let Some(written) = node.get(tag).filter(|node| !node.is_null()) else {
            let message = format!("`{name}` does not say its `{tag}`");
            let fault = Fault::new(FaultKind::MissingKey, head(node), message);
            self.faults.push(fault.help(format!("add `{tag}:` with one of `{}`", known.join("`, `"))));
            return None;
        };
        let text = written.text().unwrap_or_default();
        match choices.iter().copied().find(|choice| value(choice) == Some(text)) {
            Some(choice) => self.node(node, choice, name, node.span),
            None => self.word(written, &known, &Json::Null, tag),
        }
    }

    fn object(&mut self, entries: &[(Key, Node)], span: Span, schema: &'a Json, name: &str) -> Option<Json> {
        let properties = schema.get("properties").and_then(Json::as_object);
        let additional = schema.get("additionalProperties");
        let mut object = Map::new();
        let mut whole = true;
        for (key, node) in entries {
            if let Some(property) = properties.and_then(|known| known.get(&key.text)) {
                match self.node(node, property, &key.text, key.span) {
                    Some(json) => _ = object.insert(key.text.clone(), json),
                    None => whole &= !required(schema).any(|required| required == key.text),
                }
                continue;
            }
            match additional {
                _ if extension(schema, &key.text) => {}
                Some(Json::Bool(false)) => {
                    let known = properties.into_iter().flatten().map(|(known, _)| known.as_str());
                    let message = format!("unknown key `{}`{}", key.text, within(name));
                    let mut fault = Fault::new(FaultKind::UnknownKey, key.span, message);
                    fault.help = did_you_mean(&key.text, known);
                    self.faults.push(fault);
                }
                Some(shape @ Json::Object(_)) => {
                    if let Some(json) = self.node(node, shape, &key.text, key.span) {
                        object.insert(key.text.clone(), json);
                    }
                }
                _ => _ = object.insert(key.text.clone(), plain(node)),
            }
        }
        for missing in
            required(schema).filter(|required| entries.iter().all(|(key, _)| key.text != *required))
        {
            let at = entries.first().map_or(Span::at(span.start), |(key, _)| key.span);
            let fault =
                Fault::new(FaultKind::MissingKey, at, format!("`{missing}` is missing{}", within(name)));
            let property =
                properties.and_then(|known| known.get(missing)).map(|property| self.resolve(property));
            self.faults.push(match property.and_then(example) {
                Some(example) => fault.help(format!("add for example `{missing}: {example}`")),
                None => fault.help(format!("add `{missing}:`")),
            });
            whole = false;
        }
        whole.then_some(Json::Object(object))
    }

    fn array(&mut self, items: &[Node], schema: &'a Json, name: &str) -> Json {
        let Some(shape) = schema.get("items") else { return items.iter().map(plain).collect() };
        items.iter().filter_map(|item| self.node(item, shape, name, item.span)).collect()
    }

    fn scalar(
        &mut self,
        span: Span,
        text: &str,
        is_plain: bool,
        schema: &Json,
        types: &[&str],
        name: &str,
    ) -> Option<Json> {
        let json = resolve_scalar(text, is_plain);
        let fits = |kind: &str| types.is_empty() || types.contains(&kind);
        let json = match json {
            Json::Bool(_) if fits("boolean") => json,
            Json::Number(ref number) if fits("integer") && (number.is_i64() || number.is_u64()) => json,
            Json::Number(_) if fits("number") => json,
            Json::String(_) | Json::Number(_) if fits("string") => Json::from(text),
            _ => {
                let node = Node { span, value: Value::Scalar { text: text.to_owned(), plain: is_plain } };
                self.mismatch(&node, schema, name);
                return None;
            }
        };
        if let Some(problem) = self.problem(&json, schema) {
            let fault = Fault::new(FaultKind::WrongValue, span, format!("`{name}` {problem}"));
            self.faults.push(expected(fault, schema));
            return None;
        }
        Some(json)
    }

    /// What is wrong with a scalar of the right type.
    fn problem(&self, json: &Json, schema: &Json) -> Option<String> {
        if let Some(number) = json.as_f64() {
            let bound = |key: &str| schema.get(key).and_then(Json::as_f64);
            if let Some(least) = bound("minimum").filter(|&least| number < least) {
                return Some(format!("must be at least {least}"));
            }
            if let Some(most) = bound("maximum").filter(|&most| number > most) {
                return Some(format!("must be at most {most}"));
            }
        }
        let text = json.as_str()?;
        let words = schema.get("enum").and_then(Json::as_array);
        if words.is_some_and(|words| !words.contains(json)) {
            return Some(format!("cannot be `{text}`"));
        }
        let format = schema.get("format").and_then(Json::as_str)?;
        (self.format)(format, text).err()
    }

    fn mismatch(&mut self, node: &Node, schema: &Json, name: &str) {
        let types = types(schema);
        let wanted: Vec<&str> =
            types.iter().filter(|kind| **kind != "null").map(|kind| type_name(kind)).collect();
        let message = format!("`{name}` must be {}, not {}", wanted.join(" or "), form(node));
        let fault = Fault::new(FaultKind::WrongValue, node.span, message);
        let fault = match (node.text(), types.as_slice()) {
            (Some(text), ["array", ..]) => fault.help(format!("write `{name}: [{text}]`")),
            (Some(text), ["string", ..]) => fault.help(format!("put it in quotes: `\"{text}\"`")),
            _ => expected(fault, schema),
        };
        self.faults.push(fault);
    }
}

/// A scalar as YAML 1.2's core schema resolves it.
fn resolve_scalar(text: &str, plain: bool) -> Json {
    if !plain {
        return Json::from(text);
    }
    match text {
        "true" | "True" | "TRUE" => return Json::Bool(true),
        "false" | "False" | "FALSE" => return Json::Bool(false),
        _ => {}
    }
    let numeric = text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    if let Some(integer) = unsigned.parse::<i64>().ok().filter(|_| numeric) {
        return Json::from(integer);
    }
    match unsigned
        .parse::<f64>()
        .ok()
        .filter(|float| numeric && float.is_finite())
        .and_then(serde_json::Number::from_f64)
    {
        Some(number) => Json::Number(number),
        None => Json::from(text),
    }
}

/// A node as JSON where no schema says more.
fn plain(node: &Node) -> Json {
    match &node.value {
        Value::Scalar { .. } if node.is_null() => Json::Null,
        Value::Scalar { text, plain } => resolve_scalar(text, *plain),
        Value::Seq(items) => items.iter().map(plain).collect(),
        Value::Map(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.text.clone(), plain(value))).collect())
        }
    }
}

fn alternatives(schema: &Json) -> Option<&Vec<Json>> {
    schema.get("oneOf").or_else(|| schema.get("anyOf"))?.as_array()
}

fn required(schema: &Json) -> impl Iterator<Item = &str> {
    schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
}

fn types(schema: &Json) -> Vec<&str> {
    match schema.get("type") {
        Some(Json::String(kind)) => vec![kind],
        Some(Json::Array(kinds)) => kinds.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Whether the schema leaves keys such as `x-team` to their users.
fn extension(schema: &Json, key: &str) -> bool {
    key.starts_with("x-") && schema.pointer("/patternProperties/^x-").is_some()
}

/// The words of an enumeration: every alternative is a constant or a list of words.
fn words<'a>(choices: &[&'a Json]) -> Option<Vec<&'a str>> {
    let mut words = Vec::new();
    for choice in choices {
        match (choice.get("const").and_then(Json::as_str), choice.get("enum").and_then(Json::as_array)) {
            (Some(word), _) => words.push(word),
            (None, Some(list)) => words.extend(list.iter().filter_map(Json::as_str)),
            (None, None) => return None,
        }
    }
    Some(words)
}

/// The key that tells the alternatives apart, when each fixes it to a constant.
fn tag<'a>(choices: &[&'a Json]) -> Option<&'a str> {
    let first = choices.first()?.get("properties")?.as_object()?;
    let fixed = |choice: &Json, key: &str| choice.pointer(&format!("/properties/{key}/const")).is_some();
    first.keys().map(String::as_str).find(|key| choices.iter().all(|choice| fixed(choice, key)))
}

fn same_form(node: &Node, schema: &Json) -> bool {
    let types = types(schema);
    let fits = match &node.value {
        Value::Map(_) => types.contains(&"object"),
        Value::Seq(_) => types.contains(&"array"),
        Value::Scalar { .. } => types.iter().any(|kind| !matches!(*kind, "object" | "array" | "null")),
    };
    fits || types.is_empty()
}

fn form(node: &Node) -> String {
    match &node.value {
        Value::Map(_) => "a mapping".to_owned(),
        Value::Seq(_) => "a list".to_owned(),
        Value::Scalar { text, .. } => format!("`{text}`"),
    }
}

fn type_name(kind: &str) -> &'static str {
    match kind {
        "object" => "a mapping",
        "array" => "a list",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        _ => "text",
    }
}

fn within(name: &str) -> String {
    if name.contains(' ') { format!(" in {name}") } else { format!(" in `{name}`") }
}

fn example(schema: &Json) -> Option<String> {
    let first = schema.get("examples")?.as_array()?.first()?;
    Some(first.as_str().map_or_else(|| first.to_string(), str::to_owned))
}

fn expected(fault: Fault, schema: &Json) -> Fault {
    if let Some(words) = schema.get("enum").and_then(Json::as_array) {
        let words: Vec<&str> = words.iter().filter_map(Json::as_str).collect();
        if let Some(help) =
            did_you_mean(fault.message.split('`').nth(3).unwrap_or_default(), words.iter().copied())
        {
            return fault.help(help);
        }
    }
    match example(schema) {
        Some(example) => fault.help(format!("write for example `{example}`")),
        None => fault,
    }
}

/// The first key of a mapping, a small place to point at instead of the whole of it.
fn head(node: &Node) -> Span {
    node.entries().first().map_or(Span::at(node.span.start), |(key, _)| key.span)
}
