//! From tokens to points in time: what stands together, what is a range, and what the rest of the document
//! adds: a day, a zone, am or pm.

use std::borrow::Cow;

use chrono::{Days, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;

use super::plain::{BREAK, is_sign};
use super::scan::{Clock, Date, Token, What, abbreviated, one_of};
use super::{Doubt, Moment, Zone, ZoneKind};
use crate::text::Span;

/// A day, a time and a zone that stand together; at least one of day and time.
#[derive(Clone, Debug)]
pub(super) struct Stamp {
    pub(super) span: Span,
    pub(super) date: Option<Date>,
    pub(super) clock: Option<Clock>,
    pub(super) zone: Option<Zone>,
    /// Whether a range goes on to the next stamp.
    pub(super) to_next: bool,
}

/// What stands between two tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    Joins,
    Range,
    Parts,
}

/// Words that may stand inside one stamp.
const JOINS: [&str; 37] = [
    "at",
    "on",
    "from",
    "of",
    "the",
    "around",
    "about",
    "approximately",
    "approx",
    "roughly",
    "between",
    "starting",
    "time",
    "local",
    "date",
    "by",
    "exactly",
    "since",
    "in",
    "start",
    "started",
    "and",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "was",
    "starts",
    "up",
];

/// Words that make a range of the stamps on both sides.
const RANGES: [&str; 17] = [
    "to",
    "until",
    "till",
    "til",
    "through",
    "thru",
    "upto",
    "end",
    "ending",
    "ended",
    "ends",
    "finished",
    "finishing",
    "concluded",
    "resolved",
    "restored",
    "lasting",
];

/// Puts tokens together to stamps.
pub(super) fn stamps(plain: &str, tokens: &[Token]) -> Vec<Stamp> {
    let mut stamps: Vec<Stamp> = Vec::with_capacity(tokens.len());
    let mut last: Option<Span> = None;
    // Whether a time with a point, "18.40", stands at a day.
    let mut pointed = false;
    for token in tokens {
        if matches!(token.what, What::Duration(_) | What::Percent(..)) {
            // "The outage lasted 2 hours, from 10:00": a quantity parts what stands around it.
            last = None;
            continue;
        }
        let mut gap = last.map_or(Gap::Parts, |last| gap(plain, last.end, token.span.start));
        // "3 March 2024 - 05:40": a dash between a day and its time.
        let day = |stamp: &Stamp| stamp.date.is_some() && stamp.clock.is_none();
        if gap == Gap::Range && matches!(token.what, What::Clock(_)) && stamps.last().is_some_and(day) {
            let between = last.and_then(|last| plain.get(last.end..token.span.start)).unwrap_or_default();
            if matches!(between.trim(), "-" | "–" | "—") {
                gap = Gap::Joins;
            }
        }
        let open = stamps.last_mut().filter(|stamp| gap == Gap::Joins && accepts(stamp, token, plain));
        if let Some(stamp) = open {
            add(stamp, token, plain);
            stamp.span.end = token.span.end;
        } else {
            // An interval of ISO 8601 has a slash.
            let interval = || last.and_then(|last| plain.get(last.end..token.span.start)) == Some("/");
            if let Some(before) = stamps.last_mut()
                && (gap == Gap::Range || (before.clock.is_some() && interval()))
            {
                before.to_next = true;
            }
            let mut stamp = Stamp { span: token.span, date: None, clock: None, zone: None, to_next: false };
            add(&mut stamp, token, plain);
            stamps.push(stamp);
        }
        last = Some(token.span);
        if let What::Clock(Clock { weak: true, .. }) = token.what
            && let Some(stamp) = stamps.last_mut()
            && (pointed || stamp.date.is_some())
            && told_with_point(plain, token.span)
            && let Some(clock) = &mut stamp.clock
        {
            pointed = true;
            clock.weak = false;
        }
    }
    link_around_zones(&mut stamps);
    stamps.retain(|stamp| stamp.date.is_some() || stamp.clock.is_some());
    stamps
}

/// Whether a number with a point is a time because of the word before it: "at 18.40".
fn told_with_point(plain: &str, span: Span) -> bool {
    let before = plain.get(..span.start).unwrap_or_default().trim_end_matches(' ').as_bytes();
    let tail = &before[before.len().saturating_sub(8)..];
    let word = tail.rsplit(|byte| !byte.is_ascii_alphabetic()).next().unwrap_or_default();
    matches!(span.of(plain).as_bytes(), [.., b'.', _, _])
        && ["at", "from", "since", "until", "till", "to", "about", "around"]
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
}

/// A range whose middle is a lone zone ("10:00 (WAT) to 11:00") is still a range.
fn link_around_zones(stamps: &mut [Stamp]) {
    for at in 1..stamps.len() {
        let lone = stamps[at].date.is_none() && stamps[at].clock.is_none();
        if lone && stamps[at].to_next && !stamps[at - 1].to_next {
            stamps[at - 1].to_next = true;
        }
    }
}

