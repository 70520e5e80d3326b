//! Numbers of those affected: "943 of 2000", "12 unique visitors".

use super::nouns::{first_noun, noun, words, words_rest};
use super::shares::head;
use crate::document::lines::Kind;
use crate::document::reader::Reader;
use crate::document::scan::{What, month};
use crate::document::{Fact, Impact, ImpactOf, Postmortem};
use crate::text::{Span, last_from};

/// "943 of 2000", "12 unique visitors", "around 15,000 users".
pub(super) fn counts(reader: &Reader<'_>, postmortem: &mut Postmortem) {
    for line in &reader.page.lines[reader.from..reader.to] {
        if line.kind == Kind::Output || line.text.is_empty() {
            continue;
        }
        let origin = reader.origin(line.text.start);
        if !origin.is_account() {
            continue;
        }
        let (text, lower) = (reader.plain(line.text), reader.lower(line.text));
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(offset) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
            let start = at + offset;
            let length = bytes[start..]
                .iter()
                .enumerate()
                .take_while(|(index, byte)| {
                    byte.is_ascii_digit()
                        || (**byte == b',' && bytes.get(start + index + 1).is_some_and(u8::is_ascii_digit))
                })
                .count();
            at = start + length;
            let glued = start.checked_sub(1).is_some_and(|before| {
                bytes[before].is_ascii_alphanumeric() || b".:-/_".contains(&bytes[before])
            });
            let number = text[start..at].replace(',', "").parse::<u64>().ok();
            let number = number.filter(|_| !glued && !is_year(&text[start..at], &text[..start]));
            let Some((count, impact)) =
                number.and_then(|number| Some((number, counted(number, lower.get(at..)?)?)))
            else {
                continue;
            };
            let span = Span::new(line.text.start + start, line.text.start + at + impact.1);
            // The numbers of "9 in 10" are a share, and the second of "3 in 40" is no count of its own.
            let whole = [" in ", " out of "].iter().any(|join| {
                let before = text[..start].strip_suffix(join);
                before.is_some_and(|before| before.ends_with(|last: char| last.is_ascii_digit()))
            });
            let date = in_stamp(reader, span.start);
            if whole || date || postmortem.shares.iter().any(|share| share.span.contains(span.start)) {
                continue;
            }
            if impact.0.of != Some(ImpactOf::Users) && !harmed(reader, span) {
                continue;
            }
            let impact = Impact { count: Some(count), ..impact.0 };
            postmortem.impacts.push(Fact::given(impact, span, origin));
        }
    }
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
    let word = before.trim_end().rsplit(' ').next().unwrap_or_default();
    digits.len() == 4
        && digits.starts_with(['1', '2'])
        && (word.eq_ignore_ascii_case("in") || month(word).is_some())
}

/// Whether a sentence speaks of harm.
fn harmed(reader: &Reader<'_>, span: Span) -> bool {
    let sentence = reader.lower(reader.sentence(span.start));
    let rate = reader.plain(Span::new(span.end, reader.roof(span.end, 12))).trim_start().starts_with("per ");
    !rate
        && [
            "fail", "affect", "unable", "impact", "lost", "error", "inquir", "complain", "drop", "reject",
            "delay",
        ]
        .iter()
        .any(|word| sentence.contains(word))
}

/// What follows a number that counts something affected, and how long that is in bytes.
fn counted(number: u64, rest: &str) -> Option<(Impact, usize)> {
    if !rest.starts_with([' ', '+', '\u{1}']) {
        return None;
    }
    let lower = head(rest, 64);
    // What is counted stands in the same sentence: "a `403 Forbidden`. Two readers …".
    let stop = lower.find(". ").or_else(|| lower.find(".\u{1}")).unwrap_or(lower.len());
    let lower = &lower[..lower.find("\u{1}. ").unwrap_or(stop).min(stop)];
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
