//! Durations ("two and a half hours", `19 hours 43 minutes`, `0h 37m`) and shares (`30%`, `30-40 percent`).

use super::cursor::{Cursor, DASHES, one_of};
use super::{What, spoken};

/// A number with at most one decimal point.
fn decimal(cursor: &mut Cursor<'_>) -> Option<f64> {
    let start = cursor.at;
    let digits = cursor.peek_digits();
    cursor.at += digits;
    if matches!(cursor.peek(), Some(b'.' | b','))
        && cursor.peek_at(1).is_some_and(|byte| byte.is_ascii_digit())
    {
        cursor.at += 1;
        cursor.at += cursor.peek_digits();
    } else if digits <= 9 {
        cursor.at = start;
        return cursor.take_number(9).map(|(number, _)| f64::from(number));
    }
    let digits = cursor.text.get(start..cursor.at).filter(|digits| digits.len() <= 12)?;
    match digits.bytes().rev().position(|byte| byte == b',') {
        None => digits.parse().ok(),
        // Three digits after a comma are thousands.
        Some(3) => digits.replace(',', "").parse().ok(),
        Some(_) => digits.replace(',', ".").parse().ok(),
    }
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
    if cursor.take_sign(&DASHES) || cursor.take("to") || (signed && cursor.take("and")) {
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
    // Most have their unit next.
    if cursor.peek().is_some_and(|byte| !matches!(byte, b'h' | b'm' | b's')) {
        number += fraction_sign(cursor);
        if and_a_half(cursor) {
            number += 0.5;
        }
    }
    let unit = unit(cursor, false)?;
    Some(What::Duration(rest(cursor, number * unit, unit)))
}

/// `1:45 hours`, `01:30 h`: hours and minutes with the unit after them.
pub(super) fn counter(cursor: &mut Cursor<'_>) -> Option<What> {
    let (hours, _) = cursor.take_number(2)?;
    let minutes = cursor.take_byte(b':').then(|| cursor.take_number(2)).flatten();
    let (minutes, _) = minutes.filter(|&(minutes, digits)| digits == 2 && minutes < 60)?;
    // "10:00 hrs" is how a time of day is written.
    let word = {
        cursor.skip_space();
        cursor.peek_word()
    };
    (word.eq_ignore_ascii_case("hours") && hours < 10).then(|| {
        cursor.at += word.len();
        What::Duration(i64::from(hours) * 3600 + i64::from(minutes) * 60)
    })
}

/// The quarters of `2½`: `¼`, `½` or `¾`.
fn fraction_sign(cursor: &mut Cursor<'_>) -> f64 {
    let mut ahead = cursor.clone();
    ahead.skip_space();
    let value = match ahead.rest() {
        [0xc2, 0xbc, ..] => 0.25,
        [0xc2, 0xbd, ..] => 0.5,
        [0xc2, 0xbe, ..] => 0.75,
        _ => return 0.0,
    };
    cursor.at = ahead.at + "½".len();
    value
}

/// The number that a word names.
pub(in crate::document) fn number_word(word: &str) -> Option<f64> {
    let named: &[(&str, f64)] = match word.as_bytes().first()?.to_ascii_lowercase() {
        b'a' => &[("a", 1.0), ("an", 1.0)],
        b'e' => &[("eight", 8.0), ("eleven", 11.0), ("eighteen", 18.0), ("eighty", 80.0)],
        b'f' => &[
            ("four", 4.0),
            ("five", 5.0),
            ("fourteen", 14.0),
            ("fifteen", 15.0),
            ("forty", 40.0),
            ("fifty", 50.0),
        ],
        b'n' => &[("nine", 9.0), ("nineteen", 19.0), ("ninety", 90.0)],
        b'o' => &[("one", 1.0)],
        b's' => &[
            ("six", 6.0),
            ("seven", 7.0),
            ("sixteen", 16.0),
            ("seventeen", 17.0),
            ("sixty", 60.0),
            ("seventy", 70.0),
        ],
        b't' => &[
            ("two", 2.0),
            ("three", 3.0),
            ("ten", 10.0),
            ("twelve", 12.0),
            ("thirteen", 13.0),
            ("twenty", 20.0),
            ("thirty", 30.0),
        ],
        _ => return None,
    };
    named.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|&(_, number)| number)
}

