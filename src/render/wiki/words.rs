//! Moments and counts as the pages print them.

use chrono::{DateTime, Utc};

use super::super::svg::{Window, Zone};
use crate::text::length;

/// `5 August 2023`.
pub(super) fn date(zone: Zone, at: DateTime<Utc>) -> String {
    zone.local(at).format("%-d %B %Y").to_string()
}

/// `5 August 2023, 02:00–04:30 UTC`; both dates where they differ.
pub(super) fn window(zone: Zone, window: &Window) -> String {
    let start = zone.local(window.start);
    let from = start.format("%-d %B %Y, %H:%M");
    let name = zone.name(window.start);
    match window.end {
        Some(end) if zone.local(end).date() == start.date() => {
            format!("{from}–{} {name}", zone.local(end).format("%H:%M"))
        }
        Some(end) => format!("{from} to {} {name}", zone.local(end).format("%-d %B %Y, %H:%M")),
        None => format!("{from} {name}, end not known"),
    }
}

/// How long it lasted; empty where it is not known.
pub(super) fn duration(window: &Window) -> String {
    window.end.map(|end| length(end - window.start)).unwrap_or_default()
}

/// How long after the start a moment came: `5 min`, `at once`, `12 min before the start`.
pub(super) fn after(window: &Window, moment: Option<DateTime<Utc>>) -> String {
    match moment {
        Some(at) if at == window.start => "at once".to_owned(),
        Some(at) if at < window.start => format!("{} before the start", length(window.start - at)),
        Some(at) => length(at - window.start),
        None => String::new(),
    }
}

/// `1 incident`, `2 incidents`.
pub(super) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
