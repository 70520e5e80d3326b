//! The page of one incident and the page of one rule.

use chrono::{DateTime, Utc};
use minijinja::Value;
use serde::Serialize;

use super::super::html::{self, Heading, Style, Target};
use super::super::svg::{self, Chart, Drawing, Series, TimeAxis, Timeline, Zone};
use super::index::{Frame, weight};
use super::links::Places;
use super::{Action, Claim, FindingLine, IncidentPage, Parameter, Replay, RulePage, Site, Verdict, words};
use crate::text::counted;

#[derive(Serialize)]
pub(super) struct Incident<'a> {
    pub(super) path: String,
    site: Frame<'a>,
    root: &'static str,
    title: &'a str,
    severity: &'a str,
    weight: &'static str,
    status: &'a str,
    date: String,
    facts: Vec<Fact>,
    timeline: Option<Value>,
    key: Vec<KeyLine<'a>>,
    replay: Option<ReplayView<'a>>,
    lead: Value,
    body: Value,
    contents: Vec<Content>,
    actions: &'a [Action],
    open: usize,
    findings: Vec<Found<'a>>,
    newer: Option<Neighbour<'a>>,
    older: Option<Neighbour<'a>>,
}

#[derive(Serialize)]
struct Fact {
    name: &'static str,
    value: String,
}

/// A line of the list beside numbered marks.
#[derive(Serialize)]
struct KeyLine<'a> {
    time: String,
    role: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct ReplayView<'a> {
    model: &'a str,
    runs: &'a str,
    chart: Option<Value>,
    topology: Option<Value>,
    caption: &'a str,
    claims: Vec<Claim>,
    agreed: String,
    differs: bool,
    parameters: &'a [Parameter],
}

#[derive(Serialize)]
struct Content {
    id: String,
    text: String,
}

#[derive(Serialize)]
struct Found<'a> {
    rule: Option<String>,
    #[serde(flatten)]
    line: &'a FindingLine,
}

#[derive(Serialize)]
struct Neighbour<'a> {
    path: &'a str,
    title: &'a str,
}

/// The page at a position of the order by date.
pub(super) fn view<'a>(
    site: &'a Site,
    places: &'a Places,
    order: &[usize],
    nth: usize,
) -> Option<Incident<'a>> {
    let at = *order.get(nth)?;
    let page = site.incidents.get(at)?;
    let neighbour = |nth: Option<usize>| {
        let at = *order.get(nth?)?;
        Some(Neighbour { path: places.incident(at), title: &site.incidents.get(at)?.title })
    };
    let body = body(page, places);
    let (lead, rest) = parted(page, &body);
    let axis = axis(page);
    let timeline = timeline(page, &axis);
    let numbered = timeline.as_ref().is_some_and(|drawing| drawing.numbered);
    Some(Incident {
        path: places.incident(at).to_owned(),
        site: Frame::new(site),
        root: "../",
        title: &page.title,
        severity: &page.severity,
        weight: weight(&page.severity),
        status: &page.status,
        date: words::day(page).map(words::date).unwrap_or_default(),
        facts: facts(page),
        timeline: timeline.map(|drawing| Value::from_safe_string(drawing.svg)),
        key: if numbered { key(page) } else { Vec::new() },
        replay: page.replay.as_ref().map(|replay| replay_view(page, replay, &axis)),
        contents: contents(&body.headings),
        lead: Value::from_safe_string(lead.to_owned()),
        body: Value::from_safe_string(rest.to_owned()),
        open: page.actions.iter().filter(|action| !action.done).count(),
        actions: &page.actions,
        findings: page.findings.iter().map(|line| found(site, line)).collect(),
        newer: neighbour(nth.checked_sub(1)),
        older: neighbour(Some(nth + 1)),
    })
}

/// The body under the page's own `h1`: a leading title is dropped, and other top headings move down.
fn body(page: &IncidentPage, places: &Places) -> html::Rendered {
    let target = |address: &str| places.follow(page, address);
    let style = Style { heading_offset: 0, title: Some(&page.title), target: &target };
    let rendered = html::render(&page.body, style);
    if rendered.headings.iter().any(|heading| heading.level == 1) {
        return html::render(&page.body, Style { heading_offset: 1, ..style });
    }
    rendered
}

/// What stands before the pictures, and the rest: the introduction, and the summary where it comes first.
fn parted<'a>(page: &IncidentPage, body: &'a html::Rendered) -> (&'a str, &'a str) {
    let all = &body.headings;
    let summary = all.iter().position(|heading| heading.text == page.summary).filter(|at| {
        let level = all.get(*at).map(|summary| summary.level);
        all.iter().take(*at).all(|above| Some(above.level) < level)
    });
    let next = match summary.and_then(|at| Some((all.get(at)?.level, at + 1))) {
        Some((level, after)) => all.iter().skip(after).find(|next| next.level <= level),
        None => top(all).next(),
    };
    let place = next.and_then(|next| body.html.find(&format!("<h{} id=\"{}\"", next.level, next.id)));
    body.html.split_at(place.unwrap_or(if summary.is_some() { body.html.len() } else { 0 }))
}

/// The headings of the highest level that there is below the title.
fn top(headings: &[Heading]) -> impl Iterator<Item = &Heading> {
    let highest = headings.iter().map(|heading| heading.level).filter(|level| *level > 1).min();
    headings.iter().filter(move |heading| Some(heading.level) == highest)
}

fn contents(headings: &[Heading]) -> Vec<Content> {
    top(headings).map(|heading| Content { id: heading.id.clone(), text: heading.text.clone() }).collect()
}

