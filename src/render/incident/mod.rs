//! A postmortem as a page of the wiki: what was understood of it, in the words of the page.

mod replay;
mod topology;

pub use replay::replay;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::svg::{Entry, Role, Window, Zone};
use super::wiki::{Action, FindingLine, IncidentPage, Replay};
use crate::document::{
    Fact, Flavor, Impact, ImpactOf, Moment, Postmortem, RoleKind, SectionKind, Status, ZoneKind,
};
use crate::finding::Finding;
use crate::text::Source;

/// The page of one postmortem. `slug` names the page, `findings` are the linter's, `replay` is what its
/// model showed.
pub fn page(
    source: &Source,
    slug: &str,
    postmortem: &Postmortem,
    findings: &[Finding],
    replay: Option<Replay>,
) -> IncidentPage {
    let front = postmortem.frontmatter.clone().unwrap_or_default();
    IncidentPage {
        slug: slug.to_owned(),
        source: source.path.clone(),
        title: postmortem.title().unwrap_or(slug).to_owned(),
        status: front.status.map(status).unwrap_or_default().to_owned(),
        severity: front.severity.unwrap_or_default(),
        zone: zone(postmortem),
        window: window(postmortem),
        day: day(postmortem, slug),
        impact: foremost(&postmortem.impacts).map(|fact| stated(source, fact)).unwrap_or_default(),
        services: front.services,
        flavors: front.flavors.into_iter().map(|flavor| self::flavor(flavor).to_owned()).collect(),
        detection: postmortem.detection.first().map(|fact| fact.value.name()).unwrap_or_default().to_owned(),
        authors: front.authors,
        body: postmortem.body.of(&source.text).to_owned(),
        summary: postmortem
            .section(SectionKind::Summary)
            .map(|section| section.title.clone())
            .unwrap_or_default(),
        entries: entries(postmortem),
        replay,
        actions: postmortem.actions.iter().map(action).collect(),
        findings: findings.iter().map(|finding| line(source, finding)).collect(),
    }
}

/// The zone in which the document's times are shown.
pub fn zone(postmortem: &Postmortem) -> Zone {
    let utc = Zone::Named(chrono_tz::Tz::UTC);
    let Some(fact) = postmortem.zones.first() else { return utc };
    match &fact.value.kind {
        ZoneKind::Rules(zone) => Zone::Named(*zone),
        ZoneKind::Offset(0) => utc,
        ZoneKind::Offset(minutes) => fixed(*minutes).unwrap_or(utc),
        ZoneKind::Ambiguous(candidates) => {
            candidates.first().and_then(|minutes| fixed(*minutes)).unwrap_or(utc)
        }
    }
}

fn fixed(minutes: i32) -> Option<Zone> {
    chrono::FixedOffset::east_opt(minutes * 60).map(Zone::Fixed)
}

/// The moments of the outage, when its start is known.
fn window(postmortem: &Postmortem) -> Option<Window> {
    let utc = |at: DateTime<chrono::FixedOffset>| at.with_timezone(&Utc);
    let first = |facts: &[Fact<Moment>]| facts.iter().find_map(|fact| fact.value.instant()).map(utc);
    Some(Window {
        start: utc(postmortem.start()?),
        detected: postmortem.detected().map(utc),
        acknowledged: first(&postmortem.acknowledged),
        mitigated: first(&postmortem.mitigated),
        end: postmortem.end().map(utc),
    })
}

/// A day that stands for an outage whose start is not known: that of the first moment which is, of the timeline, of the
/// title, of the file's name.
fn day(postmortem: &Postmortem, slug: &str) -> Option<NaiveDate> {
    let moments = [
        &postmortem.starts,
        &postmortem.detected,
        &postmortem.acknowledged,
        &postmortem.mitigated,
        &postmortem.ends,
    ];
    let stated = moments.into_iter().flatten().find_map(|fact| fact.value.date);
    let told = || postmortem.timeline.iter().find_map(|entry| entry.time.as_ref()?.date);
    stated.or_else(told).or_else(|| iso_day(postmortem.title()?)).or_else(|| iso_day(slug))
}

/// The first day written `2023-08-05` in a text.
fn iso_day(text: &str) -> Option<NaiveDate> {
    text.char_indices().find_map(|(at, _)| text.get(at..at + 10)?.parse().ok())
}

/// The entries that have a time, each with its most telling role.
fn entries(postmortem: &Postmortem) -> Vec<Entry> {
    let timed = postmortem.timeline.iter().filter_map(|entry| entry.instant.map(|at| (entry, at)));
    timed
        .map(|(entry, at)| Entry {
            at: at.with_timezone(&Utc),
            until: entry.until.as_ref().and_then(|until| {
                let clock = until.clock?;
                let same_day = at.with_time(clock).single()?;
                let until = if same_day < at { same_day + TimeDelta::days(1) } else { same_day };
                Some(until.with_timezone(&Utc))
            }),
            text: entry.text.clone(),
            role: shown_role(&entry.roles),
        })
        .collect()
}

