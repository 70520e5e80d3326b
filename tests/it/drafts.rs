//! A fresh draft of every template: its findings name only what the author still has to fill in.

use afterword::document;
use afterword::finding::Finding;
use afterword::model::{Profile, Settings};
use afterword::render::draft::{BUILT_IN, Draft, draft};
use afterword::rules::{Input, NoFiles, Selection, Twins, lint};
use afterword::text::Source;
use chrono::NaiveDate;

/// What a fresh draft may lack: what is marked to be filled in, length, start and end.
const TO_FILL_IN: &[&str] = &["PM014", "PM016", "PM101", "PM102"];

fn findings(profile: &str, template: &str) -> (String, Vec<Finding>) {
    let date = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    let values = Draft { title: "Checkout down", date, timezone: "Europe/Berlin", profile };
    let text = draft(template, &values).unwrap();
    let profile = Profile::built_in(profile).unwrap();
    let source = Source::new("postmortems/2026-03-02-checkout-down.md", text.clone());
    let document = document::read(&source, &profile.vocabulary);
    let found = lint(&Input {
        source: &source,
        decoding: &[],
        document: &document,
        selection: &Selection::new(&profile.rules, &Settings::default()),
        profile,
        settings: &Settings::default(),
        files: &NoFiles,
        twins: &Twins::default(),
        claims: &[],
        today: Some(date),
    });
    (text, found)
}

#[test]
fn a_fresh_draft_lacks_only_what_the_author_knows() {
    for (profile, template) in BUILT_IN {
        let (text, found) = findings(profile, template);
        let other: Vec<&Finding> =
            found.iter().filter(|finding| !TO_FILL_IN.contains(&finding.code)).collect();
        assert!(other.is_empty(), "{profile}: {other:#?}\nin\n{text}");
        assert!(found.iter().any(|finding| finding.code == "PM014"), "{profile}: no placeholder is found");
    }
}
