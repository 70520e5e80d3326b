//! Tasks in a table: what its columns hold.

use super::details;
use super::owner::nobody;
use super::task::Task;
use super::wording::{self, finished};
use super::{Mode, Walk, due};
use crate::document::lines::Line;
use crate::document::plain::tidy;
use crate::document::{Fact, Origin};
use crate::text::Span;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Text,
    Owner,
    Due,
    Ticket,
    State,
    Kind,
    Other,
}

impl Walk<'_, '_> {
    pub(super) fn columns(&self, line: &Line) -> Vec<Column> {
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

    pub(super) fn row(&mut self, line: &Line) {
        let reader = self.reader;
        let cells = reader.cells(line);
        let cell = |wanted: Column| {
            let at = self.header.iter().position(|column| *column == wanted)?;
            cells.get(at).copied().filter(|cell| reader.plain(*cell).chars().any(char::is_alphanumeric))
        };
        let longest = cells.iter().copied().max_by_key(|cell| reader.plain(*cell).trim().len());
        // A table under a heading of its own whose columns are not those of tasks: the cast of a play.
        if self.aside && !self.header.is_empty() && self.header.iter().all(|column| *column == Column::Other)
        {
            return;
        }
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
        let owner = owner.filter(|owner| !nobody(&owner.value));
        let due = cell(Column::Due).and_then(|cell| due::date_in(reader, cell, self.context));
        let state = cell(Column::State).map(|cell| finished(&tidy(&reader.page.plain, cell)));
        let kind = cell(Column::Kind).and_then(|cell| wording::kind(&tidy(&reader.page.plain, cell)));
        let mode = self.mode;
        if self.mode == Mode::Open && self.titled_tasks {
            self.mode = Mode::Tasks;
        }
        self.push(line.text, text, None);
        let marked = ["DONE", "TODO"].map(|mark| reader.plain(line.text).contains(mark));
        let state = state.or(match marked {
            [true, false] => Some(true),
            [false, true] => Some(false),
            _ => None,
        });
        let list = if self.mode == Mode::Improvements { None } else { self.postmortem.actions.last_mut() };
        if let Some(action) = list {
            action.owner = owner.or(action.owner.take());
            action.due = due.or(action.due.take());
            action.ticket =
                ticket.and_then(|cell| details::ticket(&Task::new(reader, cell))).or(action.ticket.take());
            action.done = state.or(action.done);
            action.kind = kind.or(action.kind);
        }
        self.mode = mode;
    }
}
