//! One pass over the masked text for everything that is a time, a duration or a share.

mod clock;
mod cursor;
mod date;
mod quantity;
mod zone;

use chrono::{NaiveDate, NaiveTime};

pub(super) use date::month;
pub(super) use quantity::number_word;
pub(super) use zone::{ZONES, zone_named};

use super::{ZoneKind, words};
use crate::text::Span;
use cursor::Cursor;

/// Something that was recognised, and where.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) span: Span,
    pub(super) what: What,
}

/// What was recognised.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// A day, perhaps without its year.
    Date(Date),
    /// A time of day.
    Clock(Clock),
    /// A time zone.
    Zone(WrittenZone),
    /// A stretch of time, in seconds.
    Duration(i64),
    /// A share, in percent; with the upper end of a range.
    Percent(f64, Option<f64>),
}

/// A day as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: Option<i32>,
    pub(super) month: u32,
    pub(super) day: u32,
    /// `04-12-2022`: month and day may be the other way round.
    pub(super) ambiguous: bool,
}

impl Date {
    /// The day, with a year for where none is written.
    pub(super) fn day(self, year: Option<i32>) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year.or(year)?, self.month, self.day)
    }
}

/// A time of day as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// The hour as written, 0 to 24.
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) second: u32,
    /// Pm, where am or pm is written.
    pub(super) pm: Option<bool>,
    /// About when: `~20:20`, `14:??`.
    pub(super) approximate: bool,
    /// May also be a plain number: `14.43`, `1430`.
    pub(super) weak: bool,
    /// `(+1d)`: so many days later.
    pub(super) days: i64,
}

impl Clock {
    /// The time of day, with am or pm for where neither is written.
    pub(super) fn time(self, pm: Option<bool>) -> Option<NaiveTime> {
        let hour = match self.pm.or(pm) {
            Some(true) if self.hour < 12 => self.hour + 12,
            Some(false) if self.hour == 12 => 0,
            _ => self.hour % 24,
        };
        NaiveTime::from_hms_opt(hour, self.minute, self.second)
    }

    /// Whether the hour could be am as well as pm.
    pub(super) fn open(self) -> bool {
        self.pm.is_none() && (1..=12).contains(&self.hour)
    }
}

/// A zone as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WrittenZone {
    pub(super) kind: ZoneKind,
    /// May also be another word: `ET`, `CAT`.
    pub(super) weak: bool,
}

/// All tokens of a span of masked text, in order.
pub(super) fn scan(plain: &str, span: Span) -> Vec<Token> {
    let mut cursor = Cursor::new(plain, span);
    let mut tokens = Vec::new();
    while let Some(byte) = cursor.next_start() {
        let start = cursor.at;
        let digit = byte.is_ascii_digit();
        let found = if digit { number(&mut cursor) } else { word(&mut cursor) };
        if let Some(what) = found {
            let clock = matches!(what, What::Clock(_));
            tokens.push(Token { span: Span::new(start, cursor.at), what });
            let glued = cursor.at;
            if let Some(what) = clock.then(|| zone::glued_offset(&mut cursor, start)).flatten() {
                tokens.push(Token { span: Span::new(glued, cursor.at), what });
            }
        } else {
            cursor.at = start;
            cursor.skip_word(digit);
        }
    }
    tokens
}

/// Tries to read one kind of token.
type Reading = fn(&mut Cursor<'_>) -> Option<What>;

/// What starts with a digit; the longest reading first. What stands after the digits decides what is tried.
fn number(cursor: &mut Cursor<'_>) -> Option<What> {
    let start = cursor.at;
    let digits = cursor.peek_digits();
    cursor.at += digits;
    let next = cursor.peek().unwrap_or(b' ');
    let decimal = matches!(next, b'.' | b',') && cursor.peek_at(1).is_some_and(|byte| byte.is_ascii_digit());
    cursor.skip_space();
    // The first byte after the digits that is no space.
    let sign = cursor.peek().unwrap_or(b' ').to_ascii_lowercase();
    let joins = matches!(sign, b'-' | b't' | 0xe2);
    let (short, word) = (digits <= 2, sign.is_ascii_alphabetic());
    let readings: [(bool, Reading); 9] = [
        (matches!(next, b'-' | b'/' | b'.'), date::numeric),
        (short && next == b':', clock::colon),
        (short && (word || sign == b'-'), date::day_first),
        (decimal || joins || matches!(sign, b'%' | b'p'), quantity::percent),
        (digits == 4 && sign == b'h', clock::military),
        (digits == 2 && matches!(next, b'h' | b'H'), clock::with_h),
        (decimal || word || next == b'-', quantity::duration),
        (digits == 4 || (short && matches!(sign, b'.' | b'h' | b'a' | b'p')), clock::short),
        (short && joins, clock::bare_range),
    ];
    readings.into_iter().filter(|(fits, _)| *fits).find_map(|(_, reading)| {
        cursor.at = start;
        reading(cursor)
    })
}

/// What starts with a letter. Most words are none of these, so the first letters decide what is tried.
fn word(cursor: &mut Cursor<'_>) -> Option<What> {
    let word = cursor.peek_word();
    if word.len() <= 5 && word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let start = cursor.at;
        if let Some(what) = zone::abbreviation(cursor) {
            return Some(what);
        }
        cursor.at = start;
    }
    match &words::opening(word.as_bytes()) {
        [b'j', b'a', b'n', _]
        | [b'f', b'e', b'b', _]
        | [b'm', b'a', b'r' | b'y', _]
        | [b'a', b'p', b'r', _]
        | [b'j', b'u', b'n' | b'l', _]
        | [b'a', b'u', b'g', _]
        | [b's', b'e', b'p', _]
        | [b'o', b'c', b't', _]
        | [b'n', b'o', b'v', _]
        | [b'd', b'e', b'c', _] => date::month_first(cursor),
        b"noon" | b"midd" | b"midn" => clock::named(cursor),
        b"half" | b"a\0\0\0" | b"an\0\0" | b"one\0" | b"two\0" | b"thre" | b"four" | b"five" | b"six\0"
        | b"seve" | b"eigh" | b"nine" | b"ten\0" | b"elev" | b"twel" | b"fift" | b"twen" | b"thir"
        | b"fort" | b"sixt" => quantity::duration_in_words(cursor),
        b"z\0\0\0" | b"gree" | b"coor" | b"univ" | b"west" | b"cent" | b"east" | b"sout" | b"paci"
        | b"moun" | b"nige" | b"keny" | b"nair" | b"lago" | b"brit" | b"iris" | b"indi" | b"japa"
        | b"sing" | b"paki" | b"mosc" | b"lond" | b"dubl" | b"lisb" | b"berl" | b"germ" | b"pari"
        | b"fren" | b"madr" | b"rome" | b"amst" | b"stoc" | b"wars" | b"zuri" | b"toky" | b"sydn"
        | b"beij" | b"cair" | b"egyp" | b"joha" | b"ghan" => zone::named(cursor),
        _ if cursor.peek_at(word.len()) == Some(b'/') => zone::named(cursor),
        _ => None,
    }
}
