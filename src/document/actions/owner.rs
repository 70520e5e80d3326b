//! Who does a task, wherever its words say so.

use super::due;
use crate::document::plain::tidy;
use crate::document::reader::Reader;
use crate::document::scan::What;
use crate::document::{Fact, Origin};
use crate::text::Span;

/// Whether an owner's name says that there is none yet.
pub(super) fn nobody(name: &str) -> bool {
    let name = name.trim_matches(|char: char| !char.is_alphanumeric());
    name.is_empty()
        || [
            "tbd",
            "tba",
            "tbc",
            "n/a",
            "na",
            "none",
            "unassigned",
            "nobody",
            "no one",
            "unknown",
            "to be decided",
            "to be determined",
            "to be assigned",
            "not assigned",
            "open",
        ]
        .iter()
        .any(|none| name.eq_ignore_ascii_case(none))
}

/// `@ada`, "Owner: Ada", "assigned to Ada", "(Ada, this week)", "-> Ada".
pub(super) fn owner(
    reader: &Reader<'_>,
    span: Span,
    parts: &[Span],
    known: &dyn Fn(&str) -> bool,
) -> Option<Fact<String>> {
    let plain = reader.plain(span);
    let fact = |start: usize, end: usize| {
        let span = reader.trim(Span::new(span.start + start, span.start + end));
        let value = tidy(&reader.page.plain, span);
        (!nobody(&value)).then(|| Fact::given(value, span, Origin::Actions))
    };
    for (at, _) in plain.match_indices('@') {
        let name = plain[at + 1..]
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/'))
            .count();
        let before = plain[..at].chars().next_back();
        if name > 0 && !before.is_some_and(char::is_alphanumeric) {
            let name = plain[at + 1..at + 1 + name].trim_end_matches(['.', '-', '/']).len();
            return fact(at, at + 1 + name);
        }
    }
    let lower = reader.lower(span);
    for word in ["owner", "assignee", "assigned to", "responsible", "owned by", "in charge", "dri"] {
        let Some(at) = lower.find(word) else { continue };
        let rest = &lower[at + word.len()..];
        let sign = rest.trim_start_matches([' ', '\u{1}']);
        let signed = sign.starts_with([':', '-', '–', '—', '=']);
        let spoken = matches!(word, "assigned to" | "owned by") || (word == "owner" && at > 0);
        let inside = lower[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        if inside || !(signed || (spoken && rest.starts_with(' '))) {
            continue;
        }
        let start = plain.len() - sign.trim_start_matches([':', '-', '–', '—', '=', ' ', '\u{1}']).len();
        let length = name_length(&plain[start..]);
        let written = plain[start..start + length].trim();
        let named = signed || word != "owner" || written.starts_with(char::is_uppercase);
        if (1..=48).contains(&written.len()) && named {
            return fact(start, start + length);
        }
    }
    mail(reader, span).or_else(|| beside_date(reader, parts)).or_else(|| at_an_end(reader, span, known))
}

/// How long the name after "owner:" is: as far as a sign that does not belong to it, as those of "Finance (Mr. Ray)" do.
fn name_length(rest: &str) -> usize {
    let mut depth = 0_u32;
    let end = rest.char_indices().find(|&(at, char)| {
        match char {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            '.' => return !["Mr", "Mrs", "Ms", "Dr", "St"].iter().any(|title| rest[..at].ends_with(title)),
            ',' | ')' | ';' | ']' | '|' | '\n' | '–' | '—' => return true,
            '-' => return rest[..at].ends_with(' ') && rest[at + 1..].starts_with([' ', '-']),
            _ => {}
        }
        false
    });
    end.map_or(rest.len(), |(at, _)| at)
}

/// `<ada@example.org>`.
fn mail(reader: &Reader<'_>, span: Span) -> Option<Fact<String>> {
    let raw = span.of(reader.text);
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+');
    raw.match_indices('@').find_map(|(at, _)| {
        let before = raw.as_bytes()[..at].iter().rev().take_while(|byte| part(byte)).count();
        let after = raw.as_bytes()[at + 1..].iter().take_while(|byte| part(byte)).count();
        let host = raw.get(at + 1..at + 1 + after)?.trim_end_matches('.');
        let fits = before > 0 && host.contains('.');
        let place = Span::new(span.start + at - before, span.start + at + 1 + host.len());
        fits.then(|| Fact::given(place.of(reader.text).to_owned(), place, Origin::Actions))
    })
}

/// "Add a test -> Ada", "Add a test [Ada]", "(backend)", and, of people who are known, "Ada: add a test",
/// "Ada will add a test", "[Ada] add a test".
fn at_an_end(reader: &Reader<'_>, span: Span, known: &dyn Fn(&str) -> bool) -> Option<Fact<String>> {
    let raw = span.of(reader.text);
    let text = raw.trim_end_matches([' ', '.', '\r', '\n']);
    let fact = |name: &str| {
        let start = span.start + (name.as_ptr() as usize - raw.as_ptr() as usize);
        let place = Span::new(start, start + name.len());
        (!nobody(name)).then(|| Fact::given(name.to_owned(), place, Origin::Actions))
    };
    if text.ends_with(char::is_alphabetic) && text.contains(['>', '→']) {
        let after = |arrow| text.rsplit_once(arrow).map(|(_, name)| name).filter(|name| is_name(name));
        if let Some(name) = ["->", "→", "=>"].into_iter().find_map(after) {
            return fact(name.trim());
        }
    }
    let closed = [('[', ']'), ('(', ')')].into_iter().find_map(|(open, close)| {
        let inner = text.strip_suffix(close)?;
        Some((open, &inner[inner.rfind(open).filter(|&at| at > 0)? + 1..]))
    });
    let does =
        [" does this", " does it", " will do this", " will do it", " takes this", " takes it", " is on it"];
    if let Some((open, name)) = closed {
        if let Some(name) = does.iter().find_map(|verb| name.strip_suffix(verb)).filter(|name| is_name(name))
        {
            return fact(name);
        }
        let person = is_name(name) && (open == '[' || known(name));
        if person || TEAMS.iter().any(|team| name.eq_ignore_ascii_case(team)) {
            return fact(name);
        }
    }
    let front = text.trim_start_matches(['*', '_', '[']);
    let name = &front[..front.find(|char: char| !char.is_alphabetic()).unwrap_or(front.len())];
    let marked = front.len() < text.len();
    let after = front[name.len()..].trim_start_matches(['*', '_', ']']);
    let spoken = [": ", " will ", " to "].iter().find_map(|sign| after.strip_prefix(sign));
    let rest = spoken.or_else(|| after.strip_prefix(' ').filter(|_| marked))?;
    (is_name(name) && known(name) && rest.starts_with(char::is_alphabetic)).then(|| fact(name)).flatten()
}

/// The owner that a heading names: "To do for Ada", "Tasks for the backend team".
pub(super) fn heading_owner(reader: &Reader<'_>, title: Span) -> Option<Fact<String>> {
    let text = reader.plain(title);
    let (before, name) = text.rsplit_once(" for ")?;
    let name = name.trim_end_matches([':', ' ', '\u{1}']);
    let name = name.strip_prefix("the ").unwrap_or(name);
    let start = title.start + (name.as_ptr() as usize - text.as_ptr() as usize);
    (!before.is_empty() && is_name(name))
        .then(|| Fact::inferred(name.to_owned(), Span::new(start, start + name.len()), Origin::Actions))
}

/// Teams that are named without the word.
const TEAMS: [&str; 16] = [
    "backend",
    "frontend",
    "infra",
    "infrastructure",
    "platform",
    "ops",
    "devops",
    "sre",
    "security",
    "dba",
    "network",
    "qa",
    "mobile",
    "data",
    "support",
    "identity",
];

/// The parts of a task between dashes, commas and brackets; none when nothing parts it.
pub(super) fn parts(reader: &Reader<'_>, span: Span) -> Vec<Span> {
    let plain = reader.plain(span);
    let bytes = plain.as_bytes();
    let mut parts: Vec<Span> = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        let length = match byte {
            b'-' | b',' | b';' | b'(' | b')' | b'[' | b']' | b'/' | b'|' | b':' | b'.' | b'>' => 1,
            0xe2 if ["–", "—", "→"].iter().any(|sign| plain[at..].starts_with(sign)) => 3,
            _ => {
                at += 1;
                continue;
            }
        };
        let gap = |byte: Option<&u8>| matches!(byte, Some(b' ' | 1));
        let spaced =
            gap(at.checked_sub(1).and_then(|before| bytes.get(before))) || gap(bytes.get(at + length));
        if spaced || matches!(byte, b'(' | b')' | b'[' | b']' | b'|') {
            parts.push(Span::new(span.start + from, span.start + at));
            from = at + length;
        }
        at += length;
    }
    if parts.is_empty() {
        return parts;
    }
    parts.push(Span::new(span.start + from, span.end));
    parts.into_iter().map(|part| reader.trim(part)).filter(|part| !part.is_empty()).collect()
}

