//! How the time of an outage went, as a bar for the list of incidents.

use super::super::svg::{Esc, N, Window, put};

const WIDE: f64 = 120.0;

/// A bar whose whole width is the outage; empty for an outage whose end is not known.
pub(super) fn bar(window: &Window) -> String {
    let mut svg = String::new();
    let Some(end) = window.end.filter(|end| *end > window.start) else { return svg };
    let detected = window.detected.unwrap_or(window.start).clamp(window.start, end);
    let mitigated = window.mitigated.unwrap_or(end).clamp(detected, end);
    let whole = (end - window.start).num_milliseconds() as f64;
    let x = |at: chrono::DateTime<chrono::Utc>| (at - window.start).num_milliseconds() as f64 / whole * WIDE;
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
