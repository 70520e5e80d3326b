//! Simulated availability over time, on the axis of the timeline above it.

use chrono::{DateTime, Utc};

use super::axis::{LEFT, RIGHT, TimeAxis, WIDTH};
use super::out::{self, N, put};
use super::{Window, glyphs};

/// One measured stretch of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When the stretch begins; it lasts until the next sample.
    pub at: DateTime<Utc>,
    /// The availability, 0 to 1; not finite where nothing was asked.
    pub value: f64,
    /// The interval in which runs with other seeds lie, 0 to 1.
    pub interval: Option<(f64, f64)>,
}

/// One line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Series<'a> {
    /// Its name, such as a variant's.
    pub name: &'a str,
    /// Its samples in order of time.
    pub samples: &'a [Sample],
}

/// What a chart shows.
#[derive(Clone, Debug)]
pub struct Chart<'a> {
    /// A prefix for ids that is unique on the page.
    pub id: &'a str,
    /// The name for those who cannot see it.
    pub title: &'a str,
    /// The outage as stated, shaded behind the lines.
    pub window: Option<Window>,
    /// The lines: the first is drawn strong, the others dashed, each in its own way.
    pub series: &'a [Series<'a>],
}

const TOP: f64 = 26.0;
const HEIGHT: f64 = 150.0;
/// The least distance of two names beside the plot.
const NAMES: f64 = 15.0;

/// Draws a chart on an axis.
pub fn chart(chart: &Chart<'_>, axis: &TimeAxis) -> String {
    let mut svg = String::new();
    let bottom = TOP + HEIGHT;
    out::open(&mut svg, chart.id, "chart", (WIDTH, bottom + 42.0), chart.title, &describe(chart, axis));
    out::text(&mut svg, "unit", (LEFT, 14.0), "availability");
    if let Some(window) = &chart.window {
        let (x, right) =
            (axis.x(window.start), axis.x(window.end.or(window.mitigated).unwrap_or_else(|| axis.to())));
        out::rect(&mut svg, "outage", (x, TOP), (right - x, HEIGHT), 0.0);
    }
    for percent in [0.0, 0.5, 1.0] {
        out::line(&mut svg, "level", (LEFT, y(percent)), (RIGHT, y(percent)));
        out::text(&mut svg, "scale", (LEFT - 6.0, y(percent) + 4.0), &format!("{:.0}%", percent * 100.0));
    }
    axis.draw(&mut svg, TOP, bottom);
    for series in chart.series.iter().rev() {
        band(&mut svg, series, axis);
    }
    // The dashed ones lie over the strong one, which shows between their dashes.
    for (nth, series) in chart.series.iter().enumerate() {
        put!(svg, "<path class=\"{}\" d=\"{}\"/>", class(nth), line(series, axis));
    }
    names(&mut svg, chart, axis);
    svg.push_str("</svg>");
    svg
}

/// How a line looks: each of the first four by itself.
fn class(nth: usize) -> &'static str {
    ["series", "series other", "series other second", "series other third"]
        .get(nth)
        .copied()
        .unwrap_or("series other")
}

fn y(share: f64) -> f64 {
    TOP + HEIGHT * (1.0 - share.clamp(0.0, 1.0))
}

/// The parts of the samples that the axis shows, as `(x, right, sample)`.
fn shown<'a>(series: &'a Series<'a>, axis: &'a TimeAxis) -> impl Iterator<Item = (f64, f64, Sample)> + 'a {
    let ends = series.samples.iter().skip(1).map(|next| next.at).chain([axis.to()]);
    series
        .samples
        .iter()
        .zip(ends)
        .filter(|(sample, end)| *end > axis.from() && sample.at < axis.to())
        .map(|(sample, end)| (axis.x(sample.at), axis.x(end), *sample))
}

/// A step line; within one pixel only the first, lowest, highest and last value are kept.
fn line(series: &Series<'_>, axis: &TimeAxis) -> String {
    let mut path = String::new();
    let mut pen: Option<f64> = None;
    let mut pixel: Option<Pixel> = None;
    for (x, right, sample) in shown(series, axis) {
        if !sample.value.is_finite() {
            flush(&mut path, &mut pixel, &mut pen);
            pen = None;
            continue;
        }
        let level = y(sample.value);
        match &mut pixel {
            Some(open) if right - open.x < 1.0 => open.add(level, right),
            _ => {
                flush(&mut path, &mut pixel, &mut pen);
                pixel = Some(Pixel { x, right, first: level, low: level, high: level, last: level });
            }
        }
    }
    flush(&mut path, &mut pixel, &mut pen);
    path
}

