//! The templates: built in, replaceable one by one, compiled once per site.

use std::collections::BTreeMap;
use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Output, UndefinedBehavior, Value};
use serde::Serialize;

use super::super::svg::Esc;
use crate::text::did_you_mean;

/// A file of `templates/site/`, by its name.
macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../templates/site/", $name)))),*]
    };
}

const BUILT_IN: &[(&str, &str)] = built_in![
    "base.html",
    "parts.html",
    "index.html",
    "incident.html",
    "rules.html",
    "rule.html",
    "diagrams.css",
    "site.css",
    "theme.js",
];

/// The names of the templates that a team can replace. Names that begin with `_` are parts of its own.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// A template of the team that does not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// Its name.
    pub template: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "template `{}`", self.template)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for TemplateError {}

impl TemplateError {
    fn new(name: &str, error: &minijinja::Error) -> Self {
        let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        Self {
            template: error.name().unwrap_or(name).to_owned(),
            line: error.line(),
            message: detail,
            help: Some("mend the template, or remove the file to use the built-in one".to_owned()),
        }
    }
}

/// The compiled templates of one site.
pub(super) struct Templates<'a> {
    pages: Environment<'a>,
    style: String,
    script: &'a str,
}

impl<'a> Templates<'a> {
    pub(super) fn new(own: &'a BTreeMap<String, String>) -> Result<Self, TemplateError> {
        let mut pages = Environment::new();
        pages.set_auto_escape_callback(|_| AutoEscape::Html);
        pages.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        pages.set_formatter(|out, _, value| print(out, value));
        if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
            pages.set_syntax(syntax);
        }
        let unknown = |name: &&String| !name.starts_with('_') && names().all(|known| known != *name);
        if let Some(name) = own.keys().find(unknown) {
            return Err(TemplateError {
                template: name.clone(),
                line: None,
                message: "there is no built-in template of this name, so nothing would use it".to_owned(),
                help: did_you_mean(name, names()),
            });
        }
        let source = |name: &str, built_in: &'a str| own.get(name).map_or(built_in, String::as_str);
        let (mut style, mut script) = (String::new(), "");
        for &(name, built_in) in BUILT_IN {
            match name {
                "diagrams.css" | "site.css" => style.push_str(source(name, built_in)),
                "theme.js" => script = source(name, built_in),
                name => add(&mut pages, name, source(name, built_in))?,
            }
        }
        for (name, text) in own.iter().filter(|(name, _)| name.starts_with('_')) {
            add(&mut pages, name, text)?;
        }
        Ok(Self { pages, style, script })
    }

    pub(super) fn page(&self, name: &str, view: &impl Serialize) -> Result<String, TemplateError> {
        let fail = |error: minijinja::Error| TemplateError::new(name, &error);
        self.pages.get_template(name).map_err(fail)?.render(Serde(view)).map_err(fail)
    }

    pub(super) fn style(&self) -> &str {
        &self.style
    }

    pub(super) fn script(&self) -> &str {
        self.script
    }
}

/// Escapes all but what was rendered here; the stock formatter also escapes every `/`.
fn print(out: &mut Output, value: &Value) -> Result<(), minijinja::Error> {
    let text = value.to_string();
    if value.is_safe() {
        out.write_str(&text)?;
    } else {
        write!(out, "{}", Esc(&text))?;
    }
    Ok(())
}

fn add<'a>(pages: &mut Environment<'a>, name: &'a str, text: &'a str) -> Result<(), TemplateError> {
    pages.add_template(name, text).map_err(|error| TemplateError::new(name, &error))
}
