//! Where the frontmatter ends, and its fields as facts.

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::{Fact, Frontmatter, Moment, Origin, Zone, ZoneKind, format, moment};
use crate::finding::{Fault, FaultKind};
use crate::text::{Source, Span, shape, yaml};

/// The longest frontmatter that is read, in bytes.
const MAX_BYTES: usize = 64 << 10;

/// The two parts of a document.
pub(super) struct Split {
    /// The YAML between the two lines, where there is any.
    pub(super) yaml: Option<Span>,
    /// What comes after.
    pub(super) body: Span,
    pub(super) faults: Vec<Fault>,
}

/// Splits a document. The first line is exactly `---`; the block ends with `---` or `...`.
pub(super) fn split(source: &Source) -> Split {
    let text = source.text.as_str();
    let start = source.bom();
    let whole = Span::new(start, text.len());
    let none = |faults| Split { yaml: None, body: whole, faults };
    let first = line_at(text, start);
    match first.of(text).trim_end() {
        "---" => {}
        "+++" => return foreign(text, first, "+++", "TOML"),
        "{" => return foreign(text, first, "}", "JSON"),
        _ => return none(Vec::new()),
    }
    let block = next_line(text, first.end);
    let mut at = block;
    while at < text.len() {
        let line = line_at(text, at);
        let next = next_line(text, line.end);
        let may_end = matches!(text.as_bytes().get(at), Some(b'-' | b'.'));
        if may_end && matches!(line.of(text).trim_end(), "---" | "...") {
            let yaml = Span::new(block, at);
            if !is_yaml(yaml.of(text)) {
                return none(Vec::new());
            }
            let body = Span::new(next, text.len());
            if yaml.len() > MAX_BYTES {
                let message =
                    format!("frontmatter is {} KiB, more than the 64 KiB that are read", yaml.len() >> 10);
                let fault =
                    Fault::new(FaultKind::YamlSyntax, first, message).help("move long texts into the body");
                return Split { yaml: None, body, faults: vec![fault] };
            }
            return Split { yaml: Some(yaml), body, faults: Vec::new() };
        }
        at = next;
    }
    unclosed(text, whole, first, block)
}

/// A block that does not end is read as far as it looks like YAML.
fn unclosed(text: &str, whole: Span, first: Span, block: usize) -> Split {
    let mut end = block;
    while end < text.len() && end - block < MAX_BYTES {
        let line = line_at(text, end);
        let content = line.of(text);
        let yaml = content.starts_with([' ', '\t', '-']) || key(content);
        if content.trim().is_empty() || !yaml {
            break;
        }
        end = next_line(text, line.end);
    }
    if end == block {
        return Split { yaml: None, body: whole, faults: Vec::new() };
    }
    let fault = Fault::new(FaultKind::YamlSyntax, first, "the frontmatter that starts here does not end")
        .label("no closing `---`")
        .help("close it with a line `---`");
    Split { yaml: Some(Span::new(block, end)), body: Span::new(end, text.len()), faults: vec![fault] }
}

/// Frontmatter of another kind is stepped over and reported.
fn foreign(text: &str, first: Span, close: &str, name: &str) -> Split {
    let whole = Span::new(first.start, text.len());
    let mut at = next_line(text, first.end);
    while at < text.len() && at - first.start < MAX_BYTES {
        let line = line_at(text, at);
        let next = next_line(text, line.end);
        if line.of(text).trim_end() == close {
            let fault =
                Fault::new(FaultKind::YamlSyntax, first, format!("frontmatter is {name}, which is not read"))
                    .help("write it as YAML between two lines `---`");
            return Split { yaml: None, body: Span::new(next, text.len()), faults: vec![fault] };
        }
        at = next;
    }
    Split { yaml: None, body: whole, faults: Vec::new() }
}

