//! The marks of a timeline, one shape per role, and the labels over them.

use super::super::axis::{TimeAxis, WIDTH};
use super::super::out::{self, Esc, N, put};
use super::super::{Zone, glyphs};
use super::rows::{Slot, packed, rows};
use super::{BAND, Entry, Legend, Role};
use crate::text::length;

const SIZE: f64 = 11.5;
/// The distance of two baselines.
pub(super) const LINE: f64 = 14.0;
/// The space between two rows.
pub(super) const ROW_GAP: f64 = 7.0;
/// The widest label.
const WIDEST: f64 = 230.0;
/// The most lines of a label.
const MOST_LINES: usize = 3;
/// Marks that are nearer than this would cover each other.
pub(super) const APART: f64 = 13.0;
/// The most marks that stand over each other.
const MOST_LANES: usize = 4;
/// From the leader to the text.
const INDENT: f64 = 4.0;

/// The text of one mark, measured.
pub(super) struct Label {
    slot: Slot,
    time: String,
    lines: Vec<String>,
}

/// The row of each label.
pub(super) fn rows_of(labels: &[Label]) -> Vec<usize> {
    rows(&labels.iter().map(|label| label.slot).collect::<Vec<_>>())
}

/// The row of each number; those for which there is no room are not written.
pub(super) fn number_rows(labels: &mut [Label], most: usize) -> Vec<usize> {
    let slots: Vec<Slot> = labels.iter().map(|label| label.slot).collect();
    let rows = packed(&slots, most);
    for (label, row) in labels.iter_mut().zip(&rows) {
        if row.is_none() {
            label.time.clear();
        }
    }
    rows.into_iter().map(Option::unwrap_or_default).collect()
}

/// How many marks each mark stands above, so that none covers another; they are in order of time.
pub(super) fn lanes(labels: &[Label]) -> Vec<usize> {
    let mut ends = [f64::MIN; MOST_LANES];
    let lane = |label: &Label| {
        let free = ends.iter().position(|end| *end + APART <= label.slot.x);
        let lane = free.unwrap_or(MOST_LANES - 1);
        ends[lane] = label.slot.x;
        lane
    };
    labels.iter().map(lane).collect()
}

impl Label {
    /// The time and the text of an entry, in at most two lines.
    pub(super) fn written(entry: &Entry, axis: &TimeAxis) -> Self {
        let x = axis.x(entry.at);
        let time = clock(entry, axis.zone());
        let room = (WIDTH - 6.0 - x - INDENT).min(WIDEST);
        let first = glyphs::width(&time, SIZE * 1.1) + 5.0;
        let lines = glyphs::wrap(&entry.text, SIZE, room, first, MOST_LINES);
        let wide = lines.iter().enumerate().fold(0.0_f64, |widest, (nth, line)| {
            widest.max(glyphs::width(line, SIZE) + if nth == 0 { first } else { 0.0 })
        });
        Self { slot: Slot { x, wide: wide + INDENT }, time, lines }
    }

    /// Only a number, for a timeline with too many entries.
    pub(super) fn number(number: usize, entry: &Entry, axis: &TimeAxis) -> Self {
        let time = number.to_string();
        let wide = glyphs::width(&time, SIZE * 1.1);
        Self { slot: Slot { x: axis.x(entry.at), wide }, time, lines: Vec::new() }
    }

    /// The line from the label down to the band at `y`; `up` is how far above the lowest row it stands.
    pub(super) fn draw_leader(&self, out: &mut String, entry: &Entry, y: f64, up: f64) {
        let class = if entry.role == Role::Event { "leader" } else { "leader told" };
        if self.time.is_empty() {
            return;
        }
        out::line(
            out,
            class,
            (self.slot.x, self.top(y, up) + if self.lines.is_empty() { LINE } else { 0.0 }),
            (self.slot.x, y + BAND / 2.0),
        );
    }

    /// How many lines high it is.
    pub(super) fn high(&self) -> usize {
        self.lines.len().max(1)
    }

