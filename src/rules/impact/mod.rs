//! `PM3xx`: impact and summary.

mod contradicting_shares;
mod impact_without_number;
mod impact_without_symptom;
mod share_count_mismatch;
mod summary_without_cause;

use super::{Context, Rule};
use crate::document::SectionKind;
use crate::text::Span;

pub(super) static RULES: &[&Rule] = &[
    &impact_without_number::RULE,
    &impact_without_symptom::RULE,
    &summary_without_cause::RULE,
    &share_count_mismatch::RULE,
    &contradicting_shares::RULE,
];

/// Where the impact stands: its section, the summary's heading, the title.
fn place(cx: &Context<'_>) -> Span {
    let section = cx.postmortem.section(SectionKind::Impact).or(cx.postmortem.section(SectionKind::Summary));
    section.map_or_else(|| cx.head(), |section| section.heading)
}

/// A share as a person writes it.
fn percent(share: f64) -> String {
    let rounded = (share * 10.0).round() / 10.0;
    format!("{rounded}%")
}
