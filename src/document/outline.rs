//! Sections: which lines are headings, in whatever form, and what stands under them.

use super::lines::{Kind, Line, Page};
use super::plain::tidy;
use super::vocabulary::{Topics, normalise};
use super::{HeadingForm, Label, Origin, Section, SectionKind, Topic, Vocabulary};
use crate::text::Span;

/// The longest line that is taken for a heading without a sign of one, in bytes.
const LONGEST: usize = 100;

/// The sections of a range of lines.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) sections: Vec<Section>,
    /// The index of the first line of each section's content.
    pub(super) first_line: Vec<usize>,
    /// Where each section's heading starts, and the part of the document that it belongs to: what is asked most often.
    parts: Vec<(usize, Origin)>,
    to: usize,
}

/// A line that is a heading.
struct Heading {
    line: usize,
    /// The first line of the content; that of the heading itself when text follows on it.
    content_line: usize,
    form: HeadingForm,
    level: u8,
    /// The whole heading.
    span: Span,
    /// Its words, tidied.
    name: String,
    topic: Option<Topic>,
    /// Where the content starts.
    content: usize,
}

/// Finds the headings among lines `from..to`, and the sections they open; `labels` are those that lines start with.
pub(super) fn read(
    text: &str,
    page: &Page,
    labels: &[Label],
    from: usize,
    to: usize,
    vocabulary: &Vocabulary,
) -> Outline {
    let mut headings: Vec<Heading> = Vec::with_capacity(16);
    for at in from..to {
        if let Some(heading) = heading(text, page, at, from, vocabulary) {
            headings.push(heading);
        }
    }
    promote_labels(text, page, labels, from, to, &mut headings);
    title_first(&mut headings, vocabulary);
    settle_topics(&mut headings);
    settle_levels(&mut headings);
    let end = page.lines.get(to.saturating_sub(1)).map_or(0, |line| line.span.end);
    let mut outline = Outline {
        sections: Vec::with_capacity(headings.len()),
        first_line: Vec::with_capacity(headings.len()),
        parts: Vec::with_capacity(headings.len()),
        to,
    };
    // At most one per level.
    let mut open: Vec<usize> = Vec::with_capacity(6);
    let mut known = false;
    for index in 0..headings.len() {
        let name = std::mem::take(&mut headings[index].name);
        let (heading, later) = (&headings[index], &headings[index + 1..]);
        let stop = later.first().map_or(end, |next| next.span.start);
        let stop_line = later.first().map_or(to, |next| next.line);
        let content = Span::new(heading.content.min(stop), stop);
        let deep = later.iter().find(|later| later.level <= heading.level);
        let whole = Span::new(content.start, deep.map_or(end, |later| later.span.start).max(content.start));
        open.retain(|&earlier: &usize| headings[earlier].level < heading.level);
        let parent = open.last().copied();
        open.push(index);
        let kind = heading.topic.and_then(Topic::section).unwrap_or(SectionKind::Other);
        known |= kind != SectionKind::Other;
        outline.first_line.push(heading.content_line.min(stop_line));
        outline.sections.push(Section {
            kind,
            topic: heading.topic,
            parent,
            title: name,
            form: heading.form,
            level: heading.level,
            heading: heading.span,
            content,
            whole,
            words: page.survey.words.count(content),
        });
        let origin = match outline.told(index) {
            Origin::Elsewhere if !known => Origin::Introduction,
            origin => origin,
        };
        outline.parts.push((heading.span.start, origin));
    }
    outline
}

impl Outline {
    /// Whether no section is of a kind that is known: a story without headings for its parts.
    pub(super) fn is_story(&self) -> bool {
        self.sections.iter().all(|section| section.kind == SectionKind::Other)
    }

    /// The section whose content or heading holds a byte; `None` before the first.
    pub(super) fn section_at(&self, at: usize) -> Option<usize> {
        self.parts.partition_point(|&(start, _)| start <= at).checked_sub(1)
    }

    /// The section and all those it lies in, innermost first.
    pub(super) fn ancestors(&self, section: usize) -> impl Iterator<Item = &Section> {
        let mut next = Some(section);
        std::iter::from_fn(move || {
            let section = self.sections.get(next?)?;
            next = section.parent;
            Some(section)
        })
    }

    /// The part of the document that a section belongs to.
    pub(super) fn origin(&self, section: Option<usize>) -> Origin {
        section
            .and_then(|section| self.parts.get(section))
            .map_or(Origin::Introduction, |&(_, origin)| origin)
    }

