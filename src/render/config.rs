//! What applies to a file, and why, for people and as data.

use serde::Serialize;
use serde_json::Value as Json;

use crate::finding::Level;

/// What applies to a file, or to the repository where none is named.
#[derive(Clone, Debug, Serialize)]
pub struct Applied {
    /// The file.
    pub file: Option<String>,
    /// Why the file is left out unless it is named; `null` where it is not.
    pub excluded: Option<Why>,
    /// The settings files, each followed by the one that it extends.
    pub settings_files: Vec<String>,
    /// The profile.
    pub profile: Setting,
    /// The other settings, by name.
    pub settings: Vec<Setting>,
    /// The rules in the order of their codes.
    pub rules: Vec<RuleSetting>,
}

/// A setting with its value.
#[derive(Clone, Debug, Serialize)]
pub struct Setting {
    /// Its name; that of a table before it with a dot.
    pub name: String,
    /// Its value.
    pub value: Json,
    /// Why it is so.
    pub why: Why,
}

/// A rule's level.
#[derive(Clone, Debug, Serialize)]
pub struct RuleSetting {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its level; `null` where it is not checked.
    pub level: Option<Level>,
    /// Why it is so.
    pub why: Why,
}

/// What decided something.
#[derive(Clone, Debug, Serialize)]
pub struct Why {
    /// The key, the selector or the pattern.
    pub by: String,
    /// The settings file that says so.
    pub file: Option<String>,
    /// The line in it, from 1.
    pub line: Option<usize>,
}

impl Why {
    /// What decided, where no settings file says so.
    pub fn plain(by: impl Into<String>) -> Self {
        Self { by: by.into(), file: None, line: None }
    }

    fn text(&self) -> String {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => format!("{} ({file}:{line})", self.by),
            (Some(file), None) => format!("{} ({file})", self.by),
            (None, _) => self.by.clone(),
        }
    }
}

/// For people: the settings, then the rules, a line each.
pub fn text(applied: &Applied) -> String {
    let files = match applied.settings_files.as_slice() {
        [] => "none".to_owned(),
        [first, bases @ ..] => {
            bases.iter().fold(first.clone(), |all, base| format!("{all}, which extends {base}"))
        }
    };
    let mut out = applied.file.as_ref().map(|file| format!("{file}\n\n")).unwrap_or_default();
    let mut rows = vec![["settings".to_owned(), files, String::new()]];
    rows.extend(
        applied
            .excluded
            .iter()
            .map(|why| ["excluded".to_owned(), "checked only when named".to_owned(), why.text()]),
    );
    let settings = std::iter::once(&applied.profile).chain(&applied.settings);
    rows.extend(
        settings.map(|setting| [setting.name.clone(), value_text(&setting.value), setting.why.text()]),
    );
    out.push_str(&table(&rows));
    out.push('\n');
    let rules = applied.rules.iter().map(|rule| {
        let level = rule.level.map_or("off", Level::as_str);
        [format!("{} {}", rule.code, rule.name), level.to_owned(), rule.why.text()]
    });
    out.push_str(&table(&rules.collect::<Vec<_>>()));
    out
}

/// Columns as wide as what stands in them, the second at most half a line.
fn table(rows: &[[String; 3]]) -> String {
    let width = |text: &str| text.chars().count();
    let first = rows.iter().map(|[name, ..]| width(name)).max().unwrap_or_default();
    let second = rows.iter().filter(|[.., why]| !why.is_empty()).map(|[_, value, _]| width(value).min(40));
    let second = second.max().unwrap_or_default();
    let line = |[name, value, why]: &[String; 3]| {
        let line = format!("{name:first$}  {value:second$}  {why}");
        format!("{}\n", line.trim_end())
    };
    rows.iter().map(line).collect()
}

fn value_text(value: &Json) -> String {
    match value {
        Json::Null => "none".to_owned(),
        Json::String(text) if text.is_empty() => "none".to_owned(),
        Json::String(text) => text.clone(),
        Json::Array(items) if items.is_empty() => "none".to_owned(),
        Json::Array(items) => items.iter().map(value_text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
