//! A replayed model as text for a terminal, as JSON, and as CSV.

mod csv;
pub mod followed;

use std::fmt::Write;

use crate::model::outcome::{
    ComponentSummary, EdgeSummary, Latency, Outcome, Replay, Spread, Verdict, WindowSummary,
};
use crate::model::units::Duration;
use crate::render::table::table;
use crate::text::counted;

pub use csv::{Table, csv};

/// The outcome as JSON, indented, with a final line break.
pub fn json(outcome: &Outcome) -> String {
    serde_json::to_string_pretty(outcome).unwrap_or_default() + "\n"
}

/// The outcome for a person at a terminal.
pub fn text(outcome: &Outcome) -> String {
    let mut text = String::new();
    let runs = counted(outcome.runs, "run");
    let _ = writeln!(
        text,
        "{}: {} from {} ({}), seed {}, {runs}",
        outcome.model,
        Duration(outcome.run_for).short(),
        day(&outcome.start),
        outcome.timezone,
        outcome.seed
    );
    for (index, replay) in outcome.variants.iter().enumerate() {
        variant(&mut text, replay, index == 0, outcome.run_for as f64 / 1e9);
    }
    expectations(&mut text, &outcome.expectations);
    text
}

/// `2014-01-10T17:30:00-08:00` as `2014-01-10 17:30:00`.
fn day(clock: &str) -> String {
    clock.get(..19).unwrap_or(clock).replace('T', " ")
}

fn variant(text: &mut String, replay: &Replay, full: bool, seconds: f64) {
    let _ = writeln!(text, "\n{}", replay.variant);
    if let Some(about) = &replay.about {
        let _ = writeln!(text, "  {about}");
    }
    for (path, value) in &replay.changes {
        let _ = writeln!(text, "  changes {path}: {value}");
    }
    impact(text, replay);
    windows(text, &replay.windows);
    if full {
        components(text, &replay.components);
        edges(text, &replay.edges, seconds);
        log(text, replay);
    }
    spreads(text, &replay.spread);
}

fn impact(text: &mut String, replay: &Replay) {
    let impact = &replay.impact;
    let when = |at: Option<u64>| at.map_or_else(|| "never".to_owned(), |at| Duration(at).short());
    let _ = writeln!(
        text,
        "  {} requests, {} succeeded{}",
        impact.requests,
        percent(impact.availability),
        impact
            .affected
            .map_or_else(String::new, |affected| format!(", {} of users affected", percent(Some(affected))))
    );
    if impact.began.is_some() {
        let detected = impact.detected.as_ref().map_or_else(
            || "never detected".to_owned(),
            |detection| {
                let after = Duration(impact.time_to_detect().unwrap_or_default()).short();
                format!("detected after {after} by {}", detection.monitor)
            },
        );
        let recovered = impact.duration().map_or_else(
            || "not recovered by the end".to_owned(),
            |duration| format!("recovered after {}", Duration(duration).short()),
        );
        let _ =
            writeln!(text, "  failures begin {} into the run, {detected}, {recovered}", when(impact.began));
    }
    if !impact.failed.is_empty() {
        let _ = writeln!(text, "  failures: {}", causes(&impact.failed));
    }
    if replay.metastable {
        let _ = writeln!(text, "  metastable: the system stays down although every fault is over");
    }
}

fn causes(failed: &[(String, u64)]) -> String {
    let causes: Vec<String> = failed.iter().map(|(cause, count)| format!("{cause} {count}")).collect();
    causes.join(", ")
}

/// A rate to about three digits: `50/s`, `2.53/s`, `0.004/s`.
pub(super) fn per_second(rate: f64) -> String {
    let digits = match rate {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        _ => 3,
    };
    let text = format!("{rate:.digits$}");
    let text = if digits > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text}/s")
}

/// A share to as many digits as matter: 100%, 99.95%, 70.2%.
pub(super) fn percent(share: Option<f64>) -> String {
    let Some(share) = share else { return "–".to_owned() };
    let percent = share * 100.0;
    if share >= 1.0 || share <= 0.0 {
        format!("{percent:.0}%")
    } else if percent >= 99.0 {
        format!("{:.3}%", (percent * 1000.0).floor() / 1000.0)
    } else {
        format!("{percent:.1}%")
    }
}

fn short(nanos: Option<u64>) -> String {
    nanos.map_or_else(|| "–".to_owned(), |nanos| Duration(nanos).short())
}

fn quantiles(latency: &Latency) -> [String; 3] {
    [short(latency.p50), short(latency.p95), short(latency.p99)]
}

fn windows(text: &mut String, windows: &[WindowSummary]) {
    let head = ["window", "length", "requests", "available", "goodput", "p50", "p95", "p99"];
    let rows = windows.iter().map(|window| {
        let [p50, p95, p99] = quantiles(&window.latency);
        vec![
            window.name.clone(),
            Duration(window.to - window.from).short(),
            window.requests.to_string(),
            percent(window.availability()),
            percent(window.goodput),
            p50,
            p95,
            p99,
        ]
    });
    table(text, &head, &rows.collect::<Vec<_>>());
}

