//! Caches in closed form.

use super::{agrees, part, replays};

fn hit_rates(keys: &str, rate: f64, cache: &str, seconds: u32, seeds: u64) -> Vec<f64> {
    let text = format!(
        "model: c\nclock: {{ start: 2024-01-01T00:00, run_for: {seconds}s }}\nload:\n  \
         users: {{ rate: {rate}/s, keys: \"{keys}\", call: cache }}\ncomponents:\n  \
         cache: {{ kind: cache, to: db, {cache} }}\n  db: {{ kind: database }}\n"
    );
    let extra = |run: &super::Replay, name: &str| {
        part(run, "cache").extra.iter().find(|(known, _)| known == name).map_or(0.0, |(_, value)| *value)
    };
    replays(&text, seeds).iter().map(|run| extra(run, "hit_rate")).collect()
}

/// Che's approximation for the LRU hit rate: `Σ pᵢ (1 − e^(−pᵢ t))` with `Σ (1 − e^(−pᵢ t)) = C`.
fn che(weights: &[f64], capacity: f64) -> f64 {
    let total: f64 = weights.iter().sum();
    let filled = |t: f64| weights.iter().map(|w| 1.0 - (-w / total * t).exp()).sum::<f64>();
    let (mut low, mut high) = (0.0, 1e9);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if filled(middle) < capacity { low = middle } else { high = middle }
    }
    weights.iter().map(|w| w / total * (1.0 - (-w / total * low).exp())).sum()
}

#[test]
fn lru_hits_as_che_says() {
    let zipf = |s: f64| (1..=10_000).map(|rank| f64::from(rank).powf(-s)).collect::<Vec<f64>>();
    for (s, capacity, expected) in [(0.8, 1000, 0.43666), (1.0, 1000, 0.67560), (1.2, 100, 0.65634)] {
        assert!((che(&zipf(s), f64::from(capacity)) - expected).abs() < 1e-5);
        warm(&format!("zipf({s}, 10000)"), capacity, expected);
    }
    let normal: Vec<f64> =
        (0..2400).map(|key| (-0.5 * ((f64::from(key) - 1000.0) / 200.0).powi(2)).exp()).collect();
    assert!((che(&normal, 500.0) - 0.64767).abs() < 1e-4);
    warm("normal(1000, 200)", 500, 0.64767);
}

/// The hit rate without the filling at the start: that of a long run minus that of its first part, which
/// has the same seed and so the same requests.
fn warm(keys: &str, capacity: u32, expected: f64) {
    let cache = format!("capacity: {capacity}");
    let (long, short) = (60, 20);
    let of_long = hit_rates(keys, 2000.0, &cache, long, 10);
    let of_short = hit_rates(keys, 2000.0, &cache, short, 10);
    let steady: Vec<f64> = of_long
        .iter()
        .zip(&of_short)
        .map(|(a, b)| (a * f64::from(long) - b * f64::from(short)) / f64::from(long - short))
        .collect();
    // Che's formula is an approximation; its own error here is below 0.1% (see the reference figures).
    super::agrees_to(&format!("LRU {keys} C={capacity}"), expected, &steady, 0.001);
}

#[test]
fn ttl_caches_hit_as_renewals_say() {
    // λT / (1 + λT) with λ = 1/s for each of 10 keys and T = 3 s.
    agrees("TTL", 0.75, &hit_rates("uniform(10)", 10.0, "ttl: 3s", 7200, 12));
}