fn accepts(stamp: &Stamp, token: &Token, plain: &str) -> bool {
    // The zone of a heading or a label is not that of the next line's or the value's time alone, nor is a day
    // that ends its line part of a time that opens the next.
    if stamp.clock.is_none() && !matches!(token.what, What::Zone(_)) {
        let between = plain.get(stamp.span.end..token.span.start).unwrap_or_default();
        let bare = !between.bytes().any(|byte| byte.is_ascii_alphanumeric());
        let lone = stamp.date.is_none() && between.contains([':', '\n', '\r']);
        if lone || (bare && between.contains(['\n', '\r']) && matches!(token.what, What::Clock(_))) {
            return false;
        }
    }
    match &token.what {
        What::Date(_) => stamp.date.is_none(),
        What::Clock(clock) => stamp.clock.is_none() && (!clock.weak || stamp.date.is_some()),
        // A weak zone must stand right at its time: in "0830hrs: ICT officer" it is a word of the entry.
        What::Zone(zone) => {
            let between = plain.get(stamp.span.end..token.span.start).unwrap_or_default();
            stamp.zone.is_none()
                && (!zone.weak || (between.len() <= 4 && (stamp.clock.is_none() || !between.contains(':'))))
        }
        _ => false,
    }
}

fn add(stamp: &mut Stamp, token: &Token, plain: &str) {
    match &token.what {
        What::Date(date) => stamp.date = Some(*date),
        What::Clock(clock) => stamp.clock = Some(*clock),
        What::Zone(zone) => {
            let written = || token.span.of(plain).to_owned();
            let written = zone.name.map_or_else(|| Cow::Owned(written()), Cow::Borrowed);
            stamp.zone = Some(Zone { written, span: token.span, kind: zone.kind });
        }
        _ => {}
    }
}

fn gap(plain: &str, start: usize, end: usize) -> Gap {
    if end.saturating_sub(start) > 60 {
        return Gap::Parts;
    }
    let Some(text) = plain.get(start..end) else { return Gap::Parts };
    // What ends a sentence or a paragraph, whatever ends the lines.
    let ends = |pair: &[u8]| matches!(pair, b". " | b"\n\n" | b"\n\r" | b"\r\r");
    if memchr::memchr3(BREAK, b'|', b';', text.as_bytes()).is_some() || text.as_bytes().windows(2).any(ends) {
        return Gap::Parts;
    }
    let mut range = false;
    let mut quiet = true;
    let mut placeholder = false;
    let parts = |char: char| is_sign(char) || (!char.is_alphabetic() && char != '(');
    for word in text.split(parts).filter(|word| !word.is_empty()) {
        if word.starts_with('(') {
            placeholder = word.len() > 1;
        } else if one_of(word, &RANGES) {
            range = true;
        } else if word.eq_ignore_ascii_case("and") {
            range |= plain
                .get(start.saturating_sub(40)..start)
                .is_some_and(|before| before.to_ascii_lowercase().contains("between"));
        } else if !one_of(word, &JOINS) {
            quiet = false;
        }
    }
    let dash = text.contains(['–', '—', '→', '-', '>']) || text == " ~ ";
    let dash = dash && (!text.contains(['\n', '\r']) || text.trim_start().starts_with(['-', '–']));
    if quiet && (range || dash) {
        return Gap::Range;
    }
    let punctuation = text.chars().all(|char| {
        char.is_alphanumeric()
            || char.is_whitespace()
            || matches!(char, ',' | ':' | '(' | ')' | '@' | '\u{1}' | '.' | '~' | '/')
    });
    if quiet && !placeholder && punctuation { Gap::Joins } else { Gap::Parts }
}

/// What the document says about all its times.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    pub(super) date: Option<NaiveDate>,
    pub(super) year: Option<i32>,
    pub(super) zone: Option<Zone>,
    /// Whether the document writes am and pm somewhere.
    pub(super) twelve: bool,
}

