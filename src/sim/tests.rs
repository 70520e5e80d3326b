//! Tests of the simulator's own parts; what it must reproduce is tested in `tests/it/validation`.

use super::histogram::Histogram;
use super::random::{KeySpace, Stream};
use crate::model::units::Keys;

#[test]
fn quantiles_are_within_one_percent() {
    let mut histogram = Histogram::default();
    (1..=100_000_u64).for_each(|value| histogram.record(value * 997));
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
fn buckets_hold_more_than_four_thousand_million_values() {
    let mut histogram = Histogram::default();
    histogram.record(1_000_000);
    histogram.record_zeros(1);
    for _ in 0..40 {
        let twice = histogram.clone();
        histogram.add(&twice);
    }
    histogram.record(2_000_000);
    let summary = histogram.summary();
    assert_eq!((summary.count, summary.max), ((1 << 41) + 1, Some(2_000_000)));
    assert_eq!((summary.mean, histogram.quantile(0.25)), (Some(500_000), Some(0)));
    assert!(histogram.quantile(0.75).is_some_and(|value| value.abs_diff(1_000_000) < 10_000));
}
