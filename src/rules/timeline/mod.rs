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

use super::phrases::Phrases;
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

/// Words by which an entry tells that somebody came to know, and how.
static NOTICED: Phrases = Phrases::new(&[
    "alarm",
    "alarms",
    "alert",
    "alerts",
    "call from",
    "calls",
    "complained",
    "complaint",
    "complaints",
    "complain",
    "customer tells",
    "customers tell",
    "customer told",
    "customers told",
    "customer reports",
    "customer reported",
    "first report",
    "first reports",
    "first ticket",
    "first tickets",
    "noticed",
    "notices",
    "on twitter",
    "paged",
    "pages",
    "pager",
    "pagers",
    "probe",
    "reports of",
    "spotted",
    "spots",
    "ticket",
    "tickets",
    "user reports",
    "users report",
    "users reported",
]);

/// Whether an entry tells how somebody came to know, though in words that are no proof of detection.
fn tells_notice(cx: &Context<'_>, timed: bool) -> bool {
    let entries = cx.postmortem.timeline.iter().filter(|entry| !timed || entry.time.is_some());
    entries.into_iter().any(|entry| NOTICED.any(&entry.text))
}

/// Whether the last entry with a time tells that all was well again.
fn ends_well(cx: &Context<'_>) -> bool {
    static WELL: Phrases = Phrases::new(&[
        "as usual",
        "back",
        "caught up",
        "drained",
        "drains",
        "healthy",
        "normal",
        "recovered",
        "recovers",
        "reopened",
        "right again",
        "stable",
        "succeed",
        "successful",
        "up again",
        "work",
        "works",
        "working",
        "worked off",
    ]);
    let last = cx.postmortem.timeline.iter().rev().find(|entry| entry.time.is_some());
    last.is_some_and(|entry| WELL.any(&entry.text))
}