/// A stamp as a moment, with `context` for what it does not say; the second value says whether anything was
/// worked out.
pub(super) fn moment(stamp: &Stamp, pm: Option<bool>, context: &Context) -> (Moment, bool) {
    let mut doubts = Vec::new();
    let written = stamp.date.map(|date| (date, date.day(context.year)));
    let date = match written {
        Some((date, day)) => {
            if date.year.is_none() && day.is_some() {
                doubts.push(Doubt::Year);
            }
            let other = Date { month: date.day, day: date.month, ..date };
            match other.day(context.year).filter(|_| date.ambiguous) {
                None => day,
                Some(other) => {
                    let zone = stamp.zone.as_ref().or(context.zone.as_ref());
                    let in_summer = |day: NaiveDate| zone.and_then(|zone| summer_time(zone, day));
                    match (day.and_then(in_summer), in_summer(other)) {
                        (Some(true), Some(false)) => day,
                        (Some(false), Some(true)) => Some(other),
                        _ => {
                            doubts.push(Doubt::DayOrMonth(other));
                            day
                        }
                    }
                }
            }
        }
        None => context.date,
    };
    let clock: Option<NaiveTime> = stamp.clock.and_then(|clock| clock.time(pm));
    if stamp.clock.is_some_and(Clock::open) && pm.is_none() && context.twelve {
        doubts.push(Doubt::Meridiem);
    }
    let late = stamp.clock.map_or(0, |clock| clock.days.unsigned_abs() + u64::from(clock.hour == 24));
    let date = if late == 0 { date } else { date.and_then(|date| date.checked_add_days(Days::new(late))) };
    let zone = stamp.zone.clone().or_else(|| context.zone.clone());
    let inferred = (stamp.date.is_none() && date.is_some())
        || (stamp.zone.is_none() && zone.is_some())
        || pm.is_some()
        || !doubts.is_empty();
    let mut moment = Moment {
        date,
        clock,
        date_given: stamp.date.is_some(),
        zone_given: stamp.zone.is_some(),
        zone,
        approximate: stamp.clock.is_some_and(|clock| clock.approximate),
        doubts,
    };
    doubt_zone(&mut moment);
    (moment, inferred)
}

/// Adds what is doubtful about a moment's zone on its day.
pub(super) fn doubt_zone(moment: &mut Moment) {
    let Moment { zone: Some(zone), date, clock, doubts, .. } = moment else { return };
    match &zone.kind {
        ZoneKind::Ambiguous(offsets) => doubts.push(Doubt::Zone(offsets.to_vec())),
        ZoneKind::Offset(minutes) => {
            let home = abbreviated(&zone.written).and_then(|(_, home)| home);
            if let Some((home, date)) = home.zip(*date) {
                doubts.extend(out_of_season(home, date, *clock, *minutes).map(Doubt::OutOfSeason));
            }
        }
        ZoneKind::Rules(Tz::UTC) => {}
        ZoneKind::Rules(zone) => {
            if let Some((date, clock)) = date.zip(*clock) {
                match zone.offset_from_local_datetime(&date.and_time(clock)) {
                    chrono::LocalResult::None => doubts.push(Doubt::Gap),
                    chrono::LocalResult::Ambiguous(..) => doubts.push(Doubt::Fold),
                    chrono::LocalResult::Single(_) => {}
                }
            }
        }
    }
}

/// Whether a zone's abbreviation, where it is one of summer time such as CEST, was in force on a day. That of standard
/// time says nothing: many write EST all year.
fn summer_time(zone: &Zone, day: NaiveDate) -> Option<bool> {
    let ZoneKind::Offset(minutes) = zone.kind else { return None };
    let (_, home) = abbreviated(&zone.written)?;
    let home = home?;
    let in_force = |day: NaiveDate| out_of_season(home, day, None, minutes).is_none();
    let standard = [(1, 1), (7, 1)].into_iter().filter_map(|(month, first)| {
        use chrono::{Datelike, Offset};
        let day = NaiveDate::from_ymd_opt(day.year(), month, first)?.and_hms_opt(12, 0, 0)?;
        Some(home.from_local_datetime(&day).earliest()?.offset().fix().local_minus_utc() / 60)
    });
    standard.min().is_some_and(|standard| minutes > standard).then(|| in_force(day))
}

/// The abbreviation that was in force on a day, when it is another than the one written.
fn out_of_season(home: Tz, date: NaiveDate, clock: Option<NaiveTime>, minutes: i32) -> Option<String> {
    use chrono::Offset;
    let local = date.and_time(clock.or(NaiveTime::from_hms_opt(12, 0, 0))?);
    let there = home.from_local_datetime(&local).earliest()?;
    let in_force = there.offset().fix().local_minus_utc() / 60;
    (in_force != minutes).then(|| there.format("%Z").to_string())
}

/// Am or pm for the two ends of a range when only one end says it: "from 3:31 to 6:02 pm".
pub(super) fn shared_meridiem(from: Option<Clock>, to: Option<Clock>) -> (Option<bool>, Option<bool>) {
    let (Some(from), Some(to)) = (from, to) else { return (None, None) };
    let minutes = |clock: Clock, pm: bool| (clock.hour % 12 + if pm { 12 } else { 0 }) * 60 + clock.minute;
    match (from.pm, to.pm) {
        (None, Some(pm)) if from.open() => {
            let same = minutes(from, pm) <= minutes(to, pm);
            (Some(if same { pm } else { !pm }), None)
        }
        (Some(pm), None) if to.open() => {
            let same = minutes(from, pm) <= minutes(to, pm);
            (None, Some(if same { pm } else { !pm }))
        }
        _ => (None, None),
    }
}
