//! Causes and resolutions: the text of their sections and labels, and sentences of the summary that name them.

use super::cues::Cue;
use super::lines::Kind;
use super::plain::tidy;
use super::reader::{Reader, settle};
use super::{Fact, Origin, Postmortem, SectionKind, Topic, timeline};
use crate::text::Span;

/// Reads causes and resolutions.
pub(super) fn read(reader: &Reader<'_>, postmortem: &mut Postmortem) {
    for label in &reader.labels {
        let origin = reader.origin(label.name.start);
        // "What caused it? …" in a story without sections is the part on the cause and its end.
        if label.topic == Topic::RootCause
            && origin == Origin::Introduction
            && asked_in_story(reader, label.name.end)
        {
            both(reader, label.value, postmortem);
            continue;
        }
        let list = match label.topic {
            Topic::RootCause if matches!(origin, Origin::Summary | Origin::Introduction | Origin::Causes) => {
                &mut postmortem.causes
            }
            Topic::Resolution | Topic::Mitigation
                if matches!(origin, Origin::Causes | Origin::Resolution | Origin::Summary) =>
            {
                &mut postmortem.resolutions
            }
            _ => continue,
        };
        let text = tidy(&reader.page.plain, label.value);
        if text.chars().any(char::is_alphanumeric) {
            list.push(Fact::given(text, label.value, origin));
        }
    }
    for (index, section) in reader.outline.sections.iter().enumerate() {
        let list = match section.kind {
            SectionKind::RootCause => &mut postmortem.causes,
            SectionKind::Resolution => &mut postmortem.resolutions,
            SectionKind::RootCauseAndResolution => {
                both(reader, section.content, postmortem);
                continue;
            }
            _ => continue,
        };
        let origin = reader.outline.origin(Some(index));
        if origin == Origin::Timeline {
            continue;
        }
        let content = reader.trim(section.content);
        let text = tidy(&reader.page.plain, content);
        if text.chars().any(char::is_alphanumeric) {
            list.push(Fact::given(text, content, origin));
        }
    }
    summary_causes(reader, postmortem);
    settle(&mut postmortem.causes);
    settle(&mut postmortem.resolutions);
}

/// Whether a label is a question of a text that has no known section.
fn asked_in_story(reader: &Reader<'_>, end: usize) -> bool {
    reader.plain(Span::new(end, reader.roof(end, 2))).starts_with(['?', '\u{1}']) && reader.outline.is_story()
}

/// A section for both, without headings or labels of its own: the sentences tell.
fn both(reader: &Reader<'_>, content: Span, postmortem: &mut Postmortem) {
    let content = reader.trim(content);
    let labelled = |topics: [Topic; 2]| {
        reader.labels.iter().any(|label| topics.contains(&label.topic) && content.contains(label.name.start))
    };
    let text = tidy(&reader.page.plain, content);
    if !text.chars().any(char::is_alphanumeric) {
        return;
    }
    if !labelled([Topic::RootCause, Topic::RootCauseAndResolution]) {
        postmortem.causes.push(Fact::inferred(text, content, Origin::Causes));
    }
    if labelled([Topic::Resolution, Topic::Mitigation]) {
        return;
    }
    let mut end = 0;
    let fixes = || reader.hits_in(content).iter().filter(|hit| matches!(hit.cue, Cue::Fix | Cue::Resolve));
    // Of several paragraphs the first tells of the cause.
    let second = second_paragraph(reader, content);
    let from = second.filter(|&second| fixes().any(|hit| hit.span.start >= second)).unwrap_or(content.start);
    for hit in fixes() {
        if hit.span.start < end.max(from) {
            continue;
        }
        let sentence = reader.sentence(hit.span.start);
        end = sentence.end;
        postmortem.resolutions.push(Fact::inferred(
            tidy(&reader.page.plain, sentence),
            sentence,
            Origin::Resolution,
        ));
    }
}

/// Where the second paragraph of a section starts: a line after one that ends a sentence.
fn second_paragraph(reader: &Reader<'_>, content: Span) -> Option<usize> {
    let from = reader.line_at(content.start + 1);
    let lines = reader.page.lines.get(from..reader.line_at(content.end))?;
    let mut before: Option<&str> =
        reader.page.lines.get(from.checked_sub(1)?).map(|line| reader.plain(line.text));
    for line in lines.iter().filter(|line| line.kind != Kind::Blank) {
        let text = reader.plain(line.text);
        let opens = text.trim_start_matches('\u{1}').starts_with(char::is_alphabetic);
        let closed =
            before.is_none_or(|before| before.trim_end_matches('\u{1}').ends_with(['.', '!', '?', ':']));
        if line.kind == Kind::Text && opens && closed {
            return Some(line.text.start);
        }
        before = Some(text);
    }
    None
}

/// Whether a sentence says that the cause is not known.
fn is_open(lower: &str) -> bool {
    [
        "is unknown",
        "not known",
        "not yet known",
        "don't know",
        "don’t know",
        "do not know",
        "is unclear",
        "not clear",
        "not yet clear",
        "under investigation",
        "being investigated",
        "still investigat",
        "yet to find",
    ]
    .iter()
    .any(|open| lower.contains(open))
}

/// Sentences of the summary that say why.
fn summary_causes(reader: &Reader<'_>, postmortem: &mut Postmortem) {
    let mut end = 0;
    // A guess in a timeline that stands among the rest of a story is no cause.
    let timed = if reader.outline.is_story() { timeline::region_without_name(reader) } else { None };
    for hit in reader.hits_in(reader.account()).iter().filter(|hit| hit.cue == Cue::Cause) {
        let origin = reader.origin(hit.span.start);
        let in_timeline = timed.is_some_and(|timed| timed.contains(hit.span.start));
        if hit.span.start < end || !origin.is_account() || in_timeline || reader.in_heading(hit.span.start) {
            continue;
        }
        let sentence = reader.sentence(hit.span.start);
        end = sentence.end;
        let known = reader.labelled(hit.span.start, Topic::RootCause);
        // "What broke it was …", but not "The pages below tell what broke".
        let asks = reader.lower(hit.span).starts_with("what ")
            && reader.plain(Span::new(sentence.start, hit.span.start)).split_whitespace().count() > 2;
        if !known && !asks && !is_open(reader.lower(sentence)) {
            postmortem.causes.push(Fact::inferred(tidy(&reader.page.plain, sentence), sentence, origin));
        }
    }
}
