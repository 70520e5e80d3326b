//! A task's owner, ticket and variant, and its text without them.

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
pub(super) fn owner(reader: &Reader<'_>, span: Span, known: &dyn Fn(&str) -> bool) -> Option<Fact<String>> {
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
    mail(reader, span).or_else(|| beside_date(reader, span)).or_else(|| at_an_end(reader, span, known))
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
    for arrow in ["->", "→", "=>"] {
        if let Some((_, name)) = text.rsplit_once(arrow).filter(|(_, name)| is_name(name)) {
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
    let end =
        front.find([':', ']', '*', '_']).into_iter().chain(front.find(" will ")).chain(front.find(" to "));
    let name = front.get(..end.min()?)?;
    let after = front[name.len()..].trim_start_matches(['*', '_', ']', ':', ' ']);
    let does = after.strip_prefix("will ").or_else(|| after.strip_prefix("to ")).unwrap_or(after);
    (is_name(name) && known(name) && does.starts_with(char::is_alphabetic)).then(|| fact(name)).flatten()
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

/// The parts of a task between dashes, commas and brackets.
pub(super) fn parts(reader: &Reader<'_>, span: Span) -> Vec<Span> {
    let plain = reader.plain(span);
    let mut parts: Vec<Span> = Vec::new();
    let mut from = 0;
    for (at, sign) in
        plain.match_indices(['–', '—', '-', ',', ';', '(', ')', '[', ']', '/', '|', ':', '.', '→', '>'])
    {
        let spaced =
            plain[..at].ends_with([' ', '\u{1}']) || plain[at + sign.len()..].starts_with([' ', '\u{1}']);
        if spaced || matches!(sign, "(" | ")" | "[" | "]" | "|") {
            parts.push(Span::new(span.start + from, span.start + at));
            from = at + sign.len();
        }
    }
    parts.push(Span::new(span.start + from, span.end));
    parts.into_iter().map(|part| reader.trim(part)).filter(|part| !part.is_empty()).collect()
}

/// The words of a name or a team that stand between dashes, commas or brackets beside a date:
/// "– Lena – until 15 December", "(Platform team, 2024-03-01)", "— Ada — by Friday".
fn beside_date(reader: &Reader<'_>, span: Span) -> Option<Fact<String>> {
    let parts = parts(reader, span);
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

/// Prefixes that look like a tracker's but name standards.
const NO_TRACKERS: [&str; 12] =
    ["UTF", "SHA", "ISO", "RFC", "CVE", "HTTP", "TLS", "SEV", "MD", "AES", "UTC", "GMT"];

/// `#1234`, `OPS-17`, or a link to an issue or change.
pub(super) fn ticket(reader: &Reader<'_>, span: Span) -> Option<Fact<String>> {
    let raw = span.of(reader.text);
    for address in ["https://", "http://"] {
        // Only `contains` is quick on short texts.
        if !raw.contains(address) {
            continue;
        }
        for (at, _) in raw.match_indices(address) {
            let length = raw[at..]
                .find(|char: char| char.is_whitespace() || matches!(char, ')' | '>' | ']' | '|' | ','))
                .unwrap_or(raw.len() - at);
            let link = raw[at..at + length].trim_end_matches(['.', ';', ':']);
            if ["/issues/", "/pull/", "/browse/", "/merge_requests/", "/ticket", "bugs", "jira", "linear.app"]
                .iter()
                .any(|part| link.contains(part))
            {
                let place = Span::new(span.start + at, span.start + at + link.len());
                return Some(Fact::given(link.to_owned(), place, Origin::Actions));
            }
        }
    }
    let plain = reader.plain(span);
    let bytes = plain.as_bytes();
    for (at, _) in plain.match_indices('#') {
        let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let glued = at
            .checked_sub(1)
            .is_some_and(|before| bytes[before].is_ascii_alphanumeric() || bytes[before] == b'#');
        if digits > 0 && !glued {
            let place = Span::new(span.start + at, span.start + at + 1 + digits);
            return Some(Fact::given(place.of(&reader.page.plain).to_owned(), place, Origin::Actions));
        }
    }
    let lower = reader.lower(span);
    for word in ["bug ", "ticket ", "issue "] {
        for (at, _) in lower.match_indices(word) {
            let digits = bytes[at + word.len()..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let inside = lower[..at].ends_with(|before: char| before.is_alphanumeric());
            if digits >= 2 && !inside {
                let place = Span::new(span.start + at, span.start + at + word.len() + digits);
                return Some(Fact::given(place.of(&reader.page.plain).to_owned(), place, Origin::Actions));
            }
        }
    }
    for (at, _) in plain.match_indices('-') {
        let letters = bytes[..at]
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            .count();
        let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let start = at - letters;
        let prefix = &plain[start..at];
        let glued = start
            .checked_sub(1)
            .is_some_and(|before| bytes[before].is_ascii_alphanumeric() || bytes[before] == b'-')
            || bytes.get(at + 1 + digits).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        let tracker = letters >= 2
            && prefix.starts_with(|first: char| first.is_ascii_uppercase())
            && !NO_TRACKERS.contains(&prefix);
        // "stocked in DAL-3" is a place, "tracked in OPS-3" a ticket.
        let before = plain[..start].trim_end();
        let place = ["in", "at", "of", "on", "to", "from"].iter().any(|word| {
            before.strip_suffix(word).is_some_and(|before| {
                before.ends_with(' ')
                    && !["tracked ", "filed ", "see ", "noted "].iter().any(|it| before.ends_with(it))
            })
        });
        if tracker && digits > 0 && !glued && !place {
            let place = Span::new(span.start + start, span.start + at + 1 + digits);
            return Some(Fact::given(place.of(&reader.page.plain).to_owned(), place, Origin::Actions));
        }
    }
    None
}

/// `variant: fast-restore`.
pub(super) fn variant(reader: &Reader<'_>, span: Span) -> Option<Fact<String>> {
    let raw = span.of(reader.text);
    let at = raw.contains("variant:").then(|| raw.find("variant:"))??;
    let rest = &raw[at + "variant:".len()..];
    let start = at + "variant:".len() + (rest.len() - rest.trim_start_matches([' ', '`']).len());
    let length = raw[start..]
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        .count();
    let place = Span::new(span.start + start, span.start + start + length);
    (length > 0).then(|| Fact::given(place.of(reader.text).to_owned(), place, Origin::Actions))
}

/// A task's text without its details: a bracket that holds them, or the words themselves. Where the sentence goes on
/// after them it stays whole.
pub(super) fn without_details(reader: &Reader<'_>, text: Span, places: &[Option<Span>]) -> String {
    let plain = reader.plain(text);
    let inside =
        || places.iter().flatten().filter(|place| place.start >= text.start && place.end <= text.end);
    let Some(first) = inside().map(|place| place.start).min() else { return tidy(&reader.page.plain, text) };
    let last = inside().map(|place| place.end).max().unwrap_or(first);
    if first == text.start {
        // "Ada: add a test".
        let rest = Span::new(inside().map(|place| place.end).min().unwrap_or(first), text.end);
        let after = reader.plain(rest).trim_start_matches([' ', ':', ']', '\u{1}', '-', '–', '—']);
        let after = ["will ", "to "].iter().find_map(|word| after.strip_prefix(word)).unwrap_or(after);
        let rest = Span::new(text.end - after.len(), text.end);
        return if inside().count() == 1 {
            tidy(&reader.page.plain, rest)
        } else {
            tidy(&reader.page.plain, text)
        };
    }
    let before = &plain[..first - text.start];
    let open = before.rfind(['(', '[']).filter(|&open| !before[open..].contains([')', ']']));
    let (end, rest) = match open {
        Some(open) => {
            let close = plain[open..].find([')', ']']).map_or(plain.len(), |close| open + close + 1);
            (open, plain.get(close..).unwrap_or_default())
        }
        None => (before.len(), ""),
    };
    let goes_on =
        plain[last - text.start..].split_whitespace().filter(|word| word.starts_with(char::is_alphabetic));
    if open.is_none() && goes_on.count() >= 3 {
        return tidy(&reader.page.plain, text);
    }
    let kept = format!("{} {}", &plain[..end], rest);
    let kept = tidy(&kept, Span::new(0, kept.len()));
    let mut kept = kept.as_str();
    loop {
        kept = kept.trim_end_matches([' ', '-', '–', '—', ',', ':', '(', '[', ';', '→', '>', '<']);
        let word =
            ["owner", "due", "assignee", "responsible", "deadline", "eta", "by", "until", "ticket", "bug"]
                .iter()
                .find(|word| {
                    let at = kept.len().checked_sub(word.len() + 1);
                    at.and_then(|at| kept.get(at..)).is_some_and(|end| {
                        end.starts_with([' ', '.', ',']) && end[1..].eq_ignore_ascii_case(word)
                    })
                });
        let Some(word) = word else { break };
        kept = &kept[..kept.len() - word.len() - 1];
    }
    // What a bracket leaves before the full stop.
    match kept.strip_suffix(" .") {
        Some(sentence) => format!("{sentence}."),
        None => kept.to_owned(),
    }
}