/// Whether a block between two rules is meant as YAML: nothing, or a key first.
fn is_yaml(block: &str) -> bool {
    let mut lines =
        block.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("# ") && *line != "#");
    let Some(first) = lines.next() else { return !block.contains("\n# ") && !block.starts_with("# ") };
    key(first)
        || first.starts_with(['{', '[', '&', '*', '?', '"', '%', '\t', '<', '!', ' '])
        || first.starts_with("- ")
}

fn key(line: &str) -> bool {
    let Some((name, rest)) = line.split_once(':') else { return false };
    !name.is_empty()
        && name.len() <= 64
        && name
            .chars()
            .all(|char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.' | '"' | '\'' | '<'))
        && (rest.is_empty() || rest.starts_with([' ', '\t', '\r']))
}

fn line_at(text: &str, at: usize) -> Span {
    let rest = text.get(at..).unwrap_or_default();
    let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
    Span::new(at, at + length)
}

fn next_line(text: &str, end: usize) -> usize {
    let rest = text.as_bytes().get(end..).unwrap_or_default();
    match rest {
        [b'\r', b'\n', ..] => end + 2,
        [b'\r' | b'\n', ..] => end + 1,
        _ => text.len(),
    }
}

/// What a frontmatter says.
#[derive(Default)]
pub(super) struct Front {
    pub(super) frontmatter: Option<Frontmatter>,
    pub(super) yaml: yaml::Document,
    pub(super) faults: Vec<Fault>,
}

/// The JSON Schema of the frontmatter.
pub fn schema() -> &'static serde_json::Value {
    static SCHEMA: OnceLock<serde_json::Value> = OnceLock::new();
    SCHEMA.get_or_init(|| schemars::schema_for!(Frontmatter).to_value())
}

/// Reads the frontmatter.
pub(super) fn read(text: &str, span: Span) -> Front {
    let mut yaml = yaml::parse(text, span);
    let mut faults = std::mem::take(&mut yaml.faults);
    let frontmatter = match &yaml.root {
        Some(root) if root.entries().is_empty() && !root.is_null() => {
            let message = "the frontmatter must be a mapping of keys to values";
            faults.push(
                Fault::new(FaultKind::WrongValue, root.span, message).help("write for example `title: …`"),
            );
            Some(Frontmatter::default())
        }
        Some(root) if !root.is_null() => {
            static SHAPE: LazyLock<shape::Schema> = LazyLock::new(|| shape::Schema::new(schema()));
            let (value, more) = shape::into::<Frontmatter>(root, &SHAPE, "the frontmatter", &format::check);
            faults.extend(more);
            Some(value.unwrap_or_default())
        }
        _ => Some(Frontmatter::default()),
    };
    Front { frontmatter, yaml, faults }
}

impl Front {
    /// The place of a key's value.
    pub(super) fn place(&self, key: &str) -> Option<Span> {
        Some(self.yaml.root.as_ref()?.get(key)?.span)
    }

    /// A field that was read, as a fact.
    pub(super) fn fact<T>(&self, key: &str, value: Option<T>) -> Option<Fact<T>> {
        Some(Fact::given(value?, self.place(key)?, Origin::Frontmatter))
    }

    /// The zone of all times without an offset.
    pub(super) fn zone(&self) -> Option<Fact<Zone>> {
        let zone: Tz = self.frontmatter.as_ref()?.timezone.as_ref()?.parse().ok()?;
        let span = self.place("timezone")?;
        let zone = Zone { written: zone.name().into(), span, kind: ZoneKind::Rules(zone) };
        Some(Fact::given(zone, span, Origin::Frontmatter))
    }

