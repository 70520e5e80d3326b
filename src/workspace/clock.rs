//! The day and the zone of the machine.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// Today in UTC; see [`now`].
pub fn today() -> NaiveDate {
    now().date_naive()
}

/// Today in a zone.
pub fn local_today(zone: Tz) -> NaiveDate {
    now().with_timezone(&zone).date_naive()
}

/// Now; `SOURCE_DATE_EPOCH` (seconds since 1970) stands in for the clock where it is set, so
/// that a build can be repeated.
fn now() -> DateTime<Utc> {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse::<i64>().ok());
    fixed
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        .unwrap_or_else(|| DateTime::<Utc>::from(std::time::SystemTime::now()))
}

/// The machine's zone, or UTC where it has none.
pub fn zone() -> Tz {
    iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)
}
