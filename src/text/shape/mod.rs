//! Typed reading of YAML against a JSON Schema: every fault at once, each with its place.
//!
//! The schema is the one that `schemars` derives from the Rust type, so a format is described once.
//! What is healthy (unknown keys and broken optional values left out) goes on to the Rust type, [`into`], or to
//! JSON, [`read`]; for everything else there is a fault.

mod advice;
mod schema;
mod typed;

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use advice::{keys, unnamed};
pub use schema::Schema;
use schema::{ChoiceKind, Id, Others, Shape, Type};
use typed::Typed;

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
    let (typed, mut faults) = typed(node, schema, what, format);
    let Some(typed) = typed else { return (None, faults) };
    if let Ok(value) = T::deserialize(typed) {
        return (Some(value), faults);
    }
    // Once more, and dearer, to learn where it went wrong.
    let (Some(json), _) = read(node, schema, what, format) else { return (None, faults) };
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
    let (typed, faults) = typed(node, schema, what, format);
    (typed.map(Json::from), faults)
}

fn typed<'a>(
    node: &'a Node,
    schema: &'a Schema,
    what: &str,
    format: Format<'a>,
) -> (Option<Typed<'a>>, Vec<Fault>) {
    let mut reader = Reader { schema, format, faults: Vec::new() };
    let typed = reader.node(node, schema.root(), what, node.span);
    (typed, reader.faults)
}

