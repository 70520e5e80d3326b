//! A replayed model as tables of comma-separated values: times in seconds, shares between 0 and 1.

use crate::model::outcome::{Latency, Outcome, Replay};

/// Which of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// What users saw over time, and each component over the same steps.
    Series,
    /// Before, during and after, and the windows of the model.
    Windows,
    /// Each component over the whole run.
    Components,
    /// Each call over the whole run.
    Calls,
    /// What happened and why.
    Log,
    /// The main figures over all runs.
    Spread,
    /// What was expected, and what came out.
    Expectations,
}

impl Table {
    /// Every table with its name, and what it shows.
    pub const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Series, "series", "What users saw over time, and each component over the same steps"),
        (Self::Windows, "windows", "Before, during and after, and the windows of the model"),
        (Self::Components, "components", "Each component over the whole run"),
        (Self::Calls, "calls", "Each call over the whole run"),
        (Self::Log, "log", "What happened and why"),
        (Self::Spread, "spread", "The main figures over all runs"),
        (Self::Expectations, "expectations", "What was expected, and what came out"),
    ];
}

const LATENCY: [&str; 5] = ["mean", "p50", "p95", "p99", "max"];

/// One table of every variant, the first column naming the variant.
pub fn csv(outcome: &Outcome, table: Table) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let head: Vec<String> = match table {
        Table::Series => series_head(outcome),
        Table::Windows => head("variant,window,from,to,requests,succeeded,failed,availability,goodput", true),
        Table::Components => head(
            "variant,component,kind,requests,rate,succeeded,failed,utilisation,busy,queue,queue_max",
            true,
        ),
        Table::Calls => head("variant,from,to,calls,rate,attempts,succeeded,failed", true),
        Table::Log => head("variant,seconds,clock,event,what,because", false),
        Table::Spread => {
            head("variant,figure,runs,median,lowest,highest,mean_low,mean_high,difference", false)
        }
        Table::Expectations => head("variant,holds,held_in_runs,expected,got,because", false),
    };
    let mut rows = Vec::new();
    for replay in &outcome.variants {
        match table {
            Table::Series => series(replay, &mut rows),
            Table::Windows => windows(replay, &mut rows),
            Table::Components => components(replay, &mut rows),
            Table::Calls => calls(replay, outcome.run_for, &mut rows),
            Table::Log => log(replay, &mut rows),
            Table::Spread => spread(replay, &mut rows),
            Table::Expectations => {}
        }
    }
    if table == Table::Expectations {
        rows.extend(outcome.expectations.iter().map(|verdict| {
            vec![
                verdict.variant.clone(),
                verdict.holds.to_string(),
                verdict.held.to_string(),
                verdict.expected.clone(),
                verdict.got.clone(),
                verdict.because.clone().unwrap_or_default(),
            ]
        }));
    }
    for row in std::iter::once(head).chain(rows) {
        // Memory does not fail, and rows may differ in length.
        _ = writer.write_record(row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn head(columns: &str, latency: bool) -> Vec<String> {
    let times = LATENCY.iter().filter(|_| latency).map(|name| format!("{name}_seconds"));
    columns.split(',').map(str::to_owned).chain(times).collect()
}

fn seconds(nanos: u64) -> String {
    (nanos as f64 / 1e9).to_string()
}

fn maybe(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn times(latency: &Latency) -> impl Iterator<Item = String> {
    [latency.mean, latency.p50, latency.p95, latency.p99, latency.max]
        .into_iter()
        .map(|nanos| nanos.map_or_else(String::new, seconds))
}

fn total(failed: &[(String, u64)]) -> String {
    failed.iter().map(|(_, count)| count).sum::<u64>().to_string()
}

fn series_head(outcome: &Outcome) -> Vec<String> {
    let mut head = head("variant,seconds,requests,succeeded,failed,completed,p99_seconds", false);
    let components = outcome.variants.first().map(|replay| replay.series.components.as_slice());
    for component in components.unwrap_or_default() {
        head.extend(["requests", "failed", "busy", "queue"].map(|what| format!("{}.{what}", component.name)));
    }
    head
}

fn series(replay: &Replay, rows: &mut Vec<Vec<String>>) {
    let series = &replay.series;
    let count = |counts: &[u64], at: usize| counts.get(at).copied().unwrap_or_default().to_string();
    let mean = |means: &[f32], at: usize| means.get(at).copied().unwrap_or_default().to_string();
    for (at, start) in series.at.iter().enumerate() {
        let mut row = vec![replay.variant.clone(), seconds(*start)];
        let users = [&series.requests, &series.succeeded, &series.failed, &series.completed];
        row.extend(users.map(|counts| count(counts, at)));
        row.push(series.p99.get(at).copied().flatten().map_or_else(String::new, seconds));
        for part in &series.components {
            row.extend([count(&part.requests, at), count(&part.failed, at)]);
            row.extend([mean(&part.busy, at), mean(&part.queue, at)]);
        }
        rows.push(row);
    }
}

fn windows(replay: &Replay, rows: &mut Vec<Vec<String>>) {
    for window in &replay.windows {
        let mut row = vec![replay.variant.clone(), window.name.clone()];
        row.extend([seconds(window.from), seconds(window.to)]);
        row.extend([window.requests, window.succeeded, window.failed].map(|count| count.to_string()));
        row.extend([maybe(window.availability()), maybe(window.goodput)]);
        row.extend(times(&window.latency));
        rows.push(row);
    }
}

fn components(replay: &Replay, rows: &mut Vec<Vec<String>>) {
    for part in &replay.components {
        let mut row = vec![replay.variant.clone(), part.name.clone(), part.kind.clone()];
        row.extend([part.requests.to_string(), part.rate.to_string(), part.succeeded.to_string()]);
        row.extend([total(&part.failed), maybe(part.utilisation), part.busy.to_string()]);
        row.extend([part.queue.to_string(), part.queue_max.to_string()]);
        row.extend(times(&part.latency));
        rows.push(row);
    }
}

fn calls(replay: &Replay, run_for: u64, rows: &mut Vec<Vec<String>>) {
    for edge in &replay.edges {
        let rate = edge.calls as f64 / (run_for as f64 / 1e9).max(1e-9);
        let mut row = vec![replay.variant.clone(), edge.from.clone(), edge.to.clone()];
        row.extend([edge.calls.to_string(), rate.to_string(), edge.attempts.to_string()]);
        row.extend([edge.succeeded.to_string(), total(&edge.failed)]);
        row.extend(times(&edge.latency));
        rows.push(row);
    }
}

fn log(replay: &Replay, rows: &mut Vec<Vec<String>>) {
    rows.extend(replay.log.iter().map(|entry| {
        vec![
            replay.variant.clone(),
            seconds(entry.at),
            entry.clock.clone(),
            entry.event.clone().unwrap_or_default(),
            entry.what.clone(),
            entry.because.clone().unwrap_or_default(),
        ]
    }));
}

fn spread(replay: &Replay, rows: &mut Vec<Vec<String>>) {
    rows.extend(replay.spread.iter().map(|spread| {
        vec![
            replay.variant.clone(),
            spread.what.clone(),
            spread.runs.to_string(),
            spread.median.to_string(),
            spread.low.to_string(),
            spread.high.to_string(),
            maybe(spread.interval.map(|(low, _)| low)),
            maybe(spread.interval.map(|(_, high)| high)),
            maybe(spread.difference.map(|(median, _)| median)),
        ]
    }));
}
