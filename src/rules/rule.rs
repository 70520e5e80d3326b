//! What a rule is, and the list of all of them.

use std::sync::LazyLock;

use super::phrases::{Phrases, Sought};
use super::{Context, ModelContext, Report};
use crate::finding::Level;

/// One thing worth telling an author about.
#[derive(Debug)]
pub struct Rule {
    /// Its code, which never changes its meaning: `PM501`.
    pub code: &'static str,
    /// Its name: `action-without-owner`.
    pub name: &'static str,
    /// How much it matters unless profile or settings say otherwise.
    pub level: Level,
    /// The version that brought it.
    pub since: &'static str,
    /// The documentation in Markdown, each line with the space that follows `///`.
    pub(super) doc: &'static str,
    pub(super) check: Check,
    /// The phrases that it looks for in the body.
    pub(super) seeks: &'static [&'static Phrases],
}

/// How the phrases open that rules look for in bodies.
pub(super) static SOUGHT: LazyLock<Sought> =
    LazyLock::new(|| Sought::new(all().flat_map(|rule| rule.seeks.iter().copied())));

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Check {
    /// A postmortem.
    Document(fn(&Context<'_>, &mut Report<'_>)),
    /// A model.
    Model(fn(&ModelContext<'_>, &mut Report<'_>)),
}

impl Rule {
    /// The documentation in Markdown: what it checks, why, an example that fails and one that passes.
    pub fn documentation(&self) -> String {
        let lines: Vec<&str> =
            self.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
        lines.join("\n").trim().to_owned()
    }

    /// What it checks, in one paragraph.
    pub fn summary(&self) -> String {
        let doc = self.documentation();
        let text =
            doc.split("## ").nth(1).and_then(|part| part.split_once('\n')).map_or("", |(_, text)| text);
        text.trim().split("\n\n").next().unwrap_or_default().replace('\n', " ")
    }

    /// Whether a selector (a code, the start of one, or a name) means this rule.
    pub fn matches(&self, selector: &str) -> bool {
        self.name == selector
            || (selector.len() >= 2
                && self.code.get(..selector.len()).is_some_and(|start| start.eq_ignore_ascii_case(selector)))
    }
}

/// All rules in the order of their codes.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [
        super::document::RULES,
        super::suppressions::RULES,
        super::times::RULES,
        super::timeline::RULES,
        super::impact::RULES,
        super::causes::RULES,
        super::actions::RULES,
        super::prose::RULES,
        super::repository::RULES,
        super::model::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The rules that a selector means; see [`Rule::matches`].
pub fn find(selector: &str) -> Vec<&'static Rule> {
    all().filter(|rule| rule.matches(selector)).collect()
}

/// Declares the file's rule: documentation, code, name, level and first version. The file's `check`
/// is what it runs, on models with `of: model`; `seeks` are the phrases that it asks [`Context::find`] for.
macro_rules! declare_rule {
    ($(#[doc = $doc:literal])+ $code:ident $name:literal { level: $level:ident, since: $since:literal, of: model }) => {
        declare_rule!($($doc)+ $code $name $level $since $crate::rules::rule::Check::Model(check));
    };
    ($(#[doc = $doc:literal])+ $code:ident $name:literal
        { level: $level:ident, since: $since:literal $(, seeks: [$($seeks:ident),+])? }) => {
        declare_rule!($($doc)+ $code $name $level $since
            $crate::rules::rule::Check::Document(check) $($(, $seeks)+)?);
    };
    ($($doc:literal)+ $code:ident $name:literal $level:ident $since:literal $check:expr $(, $seeks:ident)*) => {
        pub(super) static RULE: $crate::rules::Rule = $crate::rules::Rule {
            code: stringify!($code),
            name: $name,
            level: $crate::finding::Level::$level,
            since: $since,
            doc: concat!($($doc, "\n"),+),
            check: $check,
            seeks: &[$(&$seeks),*],
        };
    };
}
pub(super) use declare_rule;
