//! Who does a task, wherever its words say so.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::due;
use super::task::Task;
use crate::document::plain::tidy;
use crate::document::reader::Reader;
use crate::document::scan::What;
use crate::document::{Fact, Origin};
use crate::text::Span;

/// Whether an owner's name says that there is none yet.
pub(super) fn nobody(name: &str) -> bool {
    let name = name.trim_matches(|char: char| !char.is_alphanumeric());
    let none: &[&str] = match name.as_bytes().first().map(u8::to_ascii_lowercase) {
        None => return true,
        Some(b'n') => &["n/a", "na", "none", "nobody", "no one", "not assigned"],
        Some(b'o') => &["open"],
        Some(b't') => &["tbd", "tba", "tbc", "to be decided", "to be determined", "to be assigned"],
        Some(b'u') => &["unassigned", "unknown"],
        _ => &[],
    };
    none.iter().any(|none| none.len() == name.len() && name.eq_ignore_ascii_case(none))
}

/// `@ada`, "Owner: Ada", "assigned to Ada", "(Ada, this week)", "-> Ada".
pub(super) fn owner(task: &Task<'_>, known: &dyn Fn(&str) -> bool) -> Option<Fact<String>> {
    static WORDS: LazyLock<[(&str, Finder<'_>); 7]> = LazyLock::new(|| {
        ["owner", "assignee", "assigned to", "responsible", "owned by", "in charge", "dri"]
            .map(|word| (word, Finder::new(word)))
    });
    let &Task { reader, span, plain, lower, .. } = task;
    let fact = |start: usize, end: usize| {
        let span = reader.trim(Span::new(span.start + start, span.start + end));
        let value = tidy(&reader.page.plain, span);
        (!nobody(&value)).then(|| Fact::given(value, span, Origin::Actions))
    };
    for at in memchr::memchr_iter(b'@', plain.as_bytes()) {
        let name = plain[at + 1..]
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/'))
            .count();
        let before = plain[..at].chars().next_back();
        if name > 0 && !before.is_some_and(char::is_alphanumeric) {
            let handle = plain[at..at + 1 + name].trim_end_matches(['.', '-', '/']);
            let place = Span::new(span.start + at, span.start + at + handle.len());
            return (!nobody(handle)).then(|| Fact::given(handle.to_owned(), place, Origin::Actions));
        }
    }
    for (word, finder) in WORDS.iter() {
        let Some(at) = finder.find(lower.as_bytes()) else { continue };
        let rest = &lower[at + word.len()..];
        let sign = rest.trim_start_matches([' ', '\u{1}']);
        let signed = sign.starts_with([':', '-', '–', '—', '=']);
        let spoken = matches!(*word, "assigned to" | "owned by") || (*word == "owner" && at > 0);
        let inside = lower[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        if inside || !(signed || (spoken && rest.starts_with(' '))) {
            continue;
        }
        let start = plain.len() - sign.trim_start_matches([':', '-', '–', '—', '=', ' ', '\u{1}']).len();
        let length = name_length(&plain[start..]);
        let written = plain[start..start + length].trim();
        let named = signed || *word != "owner" || written.starts_with(char::is_uppercase);
        if (1..=48).contains(&written.len()) && named {
            return fact(start, start + length);
        }
    }
    mail(task).or_else(|| beside_date(task)).or_else(|| at_an_end(task, known))
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
fn mail(task: &Task<'_>) -> Option<Fact<String>> {
    let &Task { reader, span, raw, .. } = task;
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+');
    memchr::memchr_iter(b'@', raw.as_bytes()).find_map(|at| {
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
fn at_an_end(task: &Task<'_>, known: &dyn Fn(&str) -> bool) -> Option<Fact<String>> {
    let &Task { span, raw, .. } = task;
    let text = raw.trim_end_matches([' ', '.', '\r', '\n']);
    let fact = |name: &str| {
        let start = span.start + (name.as_ptr() as usize - raw.as_ptr() as usize);
        let place = Span::new(start, start + name.len());
        (!nobody(name)).then(|| Fact::given(name.to_owned(), place, Origin::Actions))
    };
    if text.ends_with(char::is_alphabetic) && (text.contains('>') || text.contains('→')) {
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
        // "(Ada, merged)".
        let first = name.split_once(',').map_or(name, |(first, _)| first);
        if first.len() < name.len() && is_name(first) && known(first) {
            return fact(first);
        }
        let person = is_name(name) && (open == '[' || known(name));
        if person || TEAMS.iter().any(|team| name.eq_ignore_ascii_case(team)) {
            return fact(name);
        }
    }
    let front = text.trim_start_matches(['*', '_', '[', '(']);
    let name = &front[..front.find(|char: char| !char.is_alphabetic()).unwrap_or(front.len())];
    let marked = front.len() < text.len();
    let after = front[name.len()..].trim_start_matches(['*', '_', ']', ')']);
    let spoken = [": ", " will ", " to "].iter().find_map(|sign| after.strip_prefix(sign));
    let rest = spoken.or_else(|| after.strip_prefix(' ').filter(|_| marked))?;
    (rest.starts_with(char::is_alphabetic) && is_name(name) && known(name)).then(|| fact(name)).flatten()
}

/// The owner that a heading names: "To do for Ada", "Tasks for the backend team".
pub(super) fn heading_owner(reader: &Reader<'_>, title: Span) -> Option<Fact<String>> {
    let text = reader.plain(title);
    if !text.contains(" for ") {
        return None;
    }
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

/// The words of a name or a team that stand between dashes, commas or brackets beside a date:
/// "– Lena – until 15 December", "(Platform team, 2024-03-01)", "— Ada — by Friday".
fn beside_date(task: &Task<'_>) -> Option<Fact<String>> {
    let (reader, parts) = (task.reader, task.parts());
    let dated = |at: usize| {
        parts.get(at).is_some_and(|&part| {
            reader.tokens_in(part).iter().any(|token| matches!(token.what, What::Date(_)))
                || due::is_time(reader.lower(part))
        })
    };
    let name = (0..parts.len()).find(|&at| {
        let beside = || match at {
            // "Ada – search all tables – 14 April".
            0 => parts.len() >= 3 && dated(parts.len() - 1),
            1 => dated(2),
            _ => dated(at + 1) || dated(at - 1),
        };
        is_name(reader.plain(parts[at])) && !dated(at) && beside()
    })?;
    let value = tidy(&reader.page.plain, parts[name]);
    (!nobody(&value)).then(|| Fact::given(value, parts[name], Origin::Actions))
}

/// One to three words with capital letters, or a team.
fn is_name(text: &str) -> bool {
    let mut words = [""; 4];
    let parts = text.split(|char: char| char.is_whitespace() || char == '\u{1}');
    let parts = parts.filter(|part| !part.is_empty());
    let count = words.iter_mut().zip(parts).map(|(word, part)| *word = part).count();
    let words = &words[..count];
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
        "optional",
        "stretch",
        "nice",
        "critical",
        "ongoing",
        "planned",
        "later",
        "prevention",
        "detection",
        "mitigation",
        "prevent",
        "detect",
        "mitigate",
        "target",
    ];
    let group =
        ["team", "committee", "guild", "group", "crew", "squad", "department", "unit", "office", "desk"];
    (1..=3).contains(&words.len())
        && (words.iter().all(capital) || words.last().is_some_and(|last| group.contains(last)))
        && !words.iter().any(|word| known.iter().any(|known| word.eq_ignore_ascii_case(known)))
}