/// "two and a half hours", "half an hour", "an hour and a half", "forty-five minutes"; `word` is the one that stands
/// here.
pub(super) fn duration_in_words(cursor: &mut Cursor<'_>, word: &str) -> Option<What> {
    let start = cursor.at;
    cursor.at += word.len();
    // Most of these words are articles or count something else.
    let goes_on = if word.len() <= 2 { goes_on } else { number_goes_on };
    if !goes_on(cursor.clone()) {
        return None;
    }
    // "Out for hour and a half": the article is often left out.
    if one_of(word, &["hour"]) {
        let rate = cursor
            .text
            .get(..start)
            .is_some_and(|before| ["per ", "every ", "each "].iter().any(|word| before.ends_with(word)));
        return (!rate && and_a_half(cursor)).then_some(What::Duration(5400));
    }
    let half = one_of(word, &["half"]);
    let number = number_word(word);
    if number.is_none() && !half {
        return None;
    }
    let after = cursor.at;
    cursor.at = start;
    if let Some(clock) = spoken::in_words(cursor) {
        return Some(clock);
    }
    cursor.at = after;
    if half {
        cursor.skip_space();
        if !(cursor.take("an") || cursor.take("a")) {
            return None;
        }
        cursor.skip_space();
        return unit(cursor, true).map(|unit| What::Duration(whole(unit / 2.0)));
    }
    let mut number = number?;
    if let Some(part) = quarters(cursor, number) {
        // "Three quarters of an hour".
        cursor.skip_space();
        if cursor.take("of") {
            cursor.skip_space();
            if cursor.take("an") || cursor.take("a") {
                return unit(cursor, true).map(|unit| What::Duration(whole(unit * part)));
            }
        }
        return None;
    }
    cursor.at = after;
    number += ones(cursor, number);
    if percent_sign(cursor) {
        return Some(What::Percent(number, None));
    }
    if and_a_half(cursor) {
        number += 0.5;
    }
    let unit = unit(cursor, true)?;
    Some(What::Duration(rest(cursor, number * unit, unit)))
}

/// What goes on from tens: the five of "forty-five" and "forty five".
fn ones(cursor: &mut Cursor<'_>, tens: f64) -> f64 {
    let at = cursor.at;
    if tens >= 20.0 && (cursor.take_byte(b'-') || cursor.take_byte(b' ')) {
        if let Some(ones) = number_word(cursor.take_word()).filter(|&ones| ones < 10.0) {
            return ones;
        }
        cursor.at = at;
    }
    0.0
}

/// Whether a word goes on from here that may follow "a" and "an": "and a half", "quarter", a unit.
fn goes_on(mut ahead: Cursor<'_>) -> bool {
    ahead.skip_space();
    ahead.take_byte(b'-');
    match ahead.peek().map(|byte| byte.to_ascii_lowercase()) {
        Some(b's' | b'm' | b'h' | b'd' | b'w') => unit_named(ahead.peek_word()).is_some(),
        Some(b'a' | b'q') => one_of(ahead.peek_word(), &["and", "quarter", "quarters"]),
        _ => false,
    }
}

/// Whether what stands here may follow on a number in words: a unit, a quarter, "and a half", a further number, a
/// share, "o'clock", "past", "in the morning".
fn number_goes_on(mut ahead: Cursor<'_>) -> bool {
    ahead.skip_space();
    let known = |first: u8| matches!(first, b'a' | b'd'..=b'f' | b'h' | b'i' | b'm'..=b'q' | b's' | b't' | b'w' | b'-' | b'%');
    ahead.peek().is_some_and(|byte| known(byte.to_ascii_lowercase()))
}

/// A quarter or three, as part of the unit.
fn quarters(cursor: &mut Cursor<'_>, number: f64) -> Option<f64> {
    cursor.skip_space();
    cursor.take_byte(b'-');
    let fits = (cursor.take("quarter") || cursor.take("quarters")) && number <= 3.0;
    fits.then_some(number / 4.0)
}

