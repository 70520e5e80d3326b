//! Times of day in words: "half past eight in the morning", "ten o'clock".

use super::clock::roughly;
use super::cursor::{Cursor, one_of};
use super::{Clock, What};

/// "half past eight in the morning", "a quarter to nine", "ten o'clock", "ten in the evening".
pub(super) fn in_words(cursor: &mut Cursor<'_>) -> Option<What> {
    let start = cursor.at;
    let word = cursor.take_word();
    let article = word.eq_ignore_ascii_case("a");
    if article {
        cursor.skip_space();
        if !cursor.peek_word().eq_ignore_ascii_case("quarter") {
            return None;
        }
    } else if word.eq_ignore_ascii_case("an") {
        return None;
    }
    let part = if article { cursor.take_word() } else { word };
    let minutes = match () {
        () if part.eq_ignore_ascii_case("half") => Some(30),
        () if part.eq_ignore_ascii_case("quarter") => Some(15),
        () if part.eq_ignore_ascii_case("ten") => Some(10),
        () if part.eq_ignore_ascii_case("five") => Some(5),
        () if part.eq_ignore_ascii_case("twenty") => Some(20),
        () => None,
    };
    let whole = cursor.at;
    cursor.skip_space();
    let past = minutes.and_then(|minutes| {
        let past = cursor.take("past");
        (past || (minutes != 30 && cursor.take("to"))).then_some(if past { minutes } else { -minutes })
    });
    let hour = if past.is_some() {
        cursor.skip_space();
        hour_word(cursor)?
    } else {
        cursor.at = whole;
        hour_named(word)?
    };
    let end = cursor.at;
    let mut pm = part_of_day(cursor);
    if pm.is_none() {
        cursor.at = end;
        cursor.skip_space();
        if oclock(cursor) {
            let end = cursor.at;
            pm = part_of_day(cursor);
            if pm.is_none() {
                cursor.at = end;
            }
        } else {
            // "Ten" alone is a number.
            past?;
            cursor.at = end;
        }
    }
    in_words_at(cursor, start, hour, past, pm)
}

fn in_words_at(
    cursor: &Cursor<'_>,
    start: usize,
    hour: u32,
    past: Option<i32>,
    pm: Option<bool>,
) -> Option<What> {
    let minutes = i32::try_from(hour % 12).ok()? * 60 + past.unwrap_or(0);
    let minutes = u32::try_from(minutes.rem_euclid(12 * 60)).ok()?;
    let hour = if minutes < 60 { 12 } else { minutes / 60 };
    let approximate = roughly(cursor, start);
    Some(What::Clock(Clock { hour, minute: minutes % 60, second: 0, pm, approximate, weak: false, days: 0 }))
}

/// An hour as a number or a word.
fn hour_word(cursor: &mut Cursor<'_>) -> Option<u32> {
    if cursor.peek_digits() > 0 {
        return cursor.take_number(2).map(|(hour, _)| hour).filter(|hour| (1..=12).contains(hour));
    }
    hour_named(cursor.take_word())
}

fn hour_named(word: &str) -> Option<u32> {
    let hours =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let at = hours.iter().position(|hour| one_of(word, &[hour]))?;
    u32::try_from(at + 1).ok()
}

/// "in the morning", "at night": whether it is pm.
pub(super) fn part_of_day(cursor: &mut Cursor<'_>) -> Option<bool> {
    cursor.skip_space();
    if cursor.take("at") {
        cursor.skip_space();
        return cursor.take("night").then_some(true);
    }
    let the = cursor.take("in") && {
        cursor.skip_space();
        cursor.take("the")
    };
    cursor.skip_space();
    match () {
        () if !the => None,
        () if cursor.take("morning") => Some(false),
        () if cursor.take("afternoon") || cursor.take("evening") => Some(true),
        () => None,
    }
}

/// Takes "o'clock".
pub(super) fn oclock(cursor: &mut Cursor<'_>) -> bool {
    let at = cursor.at;
    if cursor.take("o") {
        cursor.take_sign(&["'", "’"]);
        if cursor.take("clock") {
            return true;
        }
    }
    cursor.at = at;
    cursor.take("oclock")
}
