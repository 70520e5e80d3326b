//! The zone in which instants are labelled.

use chrono::{DateTime, FixedOffset, LocalResult, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{OffsetName, Tz};

/// A named zone or a fixed offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// A zone of the IANA database.
    Named(Tz),
    /// A fixed offset.
    Fixed(FixedOffset),
}

impl Zone {
    /// The wall clock at an instant.
    pub fn local(self, at: DateTime<Utc>) -> NaiveDateTime {
        let at = bounded(at);
        match self {
            Self::Named(tz) => at.with_timezone(&tz).naive_local(),
            Self::Fixed(offset) => at.with_timezone(&offset).naive_local(),
        }
    }

    /// The instants at which the wall clock shows `local`: none in a gap, two in a fold.
    pub(crate) fn instants(self, local: NaiveDateTime) -> impl Iterator<Item = DateTime<Utc>> {
        let (first, second) = match self {
            Self::Named(tz) => both(&tz.from_local_datetime(&local)),
            Self::Fixed(offset) => both(&offset.from_local_datetime(&local)),
        };
        first.into_iter().chain(second)
    }

    /// What the zone is called at an instant: `America/Los_Angeles (PST)`, `UTC`, `UTC+01:00`.
    pub fn name(self, at: DateTime<Utc>) -> String {
        match self {
            Self::Named(tz) => {
                let local = bounded(at).with_timezone(&tz);
                let short = local.offset().abbreviation().unwrap_or_default();
                if short.is_empty() || short == tz.name() {
                    tz.name().to_owned()
                } else if short.starts_with(['+', '-']) {
                    format!("{} (UTC{short})", tz.name())
                } else {
                    format!("{} ({short})", tz.name())
                }
            }
            Self::Fixed(offset) if offset.fix().local_minus_utc() == 0 => "UTC".to_owned(),
            Self::Fixed(offset) => format!("UTC{offset}"),
        }
    }

    /// The short name at an instant: `PST`, `UTC`, `+0530`.
    pub fn short(self, at: DateTime<Utc>) -> String {
        match self {
            Self::Named(tz) => bounded(at)
                .with_timezone(&tz)
                .offset()
                .abbreviation()
                .map_or_else(|| tz.name().to_owned(), str::to_owned),
            Self::Fixed(_) => self.name(at),
        }
    }
}

/// The instant, or the nearest one of the years 2 to 9998, in which no sum of this folder overflows.
pub(crate) fn bounded(at: DateTime<Utc>) -> DateTime<Utc> {
    let year = |timestamp| DateTime::from_timestamp(timestamp, 0).unwrap_or_default();
    at.clamp(year(-62_104_060_800), year(253_370_764_799))
}

fn both<T: TimeZone>(found: &LocalResult<DateTime<T>>) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
    let utc = |at: &DateTime<T>| at.with_timezone(&Utc);
    match found {
        LocalResult::Single(at) => (Some(utc(at)), None),
        LocalResult::Ambiguous(first, second) => (Some(utc(first)), Some(utc(second))),
        LocalResult::None => (None, None),
    }
}
