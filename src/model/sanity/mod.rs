//! What is worth knowing of a model before it runs: legal, but perhaps not what was meant.

mod capacity;
mod events;

#[cfg(test)]
mod tests;

use super::demand::{Demand, demands};
use super::spec::Spec;
use crate::finding::{Fault, FaultKind};
use crate::text::Span;
use crate::text::yaml::Node;

/// What a note is about; each kind is reported by one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// A component is asked for almost all, or more, than it can do before anything is wrong.
    Overloaded,
    /// There is room for the load, but not for the load with all its retries.
    HiddenCapacity,
    /// Something waits longer than the one who waits for it.
    LongBound,
    /// An event that cannot happen, or changes nothing.
    NoEffect,
}

/// One note, with its place and what to write instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// What to tell.
    pub fault: Fault,
}

/// The notes on a model without faults, read from `root`.
pub(super) fn notes(spec: &Spec, root: &Node) -> Vec<Note> {
    let demands = demands(spec);
    let mut notes = Notes { spec, root, demands: &demands, found: Vec::new() };
    capacity::check(&mut notes);
    events::check(&mut notes);
    notes.found.sort_by_key(|note| note.fault.span);
    notes.found
}

struct Notes<'a> {
    spec: &'a Spec,
    root: &'a Node,
    demands: &'a [Demand],
    found: Vec<Note>,
}

impl Notes<'_> {
    fn add(&mut self, kind: NoteKind, path: &[&str], message: String, help: impl Into<String>) {
        let node = self.root.at(path.iter().copied());
        let key = path.split_last().and_then(|(last, above)| self.root.at(above.iter().copied()).entry(last));
        let span = match (node.entries().first(), key) {
            (None, _) => node.span,
            (Some(_), Some((key, _))) => key.span,
            (Some((first, _)), None) => first.span,
        };
        let span = if span.is_empty() { Span::at(span.start) } else { span };
        self.found.push(Note { kind, fault: Fault::new(FaultKind::Suspicious, span, message).help(help) });
    }
}
