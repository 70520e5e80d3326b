//! `PM5xx`: the tasks that were set.

mod action_without_due_date;
mod action_without_owner;
mod late_detection_without_task;
mod missing_task;
mod overdue_action;
mod vague_action;

use std::sync::LazyLock;

use super::phrases::Phrases;
use super::{Context, Report, Rule};
use crate::document::{Action, SectionKind};
use crate::text::Span;

pub(super) static RULES: &[&Rule] = &[
    &action_without_owner::RULE,
    &missing_task::RULE,
    &vague_action::RULE,
    &action_without_due_date::RULE,
    &overdue_action::RULE,
    &late_detection_without_task::RULE,
];

/// Where tasks belong: the section there is, else the title.
fn place(cx: &Context<'_>) -> Span {
    let kinds = [SectionKind::Tasks, SectionKind::Corrective, SectionKind::Improvements];
    let section = kinds.iter().find_map(|kind| cx.postmortem.section(*kind));
    section.map_or_else(|| cx.head(), |section| section.heading)
}

/// Reports every open task that lacks something; one finding for all when none of several has it.
fn lacking(
    cx: &Context<'_>,
    report: &mut Report<'_>,
    lacks: impl Fn(&Action) -> bool,
    [one, all, help]: [&str; 3],
) {
    let open: Vec<&Action> = cx
        .postmortem
        .actions
        .iter()
        .filter(|action| action.done != Some(true) && !told_done(action) && !under_done(cx, action))
        .collect();
    let bad: Vec<&&Action> = open.iter().filter(|action| lacks(action)).collect();
    if bad.len() == open.len() && bad.len() > 2 {
        let first = open.first().map_or_else(|| place(cx), |action| action.text_span);
        report
            .at(place(cx), all.replace("{}", &open.len().to_string()))
            .and(line(cx, first), "the first of them")
            .help(help);
        return;
    }
    for action in bad {
        report.at(line(cx, action.text_span), one).help(help);
    }
}

/// Words by which a sentence says that something is over.
const OVER: &[&str] = &["was", "were", "has been", "have been", "has also been", "have also been"];
/// Words after which a sentence speaks of something else than the task.
const ASIDE: &[&str] =
    &["that", "which", "who", "what", "when", "whenever", "if", "after", "because", "since", "where", "as"];

/// Participles that begin a sentence about what was done, and hardly ever the name of a task ("Improved alerts").
const DONE: &[&str] = &[
    "added",
    "conducted",
    "corrected",
    "created",
    "deployed",
    "disabled",
    "documented",
    "fixed",
    "implemented",
    "installed",
    "introduced",
    "moved",
    "removed",
    "replaced",
    "reverted",
    "rewrote",
    "rotated",
    "scheduled",
    "updated",
    "upgraded",
    "wrote",
];

/// Whether the task says that it was done: "Moved the keys to …", "the script was changed to …".
fn told_done(action: &Action) -> bool {
    static PAST: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(OVER));
    let mut words = action.text.split_whitespace();
    let first = words.next().unwrap_or_default();
    if words.next().is_some() && DONE.iter().any(|done| first.eq_ignore_ascii_case(done)) {
        return true;
    }
    let Some((found, _)) = PAST.find(&action.text, Span::new(0, action.text.len())).next() else {
        return false;
    };
    let mut before = action.text[..found.start].split(|c: char| !c.is_alphanumeric());
    !before.any(|word| ASIDE.iter().any(|aside| word.eq_ignore_ascii_case(aside)))
        && !action.text[..found.start].contains(". ")
}

/// Whether the innermost heading above the task says that all below it is done: "Immediate actions (completed)".
fn under_done(cx: &Context<'_>, action: &Action) -> bool {
    let over = cx.postmortem.sections.iter().filter(|section| section.whole.contains(action.span.start));
    over.max_by_key(|section| section.heading.start).is_some_and(|section| {
        let mut words = section.title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        let done = words.any(|word| matches!(word.as_str(), "completed" | "done" | "accomplished"));
        let lower = section.title.to_lowercase();
        done && !["to be", "not ", "in progress", "what we"].iter().any(|other| lower.contains(other))
    })
}

/// The first line of a span.
fn line(cx: &Context<'_>, span: Span) -> Span {
    let text = cx.text(span);
    Span::new(span.start, span.start + text.find(['\n', '\r']).unwrap_or(text.len()))
}
