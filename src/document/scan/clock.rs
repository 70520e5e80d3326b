//! Times of day: `14:30`, `2:35 PM`, `10:20AM`, `6 pm`, `9.05 AM`, `0300hrs`, noon, `14:??`.

use super::cursor::{Cursor, DASHES, one_of};
use super::{Clock, What, quantity, spoken, zone};
use crate::document::plain::MARK;

/// `14:30`, `2:35:10 PM`, `14:??`, with what may follow: am, pm, `hrs`, `(+1d)`.
pub(super) fn colon(cursor: &mut Cursor<'_>) -> Option<What> {
    let start = cursor.at;
    let before = cursor.before();
    if before.is_ascii_alphanumeric() && before != b'T' {
        return None;
    }
    // "1:45 hours" is how long, "01:45 hours" when.
    if cursor.peek_at(1) == Some(b':') {
        if let Some(duration) = quantity::counter(cursor) {
            return Some(duration);
        }
        cursor.at = start;
    }
    let hour =
        cursor.take_two_digits().or_else(|| Some(cursor.take_number(2)?.0)).filter(|&hour| hour <= 24)?;
    if !cursor.take_byte(b':') {
        return None;
    }
    let unknown =
        matches!(cursor.rest(), [b'?', b'?', ..] | [b'x', b'x', ..] | [b'X', b'X', ..] | [b'-', b'-', ..]);
    let minute = if unknown {
        cursor.at += 2;
        0
    } else {
        cursor.take_two_digits().filter(|&minute| minute < 60)?
    };
    let mut second = 0;
    if cursor.peek() == Some(b':') && cursor.peek_at(1).is_some_and(|byte| byte.is_ascii_digit()) {
        cursor.at += 1;
        second = cursor.take_two_digits().filter(|&second| second < 60)?;
        if cursor.peek() == Some(b'.') && cursor.peek_at(1).is_some_and(|byte| byte.is_ascii_digit()) {
            cursor.at += 1;
            while cursor.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                cursor.at += 1;
            }
        }
    }
    let approximate = unknown || roughly(cursor, start);
    finish(cursor, Clock { hour, minute, second, pm: None, approximate, weak: false, days: 0 })
}

/// `0300hrs`, `1430 hrs`, `0930 hours`.
pub(super) fn military(cursor: &mut Cursor<'_>) -> Option<What> {
    let start = cursor.at;
    if cursor.before().is_ascii_alphanumeric() {
        return None;
    }
    let (number, _) = cursor.take_number(4).filter(|&(_, digits)| digits == 4)?;
    let after = cursor.at;
    if number / 100 > 24 || number % 100 > 59 || !hours_sign(cursor) || !cursor.at_boundary() {
        return None;
    }
    // "1500 hours" is as likely a long time.
    let short = !cursor.text.get(after..cursor.at)?.trim().eq_ignore_ascii_case("hours");
    let zero = cursor.text.get(start..)?.starts_with('0');
    let approximate = roughly(cursor, start);
    let clock = Clock {
        hour: number / 100,
        minute: number % 100,
        second: 0,
        pm: None,
        approximate,
        weak: false,
        days: 0,
    };
    (short || zero).then(|| finish(cursor, clock)).flatten()
}

/// `16h40`; with one digit before the sign, `2h30`, it is a duration unless it opens an entry or ends a range.
pub(super) fn with_h(cursor: &mut Cursor<'_>) -> Option<What> {
    let start = cursor.at;
    if cursor.before().is_ascii_alphanumeric() {
        return None;
    }
    let (hour, hour_digits) = cursor.take_number(2).filter(|&(hour, _)| hour <= 24)?;
    if !(cursor.take_byte(b'h') || cursor.take_byte(b'H')) {
        return None;
    }
    let minute = cursor.take_number(2).filter(|&(minute, digits)| digits == 2 && minute < 60);
    if !cursor.at_boundary() {
        return None;
    }
    if hour_digits == 1 && (minute.is_none() || !(opens_entry(cursor, start) || ends_range(cursor, start))) {
        return None;
    }
    // "11h: restored" opens a line, "10h - 11h" is a range; else it is how long.
    let minute = match minute {
        Some((minute, _)) => minute,
        None if opens_entry(cursor, start) || whole_hours(cursor) => 0,
        None => return None,
    };
    let approximate = roughly(cursor, start);
    finish(cursor, Clock { hour, minute, second: 0, pm: None, approximate, weak: false, days: 0 })
}

/// Whether what was read stands alone at the start of a line, with a colon or a dash after it.
fn opens_entry(cursor: &Cursor<'_>, start: usize) -> bool {
    let before = cursor.text.get(..start).unwrap_or_default().trim_end_matches([' ', '\t', '\u{1}']);
    let mut ahead = cursor.clone();
    ahead.skip_space();
    (before.is_empty() || before.ends_with(['\n', '\r', '\u{2}']))
        && (matches!(ahead.peek(), Some(b':' | b'-')) || ahead.starts_with("–") || ahead.starts_with("—"))
}

