//! Drafts: what a placeholder already says is not said again, and many placeholders are one finding.

use std::collections::BTreeSet;

use super::Context;
use crate::document::SectionKind;
use crate::finding::{Finding, Label};
use crate::text::Source;

/// The rule that finds placeholders.
const PLACEHOLDER: &str = "PM014";
/// The groups of rules about what the text says.
const CONTENT: [&str; 5] = ["PM2", "PM3", "PM4", "PM5", "PM6"];
/// Up to so many placeholders are findings of their own.
const FEW: usize = 3;

/// Takes out what a placeholder already says: findings about the content of its line, and about what its section
/// lacks.
pub(super) fn leave_out(cx: &Context<'_>, findings: &mut Vec<Finding>) {
    let gaps: BTreeSet<usize> = findings
        .iter()
        .filter(|finding| finding.code == PLACEHOLDER)
        .map(|finding| finding.span.start)
        .collect();
    if gaps.is_empty() {
        return;
    }
    let lines = &cx.source.lines;
    let lines_with: BTreeSet<usize> = gaps.iter().map(|gap| lines.index(*gap)).collect();
    let on_line = |at: usize| lines_with.contains(&lines.index(at));
    let in_section = |at: usize| {
        let sections = cx.postmortem.sections.iter().filter(|section| section.kind != SectionKind::Other);
        sections
            .filter(|section| section.heading.start == at)
            .any(|section| gaps.range(section.whole.start..section.whole.end).next().is_some())
    };
    findings.retain(|finding| {
        let about_content = CONTENT.iter().any(|group| finding.code.starts_with(group));
        !about_content || !(on_line(finding.span.start) || in_section(finding.span.start))
    });
}

/// Makes one finding of many placeholders: a draft says at a glance what is left to do. Its other places are labels.
pub(super) fn fold(source: &Source, findings: &mut Vec<Finding>) {
    if findings.iter().filter(|finding| finding.code == PLACEHOLDER).count() <= FEW {
        return;
    }
    let mut places: Vec<Finding> = findings.extract_if(.., |finding| finding.code == PLACEHOLDER).collect();
    places.sort_by_key(|place| place.span);
    let mut lines: Vec<usize> = places.iter().map(|place| source.lines.index(place.span.start) + 1).collect();
    lines.dedup();
    let mut rest = places.into_iter();
    let Some(mut whole) = rest.next() else { return };
    let others = rest.map(|place| Label::here(place.span, place.span.of(&source.text)));
    whole.others = others.collect();
    let count = whole.others.len() + 1;
    whole.message = format!("{count} places are still to be filled in: lines {}", ranges(&lines));
    whole.help = Some("fill them in, or write `unknown` and say why it is not known".to_owned());
    findings.push(whole);
}

/// Ascending numbers in a few words: `20, 24 to 26, 30`.
fn ranges(numbers: &[usize]) -> String {
    let runs = numbers.chunk_by(|before, after| before + 1 == *after);
    let parts = runs.filter_map(|run| match run {
        [only] => Some(only.to_string()),
        [first, last] => Some(format!("{first}, {last}")),
        [first, .., last] => Some(format!("{first} to {last}")),
        [] => None,
    });
    parts.collect::<Vec<_>>().join(", ")
}