/// What "and a half", "and three quarters" add to a number of units.
fn and_a_part(cursor: &mut Cursor<'_>) -> Option<f64> {
    let at = cursor.at;
    if and_a_half(cursor) {
        return Some(0.5);
    }
    cursor.skip_space();
    if cursor.take("and") {
        cursor.skip_space();
        let number = number_word(cursor.take_word()).unwrap_or(9.0);
        let part = quarters(cursor, number);
        let of = cursor.at;
        cursor.skip_space();
        if part.is_some() && !cursor.take("of") {
            cursor.at = of;
            return part;
        }
    }
    cursor.at = at;
    None
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
    if !further(cursor.clone()) {
        return whole(seconds);
    }
    if let Some(part) = and_a_part(cursor) {
        return whole(seconds + unit_before * part);
    }
    loop {
        let at = cursor.at;
        cursor.skip_space();
        cursor.take_byte(b',');
        cursor.skip_space();
        // "Two hours\nand a minute" goes on, "two hours\n30 minutes later" does not.
        let wrapped = cursor.take_byte(b'\r') | cursor.take_byte(b'\n');
        cursor.skip_space();
        let joined = cursor.take("and") || cursor.take_byte(b'&') || cursor.take_byte(b'+');
        if joined {
            cursor.skip_space();
        } else if wrapped {
            cursor.at = at;
            return whole(seconds);
        }
        let digits = cursor.peek_digits();
        let number = if digits > 0 {
            decimal(cursor)
        } else {
            number_word(cursor.take_word()).map(|tens| tens + ones(cursor, tens))
        };
        let Some(number) = number else {
            cursor.at = at;
            return whole(seconds);
        };
        let after = cursor.at;
        match unit(cursor, false) {
            Some(unit) if unit < unit_before => {
                seconds += number * unit;
                unit_before = unit;
            }
            _ => {
                // "1h45", "2 hrs 15": the minutes often go without their unit.
                cursor.at = after;
                let plain = digits == 2 && !wrapped && number < 60.0 && number.fract() == 0.0;
                let closed = matches!(cursor.peek(), None | Some(b'.' | b',' | b';' | b')' | b']' | b'|'))
                    || cursor.peek().is_some_and(|byte| byte.is_ascii_whitespace() || byte < 3);
                let decimal = cursor.peek_at(1).is_some_and(|byte| byte.is_ascii_digit());
                let minutes = plain
                    && closed
                    && !(decimal && matches!(cursor.peek(), Some(b'.' | b',')))
                    && (unit_before - 3600.0).abs() < 1.0
                    && minutes_alone(cursor);
                if minutes {
                    return whole(seconds + number * 60.0);
                }
                cursor.at = at;
                return whole(seconds);
            }
        }
    }
}

/// Whether a further part of a duration may stand here: a number or what may come before one.
fn further(mut ahead: Cursor<'_>) -> bool {
    ahead.skip_space();
    match ahead.peek() {
        Some(byte) if byte.is_ascii_alphabetic() => {
            let word = ahead.peek_word();
            one_of(word, &["and"]) || number_word(word).is_some()
        }
        next => next.is_some_and(|byte| byte.is_ascii_digit() || b",&+\r\n \t\x01".contains(&byte)),
    }
}

/// Whether no word that the number could count goes on from here: "1 hour 30 users" is no hour and a half.
fn minutes_alone(cursor: &Cursor<'_>) -> bool {
    let mut ahead = cursor.clone();
    ahead.skip_space();
    let word = ahead.peek_word();
    word.is_empty()
        || one_of(
            word,
            &["from", "until", "to", "on", "in", "and", "between", "before", "after", "long", "at"],
        )
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
    if word.len() > 1 {
        return unit_named(word);
    }
    match word {
        "h" if !full => Some(3600.0),
        "m" if !full => Some(60.0),
        "d" if !full && glued => Some(86_400.0),
        "s" if !full && glued => Some(1.0),
        _ => None,
    }
}

/// A unit of time that is written out, or nearly so, in seconds.
fn unit_named(word: &str) -> Option<f64> {
    let (names, seconds): (&[&str], f64) = match word.as_bytes().first()?.to_ascii_lowercase() {
        b's' => (&["seconds", "second", "secs", "sec"], 1.0),
        b'm' => (&["minutes", "minute", "mins", "min"], 60.0),
        b'h' => (&["hours", "hour", "hrs", "hr"], 3600.0),
        b'd' => (&["days", "day"], 86_400.0),
        b'w' => (&["weeks", "week"], 604_800.0),
        _ => return None,
    };
    one_of(word, names).then_some(seconds)
}

#[expect(clippy::cast_possible_truncation, reason = "bounded by the clamp")]
fn whole(seconds: f64) -> i64 {
    seconds.round().clamp(0.0, 1e12) as i64
}
