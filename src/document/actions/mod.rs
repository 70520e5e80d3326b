//! Tasks and improvements, with owner, due date, ticket and state.

mod details;
mod due;
mod marks;
mod owner;
mod table;
mod task;
mod wording;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use memchr::memmem::Finder;

use super::lines::Kind;
use super::moment::Context;
use super::plain::tidy;
use super::reader::Reader;
use super::{Action, Fact, Origin, Postmortem, SectionKind, Topic, label};
use crate::text::Span;
use details::without_details;
use owner::{heading_owner, owner};
use table::Column;
use task::Task;
use wording::{bracketed_kind, finished_note, imperative, is_prose};

/// Reads tasks and improvements from the sections on what will be done.
pub(super) fn read(reader: &Reader<'_>, context: &Context, postmortem: &mut Postmortem) {
    let mut walk = Walk {
        reader,
        context,
        postmortem,
        mode: Mode::Open,
        header: Vec::new(),
        owner: None,
        headed: false,
        aside: false,
        small: false,
        titled_tasks: false,
        done: false,
        bracketed: OnceCell::new(),
    };
    for (index, section) in reader.outline.sections.iter().enumerate() {
        if reader.outline.origin(Some(index)) != Origin::Actions {
            continue;
        }
        walk.mode = match section.kind {
            SectionKind::Tasks => Mode::Tasks,
            SectionKind::Improvements => Mode::Improvements,
            SectionKind::Corrective if !walk.names_tasks(index) => Mode::Open,
            _ if walk.under_tasks(index) || walk.names_tasks(index) => Mode::Tasks,
            _ => Mode::Open,
        };
        walk.headed = section.kind == SectionKind::Tasks;
        walk.aside = section.topic.is_none() && walk.mode != Mode::Tasks;
        walk.owner = if walk.headed { heading_owner(reader, section.heading) } else { None };
        walk.done = ["(completed)", "(done)", "(Completed)", "(Done)"]
            .iter()
            .any(|note| section.title.ends_with(note));
        walk.header.clear();
        walk.lines(index);
    }
}

/// What the lines under the last heading or label are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Under no label: items are tasks.
    Open,
    /// Under "Tasks", "Action items".
    Tasks,
    /// Under "Improvements".
    Improvements,
}

#[expect(clippy::struct_excessive_bools, reason = "what a heading says of its tasks is a list of answers")]
struct Walk<'a, 'b> {
    reader: &'b Reader<'a>,
    context: &'b Context,
    postmortem: &'b mut Postmortem,
    mode: Mode,
    /// What a table's columns hold.
    header: Vec<Column>,
    /// Who the section's heading says does all of its tasks.
    owner: Option<Fact<String>>,
    /// Whether the section's own heading is one for tasks.
    headed: bool,
    /// Whether the section's own heading says nothing about measures.
    aside: bool,
    /// Whether all lines of text start small, so that a small letter does not go on with the line before.
    small: bool,
    /// Whether a column is headed as one of tasks.
    titled_tasks: bool,
    /// Whether the heading says that its tasks are done.
    done: bool,
    /// Names that stand in brackets more than once; found when first asked for.
    bracketed: OnceCell<BTreeSet<&'a str>>,
}

/// What stands first in brackets more than once: the names of "(Ada)" and "(Ada, merged)".
fn bracketed(text: &str) -> BTreeSet<&str> {
    const LONGEST: usize = 40;
    let (mut once, mut again) = (BTreeSet::new(), BTreeSet::new());
    for at in memchr::memchr_iter(b'(', text.as_bytes()) {
        let rest = &text.as_bytes()[at + 1..];
        let end = rest.iter().take(LONGEST).position(|byte| matches!(byte, b')' | b',' | b'\n'));
        let name = end.filter(|&end| rest[end] != b'\n').and_then(|end| text.get(at + 1..at + 1 + end));
        if let Some(name) = name
            && !once.insert(name)
        {
            again.insert(name);
        }
    }
    again
}

impl Walk<'_, '_> {
    fn under_tasks(&self, section: usize) -> bool {
        self.reader.outline.ancestors(section).any(|ancestor| ancestor.kind == SectionKind::Tasks)
    }

    /// Whether a heading after the measures calls what follows actions or steps.
    fn names_tasks(&self, section: usize) -> bool {
        let sections = &self.reader.outline.sections;
        let below = sections[..section].iter().any(|above| above.kind == SectionKind::Corrective);
        below && names_actions(&sections[section].title)
    }

