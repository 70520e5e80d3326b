//! Limits, checks, elections and restores.

use super::{agrees, part, replays};

#[test]
fn a_token_bucket_admits_at_most_rate_times_time_plus_burst() {
    let text = "model: b\nclock: { start: 2024-01-01T00:00, run_for: 100s }\nload:\n  \
        users: { rate: 200/s, call: a }\ncomponents:\n  \
        a: { kind: service, calls: { b: { rate_limit: { rate: 50/s, burst: 30 } } } }\n  b: { kind: service }\n";
    let admitted: Vec<u64> = replays(text, 5).iter().map(|run| part(run, "b").requests).collect();
    super::record("token bucket r=50/s b=30 T=100s", "5030", &format!("{admitted:?}"), "at most r·T + b");
    assert!(admitted.iter().all(|admitted| (5000..=5030).contains(admitted)));
}

#[test]
fn a_health_check_finds_a_dead_instance_within_its_time() {
    let text = "model: h\nclock: { start: 2024-01-01T00:00, run_for: 2m }\nload:\n  \
        users: { rate: 100/s, call: lb }\ncomponents:\n  \
        lb: { kind: load_balancer, to: api, health: { every: 5s, fall: 3, rise: 2 } }\n  \
        api: { kind: service, instances: 4, work: 1ms }\ntimeline:\n  - { at: +31s, do: crash, target: api/0 }\n";
    let mut longest = 0.0_f64;
    for run in replays(text, 5) {
        let out = run.log.iter().find(|entry| entry.what == "lb takes api/0 out").expect("taken out");
        let after = (out.at - 31_000_000_000) as f64 / 1e9;
        assert!(after > 0.0 && after <= 3.0 * 5.0 + 5.0, "found after {after} s");
        longest = longest.max(after);
        let refused: u64 = run.impact.failed.iter().map(|(_, count)| count).sum();
        let expected = after * 25.0;
        assert!((refused as f64 - expected).abs() < 5.0 * expected.sqrt(), "{refused} refused in {after} s");
    }
    super::record(
        "health check i=5s n=3",
        "15",
        &super::short(longest),
        "at most n·i and one more i of phase",
    );
}

#[test]
fn elections_take_as_long_as_the_earliest_timeout() {
    for (nodes, detection) in [(3, 0.175), (5, 0.155)] {
        let text = format!(
            "model: e\nclock: {{ start: 2024-01-01T00:00, run_for: 2s }}\nload:\n  \
             users: {{ rate: 1/s, call: etcd }}\ncomponents:\n  etcd: {{ kind: quorum, nodes: {nodes} }}\n\
             timeline:\n  - {{ at: +1s, do: crash, target: etcd/0 }}\n"
        );
        let times: Vec<f64> = replays(&text, 600)
            .iter()
            .map(|run| {
                let elected = run.log.iter().find(|entry| entry.what.contains("is elected leader"));
                (elected.expect("a new leader").at - 1_000_000_000) as f64 / 1e9
            })
            .collect();
        agrees(&format!("election of {nodes}"), detection, &times);
    }
}

#[test]
fn a_restore_takes_size_over_rate() {
    for (size, hours) in [("0.3TB", 3.333_333), ("4TB", 44.444_444)] {
        let text = format!(
            "model: r\nclock: {{ start: 2024-01-01T00:00, run_for: 60h }}\nload:\n  \
             users: {{ rate: 1/min, call: db }}\ncomponents:\n  \
             db: {{ kind: database, data: [{size}], restore: {{ rate: 25MB/s }} }}\ntimeline:\n  \
             - {{ at: +1h, do: reinstall, target: db }}\n  - {{ at: +2h, do: restore, target: db }}\n"
        );
        let run = replays(&text, 2).remove(0);
        let restored =
            run.log.iter().find(|entry| entry.what == "db/0 is restored from backups").expect("restored");
        let took = restored.at as f64 / 3.6e12 - 2.0;
        super::record(
            &format!("restore of {size} at 25 MB/s, hours"),
            &super::short(hours),
            &super::short(took),
            "exact",
        );
        assert!((took - hours).abs() < 1e-4, "{size}: {took} h");
    }
}

/// Every way in which three replicas can be up or down, each weighted with its chance.
#[test]
fn three_replicas_with_099_each() {
    let (mut any, mut two) = (0.0, 0.0);
    for up in 0..8_u8 {
        let down = (0..3).filter(|node| up >> node & 1 == 0);
        let crashes: String =
            down.map(|node| format!("  - {{ at: +0s, do: crash, target: q/{node} }}\n")).collect();
        let timeline = if crashes.is_empty() { "" } else { "timeline:\n" };
        let text = format!(
            "model: r\nclock: {{ start: 2024-01-01T00:00, run_for: 20s, step: 5s }}\nload:\n  \
             reads: {{ rate: 1/s, arrivals: even, call: q }}\n  \
             writes: {{ rate: 1/s, arrivals: even, writes: 100%, call: q }}\n\
             components:\n  q: {{ kind: quorum }}\n{timeline}{crashes}windows:\n  \
             late: {{ from: +10s, to: +20s }}\n"
        );
        let run = replays(&text, 1).remove(0);
        let late = run.windows.iter().find(|window| window.name == "late").expect("late");
        let chance =
            0.99_f64.powi(up.count_ones().cast_signed()) * 0.01_f64.powi(up.count_zeros().cast_signed() - 5);
        // Ten reads and ten writes: none of them fails, the writes do, or all.
        assert!([0, 10, 20].contains(&late.failed), "{up:03b}: {} fail", late.failed);
        any += if late.failed < 20 { chance } else { 0.0 };
        two += if late.failed == 0 { chance } else { 0.0 };
    }
    for (what, expected, got) in [("any of 3", 0.999_999, any), ("2 of 3", 0.999_702, two)] {
        let what = format!("{what} up with 0.99 each");
        super::record(&what, &super::short(expected), &super::short(got), "exact");
        assert!((got - expected).abs() < 1e-9, "{what}: {got}");
    }
}
