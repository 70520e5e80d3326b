//! By when a task is due: a date, or words that stand for one, such as "by Friday" and "Q1 2023".

use chrono::{Datelike, Days, Months, NaiveDate};

use super::task::Task;
use crate::document::moment::Context;
use crate::document::reader::Reader;
use crate::document::scan::{Token, What, month, number_word, one_of};
use crate::document::{Fact, Origin};
use crate::text::Span;

/// A task's due date.
pub(super) fn due(task: &Task<'_>, context: &Context) -> Option<Fact<NaiveDate>> {
    let reader = task.reader;
    let given = due_token(task)
        .and_then(|token| written(token, context).or_else(|| in_words(reader, token.span, context)));
    given.or_else(|| {
        let dated = |part: &Span| Some((*part, meant(reader.lower(*part), context)?));
        let (place, day) = task.parts().iter().skip(1).rev().find_map(dated)?;
        Some(Fact::inferred(day, place, Origin::Actions))
    })
}

/// The first date in a span, or what its words stand for.
pub(super) fn date_in(reader: &Reader<'_>, span: Span, context: &Context) -> Option<Fact<NaiveDate>> {
    let written = reader.tokens_in(span).iter().find_map(|token| written(token, context));
    written.or_else(|| in_words(reader, span, context))
}

/// The day that a token gives.
fn written(token: &Token, context: &Context) -> Option<Fact<NaiveDate>> {
    let What::Date(date) = token.what else { return None };
    let fact = Fact::given(date.day(context.year)?, token.span, Origin::Actions);
    Some(Fact { inferred: date.year.is_none(), ..fact })
}

/// The day that the words of a span stand for.
fn in_words(reader: &Reader<'_>, span: Span, context: &Context) -> Option<Fact<NaiveDate>> {
    let place = reader.trim(span);
    Some(Fact::inferred(meant(reader.lower(place), context)?, place, Origin::Actions))
}

/// The due date: that after "due", "by", "deadline", "before", "until".
fn due_token<'a>(task: &Task<'a>) -> Option<&'a Token> {
    let &Task { reader, span, lower, .. } = task;
    for token in reader.tokens_in(span) {
        let What::Date(_) = token.what else { continue };
        let before = lower.get(..token.span.start - span.start)?;
        let before = before.trim_end_matches(|char: char| !char.is_alphanumeric());
        let sure = ["due", "due date", "deadline", "eta", "target", "due by", "due on"];
        let loose = ["by", "before", "until", "till", "on", "by the", "before the", "until the", "on the"];
        // "Before Friday 19 January".
        let named = last_word(before).filter(|(_, day)| weekday(day).is_some());
        let before = named.map_or(before, |(before, _)| before.trim_end_matches([' ', ',']));
        // "Freeze deploys until 30 April due to …" is what to do.
        let goes_on = || {
            let after = lower.get(token.span.end - span.start..).unwrap_or_default();
            let after = after.trim_start_matches([' ', '\u{1}']);
            after.starts_with(|next: char| next.is_alphanumeric())
        };
        if sure.iter().any(|word| before.ends_with(word))
            || (loose.iter().any(|word| before.ends_with(word)) && !goes_on())
        {
            return Some(token);
        }
    }
    // A date that closes the task in brackets or after a dash or comma.
    let last = reader.tokens_in(span).iter().rfind(|token| matches!(token.what, What::Date(_)))?;
    let before = reader.plain(Span::new(span.start, last.span.start));
    let before = before.trim_end_matches([' ', '\u{1}']);
    let after = reader.plain(Span::new(last.span.end, span.end));
    (before.ends_with(['(', '[', ',', ';', '–', '—', '-', '|', '→', '>', ':'])
        && !after.chars().any(char::is_alphanumeric))
    .then_some(last)
}

/// Whether a word before a time says that something is due then.
fn is_lead(word: &str) -> bool {
    matches!(
        word,
        "due"
            | "by"
            | "deadline"
            | "before"
            | "until"
            | "till"
            | "eta"
            | "target"
            | "estimated"
            | "completion"
            | "on"
            | "in"
            | "the"
            | "of"
            | "date"
            | "end"
            | "within"
    )
}

