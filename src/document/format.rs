//! What the `format`s of our schemas ask of a text; shared by documents and models.

use chrono_tz::Tz;

use super::{front, scan};
use crate::text::nearest;

/// Checks a text against a format: `local-date-time`, `timezone`, `path`. Others are fine. The message continues
/// "`start` …".
pub fn check(format: &str, text: &str) -> Result<(), String> {
    match format {
        "local-date-time" => local_date_time(text),
        "timezone" => timezone(text),
        "path" => path(text),
        _ => Ok(()),
    }
}

fn local_date_time(text: &str) -> Result<(), String> {
    if front::date_time(text).is_some() {
        return Ok(());
    }
    if front::day(text).is_some() {
        return Err(format!("has a day but no time; write `{text}T14:05`"));
    }
    Err("must be a day and a time such as `2023-08-05T02:00`, or with an offset `2023-08-05T02:00+01:00`"
        .to_owned())
}

fn timezone(text: &str) -> Result<(), String> {
    let seasonal = || scan::abbreviated(text).is_some_and(|(_, home)| home.is_some());
    if text.parse::<Tz>().is_ok() && !seasonal() {
        return Ok(());
    }
    let upper = text.to_ascii_uppercase();
    let known = scan::abbreviated(&upper);
    let generic = match scan::zone_named(&upper) {
        Some((_, super::ZoneKind::Rules(zone))) => Some(zone),
        _ => None,
    };
    let offset =
        known.filter(|(offsets, _)| offsets.len() == 1).and_then(|(offsets, _)| offsets.first().copied());
    let home = known.and_then(|(_, home)| home).or(generic).or(match upper.as_str() {
        "WAT" => Some(Tz::Africa__Lagos),
        "CAT" => Some(Tz::Africa__Harare),
        "EAT" => Some(Tz::Africa__Nairobi),
        "SAST" => Some(Tz::Africa__Johannesburg),
        "IST" => Some(Tz::Asia__Kolkata),
        _ => None,
    });
    let abbreviation = format!("must be a place of the IANA database, not the abbreviation `{text}`");
    Err(match (home, offset) {
        (Some(home), _) => format!("{abbreviation}: write for example `{}`", home.name()),
        (None, Some(minutes)) if minutes % 60 == 0 => {
            // The sign of these names is the other way round.
            format!("{abbreviation}: write a place, or `Etc/GMT{:+}`", -minutes / 60)
        }
        _ => match place(text) {
            Some(zone) => format!("is not an IANA zone name: `{text}`: write `{zone}`"),
            None => format!("is not an IANA zone name: `{text}`: write for example `UTC` or `Europe/Berlin`"),
        },
    })
}

/// The zone that a place names, or nearly: `Lagos` is `Africa/Lagos`.
fn place(text: &str) -> Option<&'static str> {
    let names = || chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let written = text.trim().trim_end_matches(" time").replace(' ', "_");
    let last = |name: &str| name.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&written));
    names().find(|name| last(name)).or_else(|| nearest(text, names()))
}

fn path(text: &str) -> Result<(), String> {
    let absolute = text.starts_with('/') || text.get(1..2) == Some(":");
    if text.trim().is_empty() {
        Err("is empty".to_owned())
    } else if absolute {
        Err(format!("must be relative to this file, not `{text}`"))
    } else if text.contains('\\') {
        Err(format!("must use `/`: `{}`", text.replace('\\', "/")))
    } else {
        Ok(())
    }
}
