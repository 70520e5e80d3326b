//! A JSON Schema made ready for reading: references followed, alternatives told apart, once.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value as Json;

/// The place of a shape in its schema.
pub(super) type Id = usize;

/// What a format accepts. Only the keywords that derived schemas use are understood.
#[derive(Debug)]
pub struct Schema {
    shapes: Vec<Shape>,
}

/// What one value may be.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// The alternatives, where there are any.
    pub(super) choice: Option<Choice>,
    /// The types that fit; any fits where there is none.
    pub(super) types: Vec<Type>,
    pub(super) properties: Vec<(String, Id)>,
    pub(super) required: Vec<String>,
    pub(super) others: Others,
    /// Whether keys such as `x-team` are left to their users.
    pub(super) extensions: bool,
    pub(super) items: Option<Id>,
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    pub(super) words: Option<Vec<String>>,
    pub(super) format: Option<String>,
    pub(super) example: Option<String>,
    constant: Option<String>,
    alternatives: Vec<Id>,
}

/// A type of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Type {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// How alternatives are told apart.
#[derive(Debug)]
pub(super) struct Choice {
    /// Whether one of them is null.
    pub(super) nullable: bool,
    pub(super) kind: ChoiceKind,
}

/// How alternatives other than null are told apart.
#[derive(Debug)]
pub(super) enum ChoiceKind {
    /// There is only one.
    One(Id),
    /// Each is a word or a list of words.
    Words(Vec<String>),
    /// Each fixes the same key to a word of its own.
    Tagged { tag: String, by: Vec<(String, Id)> },
    /// By what fits best.
    Any(Vec<Id>),
}

/// What becomes of the keys that have no property.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Others {
    #[default]
    Free,
    Refused,
    Shaped(Id),
}

impl Shape {
    /// Whether a type fits.
    pub(super) fn fits(&self, kind: Type) -> bool {
        self.types.is_empty() || self.types.contains(&kind)
    }

    /// The shape of a property.
    pub(super) fn property(&self, key: &str) -> Option<Id> {
        self.property_after(&mut 0, key)
    }

    /// The same, looked for from the property after the one that was found before: many write them in their order.
    pub(super) fn property_after(&self, next: &mut usize, key: &str) -> Option<Id> {
        let (before, after) = self.properties.split_at_checked(*next)?;
        let found = after.iter().chain(before).position(|(name, _)| name == key)?;
        *next = (*next + found) % self.properties.len() + 1;
        self.properties.get(*next - 1).map(|&(_, id)| id)
    }

    fn is_only_null(&self) -> bool {
        self.types == [Type::Null]
    }
}

impl Schema {
    /// Reads a schema.
    pub fn new(json: &Json) -> Self {
        let mut compiler = Compiler { root: json, shapes: Vec::new(), known: HashMap::new() };
        compiler.compile(json);
        let mut schema = Self { shapes: compiler.shapes };
        for id in 0..schema.shapes.len() {
            let choice = schema.choice(&schema.shapes[id].alternatives);
            schema.shapes[id].choice = choice;
        }
        schema
    }

    pub(super) fn root(&self) -> &Shape {
        &self.shapes[0]
    }

    pub(super) fn shape(&self, id: Id) -> &Shape {
        &self.shapes[id]
    }

    fn choice(&self, alternatives: &[Id]) -> Option<Choice> {
        let (null, others): (Vec<Id>, Vec<Id>) =
            alternatives.iter().partition(|&&id| self.shapes[id].is_only_null());
        let kind = match others.as_slice() {
            [] => return None,
            [only] => ChoiceKind::One(*only),
            _ => self
                .words(&others)
                .map(ChoiceKind::Words)
                .or_else(|| self.tagged(&others))
                .unwrap_or(ChoiceKind::Any(others)),
        };
        Some(Choice { nullable: !null.is_empty(), kind })
    }

    fn words(&self, choices: &[Id]) -> Option<Vec<String>> {
        let mut words = Vec::new();
        for &id in choices {
            let shape = &self.shapes[id];
            match (&shape.constant, &shape.words) {
                (Some(word), _) => words.push(word.clone()),
                (None, Some(list)) => words.extend(list.iter().cloned()),
                (None, None) => return None,
            }
        }
        Some(words)
    }

    fn tagged(&self, choices: &[Id]) -> Option<ChoiceKind> {
        let fixed = |id: Id, tag: &str| {
            let property = self.shapes[id].property(tag)?;
            self.shapes[property].constant.clone()
        };
        let first = &self.shapes[*choices.first()?];
        first.properties.iter().find_map(|(tag, _)| {
            let by = choices.iter().map(|&id| Some((fixed(id, tag)?, id))).collect::<Option<_>>()?;
            Some(ChoiceKind::Tagged { tag: tag.clone(), by })
        })
    }
}

struct Compiler<'a> {
    root: &'a Json,
    shapes: Vec<Shape>,
    /// The shapes of references.
    known: HashMap<&'a str, Id>,
}

impl<'a> Compiler<'a> {
    fn compile(&mut self, json: &'a Json) -> Id {
        let target = json.get("$ref").and_then(Json::as_str);
        let target = target.and_then(|name| Some((name, self.root.pointer(name.trim_start_matches('#'))?)));
        if let Some((name, target)) = target {
            if let Some(&id) = self.known.get(name) {
                return id;
            }
            let id = self.reserve();
            self.known.insert(name, id);
            self.fill(id, target);
            return id;
        }
        let id = self.reserve();
        self.fill(id, json);
        id
    }

    fn reserve(&mut self) -> Id {
        self.shapes.push(Shape::default());
        self.shapes.len() - 1
    }

    fn fill(&mut self, id: Id, json: &'a Json) {
        if json.get("$ref").is_some() {
            // A reference to a reference.
            let target = self.compile(json);
            self.shapes[id] = Shape { alternatives: vec![target], ..Shape::default() };
            return;
        }
        let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
        let list = |key: &str| {
            let items = json.get(key)?.as_array()?;
            Some(items.iter().filter_map(Json::as_str).map(str::to_owned).collect::<Vec<String>>())
        };
        let types = match json.get("type") {
            Some(Json::Array(several)) => several.as_slice(),
            one => one.map_or(&[][..], std::slice::from_ref),
        };
        let alternatives = json.get("oneOf").or_else(|| json.get("anyOf")).and_then(Json::as_array);
        let alternatives = alternatives.into_iter().flatten().map(|choice| self.compile(choice)).collect();
        let properties = json.get("properties").and_then(Json::as_object);
        let properties = properties
            .into_iter()
            .flatten()
            .map(|(name, property)| (name.clone(), self.compile(property)))
            .collect();
        let others = match json.get("additionalProperties") {
            Some(Json::Bool(false)) => Others::Refused,
            Some(shape @ Json::Object(_)) => Others::Shaped(self.compile(shape)),
            _ => Others::Free,
        };
        let items = json.get("items").map(|items| self.compile(items));
        let example = json.get("examples").and_then(Json::as_array).and_then(|examples| examples.first());
        self.shapes[id] = Shape {
            choice: None,
            types: types.iter().filter_map(|name| Type::deserialize(name).ok()).collect(),
            properties,
            required: list("required").unwrap_or_default(),
            others,
            extensions: json.pointer("/patternProperties/^x-").is_some(),
            items,
            minimum: json.get("minimum").and_then(Json::as_f64),
            maximum: json.get("maximum").and_then(Json::as_f64),
            words: list("enum"),
            format: text("format"),
            example: example
                .map(|example| example.as_str().map_or_else(|| example.to_string(), str::to_owned)),
            constant: text("const"),
            alternatives,
        };
    }
}
