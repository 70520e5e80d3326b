//! The roles that an entry's wording gives it, and those of answers to a question.

use super::detection::{asked_by, detected_by};
use super::escalation::{escalation, not_escalated};
use super::role;
use super::said::Said;
use crate::document::cues::Cue;
use crate::document::scan::What;
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
fn is_trap(words: &str) -> bool {
    ["mislead", "red herring", "dead end", "dead-end", "false ", "wrong ", "rabbit hole", "goose"]
        .iter()
        .any(|trap| words.starts_with(trap))
}

/// Whether the words of a hit say that something was lost, which may be time.
fn loses(words: &str) -> bool {
    matches!(words, "lose " | "loses " | "lost " | "losing ")
}

/// "I lose 20 minutes", but not "we lose 20% of requests".
fn loses_time(said: &Said<'_>, hit: Span) -> bool {
    let near = Span::new(hit.end, said.span.end.min(hit.end + 16));
    let found = said.reader.tokens_in(near).first();
    found.is_some_and(|token| matches!(token.what, What::Duration(seconds) if seconds >= 300))
}

/// Whether the words before say that there was none.
fn none_of(before: &str) -> bool {
    ["no ", "not any ", "without ", "without any ", "any "].iter().any(|word| before.ends_with(word))
}

/// Whether something was found or confirmed that may be a cause: not health, and not that nothing was found.
fn is_cause(said: &Said<'_>, hit: Span) -> bool {
    let (words, before) = (said.of(hit), said.before(hit));
    if !matches!(words, "confirmed" | "found") {
        return true;
    }
    let absent = before.ends_with("not ") || before.ends_with("be ");
    let after = said.lower_after(hit).trim_start();
    let healthy = said.has_any(&[Cue::Sound, Cue::Over])
        || ["healthy", "in order", "fine", "ok"].iter().any(|word| after.starts_with(word));
    let closes = !after.contains(|char: char| char.is_alphanumeric());
    let bare = closes && words == "confirmed";
    !(healthy || absent || bare)
}

/// The role that a question's answer has by being asked for.
pub(super) fn answer(said: &Said<'_>, entry: &mut Entry, topic: Topic) {
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
            Topic::DetectionMethod => asked_by(said),
            _ => detected_by(said),
        };
    }
    if kind == RoleKind::Escalated {
        role.to = escalation(said, true).and_then(|role| role.to);
    }
    entry.put(role);
}

/// The roles that wording gives, whatever was asked.
pub(super) fn worded(entry: &mut Entry, said: &Said<'_>, detected: bool) {
    let simple = [
        (Cue::Wrong, RoleKind::Misleading),
        (Cue::Suspect, RoleKind::Hypothesis),
        (Cue::Acknowledge, RoleKind::Acknowledged),
        (Cue::Diagnose, RoleKind::Diagnosed),
        (Cue::Look, RoleKind::Action),
        (Cue::Fix, RoleKind::Action),
    ];
    for (cue, kind) in simple.into_iter().filter(|&(cue, _)| said.has(cue)) {
        let meant = |&hit: &Span| match kind {
            RoleKind::Misleading => {
                !(is_trap(said.of(hit)) && none_of(said.before(hit)))
                    && (!loses(said.of(hit)) || loses_time(said, hit))
            }
            RoleKind::Diagnosed => is_cause(said, hit),
            // "Incident declared resolved".
            RoleKind::Acknowledged => {
                let after = said.lower_after(hit).trim_start();
                !["resolved", "over", "closed", "mitigated"].iter().any(|word| after.starts_with(word))
            }
            _ => true,
        };
        if let Some(span) = said.all(cue).find(meant) {
            entry.put(role(kind, span));
        }
    }
    let in_vain = || IN_VAIN.iter().any(|word| said.lower.contains(word));
    if let Some(span) = said.first(Cue::Mitigate)
        && !entry.has(RoleKind::Hypothesis)
        && (said.lower.contains("partial") || !in_vain())
    {
        entry.put(role(RoleKind::Mitigated, span));
    }
    if let Some(role) = escalation(said, detected) {
        entry.put(role);
    }
}
