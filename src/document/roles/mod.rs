//! What each timeline entry was in the course of the incident: explicit markers first, then the wording.

pub(super) mod detection;
mod escalation;
mod markers;
mod wording;

use super::cues::{Cue, Hit, first};
use super::reader::Reader;
use super::{DetectionMethod, Entry, Moment, Postmortem, Role, RoleKind, Topic};
use crate::text::Span;
use detection::{detected_by, detection, detection_elsewhere};
use markers::marked;
use wording::{answer, denied, worded};

/// Gives every entry its roles; `topics` has the question each entry answers.
pub(super) fn assign(reader: &Reader<'_>, topics: &[Option<Topic>], postmortem: &mut Postmortem) {
    let mut faults = Vec::new();
    for entry in &mut postmortem.timeline {
        let (roles, more) = marked(reader, entry.span);
        entry.roles = roles;
        faults.extend(more);
    }
    postmortem.faults.append(&mut faults);
    let end = postmortem.ends.iter().find(|end| end.value.has_clock()).map(|end| end.value.clone());
    let entries = &mut postmortem.timeline;
    let marked = |entries: &[Entry], kind| entries.iter().any(|entry| entry.has(kind));
    let detection_marked = marked(entries, RoleKind::Detected);
    let resolution_marked = marked(entries, RoleKind::Resolved);
    let onset_marked = marked(entries, RoleKind::Onset);
    let mut detected = false;
    let mut doubt = 0_usize;
    // Whether the cause is still looked for.
    let mut searching = true;
    for (entry, topic) in entries.iter_mut().zip(topics) {
        let hits = reader.hits_in(entry.text_span);
        let (text, lower) = (reader.plain(entry.text_span), reader.lower(entry.text_span));
        let asked = topic.or_else(|| caption(reader, entry));
        let known = detected;
        let denies = matches!(asked, Some(Topic::Escalation | Topic::Misleading))
            && denied(reader.lower(said(reader, entry)));
        if let Some(topic) = asked.filter(|_| !denies) {
            answer(reader, entry, topic);
        }
        if !detection_marked {
            let found = detection(reader, entry.text_span);
            let found = found.or_else(|| {
                entry.has(RoleKind::Detected).then(|| (detected_by(reader, entry.text_span), entry.text_span))
            });
            if let Some((by, span)) = found {
                let timely =
                    entry.time.is_some() || matches!(asked, Some(Topic::Detection | Topic::DetectionMethod));
                if !detected && timely {
                    detected = true;
                    entry.put(role(RoleKind::Detected, span));
                    if let Some(role) = entry.roles.iter_mut().find(|role| role.kind == RoleKind::Detected) {
                        role.by = role.by.or(by);
                    }
                }
            }
        }
        if !onset_marked
            && !detected
            && let Some(span) = first(hits, Cue::Onset)
        {
            entry.put(role(RoleKind::Onset, span));
        }
        worded(entry, text, lower, hits, known);
        searching &= !(entry.has(RoleKind::Mitigated) || entry.has(RoleKind::Resolved) || settles(hits));
        doubt = if vain(entry, lower, hits, doubt > 0) || (searching && sound(hits)) {
            entry.put(role(RoleKind::Misleading, entry.text_span));
            doubt
        } else if entry.has(RoleKind::Hypothesis) {
            SUSPICION
        } else {
            doubt.saturating_sub(1)
        };
        if denies {
            let denied =
                if asked == Some(Topic::Escalation) { RoleKind::Escalated } else { RoleKind::Misleading };
            entry.roles.retain(|role| role.kind != denied || role.marked);
        }
    }
    if !detection_marked && !detected {
        // Who takes charge knows of it.
        let charge =
            entries.iter_mut().find(|entry| entry.time.is_some() && entry.has(RoleKind::Acknowledged));
        if let Some(entry) = charge {
            entry.put(role(RoleKind::Detected, entry.text_span));
        }
    }
    if !detection_marked {
        declared_first(reader, entries);
    }
    detection_elsewhere(entries);
    if !resolution_marked {
        resolved(reader, end.as_ref(), entries);
    }
    outside(postmortem);
}