struct Reader<'a> {
    schema: &'a Schema,
    format: Format<'a>,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    /// Reads one value called `name`; `key` is where a missing value is reported.
    fn node(&mut self, node: &'a Node, shape: &'a Shape, name: &str, key: Span) -> Option<Typed<'a>> {
        if let Some(choice) = &shape.choice {
            if choice.nullable && node.is_null() {
                return Some(Typed::Null);
            }
            return match &choice.kind {
                ChoiceKind::One(only) => self.node(node, self.schema.shape(*only), name, key),
                ChoiceKind::Words(words) => self.word(node, words, shape.example.as_deref(), name),
                ChoiceKind::Tagged { tag, by } => self.tagged(node, tag, by, name),
                ChoiceKind::Any(choices) => self.best(node, choices, name, key),
            };
        }
        if node.is_null() {
            if shape.fits(Type::Null) {
                return Some(Typed::Null);
            }
            let fault = Fault::new(FaultKind::WrongValue, key, format!("`{name}` has no value"));
            self.faults.push(expected(fault, shape));
            return None;
        }
        match &node.value {
            Value::Map(entries) if shape.fits(Type::Object) => self.object(entries, node.span, shape, name),
            Value::Seq(items) if shape.fits(Type::Array) => Some(self.array(items, shape, name)),
            Value::Scalar { text, plain } => self.scalar(node, text, *plain, shape, name),
            _ => {
                self.mismatch(node, shape, name);
                None
            }
        }
    }

    /// Reads the value as the alternative that fits best.
    fn best(&mut self, node: &'a Node, choices: &[Id], name: &str, key: Span) -> Option<Typed<'a>> {
        let mut best: Option<(Option<Typed<'a>>, Vec<Fault>)> = None;
        for &choice in choices {
            let shape = self.schema.shape(choice);
            let mut attempt = Reader { schema: self.schema, format: self.format, faults: Vec::new() };
            let typed = attempt.node(node, shape, name, key);
            let rank = |typed: &Option<Typed<'a>>, faults: &[Fault], fits: bool| {
                (!fits, typed.is_none(), faults.len())
            };
            let fits = same_form(node, shape);
            let better = best.as_ref().is_none_or(|(typed_before, faults_before)| {
                rank(&typed, &attempt.faults, fits) < rank(typed_before, faults_before, true)
            });
            if better && (fits || best.is_none()) {
                best = Some((typed, attempt.faults));
            }
        }
        let (typed, faults) = best?;
        self.faults.extend(faults);
        typed
    }

    fn word(
        &mut self,
        node: &'a Node,
        words: &[String],
        example: Option<&str>,
        name: &str,
    ) -> Option<Typed<'a>> {
        let written = node.text().filter(|_| !node.is_null());
        if let Some(text) = written.filter(|text| words.iter().any(|word| word == text)) {
            return Some(Typed::Text(text));
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
    fn tagged(&mut self, node: &'a Node, tag: &str, by: &[(String, Id)], name: &str) -> Option<Typed<'a>> {
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

    fn object(
        &mut self,
        entries: &'a [(Key, Node)],
        span: Span,
        shape: &'a Shape,
        name: &str,
    ) -> Option<Typed<'a>> {
        if let Some(key) = unnamed(self.schema, entries, shape) {
            let message = format!("`{}` stands where `{name}` has names", key.text);
            let help = format!("give it a name: `{name}: {{ some-name: {{ {}: … }} }}`", key.text);
            self.faults.push(Fault::new(FaultKind::WrongValue, key.span, message).help(help));
            return None;
        }
        let mut object = Vec::with_capacity(entries.len());
        let mut whole = true;
        let mut next = 0;
        for (key, node) in entries {
            if let Some(property) = shape.property_after(&mut next, &key.text) {
                match self.node(node, self.schema.shape(property), &key.text, key.span) {
                    Some(typed) => object.push((key.text.as_str(), typed)),
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
                    if let Some(typed) = self.node(node, self.schema.shape(other), &key.text, key.span) {
                        object.push((key.text.as_str(), typed));
                    }
                }
                Others::Free => object.push((key.text.as_str(), plain(node))),
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
        whole.then_some(Typed::Map(object))
    }

    fn array(&mut self, items: &'a [Node], shape: &'a Shape, name: &str) -> Typed<'a> {
        let Some(shape) = shape.items else { return Typed::Seq(items.iter().map(plain).collect()) };
        let shape = self.schema.shape(shape);
        let mut whole = Vec::with_capacity(items.len());
        whole.extend(items.iter().filter_map(|item| self.node(item, shape, name, item.span)));
        Typed::Seq(whole)
    }

    fn scalar(
        &mut self,
        node: &'a Node,
        text: &'a str,
        is_plain: bool,
        shape: &Shape,
        name: &str,
    ) -> Option<Typed<'a>> {
        let (integer, number) = (shape.fits(Type::Integer), shape.fits(Type::Number));
        let typed = match boolean(text).filter(|_| is_plain) {
            Some(value) => Typed::Bool(value),
            None if is_plain && (integer || number) => resolve_number(text),
            None => Typed::Text(text),
        };
        let typed = match typed {
            Typed::Bool(_) if shape.fits(Type::Boolean) => typed,
            Typed::Integer(_) if integer => typed,
            Typed::Integer(_) | Typed::Float(_) if number => typed,
            Typed::Text(_) | Typed::Integer(_) | Typed::Float(_) if shape.fits(Type::String) => {
                Typed::Text(text)
            }
            _ => {
                self.mismatch(node, shape, name);
                return None;
            }
        };
        if let Some(problem) = self.problem(&typed, shape) {
            let (problem, instead) = problem.split_once(": write ").unwrap_or((&problem, ""));
            let fault = Fault::new(FaultKind::WrongValue, node.span, format!("`{name}` {problem}"));
            self.faults.push(match instead {
                "" => expected(fault, shape),
                _ => fault.help(format!("write {instead}")),
            });
            return None;
        }
        Some(typed)
    }

    /// What is wrong with a scalar of the right type.
    fn problem(&self, typed: &Typed<'_>, shape: &Shape) -> Option<String> {
        if let Some(number) = typed.number() {
            if let Some(least) = shape.minimum.filter(|&least| number < least) {
                return Some(format!("must be at least {least}"));
            }
            if let Some(most) = shape.maximum.filter(|&most| number > most) {
                return Some(format!("must be at most {most}"));
            }
        }
        let Typed::Text(text) = *typed else { return None };
        if shape.words.as_ref().is_some_and(|words| words.iter().all(|word| word != text)) {
            return Some(format!("cannot be `{text}`"));
        }
        (self.format)(shape.format.as_ref()?, text).err()
    }

    fn mismatch(&mut self, node: &'a Node, shape: &Shape, name: &str) {
        let wanted: Vec<&str> =
            shape.types.iter().filter(|&&kind| kind != Type::Null).map(|&kind| type_name(kind)).collect();
        let message = format!("`{name}` must be {}, not {}", wanted.join(" or "), form(node));
        let fault = Fault::new(FaultKind::WrongValue, node.span, message);
        let fault = match (node.text(), shape.types.first()) {
            (Some(text), Some(Type::Array)) => fault.help(format!("write `{name}: [{text}]`")),
            (Some(text), Some(Type::String)) => fault.help(format!("put it in quotes: `\"{text}\"`")),
            (None, Some(Type::Array)) => fault.help("begin each of its items with `- `"),
            (_, Some(Type::Object)) => match keys(shape) {
                Some(keys) => fault.help(format!("write `{name}: {{ {keys} }}`")),
                None => fault.help("write each under its name, without `- `"),
            },
            _ => expected(fault, shape),
        };
        self.faults.push(fault);
    }
}

/// A plain scalar as YAML 1.2's core schema resolves it.
fn resolve_scalar(text: &str) -> Typed<'_> {
    boolean(text).map_or_else(|| resolve_number(text), Typed::Bool)
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

fn resolve_number(text: &str) -> Typed<'_> {
    if !text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.')) {
        return Typed::Text(text);
    }
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    if let Ok(integer) = unsigned.parse() {
        return Typed::Integer(integer);
    }
    match unsigned.parse::<f64>() {
        Ok(number) if number.is_finite() => Typed::Float(number),
        _ => Typed::Text(text),
    }
}

/// A node where no schema says more.
fn plain(node: &Node) -> Typed<'_> {
    match &node.value {
        Value::Scalar { .. } if node.is_null() => Typed::Null,
        Value::Scalar { text, plain: true } => resolve_scalar(text),
        Value::Scalar { text, plain: false } => Typed::Text(text),
        Value::Seq(items) => Typed::Seq(items.iter().map(plain).collect()),
        Value::Map(entries) => {
            Typed::Map(entries.iter().map(|(key, value)| (key.text.as_str(), plain(value))).collect())
        }
    }
}

fn same_form(node: &Node, shape: &Shape) -> bool {
    match &node.value {
        Value::Map(_) => shape.fits(Type::Object),
        Value::Seq(_) => shape.fits(Type::Array),
        Value::Scalar { .. } => {
            shape.types.is_empty()
                || shape.types.iter().any(|kind| !matches!(kind, Type::Object | Type::Array | Type::Null))
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

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Object => "a mapping",
        Type::Array => "a list",
        Type::Integer => "a whole number",
        Type::Number => "a number",
        Type::Boolean => "`true` or `false`",
        Type::String | Type::Null => "text",
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