/// The most telling of an entry's roles; what a marker says comes before what the wording suggests.
fn shown_role(roles: &[crate::document::Role]) -> Role {
    let marked = roles.iter().any(|role| role.marked);
    let counted = roles.iter().filter(|role| role.marked == marked);
    counted.map(|role| self::role(role.kind)).max_by_key(|role| weight(*role)).unwrap_or_default()
}

fn role(kind: RoleKind) -> Role {
    match kind {
        RoleKind::LeadUp => Role::LeadUp,
        RoleKind::Onset => Role::Start,
        RoleKind::Detected => Role::Detected,
        RoleKind::Acknowledged => Role::Acknowledged,
        RoleKind::Hypothesis => Role::Hypothesis,
        RoleKind::Misleading => Role::Misleading,
        RoleKind::Escalated => Role::Escalated,
        RoleKind::Mitigated => Role::Mitigated,
        RoleKind::Resolved => Role::Resolved,
        RoleKind::FollowUp => Role::FollowUp,
        RoleKind::Action | RoleKind::Diagnosed => Role::Event,
    }
}

/// Of several roles, the one the picture shows.
fn weight(role: Role) -> u8 {
    match role {
        Role::Event => 0,
        Role::LeadUp | Role::FollowUp => 1,
        Role::Hypothesis => 2,
        Role::Escalated => 3,
        Role::Misleading => 4,
        Role::Acknowledged => 5,
        Role::Start => 6,
        Role::Detected => 7,
        Role::Mitigated => 8,
        Role::Resolved => 9,
    }
}

fn action(action: &crate::document::Action) -> Action {
    let text = |fact: &Option<Fact<String>>| fact.as_ref().map(|fact| fact.value.clone()).unwrap_or_default();
    Action {
        text: action.text.clone(),
        done: action.done == Some(true),
        owner: text(&action.owner),
        due: action.due.as_ref().map(|fact| fact.value.to_string()).unwrap_or_default(),
        ticket: text(&action.ticket),
        variant: text(&action.variant),
    }
}

fn line(source: &Source, finding: &Finding) -> FindingLine {
    FindingLine {
        code: finding.code.to_owned(),
        level: finding.level.as_str().to_owned(),
        line: source.position(finding.span.start).line,
        message: finding.message.clone(),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::InReview => "in-review",
        Status::Published => "published",
    }
}

fn flavor(flavor: Flavor) -> &'static str {
    match flavor {
        Flavor::Software => "software",
        Flavor::Human => "human",
        Flavor::Network => "network",
        Flavor::Process => "process",
        Flavor::Culture => "culture",
    }
}

/// The first impact that says what was affected, or else the first.
fn foremost(impacts: &[Fact<Impact>]) -> Option<&Fact<Impact>> {
    impacts.iter().find(|fact| fact.value.of.is_some()).or(impacts.first())
}

/// An impact as it is stated; a share of what has no name here is told in the document's own words.
fn stated(source: &Source, fact: &Fact<Impact>) -> String {
    let words = impact(&fact.value);
    if fact.value.of.is_some() || fact.value.percent.is_none() {
        return words;
    }
    let after = source.text.get(fact.span.end..).unwrap_or_default();
    match after.trim_start().strip_prefix("of ") {
        Some(_) if after.starts_with([' ', '\n', '\r']) => {
            let noun = after.split_whitespace().skip(1).take_while(|word| !CLOSES.contains(word));
            let noun: Vec<&str> = noun.take(4).collect();
            let noun = noun.join(" ");
            let noun = noun.split(['.', ',', ';', ':', '(', '|', '<', '[']).next().unwrap_or_default();
            format!("{words} of {}", noun.trim())
        }
        _ => words,
    }
}

/// Words that end the name of what a share is of: "20% of ports in the region lost …".
const CLOSES: [&str; 14] = [
    "in",
    "on",
    "at",
    "that",
    "which",
    "who",
    "were",
    "was",
    "failed",
    "lost",
    "for",
    "from",
    "with",
    "contacted",
];

/// `30% of users`, `943 of 2000 users`, `1200 users`; a share of nobody knows what is `14%`.
pub fn impact(impact: &Impact) -> String {
    let noun = impact.of.map(ImpactOf::noun).unwrap_or_default();
    let of = if noun.is_empty() { String::new() } else { format!(" of {noun}") };
    let noun = if noun.is_empty() { String::new() } else { format!(" {noun}") };
    match (impact.percent, impact.count, impact.total) {
        (Some(percent), _, _) => format!("{percent}%{of}"),
        (None, Some(count), Some(total)) => format!("{count} of {total}{noun}"),
        (None, Some(count), None) => format!("{count}{noun}"),
        _ => String::new(),
    }
}
