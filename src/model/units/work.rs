//! How long a piece of work takes: a distribution, and how it grows with concurrency.

use std::fmt;
use std::str::FromStr;

use super::{Duration, Share, argument, call};

/// The distribution of a duration. Draws below zero count as zero.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// `8ms`: always the same.
    Const(Duration),
    /// `exp(8ms)`: exponential with this mean.
    Exp(Duration),
    /// `normal(8ms, 2ms)`: mean and standard deviation.
    Normal(Duration, Duration),
    /// `lognormal(mean=8ms, p99=30ms)`: `mu` and `sigma` of the logarithm of nanoseconds, and the text.
    Lognormal {
        /// The mean of the logarithm.
        mu: f64,
        /// The standard deviation of the logarithm.
        sigma: f64,
        /// As written.
        written: String,
    },
    /// `uniform(2ms, 10ms)`: anything between.
    Uniform(Duration, Duration),
    /// `empirical(5ms, 7ms, 80ms)`: one of the values, each alike.
    Empirical(Vec<Duration>),
}

super::text_type!(
    Work,
    "Work",
    "work",
    "A duration or its distribution: 8ms, exp(mean), normal(mean, sd), lognormal(mean=, p99=), \
     lognormal(mean=, cv=), uniform(from, to), empirical(a, b, ...).",
    ["8ms", "exp(8ms)", "lognormal(mean=8ms, p99=30ms)", "normal(8ms, 2ms)"]
);

/// The 99th percentile of the standard normal distribution.
pub(super) const Z99: f64 = 2.326_347_874_040_841;

impl Work {
    /// No time at all.
    pub const ZERO: Self = Self::Const(Duration(0));

    /// The mean in seconds (closed forms of the distributions).
    pub fn mean(&self) -> f64 {
        match self {
            Self::Const(value) | Self::Exp(value) | Self::Normal(value, _) => value.secs(),
            Self::Lognormal { mu, sigma, .. } => libm::exp(mu + sigma * sigma / 2.0) / 1e9,
            Self::Uniform(from, to) => f64::midpoint(from.secs(), to.secs()),
            Self::Empirical(values) => {
                values.iter().map(|value| value.secs()).sum::<f64>() / values.len().max(1) as f64
            }
        }
    }

    /// From the mean and one more fact. With `r = ln(p99 / mean)`, `sigma` solves
    /// `sigma² / 2 - z99 · sigma + r = 0` (the smaller root); with a coefficient of variation,
    /// `sigma² = ln(1 + cv²)`.
    fn lognormal(text: &str, arguments: &[&str]) -> Result<Self, String> {
        let need = "a lognormal needs its mean and one of p99 and cv: `lognormal(mean=8ms, p99=30ms)`";
        let mean: Duration = argument(arguments, "mean").ok_or(need)?.parse()?;
        let mean = mean.0 as f64;
        let sigma = if let Some(p99) = argument(arguments, "p99") {
            let p99: Duration = p99.parse()?;
            let ratio = libm::log(p99.0 as f64 / mean);
            let root = Z99 * Z99 - 2.0 * ratio;
            if !(ratio > 0.0 && root >= 0.0) {
                return Err(format!(
                    "`{text}` does not exist: the p99 of a lognormal is 1 to 14.9 times its mean"
                ));
            }
            Z99 - root.sqrt()
        } else {
            let cv: f64 = argument(arguments, "cv").and_then(|cv| cv.parse().ok()).ok_or(need)?;
            libm::sqrt(libm::log(1.0 + cv * cv))
        };
        Ok(Self::Lognormal { mu: libm::log(mean) - sigma * sigma / 2.0, sigma, written: text.to_owned() })
    }
}