    /// The part of the document that a section's heading and those above it tell.
    fn told(&self, section: usize) -> Origin {
        let mut origin = Origin::Elsewhere;
        for section in self.ancestors(section) {
            origin = match section.kind {
                SectionKind::Summary | SectionKind::Duration | SectionKind::Impact => Origin::Summary,
                SectionKind::Timeline => Origin::Timeline,
                SectionKind::RootCauseAndResolution if origin == Origin::Resolution => continue,
                SectionKind::RootCause | SectionKind::RootCauseAndResolution => Origin::Causes,
                SectionKind::Resolution => Origin::Resolution,
                SectionKind::Corrective | SectionKind::Improvements | SectionKind::Tasks => Origin::Actions,
                SectionKind::Detection | SectionKind::Lessons | SectionKind::Other => continue,
            };
        }
        origin
    }

    /// Lines `from..to` of a section's own content.
    pub(super) fn lines_of(&self, section: usize, page: &Page) -> std::ops::Range<usize> {
        let Some(first) = self.first_line.get(section).copied() else { return 0..0 };
        let end = self.sections[section].content.end;
        let last = page.lines[first..self.to].partition_point(|line| line.span.start < end);
        first..first + last
    }
}

fn heading(text: &str, page: &Page, at: usize, from: usize, vocabulary: &Vocabulary) -> Option<Heading> {
    let line = page.lines.get(at)?;
    if !matches!(line.kind, Kind::Atx(_) | Kind::Text | Kind::Bullet | Kind::Number) {
        return None;
    }
    let raw = line.text.of(text);
    let make = |form, level, name: String, topic, last: usize| Heading {
        line: at,
        content_line: last + 1,
        form,
        level,
        span: Span::new(first_byte(text, line), page.lines[last].span.end),
        name,
        topic,
        content: page.lines[last].span.end,
    };
    match line.kind {
        Kind::Atx(level) => {
            let title = tidy(&page.plain, line.text);
            if title.is_empty() {
                return None;
            }
            let topic = vocabulary.heading(&title);
            Some(make(HeadingForm::Atx, level, title, topic, at))
        }
        Kind::Text if raw.len() <= 2 * LONGEST => {
            let next = page.lines.get(at + 1);
            let before =
                at.checked_sub(1).filter(|&before| before >= from).and_then(|before| page.lines.get(before));
            if let Some(Kind::Rule(Some(level))) = next.map(|next| next.kind) {
                let alone = before.is_none_or(|before| before.kind != Kind::Text && !before.kind.is_item());
                let title = tidy(&page.plain, line.text);
                let sentence = title.len() > LONGEST || title.ends_with(['.', ',', ';']);
                if alone && !sentence && line.indent < 4 {
                    let topic = vocabulary.heading(&title);
                    return Some(make(HeadingForm::Setext, level, title, topic, at + 1));
                }
            }
            let title = || tidy(&page.plain, line.text);
            if let Some(strong) = emphasis(raw) {
                let title = title();
                let topic = vocabulary.heading(&title);
                let level = if starts_with_time(&title) { 4 } else { 3 };
                let short = title.split(' ').count() <= 5 && !title.ends_with('.');
                let known = short && topic.and_then(Topic::section).is_some();
                return (!title.is_empty() && title.len() <= LONGEST && (strong || known))
                    .then(|| make(HeadingForm::Bold, level, title, topic, at));
            }
            if raw.len() > LONGEST || !bare(raw) {
                return None;
            }
            let below = page.lines[at + 1..].iter().take(4).find(|later| later.kind != Kind::Blank);
            if below.is_none_or(|below| matches!(below.kind, Kind::Atx(_))) {
                return None;
            }
            let in_list = before.is_some_and(|before| {
                before.kind.is_item() || (before.kind == Kind::Text && before.indent > 0)
            });
            let topic = vocabulary
                .exact(line.text.of(&page.plain))
                .filter(|topic| topic.section().is_some() && !(in_list && line.indent > 0));
            let topic = topic.or_else(|| {
                // The first line of a document is a title.
                let set_off = before.is_some_and(|before| before.kind == Kind::Blank)
                    && page.lines[from..at].iter().rev().take(20).any(|line| line.kind != Kind::Blank);
                let title = set_off.then(title)?;
                // "This was resolved by:" goes on with what it is about.
                let told = ["This ", "It ", "We "].iter().any(|subject| title.starts_with(subject));
                let short = title.split(' ').count() <= 7 && (title.ends_with(':') || capitalised(&title));
                if told || !short {
                    return None;
                }
                vocabulary.heading(&title).filter(|topic| topic.section().is_some())
            })?;
            Some(make(HeadingForm::Bare, 3, title(), Some(topic), at))
        }
        Kind::Bullet | Kind::Number if line.indent == 0 && raw.len() <= LONGEST => {
            let topic = vocabulary.exact(line.text.of(&page.plain)).filter(|topic| {
                matches!(
                    topic,
                    Topic::Summary | Topic::Timeline | Topic::RootCauseAndResolution | Topic::Corrective
                )
            })?;
            let form = if emphasis(raw) == Some(true) { HeadingForm::Bold } else { HeadingForm::Bare };
            Some(make(form, 3, tidy(&page.plain, line.text), Some(topic), at))
        }
        _ => None,
    }
}

