//! Titles, and where one postmortem ends and the next begins in the same file.

use super::front::Front;
use super::lines::{Kind, Page};
use super::plain::tidy;
use super::reader::Reader;
use super::{Fact, HeadingForm, Origin, SectionKind, Topic, Vocabulary, outline};
use crate::text::Span;

/// The longest line that is taken for a title without a sign of one, in bytes.
const LONGEST: usize = 120;

/// Words of which every postmortem's title could be made.
const GENERIC: [&str; 20] = [
    "postmortem",
    "post",
    "mortem",
    "postmortems",
    "report",
    "incident",
    "my",
    "first",
    "a",
    "the",
    "of",
    "0x19",
    "0",
    "outage",
    "analysis",
    "review",
    "project",
    "readme",
    "and",
    "make",
];

/// The titles, the most telling one of the body first.
pub(super) fn read(reader: &Reader<'_>, front: &Front) -> Vec<Fact<String>> {
    let mut titles: Vec<Fact<String>> = Vec::new();
    let given = front.frontmatter.as_ref().and_then(|front| front.title.clone());
    titles.extend(front.fact("title", given));
    let mut found: Vec<Fact<String>> = Vec::new();
    for section in &reader.outline.sections {
        if section.kind != SectionKind::Other || section.topic.is_some() {
            break;
        }
        if outline::starts_with_time(&section.title) {
            continue;
        }
        found.push(Fact::given(section.title.clone(), section.heading, Origin::Title));
        if found.len() == 4 {
            break;
        }
    }
    if found.is_empty() {
        found.extend(bare(reader));
    }
    found.sort_by_key(|title| generic(&title.value));
    titles.extend(found);
    titles
}

/// A title without any sign: a short line at the very top, with sections below.
fn bare(reader: &Reader<'_>) -> Option<Fact<String>> {
    let sections = &reader.outline.sections;
    let known = sections.iter().find(|section| section.kind != SectionKind::Other)?;
    let line = reader.page.lines[reader.from..reader.to].iter().find(|line| line.kind != Kind::Blank)?;
    if line.kind != Kind::Text || line.text.end > known.heading.start {
        return None;
    }
    let title = tidy(&reader.page.plain, line.text);
    // The header of a mail.
    let title = title.strip_prefix("Subject:").map_or(title.as_str(), str::trim_start).to_owned();
    let fits =
        title.len() <= LONGEST && !title.ends_with(['.', ':', ',']) && title.chars().any(char::is_alphabetic);
    fits.then(|| Fact::inferred(title, line.text, Origin::Title))
}

/// Whether a title could be any postmortem's.
fn generic(title: &str) -> bool {
    title.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        GENERIC.iter().any(|known| word.eq_ignore_ascii_case(known))
            || word.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The line ranges of the postmortems in a file. A further one begins at a heading of the first title's kind that
/// stands after the measures of the one before and has a summary, impact or causes of its own below it.
pub(super) fn parts(text: &str, page: &Page, vocabulary: &Vocabulary) -> Vec<(usize, usize)> {
    let to = page.lines.len();
    // A further postmortem needs a further heading of the first level.
    if page.lines.iter().filter(|line| line.kind == Kind::Atx(1)).nth(1).is_none() {
        return vec![(0, to)];
    }
    let mut starts = vec![0];
    let mut done = false;
    let mut title = None;
    for (at, line) in page.lines.iter().enumerate() {
        let heading = match line.kind {
            Kind::Atx(level) => Some((level, tidy(&page.plain, line.text))),
            Kind::Text if line.text.len() <= 100 && line.text.of(text).starts_with("**") => {
                Some((9, tidy(&page.plain, line.text)))
            }
            _ => None,
        };
        let Some((level, heading)) = heading else { continue };
        match vocabulary.heading(&heading) {
            Some(Topic::Corrective | Topic::Tasks) => done = true,
            Some(topic) if topic.section().is_some_and(|kind| kind != SectionKind::Other) => {}
            _ if level == 9 => {}
            _ if title.is_none() => title = Some(level),
            _ if done && title == Some(level) && level == 1 && renewed(page, at + 1, to, vocabulary) => {
                starts.push(at);
                done = false;
            }
            _ => {}
        }
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([to]).collect();
    starts.into_iter().zip(ends).collect()
}

/// Whether the lines after a heading tell an incident from the start: two of its parts, whatever the headings.
fn renewed(page: &Page, from: usize, to: usize, vocabulary: &Vocabulary) -> bool {
    let mut seen: Vec<Topic> = Vec::new();
    for line in page.lines.get(from..to.min(from + 80)).unwrap_or_default() {
        let topic = match line.kind {
            Kind::Atx(_) => vocabulary.heading(&tidy(&page.plain, line.text)),
            Kind::Text | Kind::Bullet | Kind::Number => {
                super::label::at_start(&page.plain, line.text, vocabulary).map(|label| label.topic)
            }
            _ => None,
        };
        let telling = matches!(
            topic,
            Some(
                Topic::Summary
                    | Topic::Duration
                    | Topic::Impact
                    | Topic::Timeline
                    | Topic::RootCause
                    | Topic::RootCauseAndResolution
            )
        );
        if let Some(topic) = topic.filter(|topic| telling && !seen.contains(topic)) {
            seen.push(topic);
        }
    }
    seen.len() >= 2
}

/// The place of the text that dates in titles are read from.
pub(super) fn places(reader: &Reader<'_>) -> impl Iterator<Item = Span> {
    reader
        .outline
        .sections
        .iter()
        .filter(|section| section.form != HeadingForm::Bare && section.kind == SectionKind::Other)
        .take(3)
        .map(|section| section.heading)
}