fn axis(page: &IncidentPage) -> TimeAxis {
    let entries = page.entries.iter().flat_map(|entry| [Some(entry.at), entry.until]);
    let moments = page.window.iter().flat_map(|window| {
        [Some(window.start), window.detected, window.acknowledged, window.mitigated, window.end]
    });
    let mut instants: Vec<DateTime<Utc>> = entries.chain(moments).flatten().collect();
    if instants.is_empty() {
        let samples = page.replay.iter().flat_map(|replay| &replay.series).flat_map(|line| &line.samples);
        instants.extend(samples.clone().map(|sample| sample.at).min());
        instants.extend(samples.map(|sample| sample.at).max());
    }
    TimeAxis::new(page.zone, &instants)
}

fn timeline(page: &IncidentPage, axis: &TimeAxis) -> Option<Drawing> {
    if page.entries.is_empty() && page.window.is_none() {
        return None;
    }
    let title = format!("Timeline of: {}", page.title);
    let timeline =
        Timeline { id: "figure-timeline", title: &title, window: page.window, entries: &page.entries };
    Some(svg::timeline(&timeline, axis))
}

/// The texts of numbered marks, in the order of their numbers.
fn key(page: &IncidentPage) -> Vec<KeyLine<'_>> {
    let mut entries: Vec<_> = page.entries.iter().collect();
    entries.sort_by_key(|entry| entry.at);
    entries
        .into_iter()
        .map(|entry| KeyLine {
            time: page.zone.local(entry.at).format("%-d %b %H:%M").to_string(),
            role: if entry.role == svg::Role::Event { "" } else { entry.role.name() },
            text: &entry.text,
        })
        .collect()
}

fn replay_view<'a>(page: &IncidentPage, replay: &'a Replay, axis: &TimeAxis) -> ReplayView<'a> {
    let series: Vec<Series<'_>> =
        replay.series.iter().map(|line| Series { name: &line.name, samples: &line.samples }).collect();
    let title = format!("Simulated availability: {}", page.title);
    let chart = Chart { id: "figure-chart", title: &title, window: page.window, series: &series };
    let topology = format!("Topology: {}", page.title);
    ReplayView {
        model: &replay.model,
        runs: &replay.runs,
        chart: (!series.is_empty()).then(|| Value::from_safe_string(svg::chart(&chart, axis))),
        topology: (!replay.topology.nodes.is_empty())
            .then(|| Value::from_safe_string(svg::topology("figure-topology", &topology, &replay.topology))),
        caption: &replay.topology_caption,
        claims: replay.claims.iter().map(held).collect(),
        agreed: agreed(&replay.claims),
        differs: replay.claims.iter().any(|claim| claim.verdict == Verdict::Differs),
        parameters: &replay.parameters,
    }
}

/// A claim whose numbers stay with their units.
fn held(claim: &Claim) -> Claim {
    Claim { stated: words::held(&claim.stated), simulated: words::held(&claim.simulated), ..claim.clone() }
}

/// `24 of 24 statements agree with the model`; those that nothing was found for do not count.
fn agreed(claims: &[Claim]) -> String {
    let checked = claims.iter().filter(|claim| claim.verdict != Verdict::Unchecked).count();
    let agree = claims.iter().filter(|claim| claim.verdict == Verdict::Agrees).count();
    let verb = if agree == 1 { "agrees" } else { "agree" };
    format!("{agree} of {} {verb} with the model", counted(checked, "statement"))
}

/// The facts that are known, in a fixed order.
fn facts(page: &IncidentPage) -> Vec<Fact> {
    let zone: Zone = page.zone;
    let window = page.window.as_ref();
    let moment = |of: fn(&svg::Window) -> Option<DateTime<Utc>>| {
        window.map(|window| words::after(window, of(window))).unwrap_or_default()
    };
    let mut detected = moment(|window| window.detected);
    let mut by = page.detection.clone();
    if !detected.is_empty() && !by.is_empty() {
        detected = format!("{detected}, by {by}");
        by.clear();
    }
    let facts = [
        ("When", window.map(|window| words::window(zone, window)).unwrap_or_default()),
        ("Duration", window.map(words::duration).unwrap_or_default()),
        ("Impact", page.impact.clone()),
        ("Detected after", detected),
        ("Detected by", by),
        ("Mitigated after", moment(|window| window.mitigated)),
        ("Services", page.services.join(", ")),
        ("Flavors", page.flavors.join(", ")),
        ("Authors", page.authors.join(", ")),
        ("Model", page.replay.as_ref().map(|replay| replay.model.clone()).unwrap_or_default()),
    ];
    let known = facts.into_iter().filter(|(_, value)| !value.is_empty());
    known.map(|(name, value)| Fact { name, value }).collect()
}

fn found<'a>(site: &Site, line: &'a FindingLine) -> Found<'a> {
    let known = site.rules.iter().any(|rule| rule.code == line.code);
    Found { rule: known.then(|| format!("../rules/{}.html", line.code)), line }
}

#[derive(Serialize)]
pub(super) struct Rule<'a> {
    pub(super) path: String,
    site: Frame<'a>,
    root: &'static str,
    code: &'a str,
    name: &'a str,
    level: &'a str,
    body: Value,
}

pub(super) fn rule<'a>(site: &'a Site, rule: &'a RulePage) -> Rule<'a> {
    let target = |_: &str| Target::Nowhere("not part of this site");
    let body = html::render(&rule.doc, Style { target: &target, ..Style::default() });
    Rule {
        path: format!("rules/{}.html", rule.code),
        site: Frame::new(site),
        root: "../",
        code: &rule.code,
        name: &rule.name,
        level: &rule.level,
        body: Value::from_safe_string(body.html),
    }
}