fn components(text: &mut String, components: &[ComponentSummary]) {
    let head = [
        "component",
        "kind",
        "requests",
        "rate",
        "failed",
        "utilisation",
        "queue",
        "p50",
        "p95",
        "p99",
        "failures",
    ];
    let rows = components.iter().map(|part| {
        let [p50, p95, p99] = quantiles(&part.latency);
        let failed: u64 = part.failed.iter().map(|(_, count)| count).sum();
        vec![
            part.name.clone(),
            part.kind.clone(),
            part.requests.to_string(),
            per_second(part.rate),
            failed.to_string(),
            part.utilisation.map_or_else(|| "–".to_owned(), |busy| percent(Some(busy))),
            format!("{:.1}", part.queue),
            p50,
            p95,
            p99,
            causes(&part.failed),
        ]
    });
    table(text, &head, &rows.collect::<Vec<_>>());
    for part in components.iter().filter(|part| part.extra.iter().any(|(_, value)| *value != 0.0)) {
        let extra: Vec<String> = part
            .extra
            .iter()
            .filter(|(_, value)| *value != 0.0)
            .map(|(name, value)| match name.as_str() {
                "hit_rate" => format!("{name} {}", percent(Some(*value))),
                _ => format!("{name} {}", (value * 1000.0).round() / 1000.0),
            })
            .collect();
        let _ = writeln!(text, "  {}: {}", part.name, extra.join(", "));
    }
}

fn edges(text: &mut String, edges: &[EdgeSummary], seconds: f64) {
    let head = ["call", "calls", "rate", "attempts", "failed", "p50", "p95", "p99", "failures"];
    let rows = edges.iter().map(|edge| {
        let [p50, p95, p99] = quantiles(&edge.latency);
        let failed: u64 = edge.failed.iter().map(|(_, count)| count).sum();
        vec![
            format!("{} → {}", edge.from, edge.to),
            edge.calls.to_string(),
            per_second(edge.calls as f64 / seconds.max(1e-9)),
            edge.attempts.to_string(),
            failed.to_string(),
            p50,
            p95,
            p99,
            causes(&edge.failed),
        ]
    });
    table(text, &head, &rows.collect::<Vec<_>>());
}

/// Longer logs are cut in the middle; the JSON has them whole.
const LOG_LINES: usize = 60;

fn log(text: &mut String, replay: &Replay) {
    if replay.log.is_empty() {
        return;
    }
    let _ = writeln!(text);
    let count = replay.log.len();
    for (index, entry) in replay.log.iter().enumerate() {
        if count > LOG_LINES && index == LOG_LINES / 2 {
            let _ = writeln!(text, "  … {} more lines in the JSON …", count - LOG_LINES);
        }
        if count > LOG_LINES && index >= LOG_LINES / 2 && index < count - LOG_LINES / 2 {
            continue;
        }
        let why = entry.because.as_ref().map_or_else(String::new, |why| format!(" ({why})"));
        let _ = writeln!(text, "  {}  {}{why}", day(&entry.clock), entry.what);
    }
}

fn spreads(text: &mut String, spreads: &[Spread]) {
    if spreads.iter().all(|spread| spread.runs <= 1) {
        return;
    }
    let figure = |what: &str, value: f64| match what {
        _ if what.starts_with("seconds") || what.ends_with("seconds") => {
            let sign = if value < 0.0 { "-" } else { "" };
            format!("{sign}{}", Duration::from_secs_f64(value.abs()).short())
        }
        _ => format!("{}%", (value * 1e5).round() / 1e3),
    };
    let head = ["over all runs", "median", "lowest", "highest", "mean (95%)", "difference to the base"];
    let rows = spreads.iter().map(|spread| {
        let show = |value: f64| figure(&spread.what, value);
        let span = |span: Option<(f64, f64)>| {
            span.map_or_else(|| "–".to_owned(), |(low, high)| format!("{} to {}", show(low), show(high)))
        };
        let difference = spread
            .difference
            .map_or_else(String::new, |(median, interval)| format!("{} ({})", show(median), span(interval)));
        vec![
            spread.what.replace('_', " "),
            show(spread.median),
            show(spread.low),
            show(spread.high),
            span(spread.interval),
            difference,
        ]
    });
    table(text, &head, &rows.collect::<Vec<_>>());
    for spread in spreads.iter().filter(|spread| !spread.modes.is_empty()) {
        let modes: Vec<String> = spread
            .modes
            .iter()
            .map(|(share, median)| format!("{} in {}", figure(&spread.what, *median), percent(Some(*share))))
            .collect();
        let _ = writeln!(
            text,
            "  {} falls into groups: {} of runs",
            spread.what.replace('_', " "),
            modes.join(", ")
        );
    }
}

fn expectations(text: &mut String, verdicts: &[Verdict]) {
    if verdicts.is_empty() {
        return;
    }
    let failed = verdicts.iter().filter(|verdict| !verdict.holds).count();
    let _ = writeln!(text, "\nexpectations");
    for verdict in verdicts {
        let mark = if verdict.holds { "ok    " } else { "failed" };
        let _ = writeln!(text, "  {mark}  {}: {} – got {}", verdict.variant, verdict.expected, verdict.got);
    }
    let _ = match failed {
        0 => writeln!(text, "\nall {} expectations hold", verdicts.len()),
        _ => writeln!(text, "\n{failed} of {} expectations failed", verdicts.len()),
    };
}
