//! The page on the model language: it is that of the code, and every example on it shows what it says.

use std::path::Path;

use afterword::model::Model;
use afterword::model::event::Verb;
use afterword::model::example::{EXAMPLES, example};
use afterword::sim::Options;

use crate::sim::{parse, run};

#[test]
fn the_committed_page_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/model.md");
    let page = afterword::render::reference::page();
    if std::env::var_os("AFTERWORD_BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == page, "docs/model.md is not up to date: AFTERWORD_BLESS=1 cargo test reference");
}

fn failed(model: &Model) -> Vec<String> {
    let verdicts = run(model, &Options::default()).expectations.into_iter();
    verdicts.filter(|verdict| !verdict.holds).map(|verdict| format!("{verdict:?}")).collect()
}

#[test]
fn every_example_shows_what_it_says() {
    for (word, text) in EXAMPLES {
        let model = parse(text);
        assert_eq!(model.faults, [], "{word}");
        assert_eq!(model.notes, [], "{word}");
        assert_eq!(failed(&model), [""; 0], "{word}");
        let (about, _) = example(word).unwrap();
        assert!(about.ends_with('.') && about.len() > 30, "{word}: {about}");
    }
}

/// Without what the verb does, what the example expects does not come out.
#[test]
fn every_verb_matters_in_its_example() {
    let mut verbs = 0;
    for (word, text) in EXAMPLES {
        let Ok(verb) = serde_json::from_value::<Verb>((*word).into()) else {
            assert!(text.contains(&format!("kind: {word},")), "{word}");
            continue;
        };
        verbs += 1;
        let mut model = parse(text);
        let events = model.variants.iter_mut().flat_map(|variant| &mut variant.spec.timeline);
        let mut struck = 0;
        for event in events.filter(|event| event.verb == verb) {
            event.verb = Verb::Note;
            struck += 1;
        }
        assert!(struck > 0, "{word}");
        assert!(verb == Verb::Note || !failed(&model).is_empty(), "{word}");
    }
    assert!(verbs > 20);
}
