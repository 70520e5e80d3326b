//! Rates, shares, factors, sizes and throughputs.

use std::fmt;
use std::str::FromStr;

use super::number;

/// Events per second; written `50/s`, `1000/min`, `2/h`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Rate(pub f64);

/// A part of a whole between 0 and 1; written `80%`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share(pub f64);

/// A multiple; written `5x`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Factor(pub f64);

/// An amount of data in bytes; written `0.3TB`, `512MiB`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Size(pub f64);

/// Bytes per second; written `25MB/s`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Throughput(pub f64);

super::text_type!(Rate, "Rate", "rate", "Events per unit of time.", ["50/s", "1000/min"]);
super::text_type!(Share, "Share", "share", "A part of a whole, in percent.", ["80%", "99.95%"]);
super::text_type!(Factor, "Factor", "factor", "A multiple of the usual value.", ["5x", "0.5x"]);
super::text_type!(
    Size,
    "Size",
    "size",
    "An amount of data: B, kB, MB, GB, TB, PB (powers of 1000) or KiB, MiB, GiB, TiB.",
    ["0.3TB", "512MiB"]
);
super::text_type!(Throughput, "Throughput", "throughput", "Data per second.", ["25MB/s"]);

const PERIODS: [(&str, f64); 8] = [
    ("s", 1.0),
    ("sec", 1.0),
    ("second", 1.0),
    ("min", 60.0),
    ("m", 60.0),
    ("minute", 60.0),
    ("h", 3600.0),
    ("d", 86400.0),
];

const SIZES: [(&str, f64); 10] = [
    ("B", 1.0),
    ("kB", 1e3),
    ("MB", 1e6),
    ("GB", 1e9),
    ("TB", 1e12),
    ("PB", 1e15),
    ("KiB", 1024.0),
    ("MiB", 1_048_576.0),
    ("GiB", 1_073_741_824.0),
    ("TiB", 1_099_511_627_776.0),
];

fn positive(text: &str, what: &str, example: &str) -> Result<(f64, String), String> {
    let (value, unit) = number(text.trim())
        .ok_or_else(|| format!("`{text}` is not a {what}: write for example `{example}`"))?;
    if value < 0.0 {
        return Err(format!("`{text}` is negative: a {what} cannot be"));
    }
    Ok((value, unit.to_owned()))
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (value, unit) = positive(text, "rate", "50/s")?;
        if let "rps" | "qps" | "tps" = unit.trim() {
            return Ok(Self(value));
        }
        let Some(period) = unit.strip_prefix('/') else {
            return Err(match unit.as_str() {
                "" => format!("has no unit: write `{value}/s` or `{value}/min`"),
                _ => format!("`{text}` is not a rate: write for example `50/s` or `1000/min`"),
            });
        };
        let period = PERIODS.iter().find(|(name, _)| *name == period.trim());
        let (_, seconds) =
            period.ok_or_else(|| format!("`{text}` is not a rate: use `/s`, `/min` or `/h`"))?;
        Ok(Self(value / seconds))
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (value, unit) = positive(text, "share", "80%")?;
        match unit.as_str() {
            "%" if value <= 100.0 => Ok(Self(value / 100.0)),
            "%" => Err(format!("`{text}` is more than the whole")),
            "" if value <= 1.0 => Err(format!(
                "has no unit: write `{}%`",
                super::duration::trimmed(&format!("{:.6}", value * 100.0))
            )),
            "" => Err(format!("has no unit: write `{value}%`")),
            _ => Err(format!("`{text}` is not a share: write for example `80%`")),
        }
    }
}

impl FromStr for Factor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (value, unit) = positive(text, "factor", "5x")?;
        match unit.as_str() {
            "x" | "×" => Ok(Self(value)),
            "%" => Err(format!("`{text}` is a share: as a factor write `{}x`", value / 100.0)),
            "" => Err(format!("has no unit: write `{value}x`")),
            _ => Err(format!("`{text}` is not a factor: write for example `5x`")),
        }
    }
}

fn bytes(text: &str, value: f64, unit: &str) -> Result<f64, String> {
    let found = SIZES.iter().find(|(name, _)| *name == unit);
    found.map(|(_, size)| value * size).ok_or_else(|| match unit {
        "" => format!("has no unit: write `{value}GB` or `{value}MB`"),
        _ => format!("`{text}` has an unknown unit `{unit}`: use kB, MB, GB, TB, MiB or GiB"),
    })
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (value, unit) = positive(text, "size", "0.3TB")?;
        bytes(text, value, &unit).map(Self)
    }
}

impl FromStr for Throughput {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (value, unit) = positive(text, "throughput", "25MB/s")?;
        match unit.split_once('/') {
            Some((size, "s")) => bytes(text, value, size.trim()).map(Self),
            _ => Err(format!("`{text}` is not a throughput: write for example `25MB/s`")),
        }
    }
}

/// A number in its shortest form that reads back the same.
fn plain(value: f64) -> String {
    format!("{value}")
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/s", plain(self.0))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", super::duration::trimmed(&format!("{:.6}", self.0 * 100.0)))
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x", plain(self.0))
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, size) = SIZES[..6].iter().rev().find(|(_, size)| self.0 >= *size).unwrap_or(&SIZES[0]);
        write!(f, "{}{name}", plain(self.0 / size))
    }
}

impl fmt::Display for Throughput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/s", Size(self.0))
    }
}
