//! The timeline of an incident: phases as a band, a mark and a label for every entry.

mod legend;
mod marks;
mod phases;
mod rows;

use chrono::{DateTime, TimeDelta, Utc};

use super::axis::{TimeAxis, WIDTH};
use super::out::{self, Esc, put};
use crate::text::length;
use legend::Legend;
use marks::Label;

#[cfg(test)]
pub(super) use rows::{Slot, rows};

/// The moments of an outage; only its start must be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// When users were first affected.
    pub start: DateTime<Utc>,
    /// When somebody or something noticed.
    pub detected: Option<DateTime<Utc>>,
    /// When a person took it on.
    pub acknowledged: Option<DateTime<Utc>>,
    /// When users were no longer affected, or much less.
    pub mitigated: Option<DateTime<Utc>>,
    /// When it was over.
    pub end: Option<DateTime<Utc>>,
}

impl Window {
    /// How long it lasted; never negative, unknown without an end.
    pub fn length(&self) -> Option<TimeDelta> {
        Some((self.end? - self.start).max(TimeDelta::zero()))
    }
}

/// What an entry of the timeline was to the incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Role {
    /// Something that happened.
    #[default]
    Event,
    /// Before the outage began.
    LeadUp,
    /// The outage began.
    Start,
    /// The outage was noticed.
    Detected,
    /// Somebody took it on.
    Acknowledged,
    /// A supposed cause.
    Hypothesis,
    /// A supposed cause or remedy that proved wrong.
    Misleading,
    /// More people were called in.
    Escalated,
    /// Users were no longer affected, or much less.
    Mitigated,
    /// It was over.
    Resolved,
    /// Afterwards.
    FollowUp,
}

impl Role {
    /// The words of the legend.
    pub fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::LeadUp => "lead-up",
            Self::Start => "start",
            Self::Detected => "detected",
            Self::Acknowledged => "acknowledged",
            Self::Hypothesis => "hypothesis",
            Self::Misleading => "misleading path",
            Self::Escalated => "escalated",
            Self::Mitigated => "mitigated",
            Self::Resolved => "resolved",
            Self::FollowUp => "follow-up",
        }
    }
}

/// One entry of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// Until when, for what lasted.
    pub until: Option<DateTime<Utc>>,
    /// What happened, as plain text.
    pub text: String,
    /// What it was to the incident.
    pub role: Role,
}

/// What a timeline shows.
#[derive(Clone, Debug)]
pub struct Timeline<'a> {
    /// A prefix for ids that is unique on the page.
    pub id: &'a str,
    /// The name for those who cannot see it.
    pub title: &'a str,
    /// The outage; without it only the entries are drawn.
    pub window: Option<Window>,
    /// The entries, in any order.
    pub entries: &'a [Entry],
}

/// A picture, and whether its marks are numbered because the labels would not have fitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// The `<svg>` element.
    pub svg: String,
    /// The marks carry numbers in order of time (equal times in order of input); print the texts beside it.
    /// A number without room is left out, its mark is not.
    pub numbered: bool,
}

/// Beyond this many rows of labels, the marks are numbered instead.
const MOST_ROWS: usize = 12;
/// The height of the band of phases.
const BAND: f64 = 20.0;

/// Draws a timeline on an axis.
pub fn timeline(timeline: &Timeline<'_>, axis: &TimeAxis) -> Drawing {
    let mut entries: Vec<&Entry> = timeline.entries.iter().collect();
    entries.sort_by_key(|entry| entry.at);
    let mut labels: Vec<Label> = entries.iter().map(|entry| Label::written(entry, axis)).collect();
    let mut rows = marks::rows_of(&labels);
    let numbered = rows.iter().any(|&row| row >= MOST_ROWS);
    if numbered {
        labels = entries.iter().enumerate().map(|(nth, entry)| Label::number(nth + 1, entry, axis)).collect();
        rows = marks::number_rows(&mut labels, MOST_ROWS);
    }
    let lanes = marks::lanes(&labels);
    let lift = lanes.iter().max().map_or(0.0, |&most| most as f64 * marks::APART);
    let (ups, height) = heights(&labels, &rows, if numbered { 0.0 } else { marks::ROW_GAP });
    let band = height + lift + 16.0;
    let base = band + BAND + 8.0;
    let mut legend = Legend::new(base + 58.0);
    let mut body = String::new();
    axis.draw(&mut body, band - 6.0, base);
    if let Some(window) = &timeline.window {
        phases::draw(&mut body, &mut legend, window, axis, band, timeline.id);
    }
    for ((entry, label), up) in entries.iter().zip(&labels).zip(&ups) {
        label.draw_leader(&mut body, entry, band, up + lift);
    }
    for (((entry, label), up), &lane) in entries.iter().zip(&labels).zip(&ups).zip(&lanes) {
        label.draw(&mut body, entry, axis, (band, up + lift, lane as f64 * marks::APART));
    }
    marks::explain(&entries, &mut legend);
    let mut svg = String::with_capacity(body.len() + 2048);
    out::open(
        &mut svg,
        timeline.id,
        "timeline",
        (WIDTH, legend.bottom()),
        timeline.title,
        &describe(timeline, axis),
    );
    put!(
        svg,
        "<defs><pattern id=\"{}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"6\" height=\"6\"/>\
         <rect class=\"hatch-line\" width=\"2.4\" height=\"6\"/></pattern></defs>",
        Esc(timeline.id)
    );
    svg.push_str(&body);
    svg.push_str(&legend.drawn);
    svg.push_str("</svg>");
    Drawing { svg, numbered }
}

/// How far above the lowest row each label stands, and the height of all rows; a row is as high as its highest label.
fn heights(labels: &[Label], rows: &[usize], gap: f64) -> (Vec<f64>, f64) {
    let mut tall = vec![0.0_f64; rows.iter().max().map_or(0, |most| most + 1)];
    for (label, &row) in labels.iter().zip(rows) {
        tall[row] = tall[row].max(label.high() as f64 * marks::LINE + gap);
    }
    let below = |row: usize| tall.iter().take(row).sum::<f64>();
    (rows.iter().map(|&row| below(row)).collect(), tall.iter().sum())
}

/// The picture in a sentence or two.
fn describe(timeline: &Timeline<'_>, axis: &TimeAxis) -> String {
    let zone = axis.zone();
    let moment = |at: DateTime<Utc>| zone.local(at).format("%Y-%m-%d %H:%M").to_string();
    let mut words = format!("{} entries, times in {}", timeline.entries.len(), zone.name(axis.from()));
    if let Some(window) = &timeline.window {
        put!(words, "; started {}", moment(window.start));
        let moments =
            [("detected", window.detected), ("mitigated", window.mitigated), ("resolved", window.end)];
        for (name, at) in moments.into_iter().filter_map(|(name, at)| Some((name, at?))) {
            put!(words, "; {name} {} ({} later)", moment(at), length(at - window.start));
        }
    }
    words
}
