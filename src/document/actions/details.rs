//! A task's ticket and variant, and its text without the details.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::due::{last_word, weekday};
use super::task::Task;
use crate::document::plain::tidy;
use crate::document::reader::Reader;
use crate::document::scan::one_of;
use crate::document::{Fact, Origin};
use crate::text::Span;

/// Prefixes that look like a tracker's but name standards.
const NO_TRACKERS: [&str; 12] =
    ["UTF", "SHA", "ISO", "RFC", "CVE", "HTTP", "TLS", "SEV", "MD", "AES", "UTC", "GMT"];

/// Words that stand before a detail.
const LEADS: [&str; 12] = [
    "owner",
    "due",
    "assignee",
    "responsible",
    "deadline",
    "eta",
    "by",
    "until",
    "till",
    "before",
    "ticket",
    "bug",
];

/// `#1234`, `OPS-17`, or a link to an issue or change.
pub(super) fn ticket(task: &Task<'_>) -> Option<Fact<String>> {
    link(task).or_else(|| numbered(task))
}

fn link(task: &Task<'_>) -> Option<Fact<String>> {
    let &Task { span, raw, .. } = task;
    if !task.colon {
        return None;
    }
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
    None
}

fn numbered(task: &Task<'_>) -> Option<Fact<String>> {
    static WORDS: LazyLock<[Finder<'_>; 3]> =
        LazyLock::new(|| ["bug ", "ticket ", "issue "].map(Finder::new));
    let &Task { reader, span, plain, lower, .. } = task;
    let bytes = plain.as_bytes();
    for at in memchr::memchr_iter(b'#', bytes) {
        let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let glued = at
            .checked_sub(1)
            .is_some_and(|before| bytes[before].is_ascii_alphanumeric() || bytes[before] == b'#');
        if digits > 0 && !glued {
            let place = Span::new(span.start + at, span.start + at + 1 + digits);
            return Some(Fact::given(place.of(&reader.page.plain).to_owned(), place, Origin::Actions));
        }
    }
    // Looks at every byte, because that is done many at a time.
    if !bytes.iter().fold(false, |found, byte| found | byte.is_ascii_digit()) {
        return None;
    }
    for word in WORDS.iter() {
        let length = word.needle().len();
        for at in word.find_iter(lower.as_bytes()) {
            let digits = bytes[at + length..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let inside = lower[..at].ends_with(|before: char| before.is_alphanumeric());
            if digits >= 2 && !inside {
                let place = Span::new(span.start + at, span.start + at + length + digits);
                return Some(Fact::given(place.of(&reader.page.plain).to_owned(), place, Origin::Actions));
            }
        }
    }
    for at in memchr::memchr_iter(b'-', bytes) {
        let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            continue;
        }
        let letters = bytes[..at]
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            .count();
        let start = at - letters;
        let prefix = &plain[start..at];
        let glued = start
            .checked_sub(1)
            .is_some_and(|before| bytes[before].is_ascii_alphanumeric() || bytes[before] == b'-')
            || bytes.get(at + 1 + digits).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        // Numbers of tickets do not begin with a zero, those of hosts and protocols do: "DNS-01".
        let tracker = letters >= 2
            && bytes.get(at + 1) != Some(&b'0')
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
        if tracker && !glued && !place {
            let place = Span::new(span.start + start, span.start + at + 1 + digits);
            return Some(Fact::given(place.of(&reader.page.plain).to_owned(), place, Origin::Actions));
        }
    }
    None
}

/// `variant: fast-restore`.
pub(super) fn variant(task: &Task<'_>) -> Option<Fact<String>> {
    let &Task { reader, span, raw, .. } = task;
    let at = (task.colon && raw.contains("variant:")).then(|| raw.find("variant:"))??;
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
    let tidied =
        |start: usize, end: usize| tidy(&reader.page.plain, Span::new(text.start + start, text.start + end));
    let whole = || tidied(0, plain.len());
    let inside = places.iter().flatten().filter(|place| place.start >= text.start && place.end <= text.end);
    let (mut count, mut first, mut last, mut first_end) = (0, text.end, text.start, text.end);
    for place in inside {
        count += 1;
        first = first.min(place.start);
        last = last.max(place.end);
        first_end = first_end.min(place.end);
    }
    if count == 0 {
        return whole();
    }
    if first == text.start {
        // "Ada: add a test".
        let after = reader.plain(Span::new(first_end, text.end));
        let after = after.trim_start_matches([' ', ':', ']', '\u{1}', '-', '–', '—']);
        let after = ["will ", "to "].iter().find_map(|word| after.strip_prefix(word)).unwrap_or(after);
        return if count == 1 { tidied(plain.len() - after.len(), plain.len()) } else { whole() };
    }
    let before = first - text.start;
    let close = |from: usize, to: usize| memchr::memchr2(b')', b']', &plain.as_bytes()[from..to]);
    let open = memchr::memrchr2(b'(', b'[', &plain.as_bytes()[..before])
        .filter(|&open| close(open, before).is_none());
    let (end, rest) = match open {
        Some(open) => (open, close(open, plain.len()).map_or(plain.len(), |close| open + close + 1)),
        None => (before, plain.len()),
    };
    let goes_on =
        plain[last - text.start..].split_whitespace().filter(|word| word.starts_with(char::is_alphabetic));
    if open.is_none() && goes_on.count() >= 3 {
        return whole();
    }
    let mut kept = tidied(0, end);
    let rest = if rest < plain.len() { tidied(rest, plain.len()) } else { String::new() };
    if !rest.is_empty() {
        kept.extend((!kept.is_empty()).then_some(' '));
        kept.push_str(&rest);
    }
    let day = last_word(&kept).filter(|(_, day)| weekday(day).is_some());
    // "Before Friday" of "before Friday 20 October".
    if let Some((before, _)) = day
        && [" by", " before", " until", " till"].iter().any(|lead| before.ends_with(lead))
    {
        kept.truncate(before.len());
    }
    loop {
        let ends = [' ', '-', '–', '—', ',', ':', '(', '[', ';', '→', '>', '<'];
        kept.truncate(kept.trim_end_matches(ends).len());
        let between = |&byte: &u8| matches!(byte, b' ' | b'.' | b',');
        let Some(end) = kept.as_bytes().iter().rposition(between) else { break };
        if !one_of(&kept[end + 1..], &LEADS) {
            break;
        }
        kept.truncate(end);
    }
    // What a bracket leaves before the full stop.
    if kept.ends_with(" .") {
        kept.truncate(kept.len() - " .".len());
        kept.push('.');
    }
    kept
}