/// Who declares an incident before the alert that would have told of it knows already.
fn declared_first(reader: &Reader<'_>, entries: &mut [Entry]) {
    let Some(alerted) = entries.iter().position(|entry| entry.has(RoleKind::Detected)) else { return };
    let declared = entries[..alerted].iter().position(|entry| {
        let charge = first(reader.hits_in(entry.text_span), Cue::Acknowledge);
        let declares = |hit| {
            ["incident declared", "declared an incident"].iter().any(|words| reader.lower(hit) == *words)
        };
        entry.time.is_some() && entry.has(RoleKind::Acknowledged) && charge.is_some_and(declares)
    });
    let Some(declared) = declared else { return };
    entries[alerted].roles.retain(|role| role.kind != RoleKind::Detected);
    let entry = &mut entries[declared];
    let by = detected_by(reader, entry.text_span).or(Some(DetectionMethod::Engineer));
    let span = entry.text_span;
    entry.put(Role { by, ..role(RoleKind::Detected, span) });
}

/// For how many entries after it a suspicion may still be answered.
const SUSPICION: usize = 4;

/// Whether an entry says that a suspicion or an attempt led nowhere; `doubt` when one was voiced shortly before.
fn vain(entry: &Entry, lower: &str, hits: &[Hit], doubt: bool) -> bool {
    let has = |cue| first(hits, cue).is_some();
    let suspected = doubt || has(Cue::Suspect);
    let tried = has(Cue::Fix) || has(Cue::Look) || has(Cue::Mitigate);
    let in_vain = has(Cue::InVain) && (suspected || (tried && !has(Cue::Resolve)));
    // "Closed, all is fine" answers no suspicion that an earlier entry voiced.
    let sound = has(Cue::Sound) && suspected && (has(Cue::Suspect) || !has(Cue::Resolve));
    // "Not the cache then", "Cleared the cache, the same".
    let told = lower.trim_end_matches(|char: char| !char.is_alphanumeric());
    let cleared = lower.starts_with("not the ")
        || [", the same", ", same"].iter().any(|end| told.ends_with(end))
        || ["checked, but ", "checked but "].iter().any(|words| lower.contains(words));
    let open = !has(Cue::Over) && !entry.has(RoleKind::Resolved);
    open && (in_vain || sound || cleared || dropped(lower, entry.text_span.start, hits))
}

/// Whether an entry says that the worst is over or that all is well.
fn settles(hits: &[Hit]) -> bool {
    first(hits, Cue::Over).or(first(hits, Cue::Resolve)).or(first(hits, Cue::Mitigate)).is_some()
}

/// "Checked the database, all fine."
fn sound(hits: &[Hit]) -> bool {
    let looked = first(hits, Cue::Look);
    looked.is_some_and(|looked| first(hits, Cue::Sound).is_some_and(|sound| sound.start > looked.start))
}

/// "Thought it was the autoscaler, but the nodes are idle": an opinion that the same sentence takes back.
fn dropped(lower: &str, base: usize, hits: &[Hit]) -> bool {
    let opinions = ["thought", "assumed", "suspected", "guessed", "believed", "blamed", "convinced"];
    let voiced = hits.iter().filter(|hit| hit.cue == Cue::Suspect).any(|hit| {
        let rest = hit.span.start.checked_sub(base).and_then(|at| lower.get(at..)).unwrap_or_default();
        let sentence = rest.find(". ").map_or(rest, |end| &rest[..end]);
        let backs = opinions.iter().any(|word| sentence.starts_with(word))
            && [" but ", " however"].iter().any(|word| sentence.contains(word));
        backs || ["discarded", "dismissed", "refuted"].iter().any(|word| sentence.contains(word))
    });
    voiced && first(hits, Cue::Resolve).is_none()
}

