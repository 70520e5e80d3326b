//! What each timeline entry was in the course of the incident: explicit markers first, then the wording.

use super::cues::{Cue, Hit, first};
use super::reader::Reader;
use super::{DetectionMethod, Entry, Moment, Postmortem, Role, RoleKind, Topic};
use crate::finding::{Fault, FaultKind};
use crate::text::{Span, nearest};

/// The markers, `<!-- detected -->`; several may stand in one comment.
const MARKERS: [(&str, RoleKind); 13] = [
    ("lead-up", RoleKind::LeadUp),
    ("onset", RoleKind::Onset),
    ("detected", RoleKind::Detected),
    ("acknowledged", RoleKind::Acknowledged),
    ("action", RoleKind::Action),
    ("hypothesis", RoleKind::Hypothesis),
    ("misleading", RoleKind::Misleading),
    ("escalated", RoleKind::Escalated),
    ("diagnosed", RoleKind::Diagnosed),
    ("mitigated", RoleKind::Mitigated),
    ("resolved", RoleKind::Resolved),
    ("follow-up", RoleKind::FollowUp),
    ("start", RoleKind::Onset),
];

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
    for (entry, topic) in entries.iter_mut().zip(topics) {
        let hits = reader.hits_in(entry.text_span);
        let text = reader.plain(entry.text_span);
        let asked = topic.or_else(|| caption(reader, entry));
        if let Some(topic) = asked {
            answer(entry, topic, text, hits);
        }
        if !detection_marked {
            let found = detection(text, hits);
            let found = found.or_else(|| {
                entry.has(RoleKind::Detected).then(|| (detected_by(text, hits), entry.text_span))
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
        worded(entry, text, hits);
        doubt = if vain(entry, hits, doubt > 0) {
            entry.put(role(RoleKind::Misleading, entry.text_span));
            doubt
        } else if entry.has(RoleKind::Hypothesis) {
            SUSPICION
        } else {
            doubt.saturating_sub(1)
        };
    }
    if !detection_marked && !detected {
        // Who takes charge knows of it.
        let charge =
            entries.iter_mut().find(|entry| entry.time.is_some() && entry.has(RoleKind::Acknowledged));
        if let Some(entry) = charge {
            entry.put(role(RoleKind::Detected, entry.text_span));
        }
    }
    detection_elsewhere(entries);
    if !resolution_marked {
        resolved(reader, end.as_ref(), entries);
    }
    outside(postmortem);
}

/// For how many entries after it a suspicion may still be answered.
const SUSPICION: usize = 4;

/// Whether an entry says that a suspicion or an attempt led nowhere; `doubt` when one was voiced shortly before.
fn vain(entry: &Entry, hits: &[Hit], doubt: bool) -> bool {
    let has = |cue| first(hits, cue).is_some();
    let suspected = doubt || has(Cue::Suspect);
    let over = has(Cue::Over) || (has(Cue::Resolve) && !suspected);
    let tried = has(Cue::Fix) || has(Cue::Look);
    !over
        && !entry.has(RoleKind::Resolved)
        && ((has(Cue::InVain) && (suspected || tried)) || (has(Cue::Sound) && suspected))
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

/// A detection that one entry dates and another explains: the first keeps both.
fn detection_elsewhere(entries: &mut [Entry]) {
    let mut with: Vec<usize> =
        (0..entries.len()).filter(|&at| entries[at].has(RoleKind::Detected)).take(8).collect();
    if with.len() < 2 {
        return;
    }
    let head = with.remove(0);
    let by =
        with.iter().find_map(|&at| entries[at].roles.iter().find(|role| role.kind == RoleKind::Detected)?.by);
    if let Some(role) = entries[head].roles.iter_mut().find(|role| role.kind == RoleKind::Detected) {
        role.by = role.by.or(by);
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

/// The caption of an entry: "**Misleading path:** …", "Escalation - …".
fn caption(reader: &Reader<'_>, entry: &Entry) -> Option<Topic> {
    let label = super::label::at_start(&reader.page.plain, entry.text_span, reader.vocabulary);
    label.map(|label| label.topic).or_else(|| reader.vocabulary.exact(&entry.text))
}

/// Whether an answer says that it did not happen: "It was not escalated", "No one", "N/A".
fn denied(text: &str) -> bool {
    let lower = text.trim_matches(|char: char| !char.is_alphanumeric()).to_ascii_lowercase();
    ["no", "none", "nobody", "no one", "n/a", "not applicable", "nowhere"].contains(&lower.as_str())
        || ["no,", "no.", "no ", "none ", "none,", "nobody ", "not "]
            .iter()
            .any(|start| lower.starts_with(start))
        || not_escalated(&lower)
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

/// Verbs by which one person calls another.
const SUMMONS: [&str; 22] = [
    "calls", "called", "phones", "phoned", "pings", "pinged", "pages", "paged", "wakes", "woke", "texts",
    "texted", "messages", "messaged", "rings", "rang", "asks", "asked", "informs", "informed", "contacts",
    "alerts",
];

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
fn summoned(text: &str, base: usize) -> Option<Span> {
    let mut words = text
        .split(|char: char| char.is_whitespace() || char == '\u{1}')
        .filter(|word| !word.is_empty())
        .peekable();
    let mut first_word = true;
    while let Some(word) = words.next() {
        let lower = word.to_ascii_lowercase();
        let subject = !std::mem::take(&mut first_word);
        if !subject || !SUMMONS.contains(&lower.as_str()) {
            continue;
        }
        let after = words.clone();
        let name = words.peek().is_some_and(|next| {
            next.starts_with(char::is_uppercase) && next.chars().skip(1).any(char::is_lowercase)
        });
        let known = after.take(5).any(|next| {
            CALLED.contains(
                &next.trim_matches(|char: char| !char.is_alphanumeric()).to_ascii_lowercase().as_str(),
            )
        });
        if name || known {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            return Some(Span::new(base + at, base + at + word.len()));
        }
    }
    None
}

/// The role that a question's answer has by being asked for.
fn answer(entry: &mut Entry, topic: Topic, text: &str, hits: &[Hit]) {
    if matches!(topic, Topic::Escalation | Topic::Misleading) && denied(text) {
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
        let insider = first(hits, Cue::Insider).map(|_| DetectionMethod::Engineer);
        role.by = detected_by(text, hits).or(insider.filter(|_| topic == Topic::DetectionMethod));
    }
    if kind == RoleKind::Escalated {
        role.to = escalated_to(text, 0);
    }
    entry.put(role);
}

/// The roles that wording gives, whatever was asked.
fn worded(entry: &mut Entry, text: &str, hits: &[Hit]) {
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
    let in_vain = ["fail", "attempt", "tried"].iter().any(|word| text.to_ascii_lowercase().contains(word));
    if let Some(span) = first(hits, Cue::Mitigate).filter(|_| !entry.has(RoleKind::Hypothesis) && !in_vain) {
        entry.put(role(RoleKind::Mitigated, span));
    }
    let told = told_others(text, entry.text_span.start, hits);
    let summoned = || summoned(text, entry.text_span.start).filter(|_| first(hits, Cue::Monitor).is_none());
    let called = first(hits, Cue::Escalate).or(told).or_else(summoned);
    if let Some(span) = called.filter(|_| !not_escalated(&text.to_ascii_lowercase())) {
        let to = escalated_to(text, span.end.saturating_sub(entry.text_span.start));
        entry.put(Role { kind: RoleKind::Escalated, span, marked: false, by: None, to });
    }
}

/// "alerted their supervisor": a person told others; not a monitor, and not "was alerted".
fn told_others(text: &str, base: usize, hits: &[Hit]) -> Option<Span> {
    if first(hits, Cue::Monitor).is_some() {
        return None;
    }
    let span = first(hits, Cue::Alerted)?;
    let before = text.get(..span.start.checked_sub(base)?)?.trim_end().to_ascii_lowercase();
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

/// Whether an entry's wording says that the team came to know, and by what.
fn detection(text: &str, hits: &[Hit]) -> Option<(Option<DetectionMethod>, Span)> {
    let lower = text.to_ascii_lowercase();
    if ["nobody", "no one", "unnoticed", "not noticed", "nothing alert"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return None;
    }
    let has = |cue| first(hits, cue);
    let by = detected_by(text, hits);
    if let (Some(DetectionMethod::Customer), Some(span)) = (by, has(Cue::Report)) {
        return Some((by, span));
    }
    if let (Some(DetectionMethod::Monitoring), Some(span)) = (by, has(Cue::Monitor)) {
        return Some((by, span));
    }
    if let Some(span) = has(Cue::Notice) {
        return Some((by, span));
    }
    if let Some(span) = has(Cue::Alerted) {
        return Some((by, span));
    }
    None
}

/// By what it was noticed, as far as the wording says.
pub(super) fn detected_by(text: &str, hits: &[Hit]) -> Option<DetectionMethod> {
    let has = |cue| first(hits, cue);
    let monitor = has(Cue::Monitor);
    let report = has(Cue::Report);
    let outsider = has(Cue::Outsider);
    let customer = report.filter(|_| outsider.is_some() || text.to_ascii_lowercase().contains("customer s"));
    match (monitor, customer) {
        (Some(monitor), Some(customer)) if customer.start < monitor.start => Some(DetectionMethod::Customer),
        (Some(_), _) => Some(DetectionMethod::Monitoring),
        (None, Some(_)) => Some(DetectionMethod::Customer),
        (None, None) => {
            let notice = has(Cue::Notice)?;
            let insider = has(Cue::Insider).is_some_and(|insider| insider.start != notice.start);
            // "Detected while trying to …": whoever writes it was at work on it.
            let lower = text.to_ascii_lowercase();
            let at_work =
                [" while ", " during ", " when trying", " logs"].iter().any(|word| lower.contains(word));
            if insider || at_work {
                return Some(DetectionMethod::Engineer);
            }
            let noticed = ["users noticed", "user noticed", "customers noticed", "customer noticed"];
            noticed.iter().any(|phrase| lower.contains(phrase)).then_some(DetectionMethod::Customer)
        }
    }
}

/// The roles that comments in an entry mark; a comment that is nearly a marker is a fault.
fn marked(reader: &Reader<'_>, span: Span) -> (Vec<Role>, Vec<Fault>) {
    let comments = &reader.page.comments;
    let from = comments.partition_point(|comment| comment.start < span.start);
    let (mut roles, mut faults) = (Vec::new(), Vec::new());
    for comment in comments.iter().skip(from).take_while(|comment| comment.start < span.end) {
        let inner = comment.of(reader.text).trim_start_matches("<!--").trim_end_matches("-->");
        for part in parts(inner) {
            let (name, value) = part.split_once(':').unwrap_or((part, ""));
            let (name, value) = (name.trim(), value.trim());
            if let Some(&(_, kind)) = MARKERS.iter().find(|(marker, _)| name.eq_ignore_ascii_case(marker)) {
                let mut role = Role { kind, span: *comment, marked: true, by: None, to: None };
                match kind {
                    RoleKind::Detected => role.by = method(value),
                    RoleKind::Escalated => role.to = (!value.is_empty()).then(|| value.to_owned()),
                    _ => {}
                }
                roles.push(role);
            } else if let Some(near) = misspelt(name) {
                let message = format!("`{name}` is not a marker of a timeline entry");
                let help = format!("did you mean `<!-- {near} -->`?");
                faults.push(Fault::new(FaultKind::Suspicious, *comment, message).help(help));
            }
        }
    }
    (roles, faults)
}

/// The markers of a comment: parted by commas, or by spaces when each word is one.
fn parts(inner: &str) -> Vec<&str> {
    let words: Vec<&str> = inner.split_whitespace().collect();
    let markers =
        words.iter().all(|word| MARKERS.iter().any(|(marker, _)| word.eq_ignore_ascii_case(marker)));
    if markers { words } else { inner.split(',').collect() }
}

fn misspelt(name: &str) -> Option<&'static str> {
    let one_word = name.len() >= 4 && name.chars().all(|char| char.is_ascii_alphabetic() || char == '-');
    nearest(name, MARKERS.iter().map(|(marker, _)| *marker)).filter(|_| one_word)
}

fn method(value: &str) -> Option<DetectionMethod> {
    Some(match value {
        "monitoring" => DetectionMethod::Monitoring,
        "engineer" => DetectionMethod::Engineer,
        "customer" => DetectionMethod::Customer,
        "other" => DetectionMethod::Other,
        _ => return None,
    })
}