/// Whether what was read stands after "until".
fn ends_range(cursor: &Cursor<'_>, start: usize) -> bool {
    let before = cursor.text.get(..start).unwrap_or_default().trim_end_matches(' ');
    ["until", "till"].iter().any(|word| before.ends_with(word))
}

/// Whether a range to another whole hour goes on from here: "10h - 11h".
fn whole_hours(cursor: &Cursor<'_>) -> bool {
    let mut ahead = cursor.clone();
    ahead.skip_space();
    let joined = ahead.take_sign(&DASHES) || ahead.take_sign(&["→"]);
    ahead.skip_space();
    joined && ahead.take_number(2).is_some_and(|(hour, digits)| digits == 2 && hour <= 24) && ahead.take("h")
}

/// `6 PM`, `9.05 AM`, `14h30`, and weakly `14.43` and `1430`.
pub(super) fn short(cursor: &mut Cursor<'_>) -> Option<What> {
    let start = cursor.at;
    let before = cursor.before();
    if before.is_ascii_alphanumeric()
        || matches!(before, b'.' | b'-' | b'/' | b'$' | b'#' | b'_') && !spaced_dash(cursor, start)
    {
        return None;
    }
    let (number, digits) = cursor.take_number(4)?;
    let approximate = roughly(cursor, start);
    let clock = |hour, minute, weak| Clock { hour, minute, second: 0, pm: None, approximate, weak, days: 0 };
    if digits >= 3 {
        let (hour, minute) = (number / 100, number % 100);
        if hour > 24 || minute > 59 || digits == 3 {
            return None;
        }
        // A plain number of four digits is a time only where a time is expected, or with its zone.
        let What::Clock(mut read) = finish(cursor, clock(hour, minute, true))? else { return None };
        read.weak = !zone_follows(cursor);
        return Some(What::Clock(read));
    }
    let separator = cursor.peek().filter(|byte| matches!(byte, b'.' | b'h' | b'H'));
    if separator.is_some() && cursor.peek_at(1).is_some_and(|byte| byte.is_ascii_digit()) {
        cursor.at += 1;
        let (minute, minute_digits) = cursor.take_number(2)?;
        if number > 24 || minute > 59 || minute_digits != 2 {
            return None;
        }
        if cursor.peek() == Some(b'.') && cursor.peek_at(1).is_some_and(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let What::Clock(mut read) = finish(cursor, clock(number, minute, true))? else { return None };
        // "18.40 hs" ends with its unit.
        let unit = cursor.before().is_ascii_alphabetic();
        read.weak = read.pm.is_none() && !unit && !zone_follows(cursor);
        return Some(What::Clock(read));
    }
    if number > 12 || number == 0 {
        return None;
    }
    let at = cursor.at;
    cursor.skip_space();
    if spoken::oclock(cursor) {
        return finish(cursor, clock(number, 0, false));
    }
    cursor.at = at;
    match finish(cursor, clock(number, 0, false))? {
        What::Clock(read) if read.pm.is_some() => Some(What::Clock(read)),
        _ => None,
    }
}

/// The 2 of `2-4 PM` and `2 to 4 PM`.
pub(super) fn bare_range(cursor: &mut Cursor<'_>) -> Option<What> {
    let (hour, _) = cursor.take_number(2).filter(|&(hour, _)| (1..=12).contains(&hour))?;
    let first = cursor.at;
    cursor.skip_space();
    if !(cursor.take_sign(&DASHES) || cursor.take("to")) {
        return None;
    }
    cursor.skip_space();
    cursor.take_number(2).filter(|&(hour, _)| (1..=12).contains(&hour))?;
    cursor.skip_space();
    meridiem(cursor)?;
    cursor.at = first;
    Some(What::Clock(Clock {
        hour,
        minute: 0,
        second: 0,
        pm: None,
        approximate: false,
        weak: false,
        days: 0,
    }))
}

/// Whether a zone goes on from here: "1630 UTC", `1648Z`; or a range at whose end one stands: "10.00 - 11.00 UTC".
fn zone_follows(cursor: &Cursor<'_>) -> bool {
    let named = |mut ahead: Cursor<'_>| {
        if ahead.peek() == Some(b'Z') {
            ahead.at += 1;
            return ahead.at_boundary();
        }
        ahead.skip_space();
        let bracket = ahead.take_byte(b'(');
        let word = ahead.peek_word();
        (2..=5).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_uppercase())
            && (word.len() > 2 || bracket)
            && zone::zone_named(word).is_some()
    };
    if named(cursor.clone()) {
        return true;
    }
    let mut ahead = cursor.clone();
    ahead.skip_space();
    if !(ahead.take_sign(&DASHES) || ahead.take("to")) {
        return false;
    }
    ahead.skip_space();
    let minutes = match ahead.take_number(4) {
        Some((_, 4)) => true,
        Some((_, 1 | 2)) if matches!(ahead.peek(), Some(b'.')) => {
            ahead.at += 1;
            ahead.take_number(2).is_some_and(|(_, digits)| digits == 2)
        }
        _ => false,
    };
    minutes
        && (named(ahead.clone()) || {
            ahead.skip_space();
            meridiem(&mut ahead).is_some()
        })
}

