//! PM203: later before earlier.

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::document::{Entry, EntryForm};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::{Edit, Span};

declare_rule! {
    /// ## What it checks
    /// The entries of the timeline stand in the order in which they happened.
    ///
    /// ## Why
    /// An entry out of order is a wrong time more often than not; either way readers mistake what caused what.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Timeline
    /// - 14:05 – The certificate expires and payments fail.
    /// - 14:30 – The engineer finds the expired certificate.
    /// - 14:12 – An alert on the error rate pages the on-call engineer. <!-- detected -->
    /// - 14:47 – The new certificate is live and payments succeed. <!-- resolved -->
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Timeline
    /// - 14:05 – The certificate expires and payments fail.
    /// - 14:12 – An alert on the error rate pages the on-call engineer. <!-- detected -->
    /// - 14:30 – The engineer finds the expired certificate.
    /// - 14:47 – The new certificate is live and payments succeed. <!-- resolved -->
    /// ```
    PM203 "timeline-out-of-order" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let timeline = &cx.postmortem.timeline;
    if let Some((first, last)) = newest_first(timeline) {
        report
            .at(first, "timeline runs from the newest entry to the oldest")
            .and(last, "the first thing that happened")
            .help("turn it round: what happened first stands first");
        return;
    }
    let mut previous: Option<(&Entry, Key)> = None;
    for entry in timeline.iter().filter(|entry| entry.form != EntryForm::Answer) {
        let Some(key) = key(entry) else { continue };
        if let Some((before, earlier)) = previous.filter(|(_, earlier)| key.before(*earlier)) {
            let (Some(place), Some(other)) = (entry.time_span, before.time_span) else { continue };
            let (this, that, line) = (cx.text(place).trim(), cx.text(other).trim(), cx.line(other));
            let draft = report
                .at(place, format!("{this} stands after {that} ({line}), but is earlier"))
                .and(other, "the later entry")
                .help("correct the time, or put the entry where it belongs");
            if let Some(edits) = sorted(cx, timeline) {
                draft.unsafe_fix("sort the timeline", edits);
            }
            _ = earlier;
            continue;
        }
        previous = Some((entry, key));
    }
}

/// The times of the first and the last entry of a timeline that is written backwards, as status pages are.
fn newest_first(timeline: &[Entry]) -> Option<(Span, Span)> {
    let timed = timeline.iter().filter_map(|entry| Some((key(entry)?, entry.time_span?)));
    let times: Vec<(Key, Span)> = timed.collect();
    let backwards = times.len() > 2 && times.windows(2).all(|pair| pair[1].0.before(pair[0].0));
    Some((times.first()?.1, times.last()?.1)).filter(|_| backwards)
}

/// What entries are compared by: instants where they are known, else local times.
#[derive(Clone, Copy)]
enum Key {
    Instant(DateTime<FixedOffset>),
    Clock(chrono::NaiveTime),
}

impl Key {
    /// Whether it is earlier; a clock that falls by more than half a day has passed midnight.
    fn before(self, other: Self) -> bool {
        match (self, other) {
            (Self::Instant(this), Self::Instant(other)) => this < other,
            (Self::Clock(this), Self::Clock(other)) => this < other && other - this < TimeDelta::hours(12),
            _ => false,
        }
    }
}

fn key(entry: &Entry) -> Option<Key> {
    entry.time.as_ref()?;
    match entry.instant {
        Some(instant) => Some(Key::Instant(instant)),
        None => entry.time.as_ref()?.clock.map(Key::Clock),
    }
}

/// The entries in the order of their instants, when all have one and all are items.
fn sorted(cx: &Context<'_>, timeline: &[Entry]) -> Option<Vec<Edit>> {
    let mut order: Vec<(DateTime<FixedOffset>, Span)> = Vec::with_capacity(timeline.len());
    for entry in timeline {
        if entry.form != EntryForm::Item {
            return None;
        }
        order.push((entry.instant?, entry.span));
    }
    if order.windows(2).any(|pair| pair[0].1.end > pair[1].1.start) {
        return None;
    }
    let places: Vec<Span> = order.iter().map(|(_, span)| *span).collect();
    order.sort_by_key(|(instant, span)| (*instant, *span));
    let moved = places.into_iter().zip(order).filter(|(place, (_, span))| place != span);
    Some(
        moved
            .map(|(place, (_, span))| {
                let (old, new) = (cx.text(place), cx.text(span));
                let ending = &old[old.trim_end().len()..];
                Edit { span: place, with: format!("{}{ending}", new.trim_end()) }
            })
            .collect(),
    )
}
