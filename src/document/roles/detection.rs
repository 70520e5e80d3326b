//! How the team came to know: by monitoring, by one of its own people, by customers.

use super::said::Said;
use crate::document::cues::Cue;
use crate::document::reader::Reader;
use crate::document::{DetectionMethod, Entry, Fact, Origin, Postmortem, Role, RoleKind, SectionKind, Topic};
use crate::text::Span;

/// Whether an entry's wording says that the team came to know, and by what.
pub(super) fn detection(said: &Said<'_>) -> Option<(Option<DetectionMethod>, Span)> {
    if !said.has_any(&[Cue::Monitor, Cue::Report, Cue::Notice, Cue::Alerted]) {
        return None;
    }
    let monitor = alarm(said);
    let by = noticed_by(said, monitor);
    let told = match by {
        Some(DetectionMethod::Customer) => said.first(Cue::Report),
        Some(DetectionMethod::Monitoring) => monitor,
        Some(DetectionMethod::Engineer) => said.first(Cue::Notice).or_else(|| told_by_insider(said)),
        _ => None,
    };
    let found = told.or_else(|| said.first(Cue::Notice)).or_else(|| said.first(Cue::Alerted))?;
    let denied = ["nobody", "no one", "unnoticed", "not noticed", "nothing alert"];
    let denied = denied.iter().any(|word| said.lower.contains(word));
    (!denied).then_some((by, found))
}

/// By what it was noticed, as far as the wording of a span says.
pub(super) fn detected_by(said: &Said<'_>) -> Option<DetectionMethod> {
    noticed_by(said, alarm(said))
}

/// Whether an outsider is only spoken of: "Ada, who shows the site to a friend, notices …".
fn in_passing(said: &Said<'_>, outsider: Span) -> bool {
    let before = said.before(outsider);
    let before = ["a ", "the ", "her ", "his ", "my ", "our ", "their "]
        .iter()
        .find_map(|article| before.strip_suffix(article))
        .unwrap_or(before);
    let clause = before.rsplit([',', '.', ';']).next().unwrap_or_default();
    ["to ", "for ", "with "].iter().any(|word| before.ends_with(word))
        && ["show", "demo", "present"].iter().any(|verb| clause.contains(verb))
}

/// The same where the word of a monitor is known.
fn noticed_by(said: &Said<'_>, monitor: Option<Span>) -> Option<DetectionMethod> {
    let lower = said.lower;
    let outsider =
        || said.all(Cue::Outsider).any(|hit| !in_passing(said, hit)) || lower.contains("customer s");
    // Who complains is no monitor, and seldom of the team.
    let complaint = |&report: &Span| said.reader.lower(report).starts_with("complain");
    let complaint = said.all(Cue::Report).find(complaint).filter(|_| !said.has(Cue::Insider));
    let customer = said.first(Cue::Report).filter(|_| outsider()).or(complaint);
    match (monitor, customer) {
        (Some(monitor), Some(customer)) if customer.start < monitor.start => Some(DetectionMethod::Customer),
        (Some(_), _) => Some(DetectionMethod::Monitoring),
        (None, Some(_)) => Some(DetectionMethod::Customer),
        (None, None) => {
            let Some(notice) = said.first(Cue::Notice) else {
                return told_by_insider(said).map(|_| DetectionMethod::Engineer);
            };
            let insider = said.first(Cue::Insider).is_some_and(|insider| insider.start != notice.start)
                // "We learn that something is off" does not say from whom.
                || (["i ", "we "].iter().any(|subject| said.reader.lower(notice).starts_with(subject))
                    && !["learn", "hear"].iter().any(|verb| said.reader.lower(notice).contains(verb)));
            // "Detected while trying to …": whoever writes it was at work on it.
            let at_work =
                [" while ", " during ", " when trying", " logs"].iter().any(|word| lower.contains(word));
            if insider || at_work {
                return Some(DetectionMethod::Engineer);
            }
            let noticed = ["users noticed", "user noticed", "customers noticed", "customer noticed"];
            if noticed.iter().any(|phrase| lower.contains(phrase)) {
                return Some(DetectionMethod::Customer);
            }
            let before = Span::new(said.span.start, notice.start);
            let person = !outsider() && names_person(said.reader.plain(before));
            person.then_some(DetectionMethod::Engineer)
        }
    }
}

/// By what it was noticed where just that is asked: naming somebody is enough.
pub(super) fn asked_by(said: &Said<'_>) -> Option<DetectionMethod> {
    detected_by(said).or_else(|| match () {
        () if said.has(Cue::Outsider) => Some(DetectionMethod::Customer),
        () if said.has(Cue::Insider) => Some(DetectionMethod::Engineer),
        () => None,
    })
}

/// The first word of a monitor that is not denied: "no alarm exists", "the alerts stayed silent".
fn alarm(said: &Said<'_>) -> Option<Span> {
    let (reader, span) = (said.reader, said.span);
    let silent = |hit: Span| {
        let before =
            reader.lower(Span::new(span.start.max(reader.floor(hit.start, 24)).min(hit.start), hit.start));
        let after = reader.lower(Span::new(hit.end, span.end.min(reader.roof(hit.end, 48)).max(hit.end)));
        let (after, next) = after.split_once(['.', ';', ',']).unwrap_or((after, ""));
        // "We have an alert for that. It did not fire."
        let next = next.trim_start();
        let none = ["it did not", "it didn't", "it didn’t", "none of them", "none did", "they did not"];
        if none.iter().any(|start| next.starts_with(start)) {
            return true;
        }
        ["no ", "no such ", "without an ", "without any ", "without ", "not an ", "not a single ", "not any "]
            .iter()
            .any(|word| before.ends_with(word))
            || [
                "did not",
                "didn't",
                "didn’t",
                "stayed silent",
                "remained silent",
                "was silent",
                "were silent",
                "stayed green",
                "happily",
                "passes",
                "passed",
                "never ",
                "failed to",
                "not fire",
                "not trigger",
                "is missing",
                "was missing",
                "were missing",
                "was muted",
                "were muted",
                "was disabled",
                "were disabled",
            ]
            .iter()
            .any(|word| after.contains(word))
    };
    said.all(Cue::Monitor).find(|&hit| !silent(hit))
}