/// The words of a name or a team that stand between dashes, commas or brackets beside a date:
/// "– Lena – until 15 December", "(Platform team, 2024-03-01)", "— Ada — by Friday".
fn beside_date(reader: &Reader<'_>, parts: &[Span]) -> Option<Fact<String>> {
    let dated = |part: &Span| {
        reader.tokens_in(*part).iter().any(|token| matches!(token.what, What::Date(_)))
            || due::is_time(reader.lower(*part))
    };
    let name = (0..parts.len()).find(|&at| {
        let after = at.checked_sub(1).is_some_and(|before| before > 0 && dated(&parts[before]));
        let beside = (at > 0 && parts.get(at + 1).is_some_and(dated)) || after;
        // "Ada – search all tables – 14 April".
        let first = at == 0 && parts.len() >= 3 && parts.last().is_some_and(dated);
        (beside || first) && !dated(&parts[at]) && is_name(reader.plain(parts[at]))
    })?;
    let value = tidy(&reader.page.plain, parts[name]);
    (!nobody(&value)).then(|| Fact::given(value, parts[name], Origin::Actions))
}

/// One to three words with capital letters, or a team.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|char: char| char.is_whitespace() || char == '\u{1}')
        .filter(|word| !word.is_empty())
        .collect();
    let capital =
        |word: &&str| word.starts_with(char::is_uppercase) && word.chars().all(|char| !char.is_ascii_digit());
    let known = [
        "due",
        "done",
        "deadline",
        "eta",
        "high",
        "medium",
        "low",
        "priority",
        "open",
        "todo",
        "until",
        "estimated",
        "completion",
        "target",
    ];
    let group = ["team", "committee", "group", "crew", "squad", "department", "unit", "office", "desk"];
    (1..=3).contains(&words.len())
        && (words.iter().all(capital) || words.last().is_some_and(|last| group.contains(last)))
        && !words.iter().any(|word| known.contains(&word.to_ascii_lowercase().as_str()))
}
