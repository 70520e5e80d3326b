//! The roles that an entry's wording gives it, and those of answers to a question.

use super::detection::detected_by;
use super::role;
use crate::document::cues::{Cue, Hit, first};
use crate::document::reader::Reader;
use crate::document::{DetectionMethod, Entry, Role, RoleKind, Topic};
use crate::text::Span;

/// Whether an answer says that it did not happen: "It was not escalated", "No one", "N/A".
fn denied(lower: &str) -> bool {
    let lower = lower.trim_matches(|char: char| !char.is_alphanumeric());
    ["no", "none", "nobody", "no one", "n/a", "not applicable", "nowhere"].contains(&lower)
        || ["no,", "no.", "no ", "none ", "none,", "nobody ", "not "]
            .iter()
            .any(|start| lower.starts_with(start))
        || not_escalated(lower)
}

/// "There was no need to escalate."
fn not_escalated(lower: &str) -> bool {
    let reach = 24;
    lower.match_indices("escalat").any(|(at, _)| {
        let start =
            (at.saturating_sub(reach)..=at).find(|&start| lower.is_char_boundary(start)).unwrap_or(at);
        let before = &lower[start..at];
        ["not ", "no ", "never ", "without ", "n't ", "nobody "].iter().any(|word| before.contains(word))
    })
}

/// Who is called: a name, or one of a team's roles.
const CALLED: [&str; 16] = [
    "team",
    "lead",
    "dba",
    "engineer",
    "admin",
    "administrator",
    "architect",
    "manager",
    "developer",
    "developers",
    "provider",
    "vendor",
    "support",
    "cto",
    "expert",
    "specialist",
];

/// "Ola calls Ebuka, who set up the cluster", "pings the DBA": somebody else was called in.
fn summoned(text: &str, base: usize, hits: &[Hit]) -> Option<Span> {
    let parts = |char: char| char.is_whitespace() || char == '\u{1}';
    let calls = |span: &Span| {
        let Some(after) = text.get(span.end - base..).filter(|after| after.starts_with(parts)) else {
            return false;
        };
        let mut words = after.split(parts).filter(|word| !word.is_empty()).take(5).peekable();
        let name = words.peek().is_some_and(|next| {
            next.starts_with(char::is_uppercase) && next.chars().skip(1).any(char::is_lowercase)
        });
        let role = |word: &str| {
            let word = word.trim_matches(|char: char| !char.is_alphanumeric());
            CALLED.iter().any(|called| word.eq_ignore_ascii_case(called))
        };
        name || words.any(role)
    };
    let verbs = hits.iter().filter(|hit| hit.cue == Cue::Summon && hit.span.start > base);
    verbs.map(|hit| hit.span).find(calls)
}

/// The role that a question's answer has by being asked for.
pub(super) fn answer(reader: &Reader<'_>, entry: &mut Entry, topic: Topic) {
    let (text, lower) = (reader.plain(entry.text_span), reader.lower(entry.text_span));
    if matches!(topic, Topic::Escalation | Topic::Misleading) && denied(lower) {
        return;
    }
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
        let insider = first(reader.hits_in(entry.text_span), Cue::Insider).map(|_| DetectionMethod::Engineer);
        let insider = insider.filter(|_| topic == Topic::DetectionMethod);
        role.by = detected_by(reader, entry.text_span).or(insider);
    }
    if kind == RoleKind::Escalated {
        role.to = escalated_to(text, 0);
    }
    entry.put(role);
}

/// The roles that wording gives, whatever was asked.
pub(super) fn worded(entry: &mut Entry, text: &str, lower: &str, hits: &[Hit]) {
    let simple = [
        (Cue::Wrong, RoleKind::Misleading),
        (Cue::Suspect, RoleKind::Hypothesis),
        (Cue::Acknowledge, RoleKind::Acknowledged),
        (Cue::Diagnose, RoleKind::Diagnosed),
        (Cue::Look, RoleKind::Action),
        (Cue::Fix, RoleKind::Action),
    ];
    for (cue, kind) in simple {
        if let Some(span) = first(hits, cue) {
            entry.put(role(kind, span));
        }
    }
    let in_vain = || ["fail", "attempt", "tried"].iter().any(|word| lower.contains(word));
    if let Some(span) = first(hits, Cue::Mitigate)
        && !entry.has(RoleKind::Hypothesis)
        && !in_vain()
    {
        entry.put(role(RoleKind::Mitigated, span));
    }
    let told = told_others(lower, entry.text_span.start, hits);
    let summoned =
        || summoned(text, entry.text_span.start, hits).filter(|_| first(hits, Cue::Monitor).is_none());
    let called = first(hits, Cue::Escalate).or(told).or_else(summoned);
    if let Some(span) = called.filter(|_| !not_escalated(lower)) {
        let to = escalated_to(text, span.end.saturating_sub(entry.text_span.start));
        entry.put(Role { kind: RoleKind::Escalated, span, marked: false, by: None, to });
    }
}

/// "alerted their supervisor": a person told others; not a monitor, and not "was alerted".
fn told_others(lower: &str, base: usize, hits: &[Hit]) -> Option<Span> {
    if first(hits, Cue::Monitor).is_some() {
        return None;
    }
    let span = first(hits, Cue::Alerted)?;
    let before = lower.get(..span.start.checked_sub(base)?)?.trim_end();
    let passive = ["was", "were", "been", "got", "is", "are", "be", "team", "being"]
        .iter()
        .any(|word| before.ends_with(word));
    (!passive && !before.is_empty()).then_some(span)
}

/// To whom: what follows "to" or "the" after the escalating word, up to the end of the phrase.
fn escalated_to(text: &str, from: usize) -> Option<String> {
    let rest = text.get(from..)?;
    let at = rest.find(" to ").map(|at| at + 4).filter(|at| *at < 40)?;
    let to: String = rest
        .get(at..)?
        .chars()
        .take_while(|char| !matches!(char, '.' | ',' | ';' | '(' | '\n' | '|' | '\u{2}'))
        .collect();
    let mut words: Vec<&str> = to.split_whitespace().collect();
    let stop = words.iter().position(|word| {
        matches!(
            *word,
            "for" | "to" | "who" | "which" | "as" | "that" | "after" | "when" | "in" | "at" | "due" | "with"
        )
    });
    words.truncate(stop.unwrap_or(words.len()).min(8));
    if words.first().is_some_and(|word| word.eq_ignore_ascii_case("the")) {
        words.remove(0);
    }
    let to = words.join(" ").replace('\u{1}', "");
    (!to.is_empty()).then_some(to)
}