/// Noon and midnight.
pub(super) fn named(cursor: &mut Cursor<'_>) -> Option<What> {
    let start = cursor.at;
    let word = cursor.take_word();
    let hour = match word.len() {
        4 if word.eq_ignore_ascii_case("noon") => 12,
        6 if word.eq_ignore_ascii_case("midday") => 12,
        8 if word.eq_ignore_ascii_case("midnight") => 0,
        _ => return None,
    };
    let approximate = roughly(cursor, start);
    // The hour is written as 24-hour noon or midnight, so it takes no am or pm from elsewhere.
    let pm = Some(hour == 12);
    Some(What::Clock(Clock { hour: 12, minute: 0, second: 0, pm, approximate, weak: false, days: 0 }))
}

fn finish(cursor: &mut Cursor<'_>, mut clock: Clock) -> Option<What> {
    let at = cursor.at;
    cursor.skip_space();
    // `am`, `pm`, "at night", "in the morning", `hrs`.
    let words = matches!(cursor.peek(), Some(b'a' | b'A' | b'p' | b'P' | b'i' | b'I' | b'h' | b'H'));
    if words {
        clock.pm = meridiem(cursor);
        if clock.pm.is_none() {
            cursor.at = at;
            clock.pm = spoken::part_of_day(cursor).filter(|_| clock.open());
        }
    }
    if clock.pm.is_none() {
        cursor.at = at;
        _ = words && hours_sign(cursor);
    }
    if !cursor.at_boundary() && cursor.peek() != Some(b'Z') {
        return None;
    }
    let at = cursor.at;
    cursor.skip_space();
    cursor.take_byte(b'(');
    match cursor.take_byte(b'+').then(|| cursor.take_number(1)).flatten() {
        Some((days, _))
            if cursor.take("d") || {
                cursor.skip_space();
                cursor.take("day") || cursor.take("days")
            } =>
        {
            cursor.take_byte(b')');
            clock.days = i64::from(days);
        }
        _ => cursor.at = at,
    }
    (clock.hour < 24 || (clock.minute == 0 && clock.second == 0)).then_some(What::Clock(clock))
}

/// `AM`, `pm`, `a.m.`, `p.m`.
fn meridiem(cursor: &mut Cursor<'_>) -> Option<bool> {
    let word = cursor.peek_word();
    if word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm") {
        cursor.at += 2;
        return Some(word.starts_with(['p', 'P']));
    }
    let dotted = word.len() == 1
        && word.starts_with(['a', 'p', 'A', 'P'])
        && cursor.peek_at(1) == Some(b'.')
        && cursor.peek_at(2).is_some_and(|byte| byte.eq_ignore_ascii_case(&b'm'))
        && !cursor.peek_at(3).is_some_and(|byte| byte.is_ascii_alphanumeric());
    if !dotted {
        return None;
    }
    cursor.at += 3;
    cursor.take_byte(b'.');
    Some(word.starts_with(['p', 'P']))
}

fn hours_sign(cursor: &mut Cursor<'_>) -> bool {
    let at = cursor.at;
    cursor.skip_space();
    let glued = cursor.at == at;
    let word = cursor.peek_word();
    let found = one_of(word, &["hrs", "hours", "hs"]) || (glued && one_of(word, &["hr", "h"]));
    cursor.at = if found { cursor.at + word.len() } else { at };
    found
}

/// Whether a dash before the number stands between spaces or times, not inside a name.
fn spaced_dash(cursor: &Cursor<'_>, start: usize) -> bool {
    let bytes = cursor.text.as_bytes();
    start >= 2 && bytes[start - 1] == b'-' && matches!(bytes[start - 2], b' ' | b'm' | b'M' | b'0'..=b'9' | 1)
}

/// Whether "about" or `~` stands before a time.
pub(super) fn roughly(cursor: &Cursor<'_>, start: usize) -> bool {
    let before = cursor.text.as_bytes().get(..start).unwrap_or_default();
    let length =
        before.iter().rposition(|byte| !matches!(byte, b' ' | b'(' | &MARK)).map_or(0, |last| last + 1);
    let before = &before[..length];
    let words: &[&str] = match before.last().map(u8::to_ascii_lowercase) {
        Some(b'~') => return true,
        Some(b'a') => &["circa"],
        Some(b'd') => &["around"],
        Some(b't') => &["about"],
        Some(b'x') => &["approx"],
        Some(b'y') => &["approximately", "roughly"],
        Some(b'.') => &["approx.", "ca."],
        Some(0x88) => &["≈"],
        _ => return false,
    };
    words.iter().any(|word| {
        let tail = before.len().checked_sub(word.len()).and_then(|from| before.get(from..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word.as_bytes()))
    })
}
