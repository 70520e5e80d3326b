//! Moments and counts as the pages print them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::super::svg::{Window, Zone};
use super::IncidentPage;
use crate::text::length;

/// A text whose words stay on one line.
fn firm(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// A text in which no number is torn from its unit.
pub(super) fn held(text: &str) -> String {
    let mut held = String::with_capacity(text.len());
    let mut parts = text.split(' ').peekable();
    while let Some(part) = parts.next() {
        held.push_str(part);
        if let Some(next) = parts.peek() {
            let unit = next.trim_end_matches([',', ';', ':', '.', ')']);
            let unit = ["s", "ms", "us", "min", "h", "d"].contains(&unit);
            held.push(if unit && part.ends_with(|c: char| c.is_ascii_digit()) { '\u{a0}' } else { ' ' });
        }
    }
    held
}

/// The day on which an incident is listed.
pub(super) fn day(page: &IncidentPage) -> Option<NaiveDate> {
    page.window.map(|window| page.zone.local(window.start).date()).or(page.day)
}

/// `5 August 2023`.
pub(super) fn date(day: NaiveDate) -> String {
    firm(&day.format("%-d %B %Y").to_string())
}

/// `5 August 2023, 02:00–04:30 UTC`; both dates where they differ.
pub(super) fn window(zone: Zone, window: &Window) -> String {
    let start = zone.local(window.start);
    let name = zone.name(window.start);
    let at = |time: NaiveDateTime| format!("{}, {}", date(time.date()), time.format("%H:%M"));
    let from = at(start);
    match window.end {
        Some(end) if zone.local(end).date() == start.date() => {
            format!("{from}–\u{2060}{}\u{a0}{name}", zone.local(end).format("%H:%M"))
        }
        Some(end) => format!("{from} to {}\u{a0}{name}", at(zone.local(end))),
        None => format!("{from}\u{a0}{name}, end not known"),
    }
}

/// How long it lasted; empty where it is not known.
pub(super) fn duration(window: &Window) -> String {
    window.end.map(|end| firm(&length(end - window.start))).unwrap_or_default()
}

/// How long after the start a moment came: `5 min`, `at once`, `12 min before the start`.
pub(super) fn after(window: &Window, moment: Option<DateTime<Utc>>) -> String {
    match moment {
        Some(at) if at == window.start => "at once".to_owned(),
        Some(at) if at < window.start => format!("{} before the start", firm(&length(window.start - at))),
        Some(at) => firm(&length(at - window.start)),
        None => String::new(),
    }
}
