//! Days: `2023-08-05`, `June 9th, 2024`, `29 November 2019`, `04-12-2022`, `8-Feb-2023`.

use super::cursor::Cursor;
use super::{Date, What};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month that a word names, in full or by its first three letters.
pub(in crate::document) fn month(word: &str) -> Option<u32> {
    let first = word.as_bytes().first()?.to_ascii_lowercase();
    if word.len() < 3 || word.len() > 9 || !matches!(first, b'a' | b'd' | b'f' | b'j' | b'm'..=b'o' | b's') {
        return None;
    }
    let named = MONTHS.iter().position(|month| {
        let length = word.len().min(month.len());
        month.as_bytes().first() == Some(&first)
            && (word.len() == 3 || word.len() == month.len() || word.eq_ignore_ascii_case("sept"))
            && word
                .get(..length)
                .zip(month.get(..length))
                .is_some_and(|(word, month)| word.eq_ignore_ascii_case(month))
    })?;
    u32::try_from(named + 1).ok()
}

/// `2023-08-05`, `2023/8/5`, `05.08.2023`, `8/5/2023`.
pub(super) fn numeric(cursor: &mut Cursor<'_>) -> Option<What> {
    let (first, digits) = cursor.take_number(4)?;
    let separator = cursor.peek().filter(|byte| matches!(byte, b'-' | b'/' | b'.'))?;
    cursor.at += 1;
    let (second, second_digits) = cursor.take_number(2)?;
    if !cursor.take_byte(separator) {
        return None;
    }
    let (third, third_digits) = cursor.take_number(4)?;
    let glued_time =
        cursor.peek() == Some(b'T') && cursor.peek_at(1).is_some_and(|byte| byte.is_ascii_digit());
    if !cursor.at_boundary() && !glued_time {
        return None;
    }
    let (year, month, day, ambiguous) = match (digits, third_digits) {
        (4, 1 | 2) => (first, second, third, false),
        (1 | 2, 4) | (2, 2) if digits == 1 || digits == 2 => {
            let year = if third_digits == 2 { third + 2000 } else { third };
            if third_digits == 2 && (separator == b'.' || second_digits != 2) {
                return None;
            }
            match (first, second) {
                (13.., _) => (year, second, first, false),
                (_, 13..) => (year, first, second, false),
                _ => (year, second, first, separator != b'.' && first != second),
            }
        }
        _ => return None,
    };
    if glued_time {
        cursor.at += 1;
    }
    date(i32::try_from(year).ok(), month, day, ambiguous)
}

/// `9th of June, 2024`, `29 November 2019`, `8-Feb-2023`.
pub(super) fn day_first(cursor: &mut Cursor<'_>) -> Option<What> {
    let (day, _) = cursor.take_number(2)?;
    ordinal(cursor);
    space_or_dash(cursor);
    if cursor.peek().is_some_and(|byte| byte.is_ascii_digit()) {
        return spaced(cursor, day);
    }
    if cursor.take("of") {
        cursor.skip_space();
    }
    let month = month(cursor.take_word())?;
    let year = year(cursor);
    if !cursor.at_boundary() {
        return None;
    }
    date(year, month, day, false)
}

/// The rest of `05 - 03 - 2024`.
fn spaced(cursor: &mut Cursor<'_>, first: u32) -> Option<What> {
    let dashed = cursor.before() == b' ';
    let (second, _) = cursor.take_number(2)?;
    let at = cursor.at;
    cursor.skip_space();
    let spaced = cursor.at > at && cursor.take_byte(b'-');
    cursor.skip_space();
    let (year, digits) = cursor.take_number(4)?;
    if !dashed || !spaced || digits != 4 || !cursor.at_boundary() {
        return None;
    }
    let year = i32::try_from(year).ok();
    match (first, second) {
        (13.., _) => date(year, second, first, false),
        (_, 13..) => date(year, first, second, false),
        _ => date(year, second, first, first != second),
    }
}

/// `June 9th, 2024`, `Jan23, 2021`, `Nov 1`.
pub(super) fn month_first(cursor: &mut Cursor<'_>) -> Option<What> {
    let name = cursor.take_word();
    let month = month(name)?;
    // "may 3" is a verb before a number more often than a date.
    if name == "may" {
        return None;
    }
    cursor.take_byte(b'.');
    space_or_dash(cursor);
    let (day, _) = cursor.take_number(2)?;
    ordinal(cursor);
    // A range of days: the first counts here.
    if !cursor.at_boundary()
        || (cursor.peek() == Some(b':') && cursor.peek_at(1).is_some_and(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    let year = year(cursor);
    date(year, month, day, false)
}

fn ordinal(cursor: &mut Cursor<'_>) {
    let at = cursor.at;
    cursor.skip_space();
    let may = matches!(cursor.peek(), Some(b's' | b'n' | b'r' | b't' | b'S' | b'N' | b'R' | b'T'));
    if !(may && ["st", "nd", "rd", "th"].iter().any(|suffix| cursor.take(suffix))) {
        cursor.at = at;
    }
}

fn space_or_dash(cursor: &mut Cursor<'_>) {
    cursor.skip_space();
    cursor.take_byte(b'-');
    cursor.skip_space();
}

/// A year of four digits after a comma, a space or a dash; the cursor stays where there is none.
fn year(cursor: &mut Cursor<'_>) -> Option<i32> {
    let at = cursor.at;
    cursor.skip_space();
    cursor.take_byte(b',');
    cursor.take_byte(b'-');
    cursor.skip_space();
    // "5 Mar '24".
    if cursor.take_sign(&["'", "’"]) {
        if let Some((year, 2)) = cursor.take_number(2)
            && cursor.at_boundary()
        {
            return i32::try_from(2000 + year).ok();
        }
        cursor.at = at;
        return None;
    }
    let year = cursor.take_number(4).filter(|&(year, digits)| digits == 4 && (1970..=2100).contains(&year));
    let colon = cursor.peek() == Some(b':') && cursor.peek_at(1).is_some_and(|byte| byte.is_ascii_digit());
    let clock = colon || !cursor.at_boundary();
    match year {
        Some((year, _)) if !clock => i32::try_from(year).ok(),
        _ => {
            cursor.at = at;
            None
        }
    }
}

fn date(year: Option<i32>, month: u32, day: u32, ambiguous: bool) -> Option<What> {
    if year.is_some_and(|year| !(1970..=2100).contains(&year)) {
        return None;
    }
    let date = Date { year, month, day, ambiguous };
    date.day(Some(2000)).map(|_| What::Date(date))
}
