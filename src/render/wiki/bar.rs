//! How the time of an outage went, as a bar for the list of incidents.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::svg::{Esc, N, Window, put};

const WIDE: f64 = 120.0;
/// What the shortest outage is wide.
const LEAST: f64 = 10.0;

/// A bar that is the longer, by the logarithm, the longer the outage was; the longest fills the width. Its parts are
/// shares of the outage. Empty for an outage whose end is not known.
pub(super) fn bar(window: &Window, longest: TimeDelta) -> String {
    let mut svg = String::new();
    let Some(end) = window.end.filter(|end| *end > window.start) else { return svg };
    let detected = window.detected.unwrap_or(window.start).clamp(window.start, end);
    let mitigated = window.mitigated.unwrap_or(end).clamp(detected, end);
    let whole = (end - window.start).num_milliseconds() as f64;
    let minutes = |time: TimeDelta| libm::log1p(time.num_seconds().max(0) as f64 / 60.0);
    let share = minutes(end - window.start) / minutes(longest.max(end - window.start)).max(f64::MIN_POSITIVE);
    let wide = LEAST + (WIDE - LEAST) * share;
    let x = |at: DateTime<Utc>| WIDE - wide + (at - window.start).num_milliseconds() as f64 / whole * wide;
    let parts = [
        ("undetected", window.start, detected),
        ("detected", detected, mitigated),
        ("mitigated", mitigated, end),
    ];
    let words: Vec<String> = parts
        .iter()
        .filter(|(_, from, to)| from < to)
        .map(|(name, from, to)| format!("{name} {}", crate::text::length(*to - *from)))
        .collect();
    let words = words.join(", ");
    put!(
        svg,
        "<svg class=\"bar\" viewBox=\"0 0 120 8\" role=\"img\" aria-label=\"{w}\"><title>{w}</title>",
        w = Esc(&words)
    );
    for (name, from, to) in parts.into_iter().filter(|(_, from, to)| from < to) {
        put!(
            svg,
            "<rect class=\"{name}\" x=\"{}\" y=\"0\" width=\"{}\" height=\"8\"/>",
            N(x(from)),
            N(x(to) - x(from))
        );
    }
    svg.push_str("</svg>");
    svg
}