struct Pixel {
    x: f64,
    right: f64,
    first: f64,
    low: f64,
    high: f64,
    last: f64,
}

impl Pixel {
    fn add(&mut self, level: f64, right: f64) {
        self.low = self.low.max(level);
        self.high = self.high.min(level);
        self.last = level;
        self.right = right;
    }
}

fn flush(path: &mut String, pixel: &mut Option<Pixel>, pen: &mut Option<f64>) {
    let Some(done) = pixel.take() else { return };
    let differ = |a: f64, b: f64| (a - b).abs() >= 0.05;
    match *pen {
        None => put!(path, "M{} {}", N(done.x), N(done.first)),
        Some(at) if differ(at, done.first) => put!(path, "H{}V{}", N(done.x), N(done.first)),
        Some(_) => {}
    }
    if differ(done.low, done.high) {
        put!(path, "H{}V{}V{}V{}", N(done.x), N(done.low), N(done.high), N(done.last));
    }
    put!(path, "H{}", N(done.right));
    *pen = Some(done.last);
}

/// The interval of other runs as an area, one per unbroken stretch.
fn band(out: &mut String, series: &Series<'_>, axis: &TimeAxis) {
    let mut upper: Vec<(f64, f64)> = Vec::new();
    let mut lower: Vec<(f64, f64)> = Vec::new();
    let mut close = |upper: &mut Vec<(f64, f64)>, lower: &mut Vec<(f64, f64)>| {
        if upper.len() > 1 {
            out.push_str("<path class=\"interval\" d=\"");
            for (nth, (x, y)) in upper.iter().chain(lower.iter().rev()).enumerate() {
                put!(out, "{}{} {}", if nth == 0 { 'M' } else { 'L' }, N(*x), N(*y));
            }
            out.push_str("Z\"/>");
        }
        upper.clear();
        lower.clear();
    };
    let mut pixel = f64::MIN;
    for (x, right, sample) in shown(series, axis) {
        let Some((low, high)) = sample.interval.filter(|(low, high)| low.is_finite() && high.is_finite())
        else {
            close(&mut upper, &mut lower);
            pixel = f64::MIN;
            continue;
        };
        let (top, under) = (y(low.max(high)), y(low.min(high)));
        if let (true, [.., before, last], [.., floor_before, floor]) =
            (right - pixel < 1.0, upper.as_mut_slice(), lower.as_mut_slice())
        {
            before.1 = before.1.min(top);
            floor_before.1 = floor_before.1.max(under);
            *last = (right, before.1);
            *floor = (right, floor_before.1);
        } else {
            upper.extend([(x, top), (right, top)]);
            lower.extend([(x, under), (right, under)]);
            pixel = x;
        }
    }
    close(&mut upper, &mut lower);
}

/// The name of each line, at its end.
fn names(out: &mut String, chart: &Chart<'_>, axis: &TimeAxis) {
    let mut ends: Vec<(f64, usize, &str)> = chart
        .series
        .iter()
        .enumerate()
        .filter_map(|(nth, series)| {
            let (.., last) = shown(series, axis).filter(|(.., sample)| sample.value.is_finite()).last()?;
            Some((y(last.value), nth, series.name))
        })
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut free = TOP + 4.0;
    let room = WIDTH - RIGHT - 40.0;
    for (level, nth, name) in ends {
        let at = (level + 4.0).max(free);
        free = at + NAMES;
        out::line(out, class(nth), (RIGHT + 6.0, at - 4.0), (RIGHT + 30.0, at - 4.0));
        out::text(
            out,
            if nth == 0 { "name" } else { "name other" },
            (RIGHT + 35.0, at),
            &glyphs::fit(name, 11.5, room),
        );
    }
}

/// The picture in a sentence per line.
fn describe(chart: &Chart<'_>, axis: &TimeAxis) -> String {
    let mut words = String::from("availability from 0 to 100 percent");
    for series in chart.series {
        let values = series.samples.iter().filter(|sample| sample.value.is_finite());
        if let Some(low) = values.min_by(|a, b| a.value.total_cmp(&b.value)) {
            let at = axis.zone().local(low.at).format("%Y-%m-%d %H:%M");
            put!(words, "; {} is lowest with {:.1} percent at {at}", series.name, low.value * 100.0);
        }
    }
    words
}
