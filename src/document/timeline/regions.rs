//! Where a timeline stands, under its own heading or under another.

use super::extent::leading;
use super::states;
use crate::document::lines::Kind;
use crate::document::moment::Stamp;
use crate::document::reader::Reader;
use crate::document::{SectionKind, Topic, label, outline};
use crate::text::Span;

/// The line ranges of the timeline: its sections with what is nested in them and the questions that follow; else
/// the section with most lines that start with a time, or the headings that do.
pub(super) fn regions(reader: &Reader<'_>) -> Vec<(usize, usize)> {
    let sections = &reader.outline.sections;
    let mut regions = Vec::new();
    for index in reader.sections(SectionKind::Timeline) {
        let own = sections[index].whole.end;
        let mut end = own;
        for later in sections.iter().skip(index + 1).skip_while(|later| later.heading.start < own) {
            let question = later.topic.is_some_and(Topic::is_question);
            if !question {
                break;
            }
            end = later.whole.end;
        }
        regions.push((reader.outline.first_line[index], reader.line_at(end)));
    }
    if regions
        .iter()
        .any(|&(from, to)| reader.page.lines[from..to].iter().any(|line| line.kind != Kind::Blank))
    {
        // "Key events" beside a log give the facts of the whole, not entries.
        if regions.len() > 1 {
            let facts = |&(from, to): &(usize, usize)| is_facts(reader, from, to);
            let kept: Vec<(usize, usize)> = regions.iter().copied().filter(|region| !facts(region)).collect();
            return if kept.is_empty() { regions } else { kept };
        }
        return regions;
    }
    busiest(reader).or_else(|| headed(reader)).or_else(|| told(reader)).into_iter().collect()
}

/// Whether all items among some lines are labels such as "Started: …" and "Detected: …", three at least.
fn is_facts(reader: &Reader<'_>, from: usize, to: usize) -> bool {
    let mut count = 0;
    reader.page.lines[from..to].iter().filter(|line| line.kind != Kind::Blank).all(|line| {
        let label = label::at_start(&reader.page.plain, line.text, reader.vocabulary);
        count += 1;
        label.is_some_and(|label| {
            matches!(
                label.topic,
                Topic::Start
                    | Topic::End
                    | Topic::Detection
                    | Topic::Acknowledged
                    | Topic::Mitigation
                    | Topic::Resolution
                    | Topic::Duration
            )
        })
    }) && count >= 3
}

/// Where the outage's own facts stand under the heading of a timeline, beside a timeline.
pub(in crate::document) fn facts(reader: &Reader<'_>) -> Option<Span> {
    let named: Vec<(usize, usize)> =
        reader.sections(SectionKind::Timeline).map(|index| own_lines(reader, index)).collect();
    if named.len() < 2 {
        return None;
    }
    let (facts, others): (Vec<_>, Vec<_>) =
        named.into_iter().partition(|&(from, to)| is_facts(reader, from, to));
    facts.first().filter(|_| !others.is_empty()).and_then(|&(from, to)| span(reader, from, to))
}

/// From the first to the last of some lines.
pub(super) fn span(reader: &Reader<'_>, from: usize, to: usize) -> Option<Span> {
    Some(reader.page.lines.get(from)?.span.to(reader.page.lines.get(to.checked_sub(1)?)?.span))
}

fn own_lines(reader: &Reader<'_>, section: usize) -> (usize, usize) {
    (reader.outline.first_line[section], reader.line_at(reader.outline.sections[section].whole.end))
}

/// The section with most lines that start with a time.
fn busiest(reader: &Reader<'_>) -> Option<(usize, usize)> {
    let sections = &reader.outline.sections;
    let timed = |index: usize| {
        let lines = reader.outline.lines_of(index, reader.page);
        let count =
            reader.page.lines[lines.clone()].iter().filter(|line| leading(reader, line).is_some()).count();
        (count, lines)
    };
    let best =
        (0..sections.len()).map(timed).max_by_key(|(count, lines)| (*count, std::cmp::Reverse(lines.start)));
    best.filter(|(count, _)| *count >= 3).map(|(_, lines)| (lines.start, lines.end))
}

/// The sections of a timeline whose headings are its times, three at least, under no heading of their own.
fn headed(reader: &Reader<'_>) -> Option<(usize, usize)> {
    let mut timed =
        reader.outline.sections.iter().filter(|section| outline::starts_with_time(&section.title)).peekable();
    let first = timed.peek()?.heading.start;
    let last = timed.nth(2)?;
    let last = timed.last().unwrap_or(last);
    Some((reader.line_at(first), reader.line_at(last.content.end)))
}

/// The paragraph of a story without any section that tells what happened when: four sentences at least that start with
/// a time.
fn told(reader: &Reader<'_>) -> Option<(usize, usize)> {
    if reader.stamps.len() < STORY || !reader.outline.is_story() {
        return None;
    }
    let lines = &reader.page.lines;
    let mut at = reader.from;
    while at < reader.to {
        let end = (at..reader.to).find(|&next| lines[next].kind != Kind::Text).unwrap_or(reader.to);
        if end > at {
            let whole = Span::new(lines[at].text.start, lines[end - 1].text.end);
            let starts = |stamp: &&Stamp| {
                let sentence = reader.sentence(stamp.span.start).start.max(whole.start);
                stamp.clock.is_some_and(|clock| !clock.weak)
                    && matches!(
                        reader.lower(Span::new(sentence.min(stamp.span.start), stamp.span.start)).trim(),
                        "" | "at"
                            | "by"
                            | "around"
                            | "about"
                            | "at around"
                            | "at about"
                            | "then at"
                            | "and at"
                    )
            };
            if reader.stamps_in(whole).iter().filter(starts).count() >= STORY {
                return Some((at, end));
            }
        }
        at = end.max(at) + 1;
    }
    None
}

/// How many times a story tells at least.
const STORY: usize = 4;

/// From the first to the last timed line of a timeline that stands under another heading, as under "What happened".
pub(in crate::document) fn region_without_name(reader: &Reader<'_>) -> Option<Span> {
    if reader.sections(SectionKind::Timeline).next().is_some() {
        return None;
    }
    let Some((from, to)) = busiest(reader) else {
        if let Some((from, to)) = headed(reader).or_else(|| told(reader)) {
            return span(reader, from, to);
        }
        let updates = states::updates(reader);
        return Some(updates.first()?.0.to(updates.last()?.0));
    };
    let mut timed = reader.page.lines[from..to].iter().filter(|line| leading(reader, line).is_some());
    let first = timed.next()?.span;
    timed.next_back().map(|last| first.to(last.span))
}
