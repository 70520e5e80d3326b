//! The rules about replays: their documentation's examples are replayed and checked, and so are the shipped incidents.

use afterword::document::{self, Vocabulary};
use afterword::finding::Finding;
use afterword::model::claims::{Claim, Verdict, claims};
use afterword::model::{self, Outcome, Profile, Settings};
use afterword::rules::{self, Input, ModelContext, NoFiles, Rule, Selection, Twins};
use afterword::sim;
use afterword::text::Source;

/// The text of the first fence of a kind in a part of a rule's documentation.
fn fence(rule: &Rule, part: &str, kind: &str) -> Option<String> {
    let documentation = rule.documentation();
    let (_, after) = documentation.split_once(&format!("## {part}\n"))?;
    let part = after.split("\n## Passes\n").next()?;
    let (_, text) = part.split_once(&format!("```{kind}\n"))?;
    Some(text.split("\n```").next()?.to_owned() + "\n")
}

fn replay(source: &Source) -> (model::Model, Outcome) {
    let model = model::read(source);
    assert_eq!(model.faults, [], "{}", source.text);
    let outcome = sim::run(&model, &sim::Options::default()).expect("a model that runs");
    (model, outcome)
}

fn compared(document: &document::Document, outcome: &Outcome) -> Vec<Claim> {
    claims(&document.postmortems[0], outcome, &Settings::default().tolerances)
}

/// The findings of a rule in a part of its own documentation.
fn findings(rule: &Rule, part: &str) -> Vec<Finding> {
    let yaml = fence(rule, part, "yaml").expect("a model");
    let model_source = Source::new("models/checkout.yaml", yaml);
    let (model, outcome) = replay(&model_source);
    let selection = Selection::new(&std::collections::BTreeMap::new(), &Settings::default());
    let mut found = rules::lint_model(
        &ModelContext { source: &model_source, decoding: &[], model: &model, outcome: Some(&outcome) },
        &selection,
    );
    if let Some(markdown) = fence(rule, part, "markdown") {
        let source = Source::new("postmortems/checkout.md", markdown);
        let document = document::read(&source, &Vocabulary::default());
        found = rules::lint(&Input {
            source: &source,
            decoding: &[],
            document: &document,
            selection: &selection,
            profile: Profile::built_in("brief").expect("the default profile"),
            settings: &Settings::default(),
            files: &NoFiles,
            twins: &Twins::default(),
            claims: &compared(&document, &outcome),
            today: None,
        });
    }
    found.retain(|finding| finding.code == rule.code);
    found
}

#[test]
fn examples_do_as_they_say() {
    for code in ["PM811", "PM812", "PM813", "PM814"] {
        let [rule] = rules::find(code)[..] else { panic!("no rule {code}") };
        let fails = findings(rule, "Fails");
        assert!(!fails.is_empty(), "{code} finds nothing in what fails");
        assert!(fails.iter().all(|finding| finding.help.is_some()), "{code} gives no help");
        assert_eq!(findings(rule, "Passes"), [], "{code} finds something in what passes");
    }
}

#[test]
fn shipped_incidents_and_their_models_agree() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("postmortems");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the shipped incidents")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".md").map(str::to_owned))
        .collect();
    names.sort();
    assert!(names.len() >= 3, "{names:?}");
    for name in names {
        let read = |path: String| std::fs::read_to_string(folder.join(path)).expect("a file");
        let source = Source::new(format!("{name}.md"), read(format!("{name}.md")));
        let model_source = Source::new(format!("{name}.yaml"), read(format!("models/{name}.yaml")));
        let (_, outcome) = replay(&model_source);
        assert!(outcome.passed(), "{:#?}", outcome.expectations);
        let document = document::read(&source, &Vocabulary::default());
        let differ: Vec<Claim> = compared(&document, &outcome)
            .into_iter()
            .filter(|claim| claim.verdict != Verdict::Agrees)
            .collect();
        assert_eq!(differ, [], "{name}");
    }
}