/// The first byte of a line that is not space.
fn first_byte(text: &str, line: &Line) -> usize {
    line.span.end - line.span.of(text).trim_start_matches('\u{feff}').trim_start().len()
}

/// Whether a line is nothing but emphasised text, perhaps with a colon or a line break after it; true for bold text.
fn emphasis(raw: &str) -> Option<bool> {
    if !raw.starts_with(['*', '_']) {
        return None;
    }
    let trimmed =
        raw.trim_end_matches("<br>").trim_end_matches("<br/>").trim_end_matches("<br />").trim_end();
    let trimmed = trimmed.trim_end_matches(':');
    let found = ["**", "__", "*", "_"].iter().find(|mark| {
        trimmed
            .strip_prefix(**mark)
            .and_then(|rest| rest.strip_suffix(**mark))
            .is_some_and(|inner| !inner.is_empty() && !inner.contains(**mark))
    })?;
    Some(found.len() == 2)
}

/// Whether a line may be a heading without any sign: it starts like one and does not end like a sentence.
fn bare(raw: &str) -> bool {
    let first = raw.chars().find(|char| char.is_alphanumeric());
    first.is_some_and(|first| first.is_uppercase() || first.is_ascii_digit() || raw.ends_with(':'))
        && !raw.ends_with(['.', ',', ';', '!'])
}

fn capitalised(title: &str) -> bool {
    title.split(' ').filter(|word| word.len() > 4).all(|word| !word.starts_with(char::is_lowercase))
}

/// Whether a heading is a time with a caption, as in a timeline with a heading per time.
pub(super) fn starts_with_time(title: &str) -> bool {
    let start = title.trim_start_matches(['[', '(', '~']).as_bytes();
    let digits = start.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    (1..=2).contains(&digits)
        && matches!(start[digits..], [b':' | b'.' | b'h', next, ..] if next.is_ascii_digit())
}

/// The first heading is the title, although "Outage report and root cause" has the words of a section.
fn title_first(headings: &mut [Heading], vocabulary: &Vocabulary) {
    let Some((first, rest)) = headings.split_first_mut() else { return };
    let title = &first.name;
    let exact = || vocabulary.exact(title).is_some();
    let again = rest.iter().any(|later| later.topic == first.topic);
    let sections = rest.iter().filter(|later| later.topic.is_some()).count();
    let telling = || {
        let lower = title.to_lowercase();
        let named = ["postmortem", "post-mortem", "post mortem", "report", "outage", "incident"];
        title.split(' ').count() >= 5 || named.iter().any(|word| lower.contains(word))
    };
    // The only heading of the first level, with others below it.
    let top = |heading: &Heading| heading.form == HeadingForm::Atx && heading.level == 1;
    let alone = top(first) && !rest.iter().any(top);
    let open = first.topic != Some(Topic::Summary);
    if first.topic != Some(Topic::Timeline)
        && (again || (open && alone) || (open && sections >= 2 && telling()))
        && !exact()
    {
        first.topic = None;
    }
}

/// Some headings mean different things beside different others: "What went wrong" is what was learnt beside "What
/// went well", and the cause where no other section is, and so is "Diagnosis"; "Remediation" is how it ended beside a list of action items.
fn settle_topics(headings: &mut [Heading]) {
    let has = |topics: &[Topic]| {
        headings.iter().filter(|heading| heading.topic.is_some_and(|topic| topics.contains(&topic))).count()
    };
    let causes = has(&[Topic::RootCause, Topic::RootCauseAndResolution]);
    let resolutions = has(&[Topic::Resolution, Topic::RootCauseAndResolution]);
    let (lessons, measures) = (has(&[Topic::Lessons]), has(&[Topic::Corrective, Topic::Tasks]));
    for heading in headings {
        let named = |names: &[&str]| names.contains(&normalise(&heading.name).as_str());
        match heading.topic {
            Some(Topic::Lessons) if lessons == 1 && causes == 0 && named(&["what went wrong"]) => {
                heading.topic = Some(Topic::RootCause);
            }
            Some(Topic::Investigation) if causes == 0 && named(&["diagnosis", "findings"]) => {
                heading.topic = Some(Topic::RootCause);
            }
            Some(Topic::Corrective)
                if measures > 1 && resolutions == 0 && named(&["remediation", "remediations"]) =>
            {
                heading.topic = Some(Topic::Resolution);
            }
            _ => {}
        }
    }
}

