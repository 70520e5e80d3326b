//! Queues in closed form.

use super::{agrees, agrees_to, part, replays};

/// One service under Poisson load, in seconds of work.
fn station(rate: f64, workers: u32, work: &str, queue: &str, hours: f64) -> String {
    format!(
        "model: q\nclock: {{ start: 2024-01-01T00:00, run_for: {}s }}\nload:\n  \
         users: {{ rate: {rate}/s, call: s }}\ncomponents:\n  \
         s: {{ kind: service, workers: {workers}, work: \"{work}\"{queue} }}\n",
        hours * 3600.0
    )
}

fn seconds(nanos: Option<u64>) -> f64 {
    nanos.expect("a latency") as f64 / 1e9
}

#[test]
fn mm1_has_its_mean_number_and_tail() {
    let runs = replays(&station(0.8, 1, "exp(1s)", "", 40.0), 20);
    let of = |figure: &dyn Fn(&super::Replay) -> f64| runs.iter().map(figure).collect::<Vec<f64>>();
    agrees("M/M/1 W", 5.0, &of(&|run| seconds(part(run, "s").latency.mean)));
    agrees("M/M/1 L", 4.0, &of(&|run| part(run, "s").busy + part(run, "s").queue));
    agrees_to("M/M/1 p99", 23.03, &of(&|run| seconds(part(run, "s").latency.p99)), 0.01);
    agrees("M/M/1 utilisation", 0.8, &of(&|run| part(run, "s").utilisation.expect("workers")));
}

#[test]
fn mm1k_blocks() {
    let runs = replays(&station(1.2, 1, "exp(1s)", ", queue: 9", 20.0), 12);
    let blocked: Vec<f64> = runs
        .iter()
        .map(|run| {
            let part = part(run, "s");
            part.failed.iter().map(|(_, count)| *count as f64).sum::<f64>() / part.requests as f64
        })
        .collect();
    agrees("M/M/1/10 blocking", 0.192_586, &blocked);
}

#[test]
fn mmc_waits_as_erlang_c_says() {
    for (workers, rate, hours, probability, wait) in [
        (10, 8.0, 4.0, 0.409_180, 0.204_590),
        (10, 9.0, 4.0, 0.668_732, 0.668_732),
        (10, 9.5, 16.0, 0.825_586, 1.651_171),
        (50, 45.0, 3.0, 0.363_864, 0.072_773),
    ] {
        let runs = replays(&station(rate, workers, "exp(1s)", "", hours), 16);
        let mean: Vec<f64> = runs.iter().map(|run| seconds(part(run, "s").wait.mean)).collect();
        agrees(&format!("M/M/{workers} λ={rate} Wq"), wait, &mean);
        // Those that wait do so for 1 / (cμ − λ) on average, so the share that waits is Wq · (cμ − λ).
        let share: Vec<f64> = mean.iter().map(|wait| wait * (f64::from(workers) - rate)).collect();
        agrees(&format!("M/M/{workers} λ={rate} P(wait)"), probability, &share);
    }
}

#[test]
fn loss_systems_block_as_erlang_b_says() {
    for (servers, offered, blocking) in [(10, 10.0, 0.214_582), (50, 45.0, 0.054_104)] {
        let runs = replays(&station(offered, servers, "exp(1s)", ", queue: 0", 2.0), 12);
        let blocked: Vec<f64> = runs
            .iter()
            .map(|run| 1.0 - part(run, "s").succeeded as f64 / (part(run, "s").requests as f64))
            .collect();
        agrees(&format!("Erlang B c={servers} a={offered}"), blocking, &blocked);
    }
}

#[test]
fn mg1_waits_as_pollaczek_and_khinchine_say() {
    for (work, hours, wait) in
        [("1s", 20.0, 2.0), ("exp(1s)", 40.0, 4.0), ("lognormal(mean=1s, cv=2)", 100.0, 10.0)]
    {
        let runs = replays(&station(0.8, 1, work, "", hours), 20);
        let waits: Vec<f64> = runs.iter().map(|run| seconds(part(run, "s").wait.mean)).collect();
        agrees(&format!("M/G/1 {work} Wq"), wait, &waits);
    }
}

