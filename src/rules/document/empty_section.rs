//! PM011: a heading with nothing under it.

use crate::document::{Section, SectionKind};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// Every section that the profile knows says something, itself or in its subsections.
    ///
    /// ## Why
    /// An empty section looks as if nobody had an answer.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Corrective and preventative measures
    /// ### What to improve
    ///
    /// ### Tasks
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (@mira, due 2026-04-01)
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Corrective and preventative measures
    /// ### What to improve
    /// No certificate should ever expire unnoticed.
    ///
    /// ### Tasks
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (@mira, due 2026-04-01)
    /// ```
    PM011 "empty-section" { level: Warning, since: "0.1.0" }
}

/// Sections whose emptiness other rules report, and those that are nobody's business.
const REPORTED: &[SectionKind] = &[
    SectionKind::Other,
    SectionKind::Timeline,
    SectionKind::RootCause,
    SectionKind::Resolution,
    SectionKind::RootCauseAndResolution,
    SectionKind::Corrective,
    SectionKind::Tasks,
];

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for section in &cx.postmortem.sections {
        let says = section.title.split_once(':').is_some_and(|(_, rest)| !rest.trim().is_empty());
        if REPORTED.contains(&section.kind) || says || !blank(cx, section.whole) || continues(cx, section) {
            continue;
        }
        report
            .at(section.heading, format!("section `{}` is empty", section.title))
            .help("write what is known so far, or remove the heading");
    }
}

/// Whether the next heading is that of a part of it which was written one level too high: `# Summary`, `# Impact`.
fn continues(cx: &Context<'_>, section: &Section) -> bool {
    let after = cx.postmortem.sections.iter().find(|next| next.heading.start >= section.whole.end);
    let parts = [SectionKind::Duration, SectionKind::Impact, SectionKind::Tasks, SectionKind::Improvements];
    let whole = [SectionKind::Summary, SectionKind::Corrective].contains(&section.kind);
    whole && after.is_some_and(|next| parts.contains(&next.kind))
}

/// Whether nothing but comments and space stands in a span.
pub(super) fn blank(cx: &Context<'_>, span: Span) -> bool {
    let mut rest = cx.text(span).trim_start();
    while let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment.split_once("-->").map_or("", |(_, after)| after).trim_start();
    }
    rest.is_empty()
}
