//! Which rules are checked, and how much each matters.

use std::collections::BTreeMap;

use ignore::gitignore::GitignoreBuilder;

use super::{Rule, all};
use crate::finding::{Fault, FaultKind, Level};
use crate::model::{Config, RuleLevel, Settings};
use crate::text::{did_you_mean, yaml::Node};

/// The rules to check, each with its level and who decided it, in the order of their codes.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    rules: Vec<(&'static Rule, Level, Decider)>,
}

/// Who decided a rule's level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decider {
    /// The rule itself.
    Default,
    /// The document's profile.
    Profile,
    /// The settings file.
    Settings,
}

impl Selection {
    /// What profile and settings choose.
    pub fn new(profile: &BTreeMap<String, RuleLevel>, settings: &Settings) -> Self {
        let mut rules = Vec::new();
        for rule in all() {
            let chosen = match longest(rule, &settings.select) {
                None if settings.select.is_empty() => Some(0),
                length => length,
            };
            let Some(chosen) = chosen else { continue };
            if longest(rule, &settings.ignore).is_some_and(|length| length >= chosen) {
                continue;
            }
            let (level, decider) = match (most_specific(rule, &settings.levels), most_specific(rule, profile))
            {
                (Some(level), _) => (level_of(level), Decider::Settings),
                (None, Some(level)) => (level_of(level), Decider::Profile),
                (None, None) => (Some(rule.level), Decider::Default),
            };
            if let Some(level) = level {
                rules.push((rule, level, decider));
            }
        }
        Self { rules }
    }

    /// The same without what the settings ignore in the file at `path`, relative to the settings.
    #[must_use]
    pub fn for_file(&self, settings: &Settings, path: &str) -> Self {
        let ignored: Vec<&String> = settings
            .per_file_ignores
            .iter()
            .filter(|(pattern, _)| matches(pattern, path))
            .flat_map(|(_, selectors)| selectors)
            .collect();
        let keep = |rule: &Rule| !ignored.iter().any(|selector| rule.matches(selector));
        Self { rules: self.rules.iter().filter(|(rule, ..)| keep(rule)).copied().collect() }
    }

    /// The rules with their levels.
    pub fn rules(&self) -> impl Iterator<Item = (&'static Rule, Level)> {
        self.rules.iter().map(|&(rule, level, _)| (rule, level))
    }

    /// A rule's level and who decided it; `None` when it is not checked.
    pub fn decided(&self, rule: &Rule) -> Option<(Level, Decider)> {
        self.rules
            .iter()
            .find(|(known, ..)| std::ptr::eq(*known, rule))
            .map(|&(_, level, decider)| (level, decider))
    }

    /// What is wrong with the rules that a settings file names.
    pub fn faults(config: &Config) -> Vec<Fault> {
        let Some(root) = &config.root else { return Vec::new() };
        let mut faults = Vec::new();
        let mut check = |node: &Node| {
            if let Some(text) = node.text().filter(|text| !known(text)) {
                faults.push(unknown(text, node));
            }
        };
        for key in ["select", "ignore"] {
            root.get(key).into_iter().flat_map(Node::items).for_each(&mut check);
        }
        for (_, node) in root.get("per-file-ignores").map(Node::entries).unwrap_or_default() {
            node.items().iter().for_each(&mut check);
        }
        for (key, node) in root.get("levels").map(Node::entries).unwrap_or_default() {
            if !known(&key.text) {
                faults.push(unknown(&key.text, &Node { span: key.span, value: node.value.clone() }));
            }
        }
        faults
    }

    #[cfg(test)]
    pub(super) fn add(&mut self, rule: &'static Rule) {
        self.rules.push((rule, rule.level, Decider::Default));
    }

    #[cfg(test)]
    pub(super) fn only(rule: &'static Rule) -> Self {
        Self { rules: vec![(rule, rule.level, Decider::Default)] }
    }
}

/// Whether a selector means any rule.
pub fn known(selector: &str) -> bool {
    all().any(|rule| rule.matches(selector))
}

/// Help for a selector that means no rule.
pub fn suggestion(selector: &str) -> String {
    let names: Vec<&str> = all().flat_map(|rule| [rule.code, rule.name]).collect();
    did_you_mean(selector, names).unwrap_or_else(|| "`afterword explain` lists the rules".to_owned())
}

/// Whether a pattern, as in `.gitignore`, fits a path.
pub fn matches(pattern: &str, path: &str) -> bool {
    let mut builder = GitignoreBuilder::new("");
    if builder.add_line(None, pattern).is_err() {
        return false;
    }
    builder.build().is_ok_and(|set| set.matched_path_or_any_parents(path, false).is_ignore())
}

fn unknown(selector: &str, node: &Node) -> Fault {
    Fault::new(FaultKind::WrongValue, node.span, format!("no rule is called `{selector}`"))
        .help(suggestion(selector))
}

/// The length of the longest selector that means the rule; a name counts as the whole code.
fn longest(rule: &Rule, selectors: &[String]) -> Option<usize> {
    selectors
        .iter()
        .filter(|selector| rule.matches(selector))
        .map(|selector| selector.len().min(rule.code.len()))
        .max()
}

fn most_specific(rule: &Rule, levels: &BTreeMap<String, RuleLevel>) -> Option<RuleLevel> {
    levels
        .iter()
        .filter(|(selector, _)| rule.matches(selector))
        .max_by_key(|(selector, _)| selector.len().min(rule.code.len()))
        .map(|(_, level)| *level)
}

fn level_of(level: RuleLevel) -> Option<Level> {
    match level {
        RuleLevel::Disabled => None,
        RuleLevel::Hint => Some(Level::Hint),
        RuleLevel::Warning => Some(Level::Warning),
        RuleLevel::Error => Some(Level::Error),
    }
}
