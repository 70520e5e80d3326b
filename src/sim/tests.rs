//! Tests of the simulator's own parts; what it must reproduce is tested in `tests/it/validation`.

use super::histogram::{Histogram, bucket};
use super::queue::{Queue, What};
use super::random::{KeySpace, Stream, ticks};
use super::world::World;
use crate::model::units::Keys;
use crate::text::Source;

fn record(histogram: &mut Histogram, value: u64) {
    histogram.record(bucket(value), value);
}

#[test]
fn quantiles_are_within_one_percent() {
    let mut histogram = Histogram::default();
    (1..=100_000_u64).for_each(|value| record(&mut histogram, value * 997));
    for share in [0.01, 0.5, 0.95, 0.99, 0.999] {
        let exact = share * 100_000.0 * 997.0;
        let got = histogram.quantile(share).unwrap() as f64;
        assert!((got / exact - 1.0).abs() < 0.01, "{share}: {got} for {exact}");
    }
}

#[test]
fn streams_differ_by_name_purpose_and_seed() {
    let first = |seed, name, purpose| Stream::new(seed, name, purpose).unit().to_bits();
    let all =
        [first(1, "a", "x"), first(2, "a", "x"), first(1, "b", "x"), first(1, "a", "y"), first(1, "ax", "")];
    for (index, one) in all.iter().enumerate() {
        assert!(all[index + 1..].iter().all(|other| other != one));
    }
}

#[test]
fn zipf_draws_have_the_shares_of_zipf() {
    let mut stream = Stream::new(7, "zipf", "keys");
    for exponent in [0.8, 1.0, 1.2] {
        let space = KeySpace::new(&Keys::Zipf(exponent, 1000));
        let draws = 200_000;
        let mut counts = [0_u32; 3];
        for _ in 0..draws {
            if let Some(count) = counts.get_mut(space.draw(&mut stream) as usize) {
                *count += 1;
            }
        }
        let total: f64 = (1..=1000).map(|rank| f64::from(rank).powf(-exponent)).sum();
        for (rank, count) in counts.iter().enumerate() {
            let share = (rank as f64 + 1.0).powf(-exponent) / total;
            let spread = (share * (1.0 - share) / f64::from(draws)).sqrt();
            let got = f64::from(*count) / f64::from(draws);
            assert!((got - share).abs() < 4.0 * spread, "s={exponent} rank {rank}: {got} for {share}");
        }
    }
}

#[test]
fn exponential_draws_have_the_shares_of_the_curve() {
    let mut stream = Stream::new(9, "exp", "work");
    let draws = 400_000;
    let values: Vec<f64> = (0..draws).map(|_| stream.exponential()).collect();
    let mean = values.iter().sum::<f64>() / f64::from(draws);
    assert!((mean - 1.0).abs() < 4.0 / f64::from(draws).sqrt(), "{mean}");
    // Beyond 7.7 lies the ziggurat's tail.
    for at in [0.001_f64, 0.1, 0.5, 1.0, 2.0, 4.0, 6.0, 7.5, 8.0, 9.0] {
        let share = (-at).exp();
        let spread = (share * (1.0 - share) / f64::from(draws)).sqrt();
        let got = values.iter().filter(|value| **value > at).count() as f64 / f64::from(draws);
        assert!((got - share).abs() < 4.0 * spread, "{at}: {got} for {share}");
    }
}

#[test]
fn the_wheel_gives_events_in_the_order_of_their_times() {
    let mut stream = Stream::new(1, "wheel", "test");
    let (mut queue, mut pending) = (Queue::default(), std::collections::BTreeSet::new());
    let (mut now, mut made) = (0, 0);
    for turn in 0..60_000_u32 {
        // From events that crowd a microsecond to events that are hours apart, and back.
        let span = [1e3, 1e6, 1e9, 1e13, 1e6, 1e2][turn as usize / 10_000];
        for _ in 0..stream.below(if turn % 5_000 < 2_500 { 4 } else { 2 }) {
            let time = now + ticks(span * stream.exponential());
            made += 1;
            queue.push(time, What::Timer, made, 0);
            pending.insert((time, made));
        }
        assert_eq!(queue.len(), pending.len());
        let event = queue.pop(u64::MAX);
        assert_eq!(event.map(|event| (event.time, event.number())), pending.pop_first(), "turn {turn}");
        now = event.map_or(now, |event| event.time);
    }
    assert!(made > 50_000);
}

#[test]
fn buckets_hold_more_than_four_thousand_million_values() {
    let mut histogram = Histogram::default();
    record(&mut histogram, 1_000_000);
    histogram.record_zeros(1);
    for _ in 0..40 {
        let twice = histogram.clone();
        histogram.add(&twice);
    }
    record(&mut histogram, 2_000_000);
    let summary = histogram.summary();
    assert_eq!((summary.count, summary.max), ((1 << 41) + 1, Some(2_000_000)));
    assert_eq!((summary.mean, histogram.quantile(0.25)), (Some(500_000), Some(0)));
    assert!(histogram.quantile(0.75).is_some_and(|value| value.abs_diff(1_000_000) < 10_000));
}

/// Every count and area that the laws speak of, made wrong by one, is found.
#[test]
fn a_wrong_count_breaks_a_law() {
    type Spoil = fn(&mut super::stats::Stats);
    let text = "model: laws\nclock: { start: 2024-01-01T00:00, run_for: 20s }\nload:\n  \
        users: { rate: 50/s, call: web, timeout: 200ms, retry: { attempts: 2 } }\ncomponents:\n  \
        web: { kind: service, workers: 5, queue: 20, work: exp(50ms), calls: { pool: { timeout: 80ms } } }\n  \
        pool: { kind: pool, size: 4, max_wait: 50ms, leak: 1%, reclaim_after: 5s, to: db }\n  \
        db: { kind: database, workers: 3, work: exp(60ms) }\ntimeline:\n  \
        - { at: +9s, do: crash, target: db, for: 2s }\n";
    let model = crate::model::read(&Source::new("laws.yaml", text));
    let mut world = World::new(&model.variants[0].spec, 3);
    world.run();
    assert_eq!(world.broken_law(), None);
    let wrong: [(&str, Spoil); 10] = [
        ("arrived", |stats| stats.arrived += 1),
        ("succeeded", |stats| stats.succeeded += 1),
        ("failed", |stats| stats.failed += 1),
        ("left_time", |stats| stats.left_time += 1),
        ("inside", |stats| stats.inside.up(0)),
        ("busy", |stats| stats.busy.up(0)),
        ("queued", |stats| stats.queued.up(0)),
        ("started", |stats| stats.started += 1),
        ("waited", |stats| stats.waited += 1),
        ("occupied", |stats| stats.occupied += 1),
    ];
    for at in 0..world.parts.len() {
        let (stats, name) = (world.parts[at].stats.clone(), world.parts[at].name.clone());
        assert!(stats.started > 100 && stats.waited + stats.occupied > 0, "{name} has work to do");
        for (what, spoil) in wrong {
            spoil(&mut world.parts[at].stats);
            let broken = world.broken_law();
            assert!(broken.is_some_and(|law| law.starts_with(&name)), "{what} of {name}");
            world.parts[at].stats = stats.clone();
        }
        assert_eq!(world.broken_law(), None);
    }
    // Busy workers that are counted, but not integrated over time.
    world.parts[0].stats.busy.up(world.end);
    world.parts[0].stats.busy.down(world.end - 1);
    assert!(world.broken_law().is_some_and(|law| law.contains("utilisation")));
}
