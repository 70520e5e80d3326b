//! A task's owner, due date, ticket and variant, and its text without them.

use crate::document::plain::tidy;
use crate::document::reader::Reader;
use crate::document::scan::What;
use crate::document::{Fact, Origin};
use crate::text::Span;

/// `@ada`, "Owner: Ada", "assigned to Ada".
pub(super) fn owner(reader: &Reader<'_>, span: Span) -> Option<Fact<String>> {
    let plain = reader.plain(span);
    let fact = |start: usize, end: usize| {
        let span = reader.trim(Span::new(span.start + start, span.start + end));
        let value = tidy(&reader.page.plain, span);
        (!value.is_empty()).then(|| Fact::given(value, span, Origin::Actions))
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
    for word in
        ["owner:", "owner -", "assignee:", "assigned to:", "assigned to ", "responsible:", "owned by "]
    {
        if let Some(at) = lower.find(word) {
            let start = at + word.len();
            let length =
                plain[start..].find([',', ')', ';', ']', '|', '\n', '.']).unwrap_or(plain.len() - start);
            if (1..=48).contains(&plain[start..start + length].trim().len()) {
                return fact(start, start + length);
            }
        }
    }
    beside_date(reader, span)
}

/// The words of a name or a team that stand between dashes, commas or brackets beside a date:
/// "– Lena – until 15 December", "(Platform team, 2024-03-01)".
fn beside_date(reader: &Reader<'_>, span: Span) -> Option<Fact<String>> {
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
    let parts: Vec<Span> =
        parts.into_iter().map(|part| reader.trim(part)).filter(|part| !part.is_empty()).collect();
    let dated = |part: &Span| reader.tokens_in(*part).iter().any(|token| matches!(token.what, What::Date(_)));
    let name = (0..parts.len()).find(|&at| {
        let after = at.checked_sub(1).is_some_and(|before| before > 0 && dated(&parts[before]));
        let beside = (at > 0 && parts.get(at + 1).is_some_and(dated)) || after;
        // "Ada – search all tables – 14 April".
        let first = at == 0 && parts.len() >= 3 && parts.last().is_some_and(dated);
        (beside || first) && !dated(&parts[at]) && is_name(reader.plain(parts[at]))
    })?;
    Some(Fact::given(tidy(&reader.page.plain, parts[name]), parts[name], Origin::Actions))
}

/// One to three words with capital letters, or a team.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|char: char| char.is_whitespace() || char == '\u{1}')
        .filter(|word| !word.is_empty())
        .collect();
    let capital =
        |word: &&str| word.starts_with(char::is_uppercase) && word.chars().all(|char| !char.is_ascii_digit());
    let known =
        ["due", "done", "deadline", "eta", "high", "medium", "low", "priority", "open", "todo", "until"];
    (1..=3).contains(&words.len())
        && (words.iter().all(capital) || words.last() == Some(&"team"))
        && !words.iter().any(|word| known.contains(&word.to_ascii_lowercase().as_str()))
}

/// Where a due date stands: after "due", "by", "deadline", "before", "until".
pub(super) fn due_place(reader: &Reader<'_>, span: Span) -> Option<Span> {
    let plain = reader.plain(span).to_ascii_lowercase();
    for token in reader.tokens_in(span) {
        let What::Date(_) = token.what else { continue };
        let before = plain.get(..token.span.start - span.start)?;
        let before = before.trim_end_matches(|char: char| !char.is_alphanumeric());
        if ["due", "due date", "by", "deadline", "before", "until", "eta", "target", "due by", "due on", "on"]
            .iter()
            .any(|word| before.ends_with(word))
        {
            return Some(Span::new(token.span.start, token.span.end));
        }
    }
    // A date that closes the task in brackets or after a dash or comma.
    let last = reader.tokens_in(span).iter().rfind(|token| matches!(token.what, What::Date(_)))?;
    let before = reader.plain(Span::new(span.start, last.span.start));
    let before = before.trim_end_matches([' ', '\u{1}']);
    let after = reader.plain(Span::new(last.span.end, span.end));
    (before.ends_with(['(', '[', ',', ';', '–', '—', '-', '|', '→', '>', ':'])
        && !after.chars().any(char::is_alphanumeric))
    .then_some(last.span)
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
        if tracker && digits > 0 && !glued {
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

/// A task's text without its details: a bracket that holds them, or the words themselves.
pub(super) fn without_details(reader: &Reader<'_>, text: Span, places: &[Option<Span>]) -> String {
    let plain = reader.plain(text);
    let first = places.iter().flatten().map(|place| place.start).min();
    let Some(first) = first.filter(|&first| first > text.start && first < text.end) else {
        return tidy(&reader.page.plain, text);
    };
    let before = &plain[..first - text.start];
    let open = before.rfind(['(', '[']).filter(|&open| !before[open..].contains([')', ']']));
    let (end, rest) = match open {
        Some(open) => {
            let close = plain[open..].find([')', ']']).map_or(plain.len(), |close| open + close + 1);
            (open, plain.get(close..).unwrap_or_default())
        }
        None => (before.len(), ""),
    };
    let kept = format!("{} {}", &plain[..end], rest);
    let kept = tidy(&kept, Span::new(0, kept.len()));
    kept.trim_end_matches([' ', '-', '–', '—', ',', ':', '(', '[', ';'])
        .trim_end_matches(" owner")
        .trim_end_matches(" due")
        .to_owned()
}
