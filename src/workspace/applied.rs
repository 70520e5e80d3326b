//! What applies to a file, and which line of which settings file decided it.

use serde_json::{Value as Json, json};

use super::walk::exclusion;
use super::{Loaded, Root};
use crate::finding::Level;
use crate::model::Profile;
use crate::render::config::{Applied, RuleSetting, Setting, Why};
use crate::rules::{Patterns, Reason, Rule, all, decide};
use crate::text::{Span, yaml::Node};

/// The settings that are shown in a way of their own.
const APART: &[&str] =
    &["extend", "profile", "profiles", "select", "ignore", "levels", "per-file-ignores", "words"];

/// What applies to a document, or to the repository where there is none.
pub fn applied(root: &Root, loaded: Option<&Loaded<'_>>) -> Applied {
    let path = loaded.map(|loaded| root.relative(&loaded.source.path)).unwrap_or_default();
    let (profile, why) = profile(root, loaded, &path);
    let ignores = Patterns::new(&root.settings().per_file_ignores);
    let rule = |rule: &'static Rule| {
        let (level, why) = ignored(root, &ignores, rule, &path)
            .map_or_else(|| level(root, profile, rule), |why| (None, why));
        RuleSetting { code: rule.code, name: rule.name, level, why }
    };
    Applied {
        file: loaded.map(|loaded| loaded.source.path.clone()),
        excluded: loaded
            .and_then(|loaded| exclusion(root, &root.current.join(&loaded.source.path)))
            .map(|pattern| item(root, &["exclude"], &pattern)),
        settings_files: root.layers.iter().map(|layer| layer.source.path.clone()).collect(),
        profile: Setting { name: "profile".to_owned(), value: json!(profile.profile), why },
        settings: settings(root, profile),
        rules: all().map(rule).collect(),
    }
}

fn profile<'a>(root: &'a Root, loaded: Option<&Loaded<'a>>, path: &str) -> (&'a Profile, Why) {
    if let Some(loaded) = loaded {
        let front = loaded.document.postmortems.first().and_then(|first| first.frontmatter.as_ref());
        if front.and_then(|front| front.profile.as_ref()).is_some_and(|name| root.profile(name).is_some()) {
            return (loaded.profile, Why::plain("the file's frontmatter"));
        }
    }
    let why = match root.profile_pattern(path) {
        Some((pattern, _)) => key(root, &["profiles", pattern]),
        None if root.settings().profile.is_some() => key(root, &["profile"]),
        None => Why::plain("default"),
    };
    (root.profile_for(path), why)
}

fn level(root: &Root, profile: &Profile, rule: &Rule) -> (Option<Level>, Why) {
    let (level, reason) = decide(rule, &profile.rules, root.settings());
    let why = match reason {
        Reason::Default => Why::plain("default"),
        Reason::Profile(selector) => {
            let own = root.folder.join("templates").join(&profile.profile).join("profile.yaml");
            let file = own.is_file().then(|| root.shown(&own));
            Why { file, ..Why::plain(format!("profile `{}`: {selector}", profile.profile)) }
        }
        Reason::Levels(selector) => key(root, &["levels", selector]),
        Reason::Ignored(selector) => item(root, &["ignore"], selector),
        Reason::NotSelected => Why { by: "not in select".to_owned(), ..key(root, &["select"]) },
    };
    (level, why)
}

/// Why a rule is not checked in this file alone.
fn ignored(root: &Root, ignores: &Patterns<Vec<String>>, rule: &Rule, path: &str) -> Option<Why> {
    ignores.fitting(path).find_map(|(pattern, selectors)| {
        let selector = selectors.iter().find(|selector| rule.matches(selector))?;
        Some(item(root, &["per-file-ignores", pattern], selector))
    })
}

/// The settings that have a value each, tables opened.
fn settings(root: &Root, profile: &Profile) -> Vec<Setting> {
    let words = match (root.settings().words, profile.words) {
        (Some((min, max)), _) => (json!(format!("{min} to {max}")), key(root, &["words"])),
        (None, Some(range)) => {
            let why = Why::plain(format!("profile `{}`", profile.profile));
            (json!(format!("{} to {}", range.min, range.max)), why)
        }
        (None, None) => (Json::Null, Why::plain("default")),
    };
    let mut settings = vec![Setting { name: "words".to_owned(), value: words.0, why: words.1 }];
    let Ok(Json::Object(all)) = serde_json::to_value(root.settings()) else { return settings };
    for (name, value) in all.into_iter().filter(|(name, _)| !APART.contains(&name.as_str())) {
        let mut add = |path: &[&str], value: Json| {
            settings.push(Setting { name: path.join("."), value, why: key(root, path) });
        };
        match value {
            Json::Object(table) => {
                table.into_iter().for_each(|(inner, value)| add(&[name.as_str(), inner.as_str()], value));
            }
            value => add(&[name.as_str()], value),
        }
    }
    settings
}

/// The nearest settings file that has a key.
fn key(root: &Root, path: &[&str]) -> Why {
    place(root, path, |key, _| Some(key)).unwrap_or_else(|| Why::plain("default"))
}

/// The nearest settings file that has a key, at one of the items of its list.
fn item(root: &Root, path: &[&str], selector: &str) -> Why {
    let by = |why: Why| Why { by: format!("{}: {selector}", why.by), ..why };
    let at =
        |_, node: &Node| node.items().iter().find(|item| item.text() == Some(selector)).map(|item| item.span);
    by(place(root, path, at).unwrap_or_else(|| key(root, path)))
}

fn place(root: &Root, path: &[&str], at: impl Fn(Span, &Node) -> Option<Span>) -> Option<Why> {
    let (last, tables) = path.split_last()?;
    root.layers.iter().find_map(|layer| {
        let table = tables.iter().try_fold(layer.tree.as_ref()?, |node, name| node.get(name))?;
        let (key, node) = table.entry(last)?;
        let line = layer.source.position(at(key.span, node)?.start).line;
        let by = path.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(".");
        Some(Why { by, file: Some(layer.source.path.clone()), line: Some(line) })
    })
}

/// A key as TOML writes it.
fn quoted(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if key.chars().all(bare) { key.to_owned() } else { format!("\"{key}\"") }
}
