//! The model's clock: wall-clock time in its zone, so that events stand beside a timeline's entries.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::moment::At;
use super::units::{Duration, text_type};

/// When the run starts, how long it lasts, and which random streams it uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// The local time at which the run starts, some time before the fault.
    pub start: Local,
    /// The IANA zone of every time in the model.
    #[serde(default)]
    pub timezone: Zone,
    /// How long the run lasts.
    pub run_for: Duration,
    /// The seed of the first run; run `n` uses `seed + n`. Default 1.
    #[serde(default = "one")]
    pub seed: u64,
    /// How many runs are made, to tell chance from effect. Default 1.
    #[serde(default = "one_run")]
    #[schemars(range(min = 1, max = 1000))]
    pub runs: u32,
    /// The width of a step of the time series. Default: the run in about 300 steps.
    pub step: Option<Duration>,
}

fn one() -> u64 {
    1
}

fn one_run() -> u32 {
    1
}

/// A local date and time, `2014-01-10T17:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Local(pub NaiveDateTime);

text_type!(
    Local,
    "LocalDateTime",
    "local-date-time",
    "A local date and time in the model's zone.",
    ["2014-01-10T17:30"]
);

/// An IANA time zone; UTC when nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(pub Tz);

text_type!(Zone, "Timezone", "timezone", "An IANA time zone.", ["UTC", "America/Los_Angeles"]);

impl Default for Zone {
    fn default() -> Self {
        Self(Tz::UTC)
    }
}

/// Reads a local date and time.
pub(super) fn local(text: &str) -> Result<NaiveDateTime, String> {
    let spaced = text.replacen(' ', "T", 1);
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(&spaced, format).ok())
        .filter(|time| (1900..=2200).contains(&time.year()))
        .ok_or_else(|| format!("`{text}` is not a local date and time: write for example `2014-01-10T17:30`"))
}

/// Reads an IANA zone.
pub(super) fn zone(text: &str) -> Result<Tz, String> {
    text.parse().map_err(|_| {
        format!("`{text}` is not an IANA time zone: write for example `UTC` or `America/Los_Angeles`")
    })
}

impl FromStr for Local {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        local(text).map(Self)
    }
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format =
            if self.0.and_utc().timestamp() % 60 == 0 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
        write!(f, "{}", self.0.format(format))
    }
}

impl FromStr for Zone {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        zone(text).map(Self)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl Clock {
    /// The instant at which the run starts. A time that exists twice is the first of the two; one that
    /// does not exist is read an hour later, as clocks do.
    pub fn starts(&self) -> DateTime<Tz> {
        instant(self.timezone.0, self.start.0)
    }

    /// Nanoseconds from the start of the run to `at`; a bare time of day is the next one after the start.
    /// Negative when a full date lies before the start.
    pub fn offset(&self, at: At) -> i64 {
        match at {
            At::After(duration) => i64::try_from(duration.0).unwrap_or(i64::MAX),
            At::Local(time) => self.since_start(time),
            At::Clock(time) => {
                let day = self.start.0.date();
                let days = u64::from(time < self.start.0.time());
                let day = day.checked_add_days(Days::new(days)).unwrap_or(day);
                self.since_start(day.and_time(time))
            }
        }
    }

    fn since_start(&self, time: NaiveDateTime) -> i64 {
        let delta = instant(self.timezone.0, time).signed_duration_since(self.starts());
        delta.num_nanoseconds().unwrap_or(i64::MAX)
    }

    /// The local time at `offset` nanoseconds after the start.
    pub fn wall(&self, offset: u64) -> DateTime<Tz> {
        let delta = TimeDelta::nanoseconds(i64::try_from(offset).unwrap_or(i64::MAX));
        self.starts().checked_add_signed(delta).unwrap_or_else(|| self.starts())
    }
}

fn instant(zone: Tz, local: NaiveDateTime) -> DateTime<Tz> {
    let later = || (local + TimeDelta::hours(1)).and_local_timezone(zone).latest();
    let utc = || local.and_utc().with_timezone(&zone);
    local.and_local_timezone(zone).earliest().or_else(later).unwrap_or_else(utc)
}
