//! Points in time as documents write them: often without a date, a zone or even am and pm.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::Serialize;

use crate::text::Span;

/// A point in time, as far as the text says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day, written here or inherited from the document.
    pub date: Option<NaiveDate>,
    /// The time of day.
    pub clock: Option<NaiveTime>,
    /// The zone, written here or inherited.
    pub zone: Option<Zone>,
    /// Whether the day stands in the fact's own span.
    pub date_given: bool,
    /// Whether the zone stands in the fact's own span.
    pub zone_given: bool,
    /// Whether it says about when (`~20:20`, `14:??`, "around 3 PM").
    pub approximate: bool,
    /// What cannot be decided from the text.
    pub doubts: Vec<Doubt>,
}

/// What the text leaves open about a point in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// `04-12-2022`: the other day it may be.
    DayOrMonth(#[schemars(with = "String")] NaiveDate),
    /// The abbreviation stands for several offsets, in minutes east of UTC.
    Zone(Vec<i32>),
    /// `PST` in June: the abbreviation in force on that day.
    OutOfSeason(String),
    /// The clocks were put forward over this time: it does not exist.
    Gap,
    /// The clocks were put back: the time exists twice.
    Fold,
    /// `9:35` in a document of 12-hour times: am or pm.
    Meridiem,
    /// The year was filled in from elsewhere in the document.
    Year,
}

/// A time zone as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The text: `PST`, `UTC+2`, `Africa/Lagos`, "Pacific time".
    pub written: Cow<'static, str>,
    /// Where it stands.
    pub span: Span,
    /// What it means.
    pub kind: ZoneKind,
}

/// What a written zone means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneKind {
    /// A zone with its rules: an IANA name, or a generic name such as `PT` or "Eastern time".
    Rules(Tz),
    /// A fixed offset in minutes east of UTC: `UTC`, `UTC+2`, `EST`, `WAT`.
    Offset(i32),
    /// Several offsets, most usual first: `CST`, `IST`, `BST`.
    Ambiguous(&'static [i32]),
}

impl Moment {
    /// The instant, when day, time and zone are known and the local time exists. A time that exists
    /// twice is the first of the two; an ambiguous zone is its most usual reading.
    pub fn instant(&self) -> Option<DateTime<FixedOffset>> {
        let local = self.date?.and_time(self.clock?);
        match &self.zone.as_ref()?.kind {
            ZoneKind::Rules(Tz::UTC) => fixed(local, 0),
            ZoneKind::Rules(zone) => {
                local.and_local_timezone(*zone).earliest().map(|time| time.fixed_offset())
            }
            ZoneKind::Offset(minutes) => fixed(local, *minutes),
            ZoneKind::Ambiguous(candidates) => fixed(local, *candidates.first()?),
        }
    }
}

impl Moment {
    /// Whether it has a time of day.
    pub fn has_clock(&self) -> bool {
        self.clock.is_some()
    }

    /// Whether month and day cannot be mistaken for one another.
    pub fn day_is_certain(&self) -> bool {
        !self.doubts.iter().any(|doubt| matches!(doubt, Doubt::DayOrMonth(_)))
    }

    /// ISO 8601 with offset, when it can be derived and the day is certain.
    pub fn iso(&self) -> Option<String> {
        let instant = self.instant().filter(|_| self.day_is_certain())?;
        Some(instant.format("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }
}

fn fixed(local: chrono::NaiveDateTime, minutes: i32) -> Option<DateTime<FixedOffset>> {
    local.and_local_timezone(FixedOffset::east_opt(minutes * 60)?).single()
}
