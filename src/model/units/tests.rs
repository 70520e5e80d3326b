//! Tests of the units.

use super::{Contention, Duration, Factor, Keys, Rate, Share, Size, Throughput, Work};

fn told<T: std::str::FromStr<Err = String> + std::fmt::Display>(text: &str) -> String {
    match text.parse::<T>() {
        Ok(value) => value.to_string(),
        Err(error) => error,
    }
}

#[test]
fn what_is_written_comes_back() {
    for text in ["5s", "250ms", "1h30m", "26h", "7ns", "0s"] {
        assert_eq!(told::<Duration>(text), text);
    }
    assert_eq!(told::<Duration>("47h 10min"), "47h10m");
    assert_eq!(told::<Duration>("1.5s"), "1s500ms");
    assert_eq!(told::<Duration>("47 h 10 min"), "47h10m");
    assert_eq!(told::<Rate>("120/min"), "2/s");
    assert_eq!(told::<Share>("99.95%"), "99.95%");
    assert_eq!(told::<Factor>("0.5x"), "0.5x");
    assert_eq!(told::<Size>("300GB"), "300GB");
    assert_eq!(told::<Throughput>("25MB/s"), "25MB/s");
    for text in ["exp(8ms)", "normal(8ms, 2ms)", "lognormal(mean=8ms, p99=30ms)", "empirical(1ms, 2ms)"] {
        assert_eq!(told::<Work>(text), text);
    }
    for text in ["linear(1ms, sd=10%)", "exponential(60us, 1.06)", "table(50: 1ms, 100: 8ms)"] {
        assert_eq!(told::<Contention>(text), text);
    }
    for text in ["zipf(0.9, 100000)", "uniform(10)", "normal(1000, 200)", "hot(5%, 100)"] {
        assert_eq!(told::<Keys>(text), text);
    }
}

#[test]
fn what_is_wrong_is_told_with_what_to_write() {
    assert_eq!(told::<Duration>("5"), "has no unit: write `5s` or `5ms`");
    assert_eq!(told::<Duration>("-5s"), "`-5s` is negative: a duration cannot be");
    assert_eq!(told::<Rate>("50"), "has no unit: write `50/s` or `50/min`");
    assert_eq!(told::<Share>("0.8"), "has no unit: write `80%`");
    assert_eq!(told::<Share>("120%"), "`120%` is more than the whole");
    assert_eq!(told::<Size>("4"), "has no unit: write `4GB` or `4MB`");
    assert!(told::<Work>("gauss(8ms)").contains("not a known distribution"));
    assert!(told::<Work>("lognormal(mean=8ms, p99=300ms)").contains("1 to 14.9 times its mean"));
    for text in ["", "  ", "(", "ms", "1e999s", "é5s", "5é", "zipf(", "9999999999999d"] {
        assert!(text.parse::<Duration>().is_err(), "{text}");
        assert!(text.parse::<Keys>().is_err(), "{text}");
        assert!(text.parse::<Contention>().is_err(), "{text}");
    }
}

#[test]
fn a_lognormal_has_the_mean_and_p99_it_was_given() {
    let Ok(Work::Lognormal { mu, sigma, .. }) = "lognormal(mean=8ms, p99=30ms)".parse() else { panic!() };
    assert!((libm::exp(mu + sigma * sigma / 2.0) - 8e6).abs() < 1.0);
    assert!((libm::exp(mu + super::work::Z99 * sigma) - 3e7).abs() < 1.0);
}

#[test]
fn contention_follows_its_table() {
    let table: Contention = "table(50: 1ms, 100: 8ms)".parse().unwrap();
    assert_eq!(
        [0, 25, 50, 75, 200].map(|busy| format!("{:.0}", table.added(busy))),
        ["0", "500000", "1000000", "4500000", "8000000"]
    );
}
