//! Durations in whole nanoseconds.

use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;

use crate::text::length;

/// A length of time in nanoseconds; written `5s`, `1h30m`, `250ms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration(pub u64);

super::text_type!(
    Duration,
    "Duration",
    "duration",
    "A length of time with its unit: ns, us, ms, s, m, h or d.",
    ["5s", "250ms", "1h30m"]
);

/// The units, longest first, with their nanoseconds.
const UNITS: [(&str, u64); 7] = [
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

impl Duration {
    /// A duration from seconds; negative and absurd values are cut off.
    pub fn from_secs_f64(seconds: f64) -> Self {
        Self(nanos(seconds * 1e9))
    }

    /// The duration in seconds.
    pub fn secs(self) -> f64 {
        self.0 as f64 / 1e9
    }

    /// The duration to about three digits, for people: `47 h 10 min`, `21.4 ms`, `3.2 s`.
    pub fn short(self) -> String {
        let seconds = self.secs();
        match self.0 {
            0 => "0 s".to_owned(),
            1..1_000 => format!("{} ns", self.0),
            1_000..1_000_000 => format!("{} us", three_digits(seconds * 1e6)),
            1_000_000..1_000_000_000 => format!("{} ms", three_digits(seconds * 1e3)),
            1_000_000_000..60_000_000_000 => format!("{} s", three_digits(seconds)),
            _ => {
                let seconds = (self.0 / 500_000_000).div_ceil(2);
                length(TimeDelta::seconds(i64::try_from(seconds).unwrap_or(i64::MAX / 1000)))
            }
        }
    }
}

/// Nanoseconds from a float, cut to what an unsigned integer holds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, which is what is wanted"
)]
pub(crate) fn nanos(value: f64) -> u64 {
    (value + 0.5) as u64
}

fn three_digits(value: f64) -> String {
    match value {
        100.0.. => format!("{value:.0}"),
        10.0.. => trimmed(&format!("{value:.1}")),
        _ => trimmed(&format!("{value:.2}")),
    }
}

pub(super) fn trimmed(text: &str) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text.to_owned()
    }
}

impl FromStr for Duration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut rest = text.trim();
        if let Ok(number) = rest.parse::<f64>() {
            if number == 0.0 {
                return Ok(Self(0));
            }
            return Err(format!("has no unit: write `{rest}s` or `{rest}ms`"));
        }
        let wrong = || format!("`{text}` is not a duration: write for example `5s`, `250ms` or `1h30m`");
        let mut total = 0.0;
        while !rest.is_empty() {
            let (number, after) = super::number(rest).ok_or_else(wrong)?;
            let after = after.trim_start();
            let end = after.find(|char: char| !char.is_alphabetic()).unwrap_or(after.len());
            let (unit, next) = after.split_at(end);
            let unit = match unit {
                "min" | "mins" | "minute" | "minutes" => "m",
                "µs" | "μs" => "us",
                "sec" | "secs" | "second" | "seconds" => "s",
                "hr" | "hrs" | "hour" | "hours" => "h",
                "day" | "days" => "d",
                other => other,
            };
            let (_, size) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(wrong)?;
            if number < 0.0 {
                return Err(format!("`{text}` is negative: a duration cannot be"));
            }
            total += number * *size as f64;
            rest = next.trim_start();
        }
        if text.trim().is_empty() {
            return Err(wrong());
        }
        if total > 9e18 {
            return Err(format!("`{text}` is longer than 285 years"));
        }
        Ok(Self(nanos(total)))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        let mut rest = self.0;
        // Hours go beyond a day: an outage lasts 47h10m.
        for (name, size) in &UNITS[1..] {
            let count = rest / size;
            if count > 0 {
                write!(f, "{count}{name}")?;
                rest %= size;
            }
        }
        Ok(())
    }
}