impl FromStr for Work {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (name, arguments) = call(text)?;
        let at = |index: usize| -> Result<Duration, String> {
            let argument = arguments.get(index).ok_or_else(|| format!("`{text}` lacks an argument"))?;
            argument.split_once('=').map_or(*argument, |(_, value)| value.trim()).parse()
        };
        match (name, arguments.len()) {
            (_, 0) => name.parse().map(Self::Const),
            ("const", 1) => Ok(Self::Const(at(0)?)),
            ("exp", 1) => Ok(Self::Exp(at(0)?)),
            ("normal", 2) => Ok(Self::Normal(at(0)?, at(1)?)),
            ("lognormal", 2) => Self::lognormal(text, &arguments),
            ("uniform", 2) if at(0)? <= at(1)? => Ok(Self::Uniform(at(0)?, at(1)?)),
            ("uniform", 2) => Err(format!("`{text}` starts above its end")),
            ("empirical", count) => Ok(Self::Empirical((0..count).map(at).collect::<Result<_, _>>()?)),
            ("const" | "exp" | "normal" | "lognormal" | "uniform", _) => Err(format!(
                "`{text}` has the wrong number of arguments: write for example `exp(8ms)`, \
                 `normal(8ms, 2ms)` or `lognormal(mean=8ms, p99=30ms)`"
            )),
            _ => Err(format!(
                "`{name}` is not a known distribution: use const, exp, normal, lognormal, uniform or empirical"
            )),
        }
    }
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Const(value) => write!(f, "{value}"),
            Self::Exp(mean) => write!(f, "exp({mean})"),
            Self::Normal(mean, sd) => write!(f, "normal({mean}, {sd})"),
            Self::Lognormal { written, .. } => f.write_str(written),
            Self::Uniform(from, to) => write!(f, "uniform({from}, {to})"),
            Self::Empirical(values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                write!(f, "empirical({})", values.join(", "))
            }
        }
    }
}

/// What the requests being worked on at the same time, itself among them, add to a request's work.
#[derive(Clone, Debug, PartialEq)]
pub enum Contention {
    /// `linear(1ms)`: this much for each request in progress; `sd` as a share of what is added.
    Linear(Duration, f64),
    /// `exponential(0.06ms, 1.06)`: `base · growth^c`, with `c` requests in progress.
    Exponential(Duration, f64),
    /// `table(50: 1ms, 100: 8ms)`: straight lines between the points, flat beyond the last.
    Table(Vec<(u32, Duration)>),
}

super::text_type!(
    Contention,
    "Contention",
    "contention",
    "What each request in progress adds to the work of the others: linear(per request[, sd=10%]), \
     exponential(base, growth) or table(count: time, ...).",
    ["linear(1ms)", "exponential(0.06ms, 1.06)", "table(50: 1ms, 100: 8ms)"]
);

impl Contention {
    /// What `busy` requests in progress add, in nanoseconds.
    pub fn added(&self, busy: u32) -> f64 {
        match self {
            Self::Linear(each, _) => each.0 as f64 * f64::from(busy),
            Self::Exponential(base, growth) => {
                (base.0 as f64 * libm::pow(*growth, f64::from(busy))).min(8.64e16)
            }
            Self::Table(points) => {
                let mut before = (0, Duration(0));
                for &(count, time) in points {
                    if busy <= count {
                        let part = f64::from(busy - before.0) / f64::from((count - before.0).max(1));
                        return before.1.0 as f64 + part * (time.0 as f64 - before.1.0 as f64);
                    }
                    before = (count, time);
                }
                before.1.0 as f64
            }
        }
    }
}

impl FromStr for Contention {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is not a known growth: write `linear(1ms)`, `exponential(0.06ms, 1.06)` or \
                 `table(50: 1ms, 100: 8ms)`"
            )
        };
        let (name, arguments) = call(text)?;
        let first = || arguments.first().ok_or_else(wrong);
        match name {
            "linear" => {
                let sd = argument(&arguments, "sd").map_or(Ok(Share(0.0)), str::parse)?;
                Ok(Self::Linear(first()?.parse()?, sd.0))
            }
            "exponential" if arguments.len() == 2 => {
                let growth = arguments.get(1).and_then(|text| text.parse().ok()).ok_or_else(wrong)?;
                Ok(Self::Exponential(first()?.parse()?, growth))
            }
            "table" if !arguments.is_empty() => {
                let mut points = Vec::with_capacity(arguments.len());
                for argument in &arguments {
                    let (count, time) = argument.split_once(':').ok_or_else(wrong)?;
                    points.push((count.trim().parse().map_err(|_| wrong())?, time.trim().parse()?));
                }
                if points.windows(2).any(|pair| matches!(pair, [a, b] if a.0 >= b.0)) {
                    return Err(format!("`{text}`: the counts of a table must rise"));
                }
                Ok(Self::Table(points))
            }
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Contention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Linear(each, 0.0) => write!(f, "linear({each})"),
            Self::Linear(each, sd) => write!(f, "linear({each}, sd={})", Share(*sd)),
            Self::Exponential(base, growth) => write!(f, "exponential({base}, {growth})"),
            Self::Table(points) => {
                let points: Vec<String> =
                    points.iter().map(|(count, time)| format!("{count}: {time}")).collect();
                write!(f, "table({})", points.join(", "))
            }
        }
    }
}
