//! What each timeline entry was in the course of the incident: explicit markers first, then the wording.

pub(super) mod detection;
mod escalation;
mod markers;
mod said;
mod wording;

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::cues::Cue;
use super::reader::Reader;
use super::{DetectionMethod, Entry, EntryForm, Moment, Postmortem, Role, RoleKind, Topic, words};
use crate::text::Span;
use detection::{detected_by, detection, detection_elsewhere};
use markers::marked;
use said::Said;
use wording::{answer, denied, worded};

/// Gives every entry its roles; `topics` has the question each entry answers.
pub(super) fn assign(reader: &Reader<'_>, topics: &[Option<Topic>], postmortem: &mut Postmortem) {
    for entry in &mut postmortem.timeline {
        entry.roles = marked(reader, entry.span, &mut postmortem.faults);
    }
    let entries = &mut postmortem.timeline;
    let said: Vec<Said<'_>> = entries.iter().map(|entry| Said::new(reader, entry.text_span)).collect();
    let marked = |entries: &[Entry], kind| entries.iter().any(|entry| entry.has(kind));
    let detection_marked = marked(entries, RoleKind::Detected);
    let resolution_marked = marked(entries, RoleKind::Resolved);
    let onset_marked = marked(entries, RoleKind::Onset);
    let mut detected = false;
    let mut doubt = 0_usize;
    // Whether the cause is still looked for.
    let mut searching = true;
    for ((entry, said), topic) in entries.iter_mut().zip(&said).zip(topics) {
        let asked = topic.or_else(|| caption(reader, entry));
        let known = detected;
        let denies = matches!(asked, Some(Topic::Escalation | Topic::Misleading))
            && denied(reader.lower(behind_caption(reader, entry)));
        if let Some(topic) = asked.filter(|_| !denies) {
            answer(said, entry, topic);
        }
        let timely = entry.time.is_some() || matches!(asked, Some(Topic::Detection | Topic::DetectionMethod));
        if !detection_marked && !detected && timely {
            let found = detection(said);
            let found =
                found.or_else(|| entry.has(RoleKind::Detected).then(|| (detected_by(said), entry.text_span)));
            if let Some((by, span)) = found {
                detected = true;
                entry.put(role(RoleKind::Detected, span));
                if let Some(role) = entry.roles.iter_mut().find(|role| role.kind == RoleKind::Detected) {
                    role.by = role.by.or(by);
                }
            }
        }
        if !onset_marked
            && !detected
            && let Some(span) = said.first(Cue::Onset)
        {
            entry.put(role(RoleKind::Onset, span));
        }
        worded(entry, said, known);
        searching &= !(entry.has(RoleKind::Mitigated) || entry.has(RoleKind::Resolved) || settles(said));
        doubt = if vain(entry, said, doubt > 0) || (searching && sound(said)) {
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
        declared_first(entries, &said);
    }
    detection_elsewhere(entries);
    if !resolution_marked {
        let end = postmortem.ends.iter().find(|end| end.value.has_clock());
        resolved(entries, &said, end.map(|end| &end.value));
    }
    outside(postmortem);
}

/// Who declares an incident before the alert that would have told of it knows already.
fn declared_first(entries: &mut [Entry], said: &[Said<'_>]) {
    let Some(alerted) = entries.iter().position(|entry| entry.has(RoleKind::Detected)) else { return };
    let declared = entries[..alerted].iter().zip(said).position(|(entry, said)| {
        let declares = |hit| matches!(said.reader.lower(hit), "incident declared" | "declared an incident");
        entry.time.is_some()
            && entry.has(RoleKind::Acknowledged)
            && said.first(Cue::Acknowledge).is_some_and(declares)
    });
    let Some(declared) = declared else { return };
    entries[alerted].roles.retain(|role| role.kind != RoleKind::Detected);
    let entry = &mut entries[declared];
    let by = detected_by(&said[declared]).or(Some(DetectionMethod::Engineer));
    let span = entry.text_span;
    entry.put(Role { by, ..role(RoleKind::Detected, span) });
}

/// For how many entries after it a suspicion may still be answered.
const SUSPICION: usize = 4;

/// Whether an entry says that a suspicion or an attempt led nowhere; `doubt` when one was voiced shortly before.
fn vain(entry: &Entry, said: &Said<'_>, doubt: bool) -> bool {
    if said.has(Cue::Over) || entry.has(RoleKind::Resolved) {
        return false;
    }
    let suspected = doubt || said.has(Cue::Suspect);
    // "A banner asks to try again later" tells of no attempt.
    let looked = || said.all(Cue::Look).any(|hit| !said.lower_after(hit).starts_with("again"));
    let tried = said.has_any(&[Cue::Fix, Cue::Mitigate]) || looked();
    // "Ran it again to be sure, same result" confirms what was seen.
    let confirms = ["to be sure", "to make sure", "to confirm", "to double"];
    if !doubt && said.has(Cue::InVain) && confirms.iter().any(|words| said.lower.contains(words)) {
        return false;
    }
    let in_vain = said.has(Cue::InVain) && (suspected || (tried && !said.has(Cue::Resolve)));
    // "Closed, all is fine" answers no suspicion that an earlier entry voiced.
    let sound = said.has(Cue::Sound) && suspected && (said.has(Cue::Suspect) || !said.has(Cue::Resolve));
    in_vain || sound || cleared(said.lower) || dropped(said)
}

/// "Not the cache then", "Cleared the cache, the same".
fn cleared(lower: &str) -> bool {
    static CHECKED: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("checked"));
    let same = || {
        // Most entries end otherwise.
        let last = lower.bytes().rfind(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
        let told = || lower.trim_end_matches(|char: char| !char.is_alphanumeric());
        matches!(last, Some(b'e' | 0x80..))
            && [", the same", ", same"].iter().any(|end| told().ends_with(end))
    };
    lower.starts_with("not the ")
        || (memchr::memchr(b',', lower.as_bytes()).is_some() && same())
        || (CHECKED.find(lower.as_bytes()).is_some()
            && ["checked, but ", "checked but "].iter().any(|words| lower.contains(words)))
}

/// Whether an entry says that the worst is over or that all is well.
fn settles(said: &Said<'_>) -> bool {
    said.has_any(&[Cue::Over, Cue::Resolve, Cue::Mitigate])
}

/// "Checked the database, all fine."
fn sound(said: &Said<'_>) -> bool {
    let looked = said.first(Cue::Look);
    looked.is_some_and(|looked| said.first(Cue::Sound).is_some_and(|sound| sound.start > looked.start))
}

/// "Thought it was the autoscaler, but the nodes are idle": an opinion that the same sentence takes back.
fn dropped(said: &Said<'_>) -> bool {
    static GONE: LazyLock<[Finder<'_>; 3]> =
        LazyLock::new(|| ["discarded", "dismissed", "refuted"].map(Finder::new));
    if !said.has(Cue::Suspect) || said.has(Cue::Resolve) {
        return false;
    }
    let opinions = ["thought", "assumed", "suspected", "guessed", "believed", "blamed", "convinced"];
    let ends = [" but ", " however"];
    said.all(Cue::Suspect).any(|hit| {
        let rest = &said.lower[said.before(hit).len()..];
        let in_sentence = |at: usize| !rest[..=at].contains(". ");
        (opinions.iter().any(|word| rest.starts_with(word))
            && ends.iter().any(|word| rest.contains(word) && rest.find(word).is_some_and(in_sentence)))
            || GONE.iter().any(|word| word.find(rest.as_bytes()).is_some_and(in_sentence))
    })
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
fn resolved(entries: &mut [Entry], said: &[Said<'_>], end: Option<&Moment>) {
    let detected = entries.iter().position(|entry| entry.has(RoleKind::Detected)).unwrap_or(0);
    // A remark without a time below a log ends nothing where the log has times.
    let timed = entries.iter().any(|entry| entry.time.is_some());
    let remark = |entry: &Entry| timed && entry.time.is_none() && entry.form == EntryForm::Line;
    let last_with = |cue: Cue| {
        entries.iter().zip(said).rposition(|(entry, said)| {
            let open = [RoleKind::Hypothesis, RoleKind::Misleading, RoleKind::FollowUp, RoleKind::LeadUp];
            said.all(cue).any(|hit| !fixes_something(said, hit))
                && !remark(entry)
                && !open.iter().any(|kind| entry.has(*kind))
        })
    };
    // "Still failing for some": what was done before did not end it.
    let last = entries.iter().rposition(|entry| entry.time.is_some());
    let goes_on = last.is_some_and(|last| {
        said[last].lower.contains("still ")
            && said[last].has(Cue::InVain)
            && !said[last].has_any(&[Cue::Over, Cue::Resolve])
            && !entries[last].has(RoleKind::FollowUp)
    });
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
        .or_else(|| last_with(Cue::Resolve).filter(|_| !goes_on))
        .or_else(|| {
            let fixed = last_with(Cue::Fix).filter(|at| *at > detected && !goes_on)?;
            // "Patched", and then "all boards show numbers".
            let well = |&last: &usize| last > fixed && all_is_well(&entries[last], &said[last]);
            last.filter(well).or(Some(fixed))
        });
    let Some(at) = found else { return };
    let over = entries[at].instant;
    // "A second wave begins": it was not over.
    let open = end.is_none() && over.is_some();
    let on = !open
        || said[at + 1..]
            .iter()
            .any(|later| ["again", "begin", "wave", "second "].iter().any(|word| later.lower.contains(word)));
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
    let told = said[at].first(Cue::Resolve).or_else(|| said[at].first(Cue::Fix));
    let span = told.unwrap_or(entry.text_span);
    entry.put(role(RoleKind::Resolved, span));
}

/// Whether "fixed" has an object: "fixed the number" does not say that all is well.
fn fixes_something(said: &Said<'_>, hit: Span) -> bool {
    said.of(hit) == "fixed"
        && [" the ", " a ", " an ", " its ", " our ", " this ", " that ", " one "]
            .iter()
            .any(|word| said.lower_after(hit).starts_with(word))
}

/// Whether an entry without a role speaks of all or of everybody, and of no harm: "all boards show numbers".
fn all_is_well(entry: &Entry, said: &Said<'_>) -> bool {
    entry.roles.is_empty()
        && matches!(words::first(said.lower), Some("all" | "everything" | "everybody" | "everyone"))
        && !said.has_any(&[Cue::Symptom, Cue::InVain, Cue::Suspect])
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
            if self.roles.capacity() == 0 {
                // Most entries have one role or two.
                self.roles.reserve_exact(2);
            }
            self.roles.push(role);
        }
    }
}

/// What an entry says behind its caption.
fn behind_caption(reader: &Reader<'_>, entry: &Entry) -> Span {
    let label = super::label::at_start(&reader.page.plain, entry.text_span, reader.vocabulary);
    label.map_or(entry.text_span, |label| Span::new(label.value.start, entry.text_span.end))
}

/// The caption of an entry: "**Misleading path:** …", "Escalation - …".
fn caption(reader: &Reader<'_>, entry: &Entry) -> Option<Topic> {
    let label = super::label::at_start(&reader.page.plain, entry.text_span, reader.vocabulary);
    label.map(|label| label.topic).or_else(|| reader.vocabulary.exact(&entry.text))
}
