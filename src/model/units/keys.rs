//! Which key a request is about: the key spaces that decide shards and cache hits.

use std::fmt;
use std::str::FromStr;

/// How keys are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Keys {
    /// `uniform(n)`: every one of `n` keys alike.
    Uniform(u32),
    /// `zipf(s, n)`: key `k` of `n` with a weight of `k^-s`.
    Zipf(f64, u32),
    /// `normal(mean, sd)`: whole numbers around a mean.
    Normal(f64, f64),
    /// `hot(share, n)`: one key takes `share` of all requests, the other `n` share the rest.
    Hot(f64, u32),
}

super::text_type!(
    Keys,
    "Keys",
    "keys",
    "How the key of a request is drawn: uniform(n), zipf(s, n), normal(mean, sd) or hot(share, n).",
    ["zipf(0.9, 100000)", "uniform(1000)", "hot(5%, 1000)"]
);

impl FromStr for Keys {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is not a key space: write for example `zipf(0.9, 100000)`, `uniform(1000)`, \
                 `normal(1000, 200)` or `hot(5%, 1000)`"
            )
        };
        let (name, arguments) = super::call(text)?;
        let float = |at: usize| arguments.get(at).and_then(|text| text.parse::<f64>().ok()).ok_or_else(wrong);
        let count = |at: usize| {
            let count = arguments.get(at).and_then(|text| text.replace('_', "").parse::<u32>().ok());
            count.filter(|&count| (1..=100_000_000).contains(&count)).ok_or_else(wrong)
        };
        match (name, arguments.len()) {
            ("uniform", 1) => Ok(Self::Uniform(count(0)?)),
            ("zipf", 2) => Ok(Self::Zipf(float(0)?, count(1)?)),
            ("normal", 2) => Ok(Self::Normal(float(0)?, float(1)?)),
            ("hot", 2) => {
                let share = arguments.first().ok_or_else(wrong)?;
                Ok(Self::Hot(share.parse::<super::Share>()?.0, count(1)?))
            }
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uniform(n) => write!(f, "uniform({n})"),
            Self::Zipf(s, n) => write!(f, "zipf({s}, {n})"),
            Self::Normal(mean, sd) => write!(f, "normal({mean}, {sd})"),
            Self::Hot(share, n) => write!(f, "hot({}, {n})", super::Share(*share)),
        }
    }
}
