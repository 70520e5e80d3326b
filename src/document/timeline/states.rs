//! The timeline that a status page is: a heading per state, with the text and the time of its update below.

use super::Walk;
use crate::document::lines::Kind;
use crate::document::moment::Stamp;
use crate::document::reader::Reader;
use crate::document::{EntryForm, Topic};
use crate::text::Span;

/// The states of status pages, and the question that each answers.
const STATES: [(&str, Option<Topic>); 11] = [
    ("resolved", Some(Topic::Resolution)),
    ("monitoring", Some(Topic::Mitigation)),
    ("identified", Some(Topic::RootCause)),
    ("investigating", Some(Topic::Acknowledged)),
    ("update", None),
    ("updated", None),
    ("verifying", None),
    ("in progress", None),
    ("degraded performance", None),
    ("partial outage", None),
    ("major outage", None),
];

impl Walk<'_, '_> {
    /// Reads the updates of a status page in the order in which they stand.
    pub(super) fn states(&mut self) {
        let reader = self.reader;
        for (span, stamp, topic) in updates(reader) {
            self.push(reader.trim(span), Some(stamp), EntryForm::Heading, false, topic);
        }
    }
}

/// The updates of a status page, two at least.
pub(super) fn updates<'a>(reader: &'a Reader<'_>) -> Vec<(Span, &'a Stamp, Option<Topic>)> {
    let mut found: Vec<(Span, &Stamp, Option<Topic>)> = Vec::new();
    for (index, section) in reader.outline.sections.iter().enumerate() {
        let state =
            STATES.iter().find(|(state, _)| section.title.trim_end_matches(':').eq_ignore_ascii_case(state));
        let Some(&(_, topic)) = state else { continue };
        let lines = &reader.page.lines[reader.outline.lines_of(index, reader.page)];
        // The line that is hardly more than a time; what stands below it is no longer the update.
        let dated = lines.iter().filter(|line| line.kind == Kind::Text).find_map(|line| {
            let [stamp] = reader.stamps_in(line.text) else { return None };
            let rest = line.text.len().checked_sub(stamp.span.len())?;
            (stamp.clock.is_some() && rest <= 24).then_some((line.text.end, stamp))
        });
        if let Some((end, stamp)) = dated {
            found.push((Span::new(section.content.start, end), stamp, topic));
        }
    }
    if found.len() < 2 {
        found.clear();
    }
    found
}
