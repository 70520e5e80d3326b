//! `PM1xx`: times, zones and durations.

mod ambiguous_date;
mod ambiguous_time;
mod ambiguous_timezone;
mod contradicting_times;
mod detected_outside_window;
mod duration_mismatch;
mod end_before_start;
mod impossible_local_time;
mod missing_end;
mod missing_start;
mod missing_timezone;
mod mixed_timezones;
mod overlong_window;
mod timezone_out_of_season;

use chrono::{NaiveDate, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;

use super::phrases::Phrases;
use super::{Context, Report, Rule};
use crate::document::{Doubt, Entry, Fact, Moment, Origin, RoleKind, ZoneKind};
use crate::text::Span;

pub(super) static RULES: &[&Rule] = &[
    &missing_start::RULE,
    &missing_end::RULE,
    &missing_timezone::RULE,
    &end_before_start::RULE,
    &detected_outside_window::RULE,
    &duration_mismatch::RULE,
    &contradicting_times::RULE,
    &ambiguous_timezone::RULE,
    &ambiguous_date::RULE,
    &timezone_out_of_season::RULE,
    &mixed_timezones::RULE,
    &impossible_local_time::RULE,
    &overlong_window::RULE,
    &ambiguous_time::RULE,
];

/// Reports a moment that the document does not give, or gives without a time of day.
fn moment_missing(cx: &Context<'_>, report: &mut Report<'_>, key: &str, facts: &[Fact<Moment>]) {
    let example = if key == "end" { "2026-03-02T14:47" } else { "2026-03-02T14:05" };
    if cx.has_frontmatter() {
        if cx.value(key).is_some() {
            return;
        }
        let known = facts.iter().find(|fact| fact.value.clock.is_some());
        let example = format!("add `{key}:` as in `{key}: {example}`");
        match known {
            Some(fact) => report
                .at(cx.missing(key), format!("frontmatter lacks the {key} of the outage"))
                .and(fact.span, format!("{} says {}", part(fact.origin), shown(&fact.value)))
                .help(example),
            None => report.at(cx.missing(key), format!("the {key} of the outage is missing")).help(example),
        };
        return;
    }
    match facts.iter().find(|fact| fact.value.clock.is_some()).or(facts.first()) {
        Some(fact) if fact.value.clock.is_none() => {
            report
                .at(fact.span, format!("the {key} of the outage has a day but no time"))
                .help("write the time and the zone: `14:05 UTC`");
        }
        Some(_) => {}
        None if key == "start" && tells_onset(cx) => {}
        None => {
            report
                .at(
                    summary(cx),
                    format!(
                        "the document does not say when the outage {}",
                        if key == "end" { "ended" } else { "began" }
                    ),
                )
                .help("write day, times and zone in the summary: `2 March 2026, 14:05–14:47 UTC`");
        }
    }
}

/// Whether the start follows from what is told: an entry of the timeline with a time tells, before anybody noticed, what
/// users met or that something began, or the time to detect is stated beside the time of detection.
fn tells_onset(cx: &Context<'_>) -> bool {
    static BEGINS: Phrases = Phrases::new(&["begin", "begins", "began"]);
    static CHANGE: Phrases = Phrases::new(&[
        "change",
        "deploy",
        "deployment",
        "engineer",
        "engineers",
        "investigating",
        "investigation",
        "maintenance",
        "migration",
        "release",
        "rollout",
        "scaling",
        "team",
        "update",
        "upgrade",
        "we",
        "work",
    ]);
    static MET: Phrases = Phrases::new(&[
        "degraded",
        "down",
        "errors",
        "fail",
        "failing",
        "fails",
        "slowdown",
        "slowdowns",
        "timeouts",
        "timing out",
        "unavailable",
        "unreachable",
    ]);
    let until = |entry: &&Entry| !entry.roles.iter().any(|role| role.kind == RoleKind::Detected);
    let early = cx.postmortem.timeline.iter().take_while(until);
    let told = |text: &str| MET.any(text) || (BEGINS.any(text) && !CHANGE.any(text));
    early.into_iter().any(|entry| entry.time.is_some() && told(&entry.text)) || states_time_to_detect(cx)
}

static TO_DETECT: Phrases = Phrases::new(&["time to detect", "time to detection", "mttd", "ttd"]);

/// Whether a line states the time to detect in figures, and the time of detection is known.
fn states_time_to_detect(cx: &Context<'_>) -> bool {
    let plain = &cx.document.plain;
    let in_figures = |span: Span| {
        let rest = &plain[span.end..cx.postmortem.body.end];
        let line = rest.lines().next().unwrap_or_default();
        line.bytes().any(|byte| byte.is_ascii_digit())
    };
    cx.postmortem.detected.iter().any(|fact| fact.value.clock.is_some())
        && cx.find(&TO_DETECT, cx.postmortem.body).any(in_figures)
}

/// The first fact, or the summary.
fn place(cx: &Context<'_>, facts: &[Fact<Moment>]) -> Span {
    facts.first().map_or_else(|| summary(cx), |fact| fact.span)
}

/// The summary's heading, or the title.
pub(super) fn summary(cx: &Context<'_>) -> Span {
    cx.postmortem
        .section(crate::document::SectionKind::Summary)
        .map_or_else(|| cx.head(), |section| section.heading)
}

/// The time from one moment to another, as far as what is known of them can be compared.
///
/// Where both are instants, their difference; without a zone in either, that of the local times; without a
/// day in either, that of the clocks. In a zone that never changes its clocks, local times tell without the work of
/// making instants of them.
pub(super) fn gap(from: &Moment, to: &Moment) -> Option<TimeDelta> {
    let zones = from.zone.as_ref().zip(to.zone.as_ref()).map(|(from, to)| (&from.kind, &to.kind));
    let steady = match zones {
        Some((ZoneKind::Rules(Tz::UTC), ZoneKind::Rules(Tz::UTC))) => true,
        Some((ZoneKind::Offset(from), ZoneKind::Offset(to))) => from == to,
        _ => false,
    };
    if !steady && let Some((from, to)) = from.instant().zip(to.instant()) {
        return Some(to - from);
    }
    let (from_clock, to_clock) = from.clock.zip(to.clock)?;
    if !steady && zones.is_some_and(|(from, to)| from != to) {
        return None;
    }
    match (from.date, to.date) {
        (Some(from), Some(to)) if from != to => Some(to.and_time(to_clock) - from.and_time(from_clock)),
        _ => Some(to_clock - from_clock),
    }
}

/// A moment as a person writes it, with what is known of it.
pub(super) fn shown(moment: &Moment) -> String {
    let date = moment.date.map(|date| date.format("%-d %B %Y").to_string());
    let clock = moment.clock.map(|clock| clock.format("%H:%M").to_string());
    let zone = moment.zone.as_ref().map(|zone| zone.written.to_string()).filter(|_| clock.is_some());
    [date, clock, zone].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A stated moment with its place: "2 March 2026 14:05 UTC in the frontmatter (line 3)".
pub(super) fn stated(cx: &Context<'_>, fact: &Fact<Moment>) -> String {
    format!("{} in {} ({})", shown(&fact.value), part(fact.origin), cx.line(fact.span))
}

/// A duration as a person writes it: `2 h 30 min`.
pub(super) fn spoken(duration: TimeDelta) -> String {
    let minutes = (duration.abs().num_seconds() + 30) / 60;
    let parts = [(minutes / 1440, "d"), (minutes / 60 % 24, "h"), (minutes % 60, "min")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
    if parts.is_empty() { "less than a minute".to_owned() } else { parts.join(" ") }
}

/// A part of the document as a sentence names it.
pub(super) fn part(origin: Origin) -> &'static str {
    match origin {
        Origin::Frontmatter => "the frontmatter",
        Origin::Title => "the title",
        Origin::Summary => "the summary",
        Origin::Introduction => "the introduction",
        Origin::Timeline => "the timeline",
        Origin::Causes => "the causes",
        Origin::Resolution => "the resolution",
        Origin::Actions => "the tasks",
        Origin::Elsewhere => "another section",
    }
}

/// Every moment of the document with its place: facts first, then the timeline, each place once.
fn moments<'a>(cx: &Context<'a>) -> Vec<(Span, &'a Moment)> {
    let postmortem = cx.postmortem;
    let facts = postmortem.starts.iter().chain(&postmortem.ends).chain(&postmortem.detected);
    let mut all: Vec<(Span, &Moment)> = facts.map(|fact| (fact.span, &fact.value)).collect();
    for entry in &postmortem.timeline {
        if let (Some(span), Some(time)) = (entry.time_span, &entry.time) {
            all.push((span, time));
        }
    }
    all.sort_by_key(|(span, _)| *span);
    all.dedup_by_key(|(span, _)| *span);
    all
}

/// The moments with a doubt that `pick` takes, and what it makes of it.
fn doubts<'a, T>(cx: &Context<'a>, pick: impl Fn(&'a Doubt) -> Option<T>) -> Vec<(Span, &'a Moment, T)> {
    let postmortem = cx.postmortem;
    let facts = postmortem.starts.iter().chain(&postmortem.ends).chain(&postmortem.detected);
    let times = postmortem.timeline.iter().filter_map(|entry| entry.time.as_ref());
    if facts.map(|fact| &fact.value).chain(times).all(|moment| moment.doubts.is_empty()) {
        return Vec::new();
    }
    let with = moments(cx).into_iter();
    with.filter_map(|(span, moment)| Some((span, moment, moment.doubts.iter().find_map(&pick)?))).collect()
}

/// Minutes east of UTC at noon of a day; `None` where the abbreviation does not tell.
fn minutes(kind: &ZoneKind, day: NaiveDate) -> Option<i32> {
    match kind {
        ZoneKind::Offset(minutes) => Some(*minutes),
        ZoneKind::Ambiguous(_) => None,
        ZoneKind::Rules(zone) => {
            let noon = day.and_hms_opt(12, 0, 0)?;
            Some(zone.offset_from_utc_datetime(&noon).fix().local_minus_utc() / 60)
        }
    }
}
