//! One pass over the masked text for everything that is a time, a duration or a share.

mod clock;
mod cursor;
mod date;
mod quantity;
mod spoken;
mod zone;

use chrono::{NaiveDate, NaiveTime};

pub(super) use cursor::one_of;
pub(super) use date::month;
pub(super) use quantity::number_word;
pub(super) use zone::{abbreviated, zone_named};

use super::ZoneKind;
use crate::text::{self, Openings, Span};
use cursor::Cursor;

/// Something that was recognised, and where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) span: Span,
    pub(super) what: What,
}

/// What was recognised.
#[derive(Clone, Copy, Debug, PartialEq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrittenZone {
    pub(super) kind: ZoneKind,
    /// What is written, where it is a name that is known.
    pub(super) name: Option<&'static str>,
    /// May also be another word: `ET`, `CAT`.
    pub(super) weak: bool,
}

impl WrittenZone {
    /// A zone that cannot be another word and is written in any way.
    fn strong(kind: ZoneKind) -> Self {
        Self { kind, name: None, weak: false }
    }
}

/// All tokens of a span of masked text, in order. `starts` are the places for which [`may_start`] holds.
pub(super) fn scan(plain: &str, starts: &[usize], span: Span) -> Vec<Token> {
    let mut cursor = Cursor::new(plain, span);
    let mut tokens = Vec::with_capacity(starts.len());
    for &start in starts {
        if start < cursor.at || !cursor.begins(start) {
            continue;
        }
        cursor.at = start;
        while let Some(byte) = cursor.peek().filter(u8::is_ascii_alphanumeric) {
            let start = cursor.at;
            let digit = byte.is_ascii_digit();
            let found = if digit { number(&mut cursor) } else { word(&mut cursor) };
            let Some(what) = found else {
                cursor.at = start;
                if digit {
                    cursor.skip_number();
                }
                break;
            };
            let clock = matches!(what, What::Clock(_));
            tokens.push(Token { span: Span::new(start, cursor.at), what });
            let glued = cursor.at;
            if let Some(what) = clock.then(|| zone::glued_offset(&mut cursor, start)).flatten() {
                tokens.push(Token { span: Span::new(glued, cursor.at), what });
            }
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
    if digits <= 2 && next == b':' {
        cursor.at = start;
        return clock::colon(cursor);
    }
    let decimal = matches!(next, b'.' | b',') && cursor.peek_at(1).is_some_and(|byte| byte.is_ascii_digit());
    cursor.skip_space();
    // The first byte after the digits that is no space: of a unit, a month, "of", "and a half", "am", "in the morning".
    let sign = cursor.peek().unwrap_or(b' ').to_ascii_lowercase();
    let dated = matches!(next, b'-' | b'/' | b'.');
    let known = matches!(sign, b'-' | b'%' | b'.' | 0xc2 | 0xe2) || sign.is_ascii_lowercase();
    if !(dated || decimal || known || digits == 4) {
        return None;
    }
    let joins = matches!(sign, b'-' | b't' | 0xe2);
    let short = digits <= 2;
    let month = matches!(sign, b'a' | b'd' | b'f' | b'j' | b'm' | b'n' | b'o' | b'r' | b's' | b't');
    let unit = matches!(sign, b'a' | b'd' | b'h' | b'm' | b's' | b'w');
    let mut attempt = |fits: bool, reading: Reading| {
        cursor.at = start;
        if fits { reading(cursor) } else { None }
    };
    attempt(dated, date::numeric)
        .or_else(|| attempt(short && (month || sign == b'-'), date::day_first))
        .or_else(|| attempt(decimal || joins || matches!(sign, b'%' | b'p'), quantity::percent))
        .or_else(|| attempt(digits == 4 && sign == b'h', clock::military))
        .or_else(|| attempt(short && matches!(next, b'h' | b'H'), clock::with_h))
        .or_else(|| attempt(decimal || unit || next == b'-' || sign == 0xc2, quantity::duration))
        .or_else(|| {
            let hour = short && matches!(sign, b'.' | b'h' | b'a' | b'p' | b'i' | b'o');
            attempt(digits == 4 || hour, clock::short)
        })
        .or_else(|| attempt(short && joins, clock::bare_range))
}

/// What starts with a letter. Most words are none of these, so the first letters decide what is tried.
fn word(cursor: &mut Cursor<'_>) -> Option<What> {
    let word = cursor.peek_word();
    if (2..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let start = cursor.at;
        if let Some(what) = zone::abbreviation(cursor) {
            return Some(what);
        }
        cursor.at = start;
    }
    match opening(word.as_bytes()) {
        Opening::Month => date::month_first(cursor),
        Opening::Noon => clock::named(cursor),
        Opening::Number => quantity::duration_in_words(cursor, word),
        Opening::Zone | Opening::Place => zone::named(cursor, word),
        Opening::Other => None,
    }
}

/// Whether a token may start with the letter or digit that `text` starts with; `start` is how it opens.
#[inline]
pub(super) fn may_start(text: &[u8], start: text::Opening) -> bool {
    match text.first() {
        Some(b'b'..=b'y') => STARTS.may_have(start) && is_small(opening(text)),
        Some(b'a' | b'z' | b'A'..=b'Z') => may_start_otherwise(text, start),
        first => first.is_some(),
    }
}

/// The same for capital letters and those that are known alone; not part of the code that looks at every word.
#[inline(never)]
fn may_start_otherwise(text: &[u8], start: text::Opening) -> bool {
    if text.first().is_some_and(u8::is_ascii_uppercase) {
        return may_start_name(text, start);
    }
    (STARTS.may_have(start) || is_short(text)) && is_small(opening(text))
}

/// Whether what opens like this may be known without a capital letter.
fn is_small(opening: Opening) -> bool {
    !matches!(opening, Opening::Other | Opening::Place)
}

/// Whether a token may start with the capital letter that `text` starts with.
fn may_start_name(text: &[u8], start: text::Opening) -> bool {
    let few = || text.iter().take(6).take_while(|&&byte| cursor::in_word(byte)).count() <= 5;
    (text.get(1).is_some_and(u8::is_ascii_uppercase) && few())
        || ((NAMES.may_have(start) || is_short(text)) && opening(text) != Opening::Other)
}

/// Whether the word that a text starts with has fewer than three letters, as far as its second and third byte show.
fn is_short(text: &[u8]) -> bool {
    !matches!(text, [_, second, third, ..] if second.is_ascii_alphabetic() && third.is_ascii_alphabetic())
}

/// What a word may be, as far as its first four letters show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    Other,
    Month,
    Noon,
    Number,
    Zone,
    /// A zone with a capital letter, for the place or people whose it is, or the first part of `Africa/Lagos`: few
    /// words with one open like these.
    Place,
}

/// What the letters and digits that a text starts with may be.
const fn opening(text: &[u8]) -> Opening {
    let place = match *text {
        [first, second, third, ..] if second.is_ascii_alphanumeric() => place(first, second, third),
        [first, second, ..] => place(first, second, 0),
        [first] => place(first, 0, 0),
        [] => return Opening::Other,
    };
    let (opening, short) = (OPENINGS[place], place.is_multiple_of(32));
    if short || matches!(opening, Opening::Other) {
        return opening;
    }
    let slot = slot(place, byte(text, 3));
    if FOURTH[slot / 64] >> (slot % 64) & 1 != 0 { opening } else { Opening::Other }
}

/// The place of the words with these first letters in [`OPENINGS`].
const fn place(first: u8, second: u8, third: u8) -> usize {
    (letter(first) * 32 + letter(second)) * 32 + letter(third)
}

/// The number of a letter, 0 for what is none.
const fn letter(byte: u8) -> usize {
    let number = (byte | 0x20).wrapping_sub(b'a' - 1);
    if number <= 26 { number as usize } else { 0 }
}

/// The words with which dates, times, durations and zones start. Their first four letters tell them from most others.
const KNOWN: [(Opening, &str); 5] = [
    (
        Opening::Month,
        "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct \
         october nov november dec december",
    ),
    (Opening::Noon, "noon midday midnight"),
    (
        Opening::Number,
        "half hour a an one two three four five six seven eight nine ten eleven twelve thirteen fourteen \
         fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety",
    ),
    (
        Opening::Zone,
        "z greenwich greenwitch coordinated universal west central east eastern south mountain pacific \
         british irish indian india japan singapore pakistan moscow london dublin lisbon berlin german paris \
         french madrid rome amsterdam stockholm warsaw zurich tokyo sydney beijing cairo egyptian egypt \
         rwanda kigali uganda kampala tanzania ethiopian zambia zimbabwe moroccan kenya johannesburg ghana \
         nigerian nigeria kenyan nairobi lagos ghanaian morocco ugandan rwandan tanzanian ethiopia zambian \
         zimbabwean greek dubai",
    ),
    (
        Opening::Place,
        "accra abidjan dakar senegal cameroon tunisia tunisian tunis algerian casablanca colombia colombian \
         bogota peru peruvian lima uruguay uruguayan montevideo argentina argentine chile chilean santiago \
         brasilia brazil brazilian mexico mexican toronto chicago turkey turkish istanbul athens kyiv \
         helsinki brussels vienna prague copenhagen oslo italian spanish polish dutch swedish swiss gulf \
         philippine manila jakarta vietnam korea korean seoul nepal melbourne africa america antarctica \
         arctic asia atlantic australia canada europe us etc",
    ),
];

/// The first of some words with spaces between them, and the others.
const fn split_word(words: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    while end < words.len() && words[end] != b' ' {
        end += 1;
    }
    match words.split_at(end) {
        (word, [_, rest @ ..]) => (word, rest),
        all => all,
    }
}

/// A byte of a word, a space behind its end.
const fn byte(word: &[u8], at: usize) -> u8 {
    if at < word.len() { word[at] } else { b' ' }
}

static OPENINGS: [Opening; 32 * 32 * 32] = {
    let mut openings = [Opening::Other; 32 * 32 * 32];
    let mut kind = 0;
    while kind < KNOWN.len() {
        let (mut word, mut rest) = split_word(KNOWN[kind].1.as_bytes());
        while !word.is_empty() {
            openings[place(word[0], byte(word, 1), byte(word, 2))] = KNOWN[kind].0;
            (word, rest) = split_word(rest);
        }
        kind += 1;
    }
    openings
};

/// How many slots [`FOURTH`] has.
const SLOTS: usize = 4096;

/// The slot for a place and the letter after it.
const fn slot(place: usize, fourth: u8) -> usize {
    (place * 32 + letter(fourth)).wrapping_mul(0x9e37_79b9) >> 20 & (SLOTS - 1)
}

/// The slots of the words of [`KNOWN`] that have three letters or more.
static FOURTH: [u64; SLOTS / 64] = {
    let mut slots = [0; SLOTS / 64];
    let mut kind = 0;
    while kind < KNOWN.len() {
        let (mut word, mut rest) = split_word(KNOWN[kind].1.as_bytes());
        while !word.is_empty() {
            let slot = slot(place(word[0], byte(word, 1), byte(word, 2)), byte(word, 3));
            slots[slot / 64] |= 1 << (slot % 64);
            (word, rest) = split_word(rest);
        }
        kind += 1;
    }
    slots
};

/// The openings of the words of [`KNOWN`] that may stand without a capital letter.
static STARTS: Openings = openings(false);

/// The openings of all words of [`KNOWN`].
static NAMES: Openings = openings(true);

/// What [`OPENINGS`] holds, in less room, with places or without.
const fn openings(places: bool) -> Openings {
    let mut starts = Openings::EMPTY;
    let mut kind = 0;
    while kind < KNOWN.len() {
        let in_set = places || !matches!(KNOWN[kind].0, Opening::Place);
        let (mut word, mut rest) = split_word(if in_set { KNOWN[kind].1.as_bytes() } else { b"" });
        while !word.is_empty() {
            starts.add([word[0], byte(word, 1), byte(word, 2)]);
            (word, rest) = split_word(rest);
        }
        kind += 1;
    }
    starts
}