/// Makes headings of labels that open a section on their own line: `Timeline: all times in UTC`.
fn promote_labels(
    text: &str,
    page: &Page,
    labels: &[Label],
    from: usize,
    to: usize,
    headings: &mut Vec<Heading>,
) {
    let known: Topics = headings.iter().filter_map(|heading| heading.topic).collect();
    let causes_elsewhere = known.has(Topic::RootCause) || known.has(Topic::RootCauseAndResolution);
    let mut labels = labels[labels.partition_point(|label| label.line < from)..].iter().peekable();
    let mut current = None;
    let mut more: Vec<Heading> = Vec::new();
    let mut next = 0;
    let mut bulleted = false;
    for at in from..to {
        if labels.peek().is_none() {
            break;
        }
        let label = labels.next_if(|label| label.line == at);
        if let Some(heading) = headings.get(next).filter(|heading| heading.line == at) {
            current = heading.topic.filter(|topic| topic.section().is_some()).or(current);
            next += 1;
            // A list whose items are sections: those that follow are sections too.
            bulleted = page.lines[at].kind.is_item();
            continue;
        }
        let line = &page.lines[at];
        let sibling = line.kind.is_item() && line.indent == 0 && bulleted;
        if line.kind != Kind::Text && !sibling {
            continue;
        }
        let Some(label) = label else {
            // An item in bold may be a section that has no name of its own here.
            bulleted &= !sibling || line.text.of(text).starts_with("**");
            continue;
        };
        let fits = match label.topic {
            topic if sibling => topic.section().is_some(),
            Topic::Summary | Topic::Timeline | Topic::RootCauseAndResolution | Topic::Corrective => {
                !known.has(label.topic)
            }
            Topic::RootCause => {
                !causes_elsewhere && matches!(current, Some(Topic::Timeline | Topic::Corrective))
            }
            Topic::Resolution => !causes_elsewhere && current == Some(Topic::RootCause),
            _ => false,
        };
        if fits {
            current = Some(label.topic);
            more.push(Heading {
                line: at,
                content_line: at,
                form: if label.bold { HeadingForm::Bold } else { HeadingForm::Bare },
                level: 3,
                span: Span::new(first_byte(text, line), label.name.end),
                name: tidy(&page.plain, label.name),
                topic: Some(label.topic),
                content: label.value.start,
            });
        }
    }
    headings.extend(more);
    headings.sort_by_key(|heading| heading.line);
}

/// Gives headings without a level of their own one that fits what stands around them.
fn settle_levels(headings: &mut [Heading]) {
    let signed = |heading: &Heading| matches!(heading.form, HeadingForm::Atx | HeadingForm::Setext);
    let primary = |topic: Option<Topic>| {
        matches!(
            topic,
            Some(
                Topic::Summary
                    | Topic::Timeline
                    | Topic::RootCauseAndResolution
                    | Topic::Corrective
                    | Topic::Lessons
                    | Topic::Other
            )
        )
    };
    let any_signed = headings.iter().any(|heading| signed(heading) && primary(heading.topic));
    let last_causes = headings
        .iter()
        .rposition(|heading| matches!(heading.topic, Some(Topic::RootCause | Topic::RootCauseAndResolution)));
    let causes_after = |at: usize| last_causes.is_some_and(|last| last > at);
    let mut last_signed = 0;
    let mut current: Option<(Topic, u8)> = None;
    for (at, heading) in headings.iter_mut().enumerate() {
        let (topic, timed) = (heading.topic, heading.level == 4);
        let another = primary(topic) && current.is_some_and(|(open, _)| Some(open) != topic);
        if signed(heading) {
            last_signed = heading.level;
        } else if any_signed && !(another && heading.form == HeadingForm::Bare) {
            heading.level = (last_signed + 1).min(6);
        } else {
            let inside = timed || current.is_some_and(|(open, _)| belongs(open, topic, causes_after(at)));
            heading.level = if inside { 3 } else { 2 };
        }
        if topic.is_some_and(|topic| topic.section().is_some())
            && current.is_none_or(|(_, level)| heading.level <= level)
        {
            current = topic.map(|topic| (topic, heading.level));
        }
    }
}

/// Whether a heading without a level of its own stands under the section that is open.
fn belongs(open: Topic, topic: Option<Topic>, causes_after: bool) -> bool {
    match (open, topic) {
        (_, None)
        | (Topic::Summary, Some(Topic::Duration | Topic::Impact))
        | (Topic::RootCauseAndResolution, Some(Topic::RootCause | Topic::Resolution))
        | (Topic::Corrective, Some(Topic::Improvements | Topic::Tasks)) => true,
        (Topic::Timeline, Some(topic)) if topic.is_question() => true,
        // Causes that come again later have their own section there.
        (Topic::Summary, Some(Topic::RootCause)) | (Topic::Timeline, Some(Topic::Resolution)) => causes_after,
        _ => false,
    }
}
