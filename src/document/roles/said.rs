//! The words of an entry, and which cues are among them.

use crate::document::cues::{Cue, Hit, first};
use crate::document::reader::Reader;
use crate::text::Span;

/// What a span says.
pub(super) struct Said<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) span: Span,
    pub(super) text: &'a str,
    /// The same with the letters of ASCII in lower case.
    pub(super) lower: &'a str,
    pub(super) hits: &'a [Hit],
    /// A bit for each cue with a hit, because rules ask for many cues and an entry has few.
    cues: u32,
}

impl<'a> Said<'a> {
    pub(super) fn new(reader: &'a Reader<'_>, span: Span) -> Self {
        let hits = reader.hits_in(span);
        let cues = hits.iter().fold(0, |cues, hit| cues | 1 << hit.cue as u32);
        Self { reader, span, text: reader.plain(span), lower: reader.lower(span), hits, cues }
    }

    pub(super) fn has(&self, cue: Cue) -> bool {
        self.cues >> cue as u32 & 1 == 1
    }

    pub(super) fn has_any(&self, cues: &[Cue]) -> bool {
        cues.iter().any(|&cue| self.has(cue))
    }

    /// The first hit for a cue.
    pub(super) fn first(&self, cue: Cue) -> Option<Span> {
        if self.has(cue) { first(self.hits, cue) } else { None }
    }

    /// All hits for a cue.
    pub(super) fn all(&self, cue: Cue) -> impl Iterator<Item = Span> {
        let hits = if self.has(cue) { self.hits } else { &[] };
        hits.iter().filter(move |hit| hit.cue == cue).map(|hit| hit.span)
    }

    /// The words of a hit in lower case; nothing where it goes on after the span.
    pub(super) fn of(&self, hit: Span) -> &'a str {
        let place = hit.start.checked_sub(self.span.start).zip(hit.end.checked_sub(self.span.start));
        place.and_then(|(start, end)| self.lower.get(start..end)).unwrap_or_default()
    }

    /// What stands before a hit, in lower case.
    pub(super) fn before(&self, hit: Span) -> &'a str {
        hit.start.checked_sub(self.span.start).and_then(|at| self.lower.get(..at)).unwrap_or_default()
    }

    /// What stands behind a hit.
    pub(super) fn after(&self, hit: Span) -> &'a str {
        hit.end.checked_sub(self.span.start).and_then(|at| self.text.get(at..)).unwrap_or_default()
    }

    /// What stands behind a hit, in lower case.
    pub(super) fn lower_after(&self, hit: Span) -> &'a str {
        hit.end.checked_sub(self.span.start).and_then(|at| self.lower.get(at..)).unwrap_or_default()
    }
}
