//! The rules themselves: every example in their documentation is run, and the list of them is complete.

mod drafts;
mod examples;
mod facts;
mod fixes;
mod phrases;
mod snippets;
mod suppressions;
mod unicode;

use std::collections::BTreeMap;

use super::{Context, Input, NoFiles, Place, Rule, Selection, Twins, lint};
use crate::document::{self, Vocabulary};
use crate::finding::{Fault, Finding};
use crate::model::{Profile, Settings};
use crate::text::Source;

/// A document in which no rule finds anything.
const SOUND: &str = include_str!("tests/sound.md");

/// Files around the examples: everything exists but what says that it does not.
struct Shelf;

impl super::Files for Shelf {
    fn look(&self, _from: &str, path: &str) -> Place {
        if path.contains("no-such-file") { Place::Missing(Vec::new()) } else { NoFiles.look("", path) }
    }
}

/// The findings of a selection of rules in a text.
fn findings(text: &str, selection: &Selection) -> Vec<Finding> {
    let (source, decoding) = Source::decode("postmortems/example.md", text.as_bytes().to_vec());
    decoded(&source, &decoding, selection)
}

/// The findings of a selection of rules in a file as read.
fn decoded(source: &Source, decoding: &[Fault], selection: &Selection) -> Vec<Finding> {
    let document = document::read(source, &Vocabulary::default());
    let settings = Settings { services: vec!["payments-gateway".to_owned()], ..Settings::default() };
    let profile = Profile::built_in("brief").unwrap();
    lint(&Input {
        source,
        decoding,
        document: &document,
        selection,
        profile,
        settings: &settings,
        files: &Shelf,
        twins: &Twins::default(),
        claims: &[],
        today: chrono::NaiveDate::from_ymd_opt(2026, 3, 10),
    })
}

/// Every rule as it is by default.
fn everything() -> Selection {
    Selection::new(&BTreeMap::new(), &Settings::default())
}

#[test]
fn a_sound_document_has_no_findings() {
    let found = findings(SOUND, &everything());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_rule_that_panics_is_one_finding_and_the_others_still_run() {
    fn check(_: &Context<'_>, _: &mut super::Report<'_>) {
        panic!("on purpose");
    }
    static BROKEN: Rule = Rule {
        code: "PM998",
        name: "broken",
        level: crate::finding::Level::Hint,
        since: "0",
        doc: "",
        check: super::rule::Check::Document(check),
        seeks: &[],
    };
    let mut selection = everything();
    selection.add(&BROKEN);
    let found = findings("", &Selection::only(&BROKEN));
    assert!(found.is_empty(), "an empty file is not given to rules: {found:?}");
    let text = SOUND.replace("severity: SEV2", "sevrity: SEV2");
    let codes: Vec<&str> = findings(&text, &selection).iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [super::INTERNAL, "PM003"]);
}
