//! The time axis that a timeline and the charts under it share: instants to x, with breaks.

use chrono::{DateTime, TimeDelta, Utc};

use super::out::{N, line, put, text};
use super::ticks::{self, Tick};
use super::{Zone, glyphs, zone};

/// The width of every diagram on a time axis, in pixels.
pub(crate) const WIDTH: f64 = 960.0;
/// Where the plot starts and ends; the gutter on the right takes the last labels.
pub(crate) const LEFT: f64 = 44.0;
pub(crate) const RIGHT: f64 = 786.0;
/// How wide a break is drawn.
const BREAK: f64 = 48.0;
/// The most breaks of one axis; with more, the time between them would have no room.
const MOST_BREAKS: usize = 3;
/// A stretch shorter than this is never cut out.
const SHORTEST_BREAK: TimeDelta = TimeDelta::minutes(30);

/// Instants to x, piecewise linear: the same scale everywhere but in the breaks.
#[derive(Clone, Debug)]
pub struct TimeAxis {
    zone: Zone,
    pieces: Vec<Piece>,
    step: ticks::Step,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    x: f64,
    end: f64,
    broken: bool,
}

impl TimeAxis {
    /// An axis that shows all `instants` and cuts out long stretches in which there are none.
    ///
    /// No instants give an hour from the epoch.
    pub fn new(zone: Zone, instants: &[DateTime<Utc>]) -> Self {
        let mut points: Vec<DateTime<Utc>> = instants.iter().map(|&at| zone::bounded(at)).collect();
        points.sort_unstable();
        points.dedup();
        let first = points.first().copied().unwrap_or_default();
        let last = points.last().copied().unwrap_or(first);
        let quiet = quiet_gap(&points);
        let kept = points
            .windows(2)
            .filter_map(|pair| pair.get(1).zip(pair.first()).map(|(to, from)| *to - *from))
            .filter(|&gap| gap < quiet)
            .fold(TimeDelta::zero(), |sum, gap| sum + gap);
        let pad = (kept / 30).max(if first == last { TimeDelta::minutes(30) } else { TimeDelta::seconds(5) });
        let breaks: Vec<(DateTime<Utc>, DateTime<Utc>)> = points
            .windows(2)
            .filter_map(|pair| pair.first().copied().zip(pair.get(1).copied()))
            .filter(|&(from, to)| to - from >= quiet)
            .map(|(from, to)| (from + pad * 2, to - pad * 2))
            .collect();
        Self::with_breaks(zone, (first - pad, last + pad), &breaks)
    }

    fn with_breaks(
        zone: Zone,
        (first, last): (DateTime<Utc>, DateTime<Utc>),
        breaks: &[(DateTime<Utc>, DateTime<Utc>)],
    ) -> Self {
        let cut = breaks.iter().fold(TimeDelta::zero(), |sum, (from, to)| sum + (*to - *from));
        let room = RIGHT - LEFT - BREAK * breaks.len() as f64;
        let scale = room / seconds(last - first - cut).max(1.0);
        let mut pieces = Vec::with_capacity(breaks.len() * 2 + 1);
        let mut at = first;
        let mut x = LEFT;
        for &(from, to) in breaks {
            let end = x + seconds(from - at) * scale;
            pieces.push(Piece { from: at, to: from, x, end, broken: false });
            pieces.push(Piece { from, to, x: end, end: end + BREAK, broken: true });
            at = to;
            x = end + BREAK;
        }
        pieces.push(Piece { from: at, to: last, x, end: RIGHT, broken: false });
        Self { zone, pieces, step: ticks::Step::for_scale(scale) }
    }

    /// The zone its labels are in.
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// The first instant shown.
    pub fn from(&self) -> DateTime<Utc> {
        self.pieces.first().map_or_else(DateTime::default, |piece| piece.from)
    }

    /// The last instant shown.
    pub fn to(&self) -> DateTime<Utc> {
        self.pieces.last().map_or_else(DateTime::default, |piece| piece.to)
    }