#[test]
fn the_tandem_has_its_mean_and_quantiles() {
    let text = "model: t\nclock: { start: 2024-01-01T00:00, run_for: 100s }\nload:\n  \
        users: { rate: 1000/s, call: lb }\ncomponents:\n  lb: { kind: load_balancer, to: api, policy: random }\n  \
        api: { kind: service, instances: 4, workers: 10, work: exp(8ms), blocking: false, calls: { db: {} } }\n  \
        db: { kind: service, workers: 50, work: exp(12ms) }\n";
    let runs = replays(text, 10);
    let of = |figure: &dyn Fn(&super::Replay) -> Option<u64>| -> Vec<f64> {
        runs.iter().map(|run| seconds(figure(run)) * 1e3).collect()
    };
    agrees(
        "tandem mean",
        20.000_05,
        &of(&|run| run.edges.iter().find(|edge| edge.from == "users")?.latency.mean),
    );
    for (share, expected) in [("p50", 16.64), ("p95", 48.0), ("p99", 67.96)] {
        let figure = |run: &super::Replay| {
            let latency = run.windows[0].latency;
            match share {
                "p50" => latency.p50,
                "p95" => latency.p95,
                _ => latency.p99,
            }
        };
        agrees_to(&format!("tandem {share}"), expected, &of(&figure), 0.01);
    }
}

#[test]
fn a_closed_load_obeys_the_interactive_response_time_law() {
    let text = "model: c\nclock: { start: 2024-01-01T00:00, run_for: 4h }\nload:\n  \
        users: { users: 20, think: exp(5s), call: s }\ncomponents:\n  \
        s: { kind: service, workers: 2, work: exp(400ms) }\n";
    let runs = replays(text, 12);
    // R = N / X − Z
    let left: Vec<f64> = runs.iter().map(|run| seconds(part(run, "s").latency.mean)).collect();
    let right: Vec<f64> = runs.iter().map(|run| 20.0 / part(run, "s").rate - 5.0).collect();
    let differences: Vec<f64> = left.iter().zip(&right).map(|(left, right)| left - right).collect();
    let (mean, half) = super::mean(&differences);
    super::record(
        "closed load, R - (N/X - Z)",
        "0",
        &super::short(mean),
        &format!("± {}", super::short(half)),
    );
    assert!(mean.abs() <= half && half < 0.1, "R − (N/X − Z) = {mean} ± {half}");
}

#[test]
fn retries_multiply_attempts_as_a_geometric_series() {
    let text = "model: r\nclock: { start: 2024-01-01T00:00, run_for: 2h }\nload:\n  \
        users: { rate: 20/s, call: a }\ncomponents:\n  \
        a: { kind: service, calls: { b: { retry: { attempts: 3 } } } }\n  b: { kind: service, availability: 50% }\n";
    let runs = replays(text, 12);
    let edge =
        |run: &super::Replay| run.edges.iter().find(|edge| edge.from == "a").cloned().expect("the call");
    let attempts: Vec<f64> =
        runs.iter().map(|run| edge(run).attempts as f64 / edge(run).calls as f64).collect();
    agrees("retries: attempts", 1.75, &attempts);
    let success: Vec<f64> = runs.iter().map(|run| run.impact.availability.expect("requests")).collect();
    agrees("retries: success", 0.875, &success);
}

#[test]
fn replicas_answer_while_enough_of_them_live() {
    // Each of three attempts meets a replica that is up with 0.99, independently.
    let any = "model: r\nclock: { start: 2024-01-01T00:00, run_for: 10h }\nload:\n  \
        users: { rate: 100/s, call: a }\ncomponents:\n  \
        a: { kind: service, calls: { b: { retry: { attempts: 2 } } } }\n  b: { kind: service, availability: 99% }\n";
    let failed: Vec<f64> =
        replays(any, 12).iter().map(|run| 1.0 - run.impact.availability.expect("requests")).collect();
    agrees("any of 2 up with 0.99 each: failures", 1e-4, &failed);
    // Three nodes, each down with 0.1: writes need two of three, reads any.
    let text = "model: r\nclock: { start: 2024-01-01T00:00, run_for: 20s, step: 5s }\nload:\n  \
        reads: { rate: 1/s, arrivals: even, call: q }\n  writes: { rate: 1/s, arrivals: even, writes: 100%, call: q }\n\
        components:\n  q: { kind: quorum }\ntimeline:\n  - { at: +0s, do: crash, target: q/0, chance: 10% }\n  \
        - { at: +0s, do: crash, target: q/1, chance: 10% }\n  - { at: +0s, do: crash, target: q/2, chance: 10% }\n\
        windows:\n  late: { from: +10s, to: +20s }\n";
    let late =
        |run: &super::Replay| run.windows.iter().find(|window| window.name == "late").cloned().expect("late");
    let runs = replays(text, 1500);
    let failed = |least: u64| {
        runs.iter().map(|run| f64::from(u8::from(late(run).failed >= least))).collect::<Vec<f64>>()
    };
    let two_of_three = 3.0 * 0.9 * 0.9 * 0.1 + 0.9 * 0.9 * 0.9;
    super::agrees_to("2 of 3 up with 0.9 each: failures", 1.0 - two_of_three, &failed(5), 0.0);
}