fn words(part: &str) -> impl DoubleEndedIterator<Item = &str> {
    part.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a part of a task is nothing but a time by which it is due.
pub(super) fn is_time(part: &str) -> bool {
    if part.len() > 40 {
        return false;
    }
    let mut dated = words(part).filter(|word| !is_lead(word));
    let (Some(first), second, None) = (dated.next(), dated.next(), dated.next()) else { return false };
    let count = words(part).count();
    // "30 days before" says how long ahead, not by when.
    (1..=6).contains(&count)
        && words(part).next_back() != Some("before")
        && match (first, second) {
            ("next" | "this", Some("sprint" | "week" | "month" | "quarter" | "year" | "iteration"))
            | ("week" | "month" | "quarter" | "year" | "sprint", None) => count > 1,
            ("next" | "this", Some(day)) | (day, None) if weekday(day).is_some() => true,
            (name, None) if month(name).is_some() => true,
            (name, Some(year)) if month(name).is_some() => year.len() == 4 && is_number(year),
            (quarter, None) => is_quarter(quarter),
            (quarter, Some(year)) if is_quarter(quarter) => year.len() == 4 && is_number(year),
            (number, Some(unit)) => {
                count > 2 && (is_number(number) || number_word(number).is_some()) && in_days(unit).is_some()
            }
        }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_quarter(word: &str) -> bool {
    matches!(word, "q1" | "q2" | "q3" | "q4")
}

fn in_days(unit: &str) -> Option<u32> {
    match unit {
        "day" | "days" => Some(1),
        "week" | "weeks" => Some(7),
        "month" | "months" => Some(30),
        _ => None,
    }
}

/// What stands before the last word of a text, and that word.
pub(super) fn last_word(text: &str) -> Option<(&str, &str)> {
    let space = memchr::memrchr(b' ', text.as_bytes())?;
    Some((&text[..space], &text[space + 1..]))
}

pub(super) fn weekday(word: &str) -> Option<u32> {
    let end = word.get(word.len().checked_sub("day".len())?..)?;
    if !end.eq_ignore_ascii_case("day") {
        return None;
    }
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    days.iter().position(|day| one_of(word, &[day])).and_then(|at| u32::try_from(at).ok())
}

/// The last day that such a part of a task allows, counted from the day of the outage; `None` for "next sprint".
fn meant(part: &str, context: &Context) -> Option<NaiveDate> {
    if !is_time(part) {
        return None;
    }
    let words = || words(part);
    let year = words().find(|word| word.len() == 4 && is_number(word)).and_then(|year| year.parse().ok());
    let last_of = |year: i32, month: u32| {
        NaiveDate::from_ymd_opt(year, month, 1)?.checked_add_months(Months::new(1))?.pred_opt()
    };
    // Without a year it is the next such month.
    let of_month = |number: u32| {
        let year = year.or_else(|| {
            let from = context.date?;
            Some(from.year() + i32::from(number < from.month()))
        });
        last_of(year.or(context.year)?, number)
    };
    for word in words() {
        if let Some(number) = month(word) {
            return of_month(number);
        }
        if let Some(quarter) = word.strip_prefix('q').filter(|_| is_quarter(word)) {
            return of_month(quarter.parse::<u32>().ok()? * 3);
        }
    }
    let from = context.date?;
    let later = |days: u32| from.checked_add_days(Days::new(u64::from(days)));
    if let Some(day) = words().find_map(weekday) {
        let ahead = (day + 7 - from.weekday().num_days_from_monday()) % 7;
        return later(if ahead == 0 { 7 } else { ahead });
    }
    let number = words().find_map(|word| word.parse::<u32>().ok().or_else(|| whole(number_word(word)?)));
    if let Some((number, unit)) = number.zip(words().find_map(in_days)) {
        return later(number.checked_mul(unit)?);
    }
    let next = u32::from(words().any(|word| word == "next"));
    match words().next_back()? {
        "week" => later(6 - from.weekday().num_days_from_monday() + 7 * next),
        "month" => {
            let of = from.checked_add_months(Months::new(next))?;
            last_of(of.year(), of.month())
        }
        "quarter" => {
            let of = from.checked_add_months(Months::new(3 * next))?;
            last_of(of.year(), (of.month() - 1) / 3 * 3 + 3)
        }
        "year" => last_of(from.year() + i32::try_from(next).ok()?, 12),
        _ => None,
    }
}

/// A number word above "a".
fn whole(number: f64) -> Option<u32> {
    (1..=90).find(|&whole| (f64::from(whole) - number).abs() < 0.01)
}
