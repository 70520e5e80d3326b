//! Tasks and improvements, with owner, due date, ticket and state.

mod details;
mod wording;

use super::lines::{Kind, Line};
use super::moment::Context;
use super::plain::tidy;
use super::reader::Reader;
use super::scan::What;
use super::{Action, Fact, Origin, Postmortem, SectionKind, Topic, label};
use crate::text::Span;
use details::{due_place, owner, without_details};
use wording::{bracketed_kind, finished, finished_note, imperative, is_prose};

/// Reads tasks and improvements from the sections on what will be done.
pub(super) fn read(reader: &Reader<'_>, context: &Context, postmortem: &mut Postmortem) {
    let mut walk = Walk { reader, context, postmortem, mode: Mode::Open, header: Vec::new() };
    for (index, section) in reader.outline.sections.iter().enumerate() {
        if reader.outline.origin(Some(index)) != Origin::Actions {
            continue;
        }
        walk.mode = match section.kind {
            SectionKind::Tasks => Mode::Tasks,
            SectionKind::Improvements => Mode::Improvements,
            SectionKind::Corrective => Mode::Open,
            _ if walk.under_tasks(index) => Mode::Tasks,
            _ => Mode::Open,
        };
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

struct Walk<'a, 'b> {
    reader: &'b Reader<'a>,
    context: &'b Context,
    postmortem: &'b mut Postmortem,
    mode: Mode,
    /// What a table's columns hold.
    header: Vec<Column>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Text,
    Owner,
    Due,
    Ticket,
    State,
    Kind,
    Other,
}

impl Walk<'_, '_> {
    fn under_tasks(&self, section: usize) -> bool {
        self.reader.outline.ancestors(section).any(|ancestor| ancestor.kind == SectionKind::Tasks)
    }

    fn lines(&mut self, section: usize) {
        let range = self.reader.outline.lines_of(section, self.reader.page);
        let start = self.mode;
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
        let label = label::at_start(&reader.page.plain, line.text, reader.vocabulary);
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
        if let Some(label) = label::at_start(&reader.page.plain, line.text, reader.vocabulary)
            && matches!(label.topic, Topic::Tasks | Topic::Improvements | Topic::Corrective)
        {
            self.mode = mode_of(label.topic, start);
            if reader.plain(label.value).bytes().any(|byte| byte.is_ascii_alphanumeric()) {
                let value = Span::new(label.value.start, line.text.end);
                self.push(value, value, None);
            }
            return true;
        }
        if text.ends_with(':') {
            if reader.vocabulary.heading(&text) == Some(Topic::Tasks) {
                self.mode = Mode::Tasks;
            }
            return true;
        }
        let alone = |index: Option<usize>| {
            index.and_then(|index| reader.page.lines.get(index)).is_none_or(|line| line.kind != Kind::Text)
        };
        let wrapped =
            !alone(Some(at + 1)) && text.len() > 60 && !text.ends_with('.') && next_is_lower(reader, at + 1);
        let continues =
            at.checked_sub(1).is_some_and(|before| !alone(Some(before)) && next_is_lower(reader, at));
        let task = (imperative(&text) || (announced && text.split(' ').count() <= 40))
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

    fn columns(&self, line: &Line) -> Vec<Column> {
        self.reader
            .cells(line)
            .into_iter()
            .map(|cell| {
                let name = tidy(&self.reader.page.plain, cell).to_lowercase();
                let is = |words: &[&str]| words.iter().any(|word| name.contains(word));
                match () {
                    () if is(&[
                        "owner",
                        "assignee",
                        "responsible",
                        "who",
                        "dri",
                        "assigned",
                        "person",
                        "in charge",
                    ]) =>
                    {
                        Column::Owner
                    }
                    () if is(&["due", "deadline", "eta", "date", "when", "limit", "target"]) => Column::Due,
                    () if is(&["ticket", "issue", "jira", "bug", "link", "tracking", "pr"]) => Column::Ticket,
                    () if is(&["status", "state", "done"]) => Column::State,
                    () if is(&["type", "kind", "category"]) => Column::Kind,
                    () if is(&["action", "task", "description", "item", "what", "todo", "measure"]) => {
                        Column::Text
                    }
                    () => Column::Other,
                }
            })
            .collect()
    }

    fn row(&mut self, line: &Line) {
        let reader = self.reader;
        let cells = reader.cells(line);
        let cell = |wanted: Column| {
            let at = self.header.iter().position(|column| *column == wanted)?;
            cells.get(at).copied().filter(|cell| reader.plain(*cell).chars().any(char::is_alphanumeric))
        };
        let longest = cells.iter().copied().max_by_key(|cell| reader.plain(*cell).trim().len());
        let Some(text) = cell(Column::Text).or(longest) else { return };
        let text = reader.trim(text);
        if text.is_empty() {
            return;
        }
        let given = |cell: Span| {
            let cell = reader.trim(cell);
            Fact::given(tidy(&reader.page.plain, cell), cell, Origin::Actions)
        };
        let (owner, ticket) = (cell(Column::Owner).map(given), cell(Column::Ticket));
        let due = cell(Column::Due).and_then(|cell| self.due_in(cell));
        let state = cell(Column::State).map(|cell| finished(&tidy(&reader.page.plain, cell)));
        let kind = cell(Column::Kind).and_then(|cell| wording::kind(&tidy(&reader.page.plain, cell)));
        self.push(line.text, text, None);
        let list = if self.mode == Mode::Improvements { None } else { self.postmortem.actions.last_mut() };
        if let Some(action) = list {
            action.owner = owner.or(action.owner.take());
            action.due = due.or(action.due.take());
            action.ticket = ticket.and_then(|cell| details::ticket(reader, cell)).or(action.ticket.take());
            action.done = state.or(action.done);
            action.kind = kind.or(action.kind);
        }
    }

    fn due_in(&self, span: Span) -> Option<Fact<chrono::NaiveDate>> {
        self.reader.tokens_in(span).iter().find_map(|token| {
            let What::Date(date) = &token.what else { return None };
            let day = date.day(self.context.year)?;
            let fact = Fact::given(day, token.span, Origin::Actions);
            Some(Fact { inferred: date.year.is_none(), ..fact })
        })
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
        let owner = owner(reader, span);
        let due = due_place(reader, span).and_then(|place| self.due_in(place));
        let ticket = details::ticket(reader, span);
        let variant = details::variant(reader, span);
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
            done: checkbox.or_else(|| finished_note(lower).then_some(true)),
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
