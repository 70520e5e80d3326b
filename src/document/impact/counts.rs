//! Numbers of those affected: "943 of 2000", "12 unique visitors".

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::nouns::{first_noun, noun, words, words_rest};
use super::shares::head;
use crate::document::lines::Kind;
use crate::document::plain::MARK;
use crate::document::reader::Reader;
use crate::document::scan::{What, month};
use crate::document::{Fact, Impact, ImpactOf, Postmortem};
use crate::text::{Span, last_from, within};

/// "943 of 2000", "12 unique visitors", "around 15,000 users".
pub(super) fn counts(reader: &Reader<'_>, postmortem: &mut Postmortem) {
    let plain = reader.page.plain.as_bytes();
    let lines = &reader.page.lines[reader.from..reader.to];
    let account = reader.account();
    for &start in within(&reader.page.survey.starts, reader.body, |&start| start) {
        let Some(line) = last_from(lines, start, |line| line.span.start) else { continue };
        if line.text.start >= account.end {
            break;
        }
        let Some(end) = number_end(plain, start) else { continue };
        let origin = reader.origin(line.text.start);
        if line.kind == Kind::Output
            || end >= line.text.end
            || !origin.is_account()
            || in_stamp(reader, start)
        {
            continue;
        }
        let number = Span::new(start, end);
        let before = Span::new(line.text.start, start);
        let Some(count) = value(reader.plain(number)) else { continue };
        if is_year(reader.plain(number), reader.plain(before)) {
            continue;
        }
        let rest = reader.lower(Span::new(end, line.text.end));
        let Some((impact, length)) = counted(count, rest) else { continue };
        let span = Span::new(start, end + length);
        // The numbers of "9 in 10" are a share, and the second of "3 in 40" is no count of its own.
        let whole = [" in ", " out of "].iter().any(|join| {
            let before = reader.plain(before).strip_suffix(join);
            before.is_some_and(|before| before.ends_with(|last: char| last.is_ascii_digit()))
        });
        if whole || postmortem.shares.iter().any(|share| share.span.contains(span.start)) {
            continue;
        }
        if impact.of != Some(ImpactOf::Users) && !harmed(reader, span) {
            continue;
        }
        let impact = Impact { count: Some(count), ..impact };
        postmortem.impacts.push(Fact::given(impact, span, origin));
    }
}

/// Where the number ends that starts at a byte and may count something: it stands alone, with a space or a plus after
/// it.
fn number_end(plain: &[u8], start: usize) -> Option<usize> {
    let digit = |at: usize| plain.get(at).is_some_and(u8::is_ascii_digit);
    if !digit(start) {
        return None;
    }
    let glued = match plain.get(..start)? {
        [.., digit, b','] if digit.is_ascii_digit() => true,
        [.., last] => last.is_ascii_alphanumeric() || matches!(last, b'.' | b':' | b'-' | b'/' | b'_'),
        [] => false,
    };
    if glued {
        return None;
    }
    let mut end = start + 1;
    loop {
        match plain.get(end)? {
            b'0'..=b'9' => end += 1,
            b',' if digit(end + 1) => end += 2,
            b' ' | b'+' | &MARK => return Some(end),
            _ => return None,
        }
    }
}

/// What digits with commas between them are; `None` where that is too much to count.
fn value(number: &str) -> Option<u64> {
    let mut digits = number.bytes().filter(u8::is_ascii_digit).map(|digit| u64::from(digit - b'0'));
    digits.try_fold(0_u64, |value, digit| value.checked_mul(10)?.checked_add(digit))
}

/// Whether a byte lies in a date, a time or a duration.
fn in_stamp(reader: &Reader<'_>, at: usize) -> bool {
    last_from(&reader.tokens, at, |token| token.span.start).is_some_and(|token| {
        let weak = matches!(token.what, What::Clock(clock) if clock.weak);
        !weak && !matches!(token.what, What::Percent(..)) && token.span.contains(at)
    })
}

/// Whether a number is the year of "in March 2024".
fn is_year(digits: &str, before: &str) -> bool {
    if digits.len() != 4 || !digits.starts_with(['1', '2']) {
        return false;
    }
    let word = before.trim_end().rsplit(' ').next().unwrap_or_default();
    word.eq_ignore_ascii_case("in") || month(word).is_some()
}

/// What says that there was harm.
static HARM: LazyLock<[Finder<'_>; 11]> = LazyLock::new(|| {
    ["fail", "affect", "unable", "impact", "lost", "error", "inquir", "complain", "drop", "reject", "delay"]
        .map(Finder::new)
});

/// Whether a sentence speaks of harm.
fn harmed(reader: &Reader<'_>, span: Span) -> bool {
    let sentence = reader.lower(reader.sentence(span.start));
    let rate = reader.plain(Span::new(span.end, reader.roof(span.end, 12))).trim_start().starts_with("per ");
    !rate && HARM.iter().any(|word| word.find(sentence.as_bytes()).is_some())
}

/// Where a full stop with a space or a mark after it ends a sentence, a mark before it left out.
fn sentence_end(text: &[u8]) -> usize {
    let stop = |after: u8| memchr::memchr_iter(b'.', text).find(|&at| text.get(at + 1) == Some(&after));
    match stop(b' ') {
        Some(at) if at > 0 && text[at - 1] == MARK => at - 1,
        Some(at) => at,
        None => stop(MARK).unwrap_or(text.len()),
    }
}

/// What follows a number that counts something affected, and how long that is in bytes.
fn counted(number: u64, rest: &str) -> Option<(Impact, usize)> {
    let lower = head(rest, 64);
    // What is counted stands in the same sentence: "a `403 Forbidden`. Two readers …".
    let lower = &lower[..sentence_end(lower.as_bytes())];
    let trimmed = lower.trim_start_matches(['+', ' ', '\u{1}']);
    for join in ["out of ", "of the ", "of "] {
        let Some(after) = trimmed.strip_prefix(join) else { continue };
        let digits: String = after
            .chars()
            .take_while(|char| char.is_ascii_digit() || *char == ',')
            .filter(char::is_ascii_digit)
            .collect();
        if let Ok(total) = digits.parse::<u64>()
            && total >= number
            && total > 0
        {
            let of = first_noun(after).filter(|(at, _)| *at < 30).map(|(_, of)| of);
            let end = lower.len() - after.len() + digits.len();
            return Some((Impact { total: Some(total), of, ..Impact::default() }, end));
        }
    }
    let mut seen = 0;
    for (at, word) in words(trimmed) {
        seen += 1;
        if seen > 3
            || ["minute", "hour", "second", "day", "error", "percent", "thread"]
                .iter()
                .any(|unit| word.starts_with(unit))
        {
            return None;
        }
        let plural = word.ends_with('s') || word == "people";
        if let Some(of) = noun(word, words_rest(trimmed, at, word)).filter(|_| plural) {
            let end = lower.len() - trimmed.len() + at + word.len();
            return Some((Impact { of: Some(of), ..Impact::default() }, end));
        }
    }
    None
}
