//! `PM5xx`: the tasks that were set.

mod action_without_due_date;
mod action_without_owner;
mod late_detection_without_task;
mod missing_task;
mod overdue_action;
mod told;
mod vague_action;

use self::told::is_done;
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
    if !cx.postmortem.actions.iter().any(|action| action.done != Some(true) && lacks(action)) {
        return;
    }
    let open: Vec<&Action> = cx.postmortem.actions.iter().filter(|action| !is_done(cx, action)).collect();
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

/// The first line of a span.
fn line(cx: &Context<'_>, span: Span) -> Span {
    let text = cx.text(span);
    Span::new(span.start, span.start + text.find(['\n', '\r']).unwrap_or(text.len()))
}
