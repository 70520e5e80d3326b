//! The first page and the list of rules.

use std::collections::BTreeMap;

use chrono::{Datelike, TimeDelta};
use minijinja::Value;
use serde::Serialize;

use super::super::html::{self, Style, Target};
use super::links::Places;
use super::{IncidentPage, Site, bar, words};
use crate::text::{counted, length};

/// What every page needs.
#[derive(Serialize)]
pub(super) struct Frame<'a> {
    title: &'a str,
    description: &'a str,
    rules: bool,
}

impl<'a> Frame<'a> {
    pub(super) fn new(site: &'a Site) -> Self {
        Self { title: &site.title, description: &site.description, rules: !site.rules.is_empty() }
    }
}

/// The positions of the incidents, latest first; those without a day come last, by name.
pub(super) fn by_date(incidents: &[IncidentPage]) -> Vec<usize> {
    let mut order: Vec<(usize, &IncidentPage)> = incidents.iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| {
        let start = |page: &IncidentPage| page.window.map(|window| window.start);
        let later = words::day(b).cmp(&words::day(a)).then_with(|| start(b).cmp(&start(a)));
        later.then_with(|| a.slug.cmp(&b.slug))
    });
    order.into_iter().map(|(nth, _)| nth).collect()
}

#[derive(Serialize)]
pub(super) struct Index<'a> {
    site: Frame<'a>,
    root: &'static str,
    figures: Vec<(String, String)>,
    services: Vec<Share<'a>>,
    flavors: Vec<Share<'a>>,
    years: Vec<Year<'a>>,
}

#[derive(Serialize)]
struct Year<'a> {
    name: String,
    count: String,
    incidents: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    title: &'a str,
    date: String,
    iso: String,
    severity: &'a str,
    weight: &'static str,
    status: &'a str,
    duration: String,
    detected: String,
    impact: &'a str,
    services: &'a [String],
    flavors: &'a [String],
    bar: Value,
    replayed: bool,
}

/// How many incidents share something, and the width of its bar in percent of the longest; 0 where all are alike.
#[derive(Serialize)]
struct Share<'a> {
    name: &'a str,
    count: usize,
    percent: usize,
}

/// How loud a severity is printed: by its number.
pub(super) fn weight(severity: &str) -> &'static str {
    match severity.chars().find(char::is_ascii_digit) {
        Some('0' | '1') => "high",
        Some('2') => "medium",
        _ => "low",
    }
}

pub(super) fn view<'a>(site: &'a Site, places: &'a Places, order: &[usize]) -> Index<'a> {
    let pages = || order.iter().filter_map(|&nth| Some((nth, site.incidents.get(nth)?)));
    let mut years: Vec<Year<'_>> = Vec::new();
    let longest = pages().filter_map(|(_, page)| page.window?.length()).max().unwrap_or_default();
    for (nth, page) in pages() {
        let name = words::day(page).map_or_else(|| "Undated".to_owned(), |day| day.year().to_string());
        if years.last().is_none_or(|year| year.name != name) {
            years.push(Year { name, count: String::new(), incidents: Vec::new() });
        }
        if let Some(year) = years.last_mut() {
            year.incidents.push(row(page, places.incident(nth), longest));
        }
    }
    for year in &mut years {
        year.count = counted(year.incidents.len(), "incident");
    }
    Index {
        site: Frame::new(site),
        root: "",
        figures: figures(site),
        services: shares(pages().map(|(_, page)| page.services.as_slice())),
        flavors: shares(pages().map(|(_, page)| page.flavors.as_slice())),
        years,
    }
}

fn row<'a>(page: &'a IncidentPage, path: &'a str, longest: TimeDelta) -> Row<'a> {
    let day = words::day(page);
    let bar = page.window.map(|window| bar::bar(&window, longest)).unwrap_or_default();
    Row {
        path,
        title: &page.title,
        date: day.map(|day| day.format("%-d %b").to_string()).unwrap_or_default(),
        iso: day.map(|day| day.format("%Y-%m-%d").to_string()).unwrap_or_default(),
        severity: &page.severity,
        weight: weight(&page.severity),
        status: &page.status,
        duration: page.window.map(|window| words::duration(&window)).unwrap_or_default(),
        detected: page.window.map(|window| words::after(&window, window.detected)).unwrap_or_default(),
        impact: &page.impact,
        services: &page.services,
        flavors: &page.flavors,
        bar: Value::from_safe_string(bar),
        replayed: page.replay.is_some(),
    }
}

/// The numbers at the top: how many, how long in all, how fast noticed, how many replayed.
fn figures(site: &Site) -> Vec<(String, String)> {
    let windows = || site.incidents.iter().filter_map(|page| page.window);
    let total = windows()
        .filter_map(|window| window.length())
        .fold(TimeDelta::zero(), |sum, time| sum.checked_add(&time).unwrap_or(TimeDelta::MAX));
    let mut noticed: Vec<TimeDelta> = windows()
        .filter_map(|window| Some((window.detected? - window.start).max(TimeDelta::zero())))
        .collect();
    noticed.sort_unstable();
    let replayed = site.incidents.iter().filter(|page| page.replay.is_some()).count();
    let incidents = if site.incidents.len() == 1 { "incident" } else { "incidents" };
    let mut figures = vec![(site.incidents.len().to_string(), incidents.to_owned())];
    if total > TimeDelta::zero() {
        figures.push((length(total), "of outage".to_owned()));
    }
    if let Some(&median) = noticed.get(noticed.len() / 2) {
        let time = if median.is_zero() { "at once".to_owned() } else { length(median) };
        figures.push((time, "median time to detect".to_owned()));
    }
    if replayed > 0 {
        figures.push((replayed.to_string(), "replayed on a model".to_owned()));
    }
    figures
}

/// The most frequent names, at most eight; equal counts by name.
fn shares<'a>(lists: impl Iterator<Item = &'a [String]>) -> Vec<Share<'a>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in lists.flatten() {
        *counts.entry(name).or_default() += 1;
    }
    let mut shares: Vec<(&str, usize)> = counts.into_iter().collect();
    shares.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let most = shares.first().map_or(1, |&(_, count)| count);
    let alike = shares.iter().all(|&(_, count)| count == most);
    let share = |(name, count)| Share { name, count, percent: if alike { 0 } else { count * 100 / most } };
    shares.into_iter().take(8).map(share).collect()
}

#[derive(Serialize)]
pub(super) struct RuleList<'a> {
    site: Frame<'a>,
    root: &'static str,
    rules: Vec<RuleRow<'a>>,
}

#[derive(Serialize)]
struct RuleRow<'a> {
    file: String,
    code: &'a str,
    name: &'a str,
    level: &'a str,
    summary: Value,
}

pub(super) fn rules(site: &Site) -> RuleList<'_> {
    RuleList {
        site: Frame::new(site),
        root: "../",
        rules: site
            .rules
            .iter()
            .map(|rule| RuleRow {
                file: format!("{}.html", rule.code),
                code: &rule.code,
                name: &rule.name,
                level: &rule.level,
                summary: summary(&rule.doc),
            })
            .collect(),
    }
}

/// The first paragraph of a rule's documentation, as HTML.
fn summary(doc: &str) -> Value {
    let lines = doc.lines().map(str::trim).skip_while(|line| line.is_empty() || line.starts_with('#'));
    let text = lines.take_while(|line| !line.is_empty() && !line.starts_with('#')).collect::<Vec<_>>();
    let target = |_: &str| Target::Nowhere("not part of this site");
    Value::from_safe_string(html::render(&text.join(" "), Style { target: &target, ..Style::default() }).html)
}
