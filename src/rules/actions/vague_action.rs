//! PM503: who could say when that is done?

use crate::document::Action;
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// A task says what shall be done, not merely "improve monitoring", "be more careful" or "add more tests".
    ///
    /// ## Why
    /// Nobody can tell when such a task is done, so it never is.
    ///
    /// ## Fails
    /// ```markdown
    /// - [ ] Improve monitoring (@mira, due 2026-04-01)
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// - [ ] Page the payments team when a gateway's certificate has fewer than 14 days left (@mira, due 2026-04-01)
    /// ```
    PM503 "vague-action" { level: Warning, since: "0.1.0" }
}

/// Exhortations that are vague however they go on.
static EXHORTATIONS: Phrases = Phrases::new(&[
    "be more careful",
    "be careful",
    "pay more attention",
    "pay attention",
    "try harder",
    "do better",
    "be more vigilant",
    "make sure it does not happen again",
    "make sure this does not happen again",
    "ensure this does not happen again",
    "raise awareness",
    "remember to",
]);

/// Verbs that name no act.
const VERBS: &[&str] = &[
    "improve",
    "enhance",
    "increase",
    "strengthen",
    "better",
    "review",
    "optimize",
    "optimise",
    "investigate",
    "consider",
    "explore",
    "look",
    "add",
    "more",
    "implement",
    "conduct",
    "perform",
    "provide",
    "have",
    "ensure",
    "do",
    "update",
    "set",
];
/// Words that narrow nothing down.
const FILLERS: &[&str] = &[
    "a",
    "an",
    "and",
    "the",
    "our",
    "of",
    "on",
    "for",
    "to",
    "in",
    "into",
    "up",
    "out",
    "some",
    "all",
    "more",
    "better",
    "proper",
    "regular",
    "overall",
    "comprehensive",
    "robust",
    "adequate",
    "appropriate",
    "thorough",
    "monitoring",
    "alerting",
    "alerts",
    "alert",
    "testing",
    "tests",
    "test",
    "documentation",
    "docs",
    "training",
    "communication",
    "process",
    "processes",
    "procedure",
    "procedures",
    "security",
    "performance",
    "reliability",
    "resilience",
    "observability",
    "logging",
    "code",
    "quality",
    "reviews",
    "review",
    "system",
    "systems",
    "infrastructure",
    "team",
    "awareness",
    "practices",
    "best",
    "policies",
    "server",
    "servers",
    "measures",
    "tools",
    "plan",
    "plans",
    "checks",
    "audits",
    "coverage",
];

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for action in &cx.postmortem.actions {
        if is_vague(action) {
            report
                .at(super::line(cx, action.text_span), "task is too vague to be done")
                .help("say what shall exist or behave differently afterwards, and where: which alert, at which threshold, on what");
        }
    }
}

fn is_vague(action: &Action) -> bool {
    if EXHORTATIONS.any(&action.text) {
        return true;
    }
    let is = |list: &[&str], word: &str| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    let mut words = action
        .text
        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '%')
        .filter(|word| !word.is_empty());
    let verb = words.next().is_some_and(|first| is(VERBS, first));
    let mut rest = words.peekable();
    verb && rest.peek().is_some() && rest.all(|word| is(FILLERS, word) || is(VERBS, word))
}