/// "The reception desk called the caretakers", "the finance officer reported": somebody of the house told.
fn told_by_insider(said: &Said<'_>) -> Option<Span> {
    let lower = |hit: Span| said.reader.lower(hit);
    let tells = |&report: &Span| {
        ["call", "phone", "rang", "rings", "telephon", "report"]
            .iter()
            .any(|verb| lower(report).starts_with(verb))
    };
    let of_house = |hit: Span| {
        ["reception", "officer", "colleague", "secretar", "staff", "employee", "technician", "intern"]
            .contains(&lower(hit))
    };
    let report = said.all(Cue::Report).find(tells)?;
    let of = lower(report).ends_with("from") || lower(report).ends_with("of");
    said.all(Cue::Insider).any(|hit| of_house(hit) && (of || hit.end <= report.start)).then_some(report)
}

/// Words with a capital letter that are no names.
const NO_NAMES: [&str; 52] = [
    "a",
    "all",
    "after",
    "an",
    "as",
    "at",
    "because",
    "before",
    "by",
    "during",
    "first",
    "for",
    "from",
    "he",
    "i",
    "in",
    "it",
    "no",
    "on",
    "our",
    "she",
    "since",
    "some",
    "soon",
    "that",
    "the",
    "then",
    "these",
    "they",
    "this",
    "we",
    "when",
    "while",
    "with",
    "issue",
    "issues",
    "problem",
    "problems",
    "incident",
    "outage",
    "error",
    "errors",
    "anomaly",
    "anomalies",
    "failure",
    "failures",
    "fault",
    "slowness",
    "latency",
    "bug",
    "downtime",
    "degradation",
];

/// Whether the words before somebody noticed something name a person: "Harriet, who was making tea,", "Paweł ".
fn names_person(before: &str) -> bool {
    let mut rest = before;
    // "Harriet was making tea and she saw …".
    let pronoun = [" he", " she"].iter().any(|word| before.trim_end().ends_with(word));
    while let Some(at) = rest.find(char::is_uppercase) {
        let glued = rest[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let name = &rest[at..];
        let part = |char: char| char.is_alphabetic() || char == '-';
        let end = name.find(|char| !part(char)).unwrap_or(name.len());
        let (name, after) = name.split_at(end);
        let known = NO_NAMES.iter().any(|word| name.eq_ignore_ascii_case(word));
        let shaped =
            name.chars().count() >= 3 && name.chars().skip(1).all(|char| char.is_lowercase() || char == '-');
        // The name is what noticed, or something is told about it in between.
        let opens = pronoun && !rest[..at].contains(char::is_alphanumeric);
        let subject = opens || after.trim().is_empty() || after.starts_with(',') || after.starts_with(" (");
        if !glued && !known && shaped && subject {
            return true;
        }
        rest = after;
    }
    false
}

/// A detection that one entry dates and another explains: the first keeps both.
pub(super) fn detection_elsewhere(entries: &mut [Entry]) {
    let detected = |role: &&mut Role| role.kind == RoleKind::Detected;
    let mut roles = entries.iter_mut().filter_map(|entry| entry.roles.iter_mut().find(detected)).take(8);
    if let Some(first) = roles.next() {
        first.by = first.by.or_else(|| roles.find_map(|role| role.by));
    }
}

/// How the team came to know: from the timeline's detection, else from labels, sections and the summary.
pub(in crate::document) fn detection_method(reader: &Reader<'_>, postmortem: &mut Postmortem) {
    let of_entry = postmortem.timeline.iter().find_map(|entry| {
        let role = entry.roles.iter().find(|role| role.kind == RoleKind::Detected)?;
        Some((role.by, role.span))
    });
    if let Some((Some(by), span)) = of_entry {
        postmortem.detection.push(Fact::inferred(by, span, Origin::Timeline));
    }
    let sections =
        reader.sections(SectionKind::Detection).map(|section| reader.outline.sections[section].whole);
    let labels = reader
        .labels
        .iter()
        .filter(|label| matches!(label.topic, Topic::Detection | Topic::DetectionMethod))
        .map(|label| (label.value, label.topic == Topic::DetectionMethod));
    for (span, asked) in labels.chain(sections.map(|section| (section, false))) {
        let said = Said::new(reader, span);
        let by = if asked { asked_by(&said) } else { detected_by(&said) };
        if let Some(by) = by {
            let span = said.hits.first().map_or(span, |hit| hit.span);
            postmortem.detection.push(Fact::inferred(by, span, reader.origin(span.start)));
        }
    }
    if postmortem.detection.is_empty() && of_entry.is_none() {
        summary_detection(reader, postmortem);
    }
}

fn summary_detection(reader: &Reader<'_>, postmortem: &mut Postmortem) {
    for hit in reader.hits_in(reader.account()).iter().filter(|hit| hit.cue == Cue::Notice) {
        let origin = reader.origin(hit.span.start);
        if !origin.is_account() {
            continue;
        }
        let sentence = Said::new(reader, reader.sentence(hit.span.start));
        if let Some(by) = detected_by(&sentence) {
            postmortem.detection.push(Fact::inferred(by, hit.span, origin));
            return;
        }
    }
}