    /// A point in time.
    pub(super) fn moment(
        &self,
        key: &str,
        value: Option<&String>,
        zone: Option<&Zone>,
    ) -> Option<Fact<Moment>> {
        let span = self.place(key)?;
        let (local, offset) = date_time(value?)?;
        let own =
            offset.map(|minutes| Zone { written: Cow::Borrowed(""), span, kind: ZoneKind::Offset(minutes) });
        let zone_given = own.is_some();
        let mut moment = Moment {
            date: Some(local.date()),
            clock: Some(local.time()),
            zone: own.or_else(|| zone.cloned()),
            date_given: true,
            zone_given,
            approximate: false,
            doubts: Vec::new(),
        };
        moment::doubt_zone(&mut moment);
        Some(Fact::given(moment, span, Origin::Frontmatter))
    }
}

/// `2023-08-05T02:00`, with seconds and an offset where they are written; the offset in minutes.
pub(super) fn date_time(text: &str) -> Option<(NaiveDateTime, Option<i32>)> {
    if let Some(local) = minutes(text) {
        return Some((local, None));
    }
    let instant = || {
        let instant = DateTime::parse_from_rfc3339(text).ok()?;
        Some((instant.naive_local(), Some(instant.offset().local_minus_utc() / 60)))
    };
    minutes_or_seconds(text).or_else(instant)
}

/// `2023-08-05T02:00`, the form that most have.
fn minutes(text: &str) -> Option<NaiveDateTime> {
    let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
    if !matches!(bytes, [_, _, _, _, b'-', _, _, b'-', _, _, b'T' | b' ', _, _, b':', _, _]) {
        return None;
    }
    let two = |at: usize| {
        let [tens, ones] = [bytes[at], bytes[at + 1]].map(|digit| digit.wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
    };
    let year = i32::try_from(two(0)? * 100 + two(2)?).ok()?;
    NaiveDate::from_ymd_opt(year, two(5)?, two(8)?)?.and_hms_opt(two(11)?, two(14)?, 0)
}

/// The usual forms, read faster than a library for all forms does.
fn minutes_or_seconds(text: &str) -> Option<(NaiveDateTime, Option<i32>)> {
    let (date, time) = cut(text, |byte| matches!(byte, b'T' | b' '))?;
    let last = |sign: fn(&u8) -> bool| time.as_bytes().iter().rposition(sign);
    let sign = last(|byte| matches!(byte, b'+' | b'Z')).or_else(|| last(|&byte| byte == b'-'));
    let (time, offset) = match sign {
        Some(at) => (time.get(..at)?, Some(offset(time.get(at..)?)?)),
        None => (time, None),
    };
    Some((day(date)?.and_time(time_of_day(time)?), offset))
}

/// `02:00` or `02:00:30`.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    let colon = |byte| byte == b':';
    let (hour, rest) = cut(text, colon)?;
    let (minute, second) = match cut(rest, colon) {
        Some((minute, second)) => (minute, number(second)?),
        None => (rest, 0),
    };
    NaiveTime::from_hms_opt(number(hour)?, number(minute)?, second)
}

/// What stands before and after the first byte of ASCII that passes.
fn cut(text: &str, sign: impl Fn(u8) -> bool) -> Option<(&str, &str)> {
    let at = text.bytes().position(sign)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// A number of one or two digits.
fn number(text: &str) -> Option<u32> {
    (text.len() <= 2).then(|| digits(text)).flatten()
}

/// A number of a few digits.
fn digits(text: &str) -> Option<u32> {
    let some = (1..=4).contains(&text.len());
    let add = |number, digit: u8| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'));
    some.then(|| text.bytes().try_fold(0, add)).flatten()
}

fn offset(text: &str) -> Option<i32> {
    if text == "Z" {
        return Some(0);
    }
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let total = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
    (hours.len() == 2 && minutes.len() == 2 && total <= 14 * 60).then_some(if text.starts_with('-') {
        -total
    } else {
        total
    })
}

/// A day alone, `2023-08-05`, which is a common slip where a time is wanted.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let dash = |byte| byte == b'-';
    let (year, rest) = cut(text, dash)?;
    let (month, day) = cut(rest, dash)?;
    let year = digits(year).filter(|_| year.len() == 4)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, number(month)?, number(day)?)
}
