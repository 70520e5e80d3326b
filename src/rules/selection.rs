//! Which rules are checked, and how much each matters.

use std::collections::BTreeMap;

use super::{Patterns, Rule, all};
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

/// What decided a rule's level: the part of profile or settings, with the selector in it that means the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason<'a> {
    /// The rule itself.
    Default,
    /// The profile's `rules`.
    Profile(&'a str),
    /// `levels` of the settings.
    Levels(&'a str),
    /// `ignore` of the settings.
    Ignored(&'a str),
    /// `select` of the settings does not name it.
    NotSelected,
}

/// The level of a rule, `None` where it is not checked, and why.
pub fn decide<'a>(
    rule: &Rule,
    profile: &'a BTreeMap<String, RuleLevel>,
    settings: &'a Settings,
) -> (Option<Level>, Reason<'a>) {
    let chosen = match longest(rule, &settings.select) {
        None if settings.select.is_empty() => 0,
        None => return (None, Reason::NotSelected),
        Some((_, length)) => length,
    };
    if let Some((selector, _)) = longest(rule, &settings.ignore).filter(|(_, length)| *length >= chosen) {
        return (None, Reason::Ignored(selector));
    }
    if let Some((selector, level)) = most_specific(rule, &settings.levels) {
        return (level_of(level), Reason::Levels(selector));
    }
    match most_specific(rule, profile) {
        Some((selector, level)) => (level_of(level), Reason::Profile(selector)),
        None => (Some(rule.level), Reason::Default),
    }
}

impl Selection {
    /// What profile and settings choose.
    pub fn new(profile: &BTreeMap<String, RuleLevel>, settings: &Settings) -> Self {
        let decided = |rule| {
            let (level, reason) = decide(rule, profile, settings);
            let decider = match reason {
                Reason::Levels(_) => Decider::Settings,
                Reason::Profile(_) => Decider::Profile,
                _ => Decider::Default,
            };
            Some((rule, level?, decider))
        };
        Self { rules: all().filter_map(decided).collect() }
    }

    /// The same without what is ignored in the file at `path`, relative to the settings.
    #[must_use]
    pub fn for_file(&self, ignores: &Patterns<Vec<String>>, path: &str) -> Self {
        let ignored: Vec<&String> = ignores.fitting(path).flat_map(|(_, selectors)| selectors).collect();
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

fn unknown(selector: &str, node: &Node) -> Fault {
    Fault::new(FaultKind::WrongValue, node.span, format!("no rule is called `{selector}`"))
        .help(suggestion(selector))
}

/// The longest selector that means the rule, and its length; a name counts as the whole code.
fn longest<'a>(rule: &Rule, selectors: &'a [String]) -> Option<(&'a str, usize)> {
    selectors
        .iter()
        .filter(|selector| rule.matches(selector))
        .map(|selector| (selector.as_str(), selector.len().min(rule.code.len())))
        .max_by_key(|(_, length)| *length)
}

fn most_specific<'a>(rule: &Rule, levels: &'a BTreeMap<String, RuleLevel>) -> Option<(&'a str, RuleLevel)> {
    levels
        .iter()
        .filter(|(selector, _)| rule.matches(selector))
        .max_by_key(|(selector, _)| selector.len().min(rule.code.len()))
        .map(|(selector, level)| (selector.as_str(), *level))
}

fn level_of(level: RuleLevel) -> Option<Level> {
    match level {
        RuleLevel::Disabled => None,
        RuleLevel::Hint => Some(Level::Hint),
        RuleLevel::Warning => Some(Level::Warning),
        RuleLevel::Error => Some(Level::Error),
    }
}
