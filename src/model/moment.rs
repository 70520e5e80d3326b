//! A point of the model's time: a time of day, a date and time, or a time after the start.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDateTime, NaiveTime};

use super::units::{Duration, text_type};

/// When something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// `17:30`: the next such time of day after the start.
    Clock(NaiveTime),
    /// `2014-01-12T16:40`.
    Local(NaiveDateTime),
    /// `+15m`: after the start.
    After(Duration),
}

text_type!(
    At,
    "Moment",
    "moment",
    "A time of day (the next one after the start), a local date and time, or +duration after the start.",
    ["17:30", "2014-01-12T16:40", "+15m"]
);

impl FromStr for At {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(duration) = text.strip_prefix('+') {
            return duration.parse().map(Self::After);
        }
        for format in ["%H:%M", "%H:%M:%S"] {
            if let Ok(time) = NaiveTime::parse_from_str(text, format) {
                return Ok(Self::Clock(time));
            }
        }
        super::clock::local(text).map(Self::Local).map_err(|_| {
            format!("`{text}` is not a time: write `17:30`, `2014-01-12T16:40` or `+15m` after the start")
        })
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clock(time) => {
                let text = time.format("%H:%M:%S").to_string();
                f.write_str(text.strip_suffix(":00").unwrap_or(&text))
            }
            Self::Local(time) => write!(f, "{}", super::clock::Local(*time)),
            Self::After(duration) => write!(f, "+{duration}"),
        }
    }
}