    /// The mark on the band, or `lift` above it, and the text.
    pub(super) fn draw(&self, out: &mut String, entry: &Entry, axis: &TimeAxis, place: (f64, f64, f64)) {
        let (y, up, lift) = place;
        let x = self.slot.x;
        let zone = axis.zone();
        put!(
            out,
            "<g class=\"entry\"><title>{}",
            Esc(&zone.local(entry.at).format("%Y-%m-%d %H:%M").to_string())
        );
        if entry.role != Role::Event {
            put!(out, " ({})", entry.role.name());
        }
        put!(out, ": {}</title>", Esc(&entry.text));
        if let Some(until) = entry.until.filter(|until| *until > entry.at) {
            let right = axis.x(until);
            out::line(out, "lasted", (x, y + BAND / 2.0), (right, y + BAND / 2.0));
        }
        mark(out, entry.role, x, y + BAND / 2.0 - lift);
        let top = self.top(y, up);
        if self.lines.is_empty() {
            out::text(out, "number", (x, top + 10.0), &self.time);
            out.push_str("</g>");
            return;
        }
        put!(
            out,
            "<text class=\"label\" x=\"{}\" y=\"{}\"><tspan class=\"time\">",
            N(x + INDENT),
            N(top + 10.0)
        );
        put!(out, "{}</tspan>", Esc(&self.time));
        for (nth, line) in self.lines.iter().enumerate() {
            if nth == 0 {
                put!(out, " {}", Esc(line));
            } else {
                put!(out, "<tspan x=\"{}\" dy=\"{}\">{}</tspan>", N(x + INDENT), N(LINE), Esc(line));
            }
        }
        out.push_str("</text></g>");
    }

    fn top(&self, y: f64, up: f64) -> f64 {
        let high = self.high() as f64 * LINE;
        y - 12.0 - up - high
    }
}

/// The local time of an entry, with its end or its length.
fn clock(entry: &Entry, zone: Zone) -> String {
    let local = zone.local(entry.at);
    let time = local.format("%H:%M").to_string();
    match entry.until.filter(|until| *until > entry.at) {
        Some(until) if zone.local(until).date() == local.date() => {
            format!("{time}–{}", zone.local(until).format("%H:%M"))
        }
        Some(until) => format!("{time} for {}", length(until - entry.at)),
        None => time,
    }
}

/// A mark of 10 to 12 pixels about a point: its shape alone tells the role.
pub(super) fn mark(out: &mut String, role: Role, x: f64, y: f64) {
    let path = match role {
        Role::Event | Role::LeadUp | Role::FollowUp => {
            let class = if role == Role::Event { "solid" } else { "hollow" };
            let radius = if role == Role::Event { 4.0 } else { 3.6 };
            put!(out, "<circle class=\"mark {class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", N(x), N(y), N(radius));
            return;
        }
        Role::Start => "m-4 -6 l9 6 l-9 6 z",
        Role::Detected => "m0 -6.5 l6.5 6.5 l-6.5 6.5 l-6.5 -6.5 z",
        Role::Acknowledged => "m0 -5.5 l5.5 5.5 l-5.5 5.5 l-5.5 -5.5 z m0 3.5 l-2 2 l2 2 l2 -2 z",
        Role::Hypothesis => "m-2.8 -2 a2.8 2.8 0 1 1 3.6 2.7 q-.8 .3 -.8 1.5 v.6 m0 2 v1.2",
        Role::Misleading => "m-4.5 -4.5 l9 9 m0 -9 l-9 9",
        Role::Escalated => "m0 -6 l6 10.5 h-12 z",
        Role::Mitigated => "m-5 -5 h10 v10 h-10 z m2 5 h6",
        Role::Resolved => "m-5.5 0 l4 4.5 l7 -9",
    };
    let class = match role {
        Role::Hypothesis | Role::Misleading | Role::Resolved => "stroked",
        Role::Start | Role::Detected | Role::Escalated => "solid",
        _ => "hollow",
    };
    if class == "stroked" {
        put!(out, "<circle class=\"disc\" cx=\"{}\" cy=\"{}\" r=\"7.5\"/>", N(x), N(y));
    }
    put!(out, "<path class=\"mark {class}\" d=\"M{} {}{path}\"/>", N(x), N(y));
}

/// Names the shapes that occur.
pub(super) fn explain(entries: &[&Entry], legend: &mut Legend) {
    let mut roles: Vec<Role> = entries.iter().map(|entry| entry.role).collect();
    roles.sort_unstable();
    roles.dedup();
    if roles.iter().any(|&role| role != Role::Event) {
        for role in roles {
            legend.add(role.name(), |drawn, x, y| mark(drawn, role, x, y));
        }
    }
}
