//! A task's ticket and variant, and its text without the details.

use crate::document::plain::tidy;
use crate::document::reader::Reader;
use crate::document::{Fact, Origin};
use crate::text::Span;

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
