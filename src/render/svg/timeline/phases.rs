//! The phases of an outage as a band: undetected, being worked on, mitigated.

use chrono::{DateTime, Utc};

use super::super::axis::TimeAxis;
use super::super::out::{self, Esc, N, put};
use super::{BAND, Legend, Window};
use crate::text::length;

/// Draws the band at `y` and names its parts in the legend, each with its length.
pub(super) fn draw(
    out: &mut String,
    legend: &mut Legend,
    window: &Window,
    axis: &TimeAxis,
    y: f64,
    id: &str,
) {
    let end = window.end.or(window.mitigated);
    for (from, to, class, name) in parts(window, axis.to()) {
        let (x, right) = (axis.x(from), axis.x(to));
        let open = to == axis.to() && end.is_none();
        let words =
            if open { format!("{name}, end not known") } else { format!("{name} {}", length(to - from)) };
        phase(out, class, (x, y), ((right - x).max(1.5), BAND), id, &words);
        legend.add(&words, |drawn, x, y| phase(drawn, class, (x - 6.0, y - 6.0), (12.0, 12.0), id, &words));
    }
    for (at, class) in [(Some(window.start), "moment"), (window.detected, "moment"), (end, "moment")] {
        if let Some(at) = at {
            out::line(out, class, (axis.x(at), y - 4.0), (axis.x(at), y + BAND + 4.0));
        }
    }
    if let Some(at) = window.acknowledged.filter(|at| window.detected != Some(*at)) {
        out::line(out, "moment light", (axis.x(at), y), (axis.x(at), y + BAND));
        legend.add(&format!("acknowledged after {}", length(at - window.start)), |drawn, x, y| {
            out::line(drawn, "moment light", (x, y - 6.0), (x, y + 6.0));
        });
    }
    legend.next_line();
}

type Part = (DateTime<Utc>, DateTime<Utc>, &'static str, &'static str);

/// The parts that have a length, in order; moments out of order are left out rather than drawn backwards.
fn parts(window: &Window, latest: DateTime<Utc>) -> Vec<Part> {
    let end = window.end.or(window.mitigated).unwrap_or(latest).max(window.start);
    let detected = window.detected.unwrap_or(end).clamp(window.start, end);
    let mitigated = window.mitigated.unwrap_or(end).clamp(detected, end);
    let ongoing = if window.detected.is_some() { "undetected" } else { "detection not stated" };
    let working =
        if window.mitigated.is_some() { "detected, not mitigated" } else { "detected, not resolved" };
    let class = if window.detected.is_some() { "undetected" } else { "detected" };
    [
        (window.start, detected, class, ongoing),
        (detected, mitigated, "detected", working),
        (mitigated, end, "mitigated", "mitigated, not resolved"),
    ]
    .into_iter()
    .filter(|(from, to, ..)| from < to)
    .collect()
}

fn phase(out: &mut String, class: &str, at: (f64, f64), size: (f64, f64), id: &str, words: &str) {
    let (x, y, wide, high) = (N(at.0), N(at.1), N(size.0), N(size.1));
    put!(out, "<rect class=\"phase {class}\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\"");
    if class == "undetected" {
        put!(out, " fill=\"url(#{}-hatch)\"", Esc(id));
    }
    put!(out, "><title>{}</title></rect>", Esc(words));
}
