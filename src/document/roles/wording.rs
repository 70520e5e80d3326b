//! The roles that an entry's wording gives it, and those of answers to a question.

use super::detection::{asked_by, detected_by};
use super::escalation::{escalation, not_escalated};
use super::role;
use crate::document::cues::{Cue, Hit, first};
use crate::document::reader::Reader;
use crate::document::{Entry, RoleKind, Topic};
use crate::text::Span;

/// Whether an answer says that it did not happen: "It was not escalated", "No one", "N/A".
pub(super) fn denied(lower: &str) -> bool {
    let lower = lower.trim_matches(|char: char| !char.is_alphanumeric());
    ["no", "none", "nobody", "no one", "n/a", "not applicable", "nowhere"].contains(&lower)
        || [
            "no,",
            "no.",
            "no ",
            "none ",
            "none,",
            "none.",
            "nobody ",
            "not ",
            "there were no",
            "there was no",
            "we had no",
            "i had no",
            "n/a",
            "we did not",
            "i did not",
        ]
        .iter()
        .any(|start| lower.starts_with(start))
        || not_escalated(lower)
}

/// Words of an entry that speaks of a mitigation but tells of none.
const IN_VAIN: [&str; 20] = [
    "fail",
    "attempt",
    "tried",
    "still ",
    "no effect",
    "no improvement",
    "no change",
    "no difference",
    "nothing happens",
    "nothing happened",
    "nothing changes",
    "do not ",
    "does not ",
    "did not ",
    "don't ",
    "doesn't ",
    "didn't ",
    "blocked",
    "pull request",
    "a pr ",
];

/// What "no" may deny: "no dead ends", "no misleading paths".
fn is_trap(words: Option<&str>) -> bool {
    ["mislead", "red herring", "dead end", "dead-end", "false ", "wrong ", "rabbit hole", "goose"]
        .iter()
        .any(|trap| words.is_some_and(|words| words.starts_with(trap)))
}

/// Whether the words before say that there was none.
fn none_of(before: &str) -> bool {
    ["no ", "not any ", "without ", "without any ", "any "].iter().any(|word| before.ends_with(word))
}

/// Whether something was found or confirmed that may be a cause: not health, and not that nothing was found.
fn is_cause(words: Option<&str>, before: &str, after: &str, hits: &[Hit]) -> bool {
    if !words.is_some_and(|words| matches!(words, "confirmed" | "found")) {
        return true;
    }
    let healthy = first(hits, Cue::Sound).is_some() || first(hits, Cue::Over).is_some();
    let absent = before.ends_with("not ") || before.ends_with("be ");
    let after = after.trim_start();
    let healthy = healthy || ["healthy", "in order", "fine", "ok"].iter().any(|word| after.starts_with(word));
    let closes = !after.contains(|char: char| char.is_alphanumeric());
    let bare = closes && words == Some("confirmed");
    !(healthy || absent || bare)
}

/// The role that a question's answer has by being asked for.
pub(super) fn answer(reader: &Reader<'_>, entry: &mut Entry, topic: Topic) {
    let (text, lower) = (reader.plain(entry.text_span), reader.lower(entry.text_span));
    let kind = match topic {
        Topic::Detection | Topic::DetectionMethod => RoleKind::Detected,
        Topic::Acknowledged => RoleKind::Acknowledged,
        Topic::Investigation => RoleKind::Action,
        Topic::Hypothesis => RoleKind::Hypothesis,
        Topic::Misleading => RoleKind::Misleading,
        Topic::Escalation => RoleKind::Escalated,
        Topic::Mitigation => RoleKind::Mitigated,
        Topic::RootCause => RoleKind::Diagnosed,
        Topic::Resolution | Topic::End => RoleKind::Resolved,
        Topic::Corrective => RoleKind::FollowUp,
        Topic::Start => RoleKind::Onset,
        _ => return,
    };
    let mut role = role(kind, entry.text_span);
    if kind == RoleKind::Detected {
        role.by = match topic {
            Topic::DetectionMethod => asked_by(reader, entry.text_span),
            _ => detected_by(reader, entry.text_span),
        };
    }
    if kind == RoleKind::Escalated {
        let hits = reader.hits_in(entry.text_span);
        role.to = escalation(entry, text, lower, hits, true).and_then(|role| role.to);
    }
    entry.put(role);
}

/// The roles that wording gives, whatever was asked.
pub(super) fn worded(entry: &mut Entry, text: &str, lower: &str, hits: &[Hit], detected: bool) {
    let simple = [
        (Cue::Wrong, RoleKind::Misleading),
        (Cue::Suspect, RoleKind::Hypothesis),
        (Cue::Acknowledge, RoleKind::Acknowledged),
        (Cue::Diagnose, RoleKind::Diagnosed),
        (Cue::Look, RoleKind::Action),
        (Cue::Fix, RoleKind::Action),
    ];
    let base = entry.text_span.start;
    for (cue, kind) in simple {
        let told = hits.iter().filter(|hit| hit.cue == cue).map(|hit| hit.span);
        let meant = |span: &Span| {
            let (Some(start), Some(end)) = (span.start.checked_sub(base), span.end.checked_sub(base)) else {
                return true;
            };
            let before = lower.get(..start).unwrap_or_default();
            let after = lower.get(end..).unwrap_or_default();
            match kind {
                RoleKind::Misleading => !(is_trap(lower.get(start..end)) && none_of(before)),
                RoleKind::Diagnosed => is_cause(lower.get(start..end), before, after, hits),
                // "Incident declared resolved".
                RoleKind::Acknowledged => !["resolved", "over", "closed", "mitigated"]
                    .iter()
                    .any(|word| after.trim_start().starts_with(word)),
                _ => true,
            }
        };
        if let Some(span) = told.into_iter().find(meant) {
            entry.put(role(kind, span));
        }
    }
    let in_vain = || IN_VAIN.iter().any(|word| lower.contains(word));
    if let Some(span) = first(hits, Cue::Mitigate)
        && !entry.has(RoleKind::Hypothesis)
        && (lower.contains("partial") || !in_vain())
    {
        entry.put(role(RoleKind::Mitigated, span));
    }
    if let Some(role) = escalation(entry, text, lower, hits, detected) {
        entry.put(role);
    }
}