/// What stands before the stated start led up to it; what stands after the stated end followed it.
fn outside(postmortem: &mut Postmortem) {
    let (start, end) = (postmortem.start(), postmortem.end());
    for entry in &mut postmortem.timeline {
        let Some(at) = entry.instant else { continue };
        if start.is_some_and(|start| at < start) {
            entry.put(role(RoleKind::LeadUp, entry.text_span));
        } else if end.is_some_and(|end| at > end) {
            entry.put(role(RoleKind::FollowUp, entry.text_span));
        }
    }
}

/// The last entry that says all is well, or the last that fixes something.
fn resolved(reader: &Reader<'_>, end: Option<&Moment>, entries: &mut [Entry]) {
    let detected = entries.iter().position(|entry| entry.has(RoleKind::Detected)).unwrap_or(0);
    let last_with = |cue: Cue| {
        entries.iter().rposition(|entry| {
            let open = [RoleKind::Hypothesis, RoleKind::Misleading, RoleKind::FollowUp, RoleKind::LeadUp];
            first(reader.hits_in(entry.text_span), cue).is_some() && !open.iter().any(|kind| entry.has(*kind))
        })
    };
    let answered = entries.iter().rposition(|entry| entry.has(RoleKind::Resolved));
    let at_end = || {
        let same = |time: &Moment, end: &Moment| {
            time.clock == end.clock && (time.date == end.date || time.date.is_none())
        };
        entries
            .iter()
            .rposition(|entry| end.zip(entry.time.as_ref()).is_some_and(|(end, time)| same(time, end)))
    };
    let found = answered
        .or_else(|| last_with(Cue::Over))
        .or_else(at_end)
        .or_else(|| last_with(Cue::Resolve))
        .or_else(|| last_with(Cue::Fix).filter(|at| *at > detected));
    let Some(at) = found else { return };
    let over = entries[at].instant;
    // "A second wave begins": it was not over.
    let open = end.is_none() && over.is_some();
    let on = !open
        || entries[at + 1..].iter().any(|later| {
            let lower = reader.lower(later.text_span);
            ["again", "begin", "wave", "second "].iter().any(|word| lower.contains(word))
        });
    // What comes after the end mitigates nothing.
    for later in entries.iter_mut().skip(at + 1) {
        let earlier = over.is_some() && later.instant.is_some() && later.instant < over;
        later.roles.retain(|role| role.kind != RoleKind::Mitigated || role.marked || earlier);
        // Where nothing else says when it ended, what is told after it followed it.
        if !on
            && later.instant > over
            && later.roles.iter().all(|role| matches!(role.kind, RoleKind::Action | RoleKind::Diagnosed))
        {
            let span = later.text_span;
            later.put(role(RoleKind::FollowUp, span));
        }
    }
    let entry = &mut entries[at];
    let hits = reader.hits_in(entry.text_span);
    let span = first(hits, Cue::Resolve).or_else(|| first(hits, Cue::Fix)).unwrap_or(entry.text_span);
    entry.put(role(RoleKind::Resolved, span));
}

fn role(kind: RoleKind, span: Span) -> Role {
    Role { kind, span, marked: false, by: None, to: None }
}

impl Entry {
    /// Whether the entry has a role.
    pub fn has(&self, kind: RoleKind) -> bool {
        self.roles.iter().any(|role| role.kind == kind)
    }

    /// Adds a role unless it is there.
    fn put(&mut self, role: Role) {
        if !self.has(role.kind) {
            self.roles.push(role);
        }
    }
}

/// What an entry says behind its caption.
fn said(reader: &Reader<'_>, entry: &Entry) -> Span {
    let label = super::label::at_start(&reader.page.plain, entry.text_span, reader.vocabulary);
    label.map_or(entry.text_span, |label| Span::new(label.value.start, entry.text_span.end))
}

/// The caption of an entry: "**Misleading path:** …", "Escalation - …".
fn caption(reader: &Reader<'_>, entry: &Entry) -> Option<Topic> {
    let label = super::label::at_start(&reader.page.plain, entry.text_span, reader.vocabulary);
    label.map(|label| label.topic).or_else(|| reader.vocabulary.exact(&entry.text))
}