    /// The stretches that are cut out.
    pub fn breaks(&self) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        self.pieces.iter().filter(|piece| piece.broken).map(|piece| (piece.from, piece.to))
    }

    /// Where an instant lies, in pixels; the edge for what lies outside.
    pub fn x(&self, at: DateTime<Utc>) -> f64 {
        let Some(piece) = self.pieces.iter().find(|piece| at <= piece.to).or(self.pieces.last()) else {
            return LEFT;
        };
        let share = seconds(at - piece.from) / seconds(piece.to - piece.from).max(1.0e-9);
        piece.x + (piece.end - piece.x) * share.clamp(0.0, 1.0)
    }

    /// Draws the axis line at `y` with ticks, labels and breaks, and grid lines up to `top`.
    pub(crate) fn draw(&self, out: &mut String, top: f64, y: f64) {
        let ticks = self.ticks();
        for tick in &ticks {
            let x = self.x(tick.at);
            line(out, if tick.date.is_some() { "grid day" } else { "grid" }, (x, top), (x, y + 5.0));
            text(out, "tick", (x, y + 18.0), &tick.time);
            if let Some(date) = &tick.date {
                text(out, "tick date", (x, y + 32.0), date);
            }
        }
        line(out, "axis", (LEFT, y), (RIGHT, y));
        for piece in self.pieces.iter().filter(|piece| piece.broken) {
            draw_break(out, piece, top, y);
        }
        text(
            out,
            "zone",
            (RIGHT + 10.0, y + 4.0),
            &glyphs::fit(&self.zone.name(self.from()), 11.0, WIDTH - RIGHT - 12.0),
        );
    }

    fn ticks(&self) -> Vec<Tick> {
        let shown = self.pieces.iter().filter(|piece| !piece.broken);
        let mut ticks: Vec<Tick> = Vec::new();
        let mut edge = f64::MIN;
        for (nth, piece) in shown.enumerate() {
            for (first, mut tick) in ticks::between(self.zone, self.step, piece.from, piece.to) {
                let x = self.x(tick.at);
                let half = glyphs::width(&tick.time, 11.0) / 2.0 + 3.0;
                let inside =
                    |limit: f64, free: f64| (limit - x).abs() > free || limit <= LEFT || limit >= RIGHT;
                if x - half < edge || !inside(piece.x, half - 10.0) || !inside(piece.end, half - 10.0) {
                    continue;
                }
                if first && (nth > 0 || ticks.is_empty()) && tick.date.is_none() {
                    tick.date = Some(ticks::date(self.zone, tick.at));
                }
                edge = x + half;
                ticks.push(tick);
            }
        }
        self.thin_dates(&mut ticks);
        ticks
    }

    /// Drops the date under the first tick when midnight follows too close for both.
    fn thin_dates(&self, ticks: &mut [Tick]) {
        let mut next = f64::MAX;
        for tick in ticks.iter_mut().rev() {
            if let Some(date) = &tick.date {
                let (x, half) = (self.x(tick.at), glyphs::width(date, 11.0) / 2.0 + 4.0);
                if x + half > next {
                    tick.date = None;
                } else {
                    next = x - half;
                }
            }
        }
    }
}

fn draw_break(out: &mut String, piece: &Piece, top: f64, y: f64) {
    let (left, right) = (piece.x + 14.0, piece.end - 14.0);
    put!(
        out,
        "<g class=\"break\"><title>{} cut out</title>",
        super::out::Esc(&crate::text::length(piece.to - piece.from))
    );
    put!(
        out,
        "<path class=\"gap\" d=\"M{l} {t}V{b}M{r} {t}V{b}\"/>",
        l = N(left),
        r = N(right),
        t = N(top),
        b = N(y - 7.0)
    );
    put!(
        out,
        "<path class=\"zigzag\" d=\"M{} {} l4 -12 M{} {} l4 -12\"/>",
        N(left - 2.0),
        N(y + 6.0),
        N(right - 2.0),
        N(y + 6.0)
    );
    text(
        out,
        "tick cut",
        (f64::midpoint(left, right), y + 18.0),
        &super::length::rough(piece.to - piece.from),
    );
    out.push_str("</g>");
}

/// The length from which a stretch without instants is cut out: a few that outlast all others together.
fn quiet_gap(points: &[DateTime<Utc>]) -> TimeDelta {
    let mut gaps: Vec<TimeDelta> = points
        .windows(2)
        .filter_map(|pair| pair.get(1).zip(pair.first()).map(|(to, from)| *to - *from))
        .collect();
    gaps.sort_unstable();
    let mut shorter = TimeDelta::zero();
    for (nth, &gap) in gaps.iter().enumerate() {
        let broken = gaps.len() - nth;
        if gap > shorter * 3 && gap >= SHORTEST_BREAK && broken <= MOST_BREAKS && nth > broken {
            return gap;
        }
        shorter += gap;
    }
    TimeDelta::MAX
}

pub(crate) fn seconds(length: TimeDelta) -> f64 {
    length.num_milliseconds() as f64 / 1000.0
}
