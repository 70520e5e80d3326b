//! The day and the zone of the machine.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// Today in UTC; `SOURCE_DATE_EPOCH` (seconds since 1970) stands in for the clock where it is set, so
/// that a build can be repeated.
pub fn today() -> NaiveDate {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse::<i64>().ok());
    let now = fixed
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        .unwrap_or_else(|| DateTime::<Utc>::from(std::time::SystemTime::now()));
    now.date_naive()
}

/// The machine's zone, or UTC where it has none.
pub fn zone() -> Tz {
    iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)
}
