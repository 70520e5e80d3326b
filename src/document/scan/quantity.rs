//! Durations ("two and a half hours", `19 hours 43 minutes`, `0h 37m`) and shares (`30%`, `30-40 percent`).

use super::What;
use super::cursor::Cursor;

/// A number with at most one decimal point.
fn decimal(cursor: &mut Cursor<'_>) -> Option<f64> {
    let start = cursor.at;
    while cursor.peek().is_some_and(|byte| byte.is_ascii_digit()) {
        cursor.at += 1;
    }
    if matches!(cursor.peek(), Some(b'.' | b','))
        && cursor.peek_at(1).is_some_and(|byte| byte.is_ascii_digit())
    {
        cursor.at += 1;
        while cursor.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            cursor.at += 1;
        }
    }
    let digits = cursor.text.get(start..cursor.at).filter(|digits| digits.len() <= 12)?;
    let fraction = digits.split_once(',').is_some_and(|(_, after)| after.len() != 3);
    let digits = if fraction { digits.replace(',', ".") } else { digits.replace(',', "") };
    digits.parse().ok()
}

/// `30%`, `30 percent`, `30-40%`, `30% to 40%`.
pub(super) fn percent(cursor: &mut Cursor<'_>) -> Option<What> {
    let before = cursor.before();
    if before.is_ascii_alphanumeric() || matches!(before, b'=' | b'.' | b'_') {
        return None;
    }
    let low = decimal(cursor)?;
    let at = cursor.at;
    let signed = percent_sign(cursor);
    let after = cursor.at;
    cursor.skip_space();
    let dash = ["-", "–", "—"].iter().find(|dash| cursor.starts_with(dash)).map(|dash| dash.len());
    let joined = match dash {
        Some(length) => {
            cursor.at += length;
            true
        }
        None => cursor.take("to") || (signed && cursor.take("and")),
    };
    if joined {
        cursor.skip_space();
        if let Some(high) = decimal(cursor).filter(|_| percent_sign(cursor)).filter(|&high| high > low) {
            return (high <= 100_000.0).then_some(What::Percent(low, Some(high)));
        }
    }
    cursor.at = if signed { after } else { at };
    signed.then_some(What::Percent(low, None))
}

fn percent_sign(cursor: &mut Cursor<'_>) -> bool {
    let at = cursor.at;
    cursor.skip_space();
    if cursor.take_byte(b'%') {
        // `%2F` and other escapes are no shares.
        if cursor.at_boundary() {
            return true;
        }
    } else if cursor.take("percent") || cursor.take("pct") {
        return true;
    } else if cursor.take("per") {
        cursor.skip_space();
        if cursor.take("cent") {
            return true;
        }
    }
    cursor.at = at;
    false
}

/// `19 hours and 43 minutes`, `0h 37m`, `45-minute`, `1.5 hours`, `2 and a half hours`.
pub(super) fn duration(cursor: &mut Cursor<'_>) -> Option<What> {
    let before = cursor.before();
    if before.is_ascii_alphanumeric() || matches!(before, b'.' | b'_' | b'$') {
        return None;
    }
    let mut number = decimal(cursor)?;
    if and_a_half(cursor) {
        number += 0.5;
    }
    let unit = unit(cursor, false)?;
    Some(What::Duration(rest(cursor, number * unit, unit)))
}

const NUMBERS: [(&str, f64); 21] = [
    ("a", 1.0),
    ("an", 1.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("fifteen", 15.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("ninety", 90.0),
];

/// The number that a word names.
pub(in crate::document) fn number_word(word: &str) -> Option<f64> {
    if word.is_empty() || word.len() > 7 {
        return None;
    }
    NUMBERS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|&(_, value)| value)
}

/// "two and a half hours", "half an hour", "an hour and a half", "forty-five minutes".
pub(super) fn duration_in_words(cursor: &mut Cursor<'_>) -> Option<What> {
    let word = cursor.take_word();
    if word.eq_ignore_ascii_case("half") {
        cursor.skip_space();
        if !(cursor.take("an") || cursor.take("a")) {
            return None;
        }
        cursor.skip_space();
        return unit(cursor, true).map(|unit| What::Duration(whole(unit / 2.0)));
    }
    let mut number = number_word(word)?;
    if number >= 20.0 && (cursor.peek() == Some(b'-') || cursor.peek() == Some(b' ')) {
        let at = cursor.at;
        cursor.at += 1;
        match number_word(cursor.take_word()).filter(|&ones| ones < 10.0) {
            Some(ones) => number += ones,
            None => cursor.at = at,
        }
    }
    if and_a_half(cursor) {
        number += 0.5;
    }
    let unit = unit(cursor, true)?;
    let mut seconds = number * unit;
    if and_a_half(cursor) {
        seconds += unit / 2.0;
        return Some(What::Duration(whole(seconds)));
    }
    Some(What::Duration(rest(cursor, seconds, unit)))
}

fn and_a_half(cursor: &mut Cursor<'_>) -> bool {
    let at = cursor.at;
    for word in ["and", "a", "half"] {
        cursor.skip_space();
        if !cursor.take(word) {
            cursor.at = at;
            return false;
        }
    }
    true
}

/// The further, smaller parts of a duration.
fn rest(cursor: &mut Cursor<'_>, mut seconds: f64, mut unit_before: f64) -> i64 {
    loop {
        let at = cursor.at;
        cursor.skip_space();
        cursor.take_byte(b',');
        cursor.skip_space();
        // "Two hours\nand a minute" goes on, "two hours\n30 minutes later" does not.
        let wrapped = cursor.take_byte(b'\r') | cursor.take_byte(b'\n');
        cursor.skip_space();
        if cursor.take("and") {
            cursor.skip_space();
        } else if wrapped {
            cursor.at = at;
            return whole(seconds);
        }
        let number = match cursor.peek() {
            Some(byte) if byte.is_ascii_digit() => decimal(cursor),
            _ => number_word(cursor.take_word()),
        };
        match number.and_then(|number| unit(cursor, false).map(|unit| (number, unit))) {
            Some((number, unit)) if unit < unit_before => {
                seconds += number * unit;
                unit_before = unit;
            }
            _ => {
                cursor.at = at;
                return whole(seconds);
            }
        }
    }
}

/// A unit of time in seconds; short ones only right after a number, unless `full`.
fn unit(cursor: &mut Cursor<'_>, full: bool) -> Option<f64> {
    let start = cursor.at;
    cursor.skip_space();
    if cursor.at == start {
        cursor.take_byte(b'-');
    }
    let glued = cursor.at == start;
    let word = cursor.take_word();
    if !cursor.at_boundary() && !word.is_empty() && !cursor.peek().is_some_and(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let named = [
        (1.0, &["seconds", "second", "secs", "sec"][..]),
        (60.0, &["minutes", "minute", "mins", "min"]),
        (3600.0, &["hours", "hour", "hrs", "hr"]),
        (86_400.0, &["days", "day"]),
        (604_800.0, &["weeks", "week"]),
    ];
    for (seconds, names) in named {
        if names.iter().any(|name| word.eq_ignore_ascii_case(name)) {
            return Some(seconds);
        }
    }
    match word {
        "h" if !full => Some(3600.0),
        "m" if !full && (glued || word.len() == 1) => Some(60.0),
        "d" if !full && glued => Some(86_400.0),
        "s" if !full && glued => Some(1.0),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "bounded by the clamp")]
fn whole(seconds: f64) -> i64 {
    seconds.round().clamp(0.0, 1e12) as i64
}
