//! Metastable failure: ten workers, a second of patience, immediate retries, a trigger of ten seconds.

use afterword::model::outcome::Replay;

use super::replays;

fn model(rate: u32, retry: &str, service: &str, trigger: bool) -> String {
    let timeline =
        if trigger { "timeline:\n  - { at: +60s, do: slow, target: s, factor: 5x, for: 10s }\n" } else { "" };
    format!(
        "model: meta\nclock: {{ start: 2024-01-01T00:00, run_for: 300s, step: 500ms }}\nload:\n  \
         users: {{ rate: {rate}/s, call: s, timeout: 1s, retry: {{ {retry} }} }}\ncomponents:\n  \
         s: {{ kind: service, workers: 10, work: exp(10ms){service} }}\n{timeline}windows:\n  \
         trigger: {{ from: +60s, to: +90s }}\n  late: {{ from: +240s, to: +295s }}\n"
    )
}

fn goodput(run: &Replay, name: &str) -> f64 {
    let window = run.windows.iter().find(|window| window.name == name).expect("the window");
    window.goodput.expect("requests") * 100.0
}

/// How long after the trigger the first second lies from which goodput stays above 90% of what is offered.
fn recovery(run: &Replay) -> f64 {
    let series = &run.series;
    let bad = |at: &usize| series.completed[*at] * 10 < series.requests[*at] * 9;
    let from = series.at.iter().position(|at| *at >= 70_000_000_000).expect("steps");
    let last = (from..series.at.len() - 4).rev().find(bad);
    last.map_or(0.0, |last| series.at[last + 1] as f64 / 1e9 - 70.0)
}

/// One row of the table: during and after in percent, how many of the runs are stuck, recovery in seconds.
fn row(what: &str, text: &str, during: std::ops::RangeInclusive<f64>, stuck: bool, recovers: Option<f64>) {
    let seeds = 6;
    let runs = replays(text, seeds);
    let of = |figure: &dyn Fn(&Replay) -> f64| super::mean(&runs.iter().map(figure).collect::<Vec<f64>>());
    let (got, half) = of(&|run| goodput(run, "trigger"));
    let (late, _) = of(&|run| goodput(run, "late"));
    let verdicts = runs.iter().filter(|run| run.metastable).count() as u64;
    let (time, spread) = of(&recovery);
    println!(
        "{what}: during {got:.1} ± {half:.1}, after {late:.1}, stuck {verdicts}/{seeds}, recovery {time:.1} ± {spread:.1}"
    );
    assert!(got + half >= *during.start() && got - half <= *during.end(), "{what}: during {got} ± {half}");
    assert_eq!(verdicts, if stuck { seeds } else { 0 }, "{what}: stuck");
    if stuck {
        assert!(late < 1.0, "{what}: after {late}");
    } else {
        assert!(late > 99.0, "{what}: after {late}");
    }
    if let Some(recovers) = recovers {
        // The reference quotes whole seconds or halves.
        assert!(
            (time - recovers).abs() <= spread + 1.0,
            "{what}: recovery {time} ± {spread}, expected {recovers}"
        );
    }
}

const THREE: &str = "attempts: 3";

#[test]
fn below_the_hidden_capacity_it_recovers() {
    row("λ=200", &model(200, THREE, "", true), 99.5..=100.0, false, Some(0.0));
    row("λ=300", &model(300, THREE, "", true), 6.4..=7.4, false, Some(38.0));
}

#[test]
fn above_the_hidden_capacity_it_stays_down() {
    row("λ=340", &model(340, THREE, "", true), 0.0..=5.0, true, None);
    row("λ=700", &model(700, THREE, "", true), 0.0..=5.0, true, None);
    row("λ=950", &model(950, THREE, "", true), 0.0..=5.0, true, None);
    row("λ=700, no trigger", &model(700, THREE, "", false), 99.5..=100.0, false, None);
}

#[test]
fn what_helps_and_what_does_not() {
    row("1 attempt", &model(700, "attempts: 1", "", true), 22.3..=23.3, false, Some(14.0));
    row("budget", &model(700, "attempts: 3, budget: 10%", "", true), 1.4..=2.4, false, Some(21.5));
    row("queue of 500", &model(700, THREE, ", queue: 500", true), 68.3..=69.3, false, Some(0.3));
    row("queue of 2000", &model(700, THREE, ", queue: 2000", true), 0.8..=1.8, true, None);
    row("LIFO", &model(700, THREE, ", order: lifo", true), 79.8..=80.8, false, Some(0.0));
    let backoff = |base: &str| format!("attempts: 3, backoff: {base}, jitter: full");
    row("backoff 1s", &model(700, &backoff("1s"), "", true), 0.8..=1.8, true, None);
    row("backoff 10s", &model(700, &backoff("10s"), "", true), 0.8..=1.8, true, None);
}
