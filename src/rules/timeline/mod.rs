//! `PM2xx`: the timeline.

mod empty_timeline;
mod entry_outside_window;
mod entry_without_time;
mod long_entry;
mod missing_detection_method;
mod missing_detection_time;
mod missing_escalation;
mod missing_hypotheses;
mod missing_resolution_entry;
mod out_of_order;
mod unknown_marker;

use super::{Context, Rule};
use crate::document::{Entry, RoleKind, SectionKind};
use crate::text::Span;

pub(super) static RULES: &[&Rule] = &[
    &empty_timeline::RULE,
    &entry_without_time::RULE,
    &out_of_order::RULE,
    &entry_outside_window::RULE,
    &long_entry::RULE,
    &missing_detection_time::RULE,
    &missing_detection_method::RULE,
    &missing_resolution_entry::RULE,
    &missing_hypotheses::RULE,
    &missing_escalation::RULE,
    &unknown_marker::RULE,
];

/// The timeline's heading; `None` without a timeline that has entries, which another rule reports.
fn heading(cx: &Context<'_>) -> Option<Span> {
    let first = cx.postmortem.timeline.first()?;
    let section = cx.postmortem.section(SectionKind::Timeline);
    Some(section.map_or_else(|| first_line(cx, first.span), |section| section.heading))
}

/// The first line of a span.
fn first_line(cx: &Context<'_>, span: Span) -> Span {
    let text = cx.text(span);
    Span::new(span.start, span.start + text.find(['\n', '\r']).unwrap_or(text.len()))
}

/// Whether an entry has a role.
fn is(entry: &Entry, kind: RoleKind) -> bool {
    entry.roles.iter().any(|role| role.kind == kind)
}
