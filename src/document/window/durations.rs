//! How long the outage lasted, as stated.

use chrono::TimeDelta;

use crate::document::reader::Reader;
use crate::document::scan::What;
use crate::document::{Fact, Postmortem, SectionKind, Topic};
use crate::text::{Span, last_from};

/// Words before a stretch of time that say how long the outage was.
const LASTING: [&str; 14] = [
    "last",
    "down",
    "duration",
    "outage",
    "for ",
    "took",
    "unavailab",
    "period",
    "total",
    "time to re",
    "resulted in a",
    "damage was limited",
    "within",
    "hide",
];

/// Words before it that sum up: "that is 17 hours".
const SUMS: [&str; 21] = [
    "that is",
    "that's",
    "that’s",
    "that was",
    "that makes",
    "this is",
    "this was",
    "this makes",
    "it was",
    "which is",
    "which makes",
    "which was",
    "all in all",
    "i.e.",
    "=",
    "amounts to",
    "amounted to",
    "amounting to",
    "comes to",
    "came to",
    "which made",
];

/// Words that may stand between a window and how long it is: "from 9:00 to 10:45, so about".
const LINKS: [&str; 15] = [
    "so", "or", "hence", "thus", "about", "around", "roughly", "nearly", "almost", "a", "total", "of",
    "local", "time", "just",
];

/// Words after it that say the same.
const AFTER_LASTING: [&str; 8] =
    ["outage", "downtime", "window", "period", "of down", "in total", "altogether", "overall"];

/// Words after it that make it something else.
const NOT_LASTING: [&str; 8] = ["ago", "after", "before", "until", "later", "at most", "each", "at a time"];

/// Words before it that make it something else.
const OTHER_TIMES: [&str; 14] = [
    "up to",
    "under",
    "less than",
    "every",
    "each",
    "timeout",
    "increments",
    " ago",
    "the last",
    "past",
    "within",
    "detection",
    "after",
    "next",
];

/// Those that end like them and sum up.
const SUMMED: [&str; 7] = [
    "added up to",
    "adds up to",
    "adding up to",
    "amounted up to",
    "summed up to",
    "sums up to",
    "summing up to",
];

/// Reads stated durations.
pub(super) fn read(reader: &Reader<'_>, postmortem: &mut Postmortem) {
    let labelled: Vec<Span> = reader
        .labels
        .iter()
        .filter(|label| label.topic == Topic::Duration)
        .map(|label| label.value)
        .collect();
    for token in reader.tokens_in(reader.account()) {
        let What::Duration(seconds) = token.what else { continue };
        let origin = reader.origin(token.span.start);
        // "Cause: renewals had failed for 30 days" is not how long the outage was.
        if seconds < 60 || !origin.is_account() || reader.labelled(token.span.start, Topic::RootCause) {
            continue;
        }
        let labelled = last_from(&labelled, token.span.start, |value| value.start)
            .is_some_and(|value| value.contains(token.span.start));
        let in_section = reader
            .outline
            .section_at(token.span.start)
            .is_some_and(|section| reader.outline.sections[section].kind == SectionKind::Duration);
        let sentence = reader.sentence(token.span.start);
        let before = Span::new(sentence.start.max(reader.floor(token.span.start, 48)), token.span.start);
        let before = reader.lower(before);
        let after = Span::new(token.span.end, reader.roof(token.span.end, 12));
        let after = reader.lower(after);
        let after = after.trim_start();
        let end = before.trim_end();
        let summed = SUMMED.iter().any(|word| end.ends_with(word));
        let other = (OTHER_TIMES.iter().any(|word| end.ends_with(word))
            && !end.ends_with("just under")
            && !end.ends_with("little under")
            && !summed)
            || NOT_LASTING.iter().any(|word| after.starts_with(word));
        let lasting = || {
            LASTING.iter().any(|word| before.contains(word))
                || summed
                || SUMS.iter().any(|word| end.ends_with(word))
                || AFTER_LASTING.iter().any(|word| after.contains(word))
                || after.starts_with("of ")
        };
        if !other && (labelled || in_section || lasting() || beside_window(reader, token.span)) {
            let value = TimeDelta::seconds(seconds);
            postmortem.durations.push(Fact::given(value, token.span, origin));
        }
    }
}

/// Whether a stretch of time stands right after a range: "14:05 - 16:35 (2 h 30)", "23:40 to 03:00 CEST, so 3 h 20".
fn beside_window(reader: &Reader<'_>, span: Span) -> bool {
    const REACH: usize = 60;
    let Some(last) = reader.stamps.partition_point(|stamp| stamp.span.start < span.start).checked_sub(1)
    else {
        return false;
    };
    if !last.checked_sub(1).is_some_and(|from| reader.stamps[from].to_next) {
        return false;
    }
    let gap = Span::new(reader.stamps[last].span.end, span.start);
    let zones = reader.tokens_in(gap).iter().filter(|token| matches!(token.what, What::Zone(_)));
    let gap = Span::new(zones.map(|token| token.span.end).fold(gap.start, usize::max).min(gap.end), gap.end);
    let words = reader.lower(gap);
    words.len() <= REACH
        && !words.contains(['\n', '\r'])
        && words
            .split(|char: char| !char.is_alphanumeric())
            .all(|word| word.is_empty() || LINKS.contains(&word))
}