    /// Whether a name is that of an author, of somebody who acts in the timeline, or stands in brackets again.
    fn is_known(&self, name: &str) -> bool {
        let name = name.trim();
        let reader = self.reader;
        let finder = Finder::new(name);
        let acts = |text: &str| {
            finder.find_iter(text.as_bytes()).any(|at| {
                let before = text[..at].trim_end();
                let after = text[at + name.len()..].chars().next();
                let subject = before.is_empty() || before.ends_with("by") || before.ends_with(['.', ',']);
                subject && !after.is_some_and(char::is_alphanumeric)
            })
        };
        let author =
            |label: &super::Label| label.topic == Topic::Authors && reader.plain(label.value).contains(name);
        name.len() >= 2
            && (reader.labels.iter().any(author)
                || self.bracketed.get_or_init(|| bracketed(reader.plain(reader.body))).contains(name)
                || self.postmortem.timeline.iter().any(|entry| {
                    acts(&entry.text)
                        && super::cues::first(reader.hits_in(entry.text_span), super::cues::Cue::Monitor)
                            .is_none()
                }))
    }

    fn lines(&mut self, section: usize) {
        let range = self.reader.outline.lines_of(section, self.reader.page);
        let start = self.mode;
        if start != Mode::Improvements {
            let lines = &self.reader.page.lines[range.clone()];
            self.postmortem.actions.reserve(lines.iter().filter(|line| line.kind.is_item()).count());
        }
        let mut text = range.clone().filter(|&at| self.reader.page.lines[at].kind == Kind::Text);
        self.small = self.headed && text.all(|at| next_is_lower(self.reader, at));
        let mut announced = false;
        let mut at = range.start;
        while at < range.end {
            let line = self.reader.page.lines[at];
            match line.kind {
                Kind::Bullet | Kind::Number => {
                    at = self.item(at, range.end, start);
                    announced = false;
                    continue;
                }
                Kind::Row => {
                    let header =
                        self.reader.page.lines.get(at + 1).is_some_and(|next| next.kind == Kind::RowRule);
                    if header {
                        self.header = self.columns(&line);
                        let name = self.reader.lower(line.text);
                        self.titled_tasks =
                            ["task", "action item", "to do", "todo"].iter().any(|it| name.contains(it));
                    } else {
                        self.row(&line);
                    }
                }
                Kind::Text => {
                    announced = self.text(at, announced, start);
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// An item: a task, an improvement, or the label of those nested under it.
    fn item(&mut self, at: usize, to: usize, start: Mode) -> usize {
        let reader = self.reader;
        let line = reader.page.lines[at];
        let label =
            reader.label_at(at).copied().or_else(|| label::caption(reader.page, at, reader.vocabulary));
        let empty = label
            .is_some_and(|label| !reader.plain(label.value).bytes().any(|byte| byte.is_ascii_alphanumeric()));
        let announces = reader.plain(reader.trim(line.text)).ends_with(':');
        if let Some(label) = label
            .filter(|label| matches!(label.topic, Topic::Tasks | Topic::Improvements | Topic::Corrective))
        {
            self.mode = mode_of(label.topic, start);
            if !empty {
                self.push(Span::new(label.value.start, line.text.end), label.value, line.checkbox);
            }
            return at + 1;
        }
        let mut end = at + 1;
        while let Some(next) = reader.page.lines.get(end).filter(|_| end < to) {
            let lazy = next.kind == Kind::Text && !(announces && next.indent <= line.indent);
            if !(lazy || (next.kind == Kind::Code && next.indent > line.indent))
                || reader.heading_at(end).is_some()
            {
                break;
            }
            end += 1;
        }
        let nested = reader
            .page
            .lines
            .get(end)
            .filter(|_| end < to)
            .is_some_and(|next| next.kind.is_item() && next.indent > line.indent);
        let last = reader.page.lines[end - 1].text.end.max(line.text.end);
        let span = Span::new(line.text.start, last);
        if announces && (nested || end < to) && line.checkbox.is_none() {
            return end;
        }
        self.push(span, span, line.checkbox);
        // Lines nested under a task explain it.
        let mut after = end;
        while let Some(next) = reader.page.lines.get(after).filter(|_| after < to) {
            let inside = match next.kind {
                Kind::Blank => true,
                kind => {
                    (kind.is_item() || kind == Kind::Text)
                        && next.indent > line.indent
                        && next.checkbox.is_none()
                }
            };
            if !inside {
                break;
            }
            after += 1;
        }
        if nested { after } else { end }
    }

    /// A line of text: a label, an announcement ending with a colon, or a task without any marker.
    fn text(&mut self, at: usize, announced: bool, start: Mode) -> bool {
        let reader = self.reader;
        let line = reader.page.lines[at];
        let text = tidy(&reader.page.plain, line.text);
        if let Some(label) = reader.label_at(at)
            && matches!(label.topic, Topic::Tasks | Topic::Improvements | Topic::Corrective)
        {
            self.mode = mode_of(label.topic, start);
            if label.topic == Topic::Corrective && names_actions(reader.plain(label.name)) {
                self.mode = Mode::Tasks;
            }
            if reader.plain(label.value).bytes().any(|byte| byte.is_ascii_alphanumeric()) {
                let value = Span::new(label.value.start, line.text.end);
                self.push(value, value, None);
            }
            return true;
        }
        let emphasised = {
            let plain = reader.plain(line.text);
            plain.starts_with('\u{1}') && plain.ends_with('\u{1}')
        };
        if emphasised && reader.vocabulary.heading(&text) == Some(Topic::Tasks) {
            self.mode = Mode::Tasks;
            self.owner = heading_owner(reader, line.text);
            return true;
        }
        if text.ends_with(':') {
            if reader.vocabulary.heading(&text) == Some(Topic::Tasks) {
                self.mode = Mode::Tasks;
            }
            return true;
        }
        let place = reader.trim(line.text);
        if let Some(mark) = marks::mark(reader.plain(place)) {
            let body = reader.trim(Span::new(place.start + mark.length, place.end));
            if reader.plain(body).contains(' ') {
                self.push(body, body, mark.done);
                return announced;
            }
        }
        let alone = |index: Option<usize>| {
            index.and_then(|index| reader.page.lines.get(index)).is_none_or(|line| line.kind != Kind::Text)
        };
        let wrapped = !self.small
            && !alone(Some(at + 1))
            && text.len() > 60
            && !text.ends_with('.')
            && next_is_lower(reader, at + 1);
        let continues = !self.small
            && at.checked_sub(1).is_some_and(|before| !alone(Some(before)) && next_is_lower(reader, at));
        // Under a heading for tasks, lines that are no sentences are tasks.
        let listed = self.headed
            && !text.ends_with('.')
            && !text.contains(':')
            && (2..=15).contains(&text.split(' ').count());
        let task = (imperative(&text) || listed || (announced && text.split(' ').count() <= 40))
            && !continues
            && !is_prose(&text);
        if task {
            let span = line.text;
            let span = if wrapped { Span::new(span.start, self.paragraph_end(at)) } else { span };
            self.push(span, span, None);
        }
        announced && task
    }

    fn paragraph_end(&self, at: usize) -> usize {
        let lines = &self.reader.page.lines;
        let mut end = at;
        while lines.get(end + 1).is_some_and(|next| next.kind == Kind::Text)
            && end - at < 20
            && next_is_lower(self.reader, end + 1)
        {
            end += 1;
        }
        lines[end].text.end
    }

    fn push(&mut self, span: Span, text_span: Span, checkbox: Option<bool>) {
        let reader = self.reader;
        let text_span = reader.trim(text_span);
        let written = reader.plain(text_span);
        if !written.chars().any(char::is_alphabetic) {
            return;
        }
        if self.mode == Mode::Improvements && checkbox.is_none() {
            let text = tidy(&reader.page.plain, text_span);
            self.postmortem.improvements.push(Fact::given(text, text_span, Origin::Actions));
            return;
        }
        let task = Task::new(reader, span);
        let own = owner(&task, &|name| self.is_known(name));
        let owner = own.or_else(|| self.owner.clone());
        let due = due::due(&task, self.context);
        let ticket = details::ticket(&task);
        let variant = details::variant(&task);
        let places = [
            owner.as_ref().map(|fact| fact.span),
            due.as_ref().map(|fact| fact.span),
            ticket.as_ref().map(|fact| fact.span),
            variant.as_ref().map(|fact| fact.span),
        ];
        let text = without_details(reader, text_span, &places);
        let lower = reader.lower(text_span);
        self.postmortem.actions.push(Action {
            span,
            done: checkbox.or_else(|| (self.done || finished_note(lower)).then_some(true)),
            kind: bracketed_kind(lower),
            text,
            text_span,
            owner,
            due,
            ticket,
            labelled: self.mode == Mode::Tasks,
            variant,
        });
    }
}

/// Whether a short title calls what follows actions or steps.
fn names_actions(title: &str) -> bool {
    let names = ["action", "follow-up", "followup", "next step", "step", "repair item"];
    // "Corrective action" beside "Preventive action" are measures, not a list of tasks.
    let measures = ["corrective", "preventive", "preventative", "remedial"];
    let first = title.split_whitespace().next().unwrap_or_default();
    let measure = measures.iter().any(|word| first.eq_ignore_ascii_case(word));
    !measure && title.split_whitespace().count() <= 3 && names.iter().any(|name| ends_with_word(title, name))
}

/// Whether a title's last word is one of these, in the plural too.
fn ends_with_word(title: &str, word: &str) -> bool {
    let title = title.trim_end_matches(|char: char| !char.is_alphanumeric());
    let title = title.strip_suffix('s').unwrap_or(title);
    let start = title.len().checked_sub(word.len());
    start.and_then(|start| title.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

fn mode_of(topic: Topic, start: Mode) -> Mode {
    match topic {
        Topic::Tasks => Mode::Tasks,
        Topic::Improvements => Mode::Improvements,
        _ => start,
    }
}

fn next_is_lower(reader: &Reader<'_>, line: usize) -> bool {
    reader.page.lines.get(line).is_some_and(|line| {
        line.kind == Kind::Text
            && reader.plain(line.text).starts_with(|first: char| first.is_lowercase() || first == '\u{1}')
    })
}
