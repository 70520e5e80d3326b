//! Typed reading of YAML against a JSON Schema: every fault at once, each with its place.
//!
//! The schema is the one that `schemars` derives from the Rust type, so a format is described once.
//! [`read`] returns the healthy part as JSON (unknown keys and broken optional values left out) and a
//! fault for everything else; [`into`] goes on to the Rust type.

mod advice;
mod schema;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use advice::{keys, unnamed};
pub use schema::Schema;
use schema::{ChoiceKind, Id, Others, Shape};

use super::yaml::{Key, Node, Value};
use super::{Span, did_you_mean};
use crate::finding::{Fault, FaultKind};

/// Checks a scalar's text against the schema's `format`; `Err` says what is wrong with it. Unknown
/// formats are fine.
pub type Format<'a> = &'a dyn Fn(&str, &str) -> Result<(), String>;

/// Reads `node` as `T`. `what` names the whole in messages, as in "the frontmatter".
pub fn into<T: DeserializeOwned>(
    node: &Node,
    schema: &Schema,
    what: &str,
    format: Format<'_>,
) -> (Option<T>, Vec<Fault>) {
    let (json, mut faults) = read(node, schema, what, format);
    let Some(json) = json else { return (None, faults) };
    if let Ok(value) = T::deserialize(&json) {
        return (Some(value), faults);
    }
    // Once more, and dearer, to learn where it went wrong.
    match serde_path_to_error::deserialize::<_, T>(json) {
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
pub fn read(node: &Node, schema: &Schema, what: &str, format: Format<'_>) -> (Option<Json>, Vec<Fault>) {
    let mut reader = Reader { schema, format, faults: Vec::new() };
    let json = reader.node(node, schema.root(), what, node.span);
    (json, reader.faults)
}

struct Reader<'a> {
    schema: &'a Schema,
    format: Format<'a>,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    /// Reads one value called `name`; `key` is where a missing value is reported.
    fn node(&mut self, node: &Node, shape: &'a Shape, name: &str, key: Span) -> Option<Json> {
        if let Some(choice) = &shape.choice {
            if choice.nullable && node.is_null() {
                return Some(Json::Null);
            }
            return match &choice.kind {
                ChoiceKind::One(only) => self.node(node, self.schema.shape(*only), name, key),
                ChoiceKind::Words(words) => self.word(node, words, shape.example.as_deref(), name),
                ChoiceKind::Tagged { tag, by } => self.tagged(node, tag, by, name),
                ChoiceKind::Any(choices) => self.best(node, choices, name, key),
            };
        }
        if node.is_null() {
            if shape.fits("null") {
                return Some(Json::Null);
            }
            let fault = Fault::new(FaultKind::WrongValue, key, format!("`{name}` has no value"));
            self.faults.push(expected(fault, shape));
            return None;
        }
        match &node.value {
            Value::Map(entries) if shape.fits("object") => self.object(entries, node.span, shape, name),
            Value::Seq(items) if shape.fits("array") => Some(self.array(items, shape, name)),
            Value::Scalar { text, plain } => self.scalar(node, text, *plain, shape, name),
            _ => {
                self.mismatch(node, shape, name);
                None
            }
        }
    }

    /// Reads the value as the alternative that fits best.
    fn best(&mut self, node: &Node, choices: &[Id], name: &str, key: Span) -> Option<Json> {
        let mut best: Option<(Option<Json>, Vec<Fault>)> = None;
        for &choice in choices {
            let shape = self.schema.shape(choice);
            let mut attempt = Reader { schema: self.schema, format: self.format, faults: Vec::new() };
            let json = attempt.node(node, shape, name, key);
            let rank =
                |json: &Option<Json>, faults: &[Fault], fits: bool| (!fits, json.is_none(), faults.len());
            let fits = same_form(node, shape);
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

    fn word(&mut self, node: &Node, words: &[String], example: Option<&str>, name: &str) -> Option<Json> {
        let written = node.text().filter(|_| !node.is_null());
        if let Some(text) = written.filter(|text| words.iter().any(|word| word == text)) {
            return Some(Json::from(text));
        }
        let message = match written {
            Some(text) => format!("`{name}` cannot be `{text}`"),
            None => format!("`{name}` must be one of the known words"),
        };
        let fault = Fault::new(FaultKind::WrongValue, node.span, message);
        let help = did_you_mean(written.unwrap_or_default(), words.iter().map(String::as_str));
        let help = help.or_else(|| Some(format!("write for example `{}`", example?)));
        self.faults.push(match help {
            Some(help) => fault.help(help),
            None => fault,
        });
        None
    }

    /// Reads a mapping whose key `tag` says which of the alternatives it is.
    fn tagged(&mut self, node: &Node, tag: &str, by: &[(String, Id)], name: &str) -> Option<Json> {
        let Value::Map(_) = &node.value else {
            let message = format!("`{name}` must be a mapping with a `{tag}`, not {}", form(node));
            let fault = Fault::new(FaultKind::WrongValue, node.span, message);
            self.faults.push(fault.help(format!("write `{name}: {{ {tag}: … }}`")));
            return None;
        };
        let known = || by.iter().map(|(word, _)| word.clone()).collect::<Vec<String>>();
        let Some(written) = node.get(tag).filter(|node| !node.is_null()) else {
            let message = format!("`{name}` does not say its `{tag}`");
            let fault = Fault::new(FaultKind::MissingKey, head(node), message);
            let help = format!("add `{tag}:` with one of `{}`", known().join("`, `"));
            self.faults.push(fault.help(help));
            return None;
        };
        let text = written.text().unwrap_or_default();
        match by.iter().find(|(word, _)| word == text) {
            Some(&(_, choice)) => self.node(node, self.schema.shape(choice), name, node.span),
            None => self.word(written, &known(), None, tag),
        }
    }

    fn object(&mut self, entries: &[(Key, Node)], span: Span, shape: &'a Shape, name: &str) -> Option<Json> {
        if let Some(key) = unnamed(self.schema, entries, shape) {
            let message = format!("`{}` stands where `{name}` has names", key.text);
            let help = format!("give it a name: `{name}: {{ some-name: {{ {}: … }} }}`", key.text);
            self.faults.push(Fault::new(FaultKind::WrongValue, key.span, message).help(help));
            return None;
        }
        let mut object = Map::with_capacity(entries.len());
        let mut whole = true;
        for (key, node) in entries {
            if let Some(property) = shape.property(&key.text) {
                match self.node(node, self.schema.shape(property), &key.text, key.span) {
                    Some(json) => _ = object.insert(key.text.clone(), json),
                    None => whole &= !shape.required.contains(&key.text),
                }
                continue;
            }
            match shape.others {
                _ if shape.extensions && key.text.starts_with("x-") => {}
                Others::Refused => {
                    let known = shape.properties.iter().map(|(known, _)| known.as_str());
                    let message = format!("unknown key `{}`{}", key.text, within(name));
                    let mut fault = Fault::new(FaultKind::UnknownKey, key.span, message);
                    fault.help = did_you_mean(&key.text, known);
                    self.faults.push(fault);
                }
                Others::Shaped(other) => {
                    if let Some(json) = self.node(node, self.schema.shape(other), &key.text, key.span) {
                        object.insert(key.text.clone(), json);
                    }
                }
                Others::Free => _ = object.insert(key.text.clone(), plain(node)),
            }
        }
        for missing in
            shape.required.iter().filter(|required| entries.iter().all(|(key, _)| key.text != **required))
        {
            let at = entries.first().map_or(Span::at(span.start), |(key, _)| key.span);
            let fault =
                Fault::new(FaultKind::MissingKey, at, format!("`{missing}` is missing{}", within(name)));
            let property = shape.property(missing).map(|property| self.schema.shape(property));
            self.faults.push(match property.and_then(|property| property.example.as_ref()) {
                Some(example) => fault.help(format!("add for example `{missing}: {example}`")),
                None => fault.help(format!("add `{missing}:`")),
            });
            whole = false;
        }
        whole.then_some(Json::Object(object))
    }

    fn array(&mut self, items: &[Node], shape: &'a Shape, name: &str) -> Json {
        let Some(shape) = shape.items else { return items.iter().map(plain).collect() };
        let shape = self.schema.shape(shape);
        items.iter().filter_map(|item| self.node(item, shape, name, item.span)).collect()
    }

    fn scalar(&mut self, node: &Node, text: &str, is_plain: bool, shape: &Shape, name: &str) -> Option<Json> {
        let json = resolve_scalar(text, is_plain);
        let json = match json {
            Json::Bool(_) if shape.fits("boolean") => json,
            Json::Number(ref number) if shape.fits("integer") && (number.is_i64() || number.is_u64()) => json,
            Json::Number(_) if shape.fits("number") => json,
            Json::String(_) if shape.fits("string") => json,
            Json::Number(_) if shape.fits("string") => Json::from(text),
            _ => {
                self.mismatch(node, shape, name);
                return None;
            }
        };
        if let Some(problem) = self.problem(&json, shape) {
            let (problem, instead) = problem.split_once(": write ").unwrap_or((&problem, ""));
            let fault = Fault::new(FaultKind::WrongValue, node.span, format!("`{name}` {problem}"));
            self.faults.push(match instead {
                "" => expected(fault, shape),
                _ => fault.help(format!("write {instead}")),
            });
            return None;
        }
        Some(json)
    }

    /// What is wrong with a scalar of the right type.
    fn problem(&self, json: &Json, shape: &Shape) -> Option<String> {
        if let Some(number) = json.as_f64() {
            if let Some(least) = shape.minimum.filter(|&least| number < least) {
                return Some(format!("must be at least {least}"));
            }
            if let Some(most) = shape.maximum.filter(|&most| number > most) {
                return Some(format!("must be at most {most}"));
            }
        }
        let text = json.as_str()?;
        if shape.words.as_ref().is_some_and(|words| words.iter().all(|word| word != text)) {
            return Some(format!("cannot be `{text}`"));
        }
        (self.format)(shape.format.as_ref()?, text).err()
    }

    fn mismatch(&mut self, node: &Node, shape: &Shape, name: &str) {
        let wanted: Vec<&str> =
            shape.types.iter().filter(|kind| *kind != "null").map(|kind| type_name(kind)).collect();
        let message = format!("`{name}` must be {}, not {}", wanted.join(" or "), form(node));
        let fault = Fault::new(FaultKind::WrongValue, node.span, message);
        let fault = match (node.text(), shape.types.first().map(String::as_str)) {
            (Some(text), Some("array")) => fault.help(format!("write `{name}: [{text}]`")),
            (Some(text), Some("string")) => fault.help(format!("put it in quotes: `\"{text}\"`")),
            (None, Some("array")) => fault.help("begin each of its items with `- `"),
            (_, Some("object")) => match keys(shape) {
                Some(keys) => fault.help(format!("write `{name}: {{ {keys} }}`")),
                None => fault.help("write each under its name, without `- `"),
            },
            _ => expected(fault, shape),
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

fn same_form(node: &Node, shape: &Shape) -> bool {
    match &node.value {
        Value::Map(_) => shape.fits("object"),
        Value::Seq(_) => shape.fits("array"),
        Value::Scalar { .. } => {
            shape.types.is_empty()
                || shape.types.iter().any(|kind| !matches!(kind.as_str(), "object" | "array" | "null"))
        }
    }
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

fn expected(fault: Fault, shape: &Shape) -> Fault {
    let written = fault.message.split('`').nth(3).unwrap_or_default();
    let words = shape.words.iter().flatten().map(String::as_str);
    let help = did_you_mean(written, words)
        .or_else(|| Some(format!("write for example `{}`", shape.example.as_ref()?)));
    match help {
        Some(help) => fault.help(help),
        None => fault,
    }
}

/// The first key of a mapping, a small place to point at instead of the whole of it.
fn head(node: &Node) -> Span {
    node.entries().first().map_or(Span::at(node.span.start), |(key, _)| key.span)
}
