//! Any bytes are read as a document: no panic, and every span of the timeline and the tasks fits the text.

#![no_main]

use afterword::document::{self, Vocabulary};
use afterword::render::inspect::{Inspection, text};
use afterword::text::Source;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (source, faults) = Source::decode("fuzz.md", bytes.to_vec());
    let document = document::read(&source, &Vocabulary::default());
    for postmortem in &document.postmortems {
        let entries = postmortem.timeline.iter().flat_map(|entry| [entry.span, entry.text_span]);
        let actions = postmortem.actions.iter().flat_map(|action| [action.span, action.text_span]);
        let sections = postmortem.sections.iter().flat_map(|section| [section.heading, section.whole]);
        for span in entries.chain(actions).chain(sections) {
            assert!(source.text.get(span.start..span.end).is_some(), "{span:?}");
        }
    }
    let _ = text(&Inspection::new(&source, &faults, &document), 80);
});
