//! Runs the snippets of `tests/fixtures/rules`: one file a rule, with a frame and what is put into it in turn.
//!
//! A frame is a part of a document as in the examples of the rules; `{}` is where a snippet goes, `⏎` a line break.

use std::path::Path;

use super::examples::{Example, whole};
use super::{everything, findings};
use crate::rules::find;

/// The rules about wording, which need many snippets to be trusted.
const PROSE: [&str; 8] = ["PM017", "PM301", "PM302", "PM303", "PM403", "PM404", "PM503", "PM601"];

struct Snippets {
    code: String,
    fails: Vec<String>,
    passes: Vec<String>,
}

/// The documents of a fixture, built from its frame and snippets.
fn read(path: &Path) -> Snippets {
    let code = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let text = std::fs::read_to_string(path).unwrap();
    let (_, rest) = text.split_once("```").unwrap();
    let (kind, rest) = rest.split_once('\n').unwrap();
    let (frame, rest) = rest.split_once("```\n").unwrap();
    let (fails, passes) = rest.split_once("\n## Passes\n").unwrap();
    let documents = |part: &str| {
        let snippets = part.lines().filter_map(|line| line.strip_prefix("- "));
        let texts = snippets.map(|snippet| frame.replace("{}", &snippet.replace('⏎', "\n")));
        texts.map(|text| whole(&Example { kind: kind.to_owned(), text })).collect()
    };
    Snippets { code, fails: documents(fails), passes: documents(passes) }
}

#[test]
fn snippets_do_as_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut wrong, mut codes) = (String::new(), Vec::new());
    for snippets in paths.iter().map(|path| read(path)) {
        let code = snippets.code;
        assert!(!find(&code).is_empty(), "no rule is called {code}");
        let least = if PROSE.contains(&code.as_str()) { 8 } else { 1 };
        assert!(
            snippets.fails.len() >= least && snippets.passes.len() >= least,
            "{code} has too few snippets"
        );
        let finds = |text: &str| findings(text, &everything()).iter().any(|finding| finding.code == code);
        for text in snippets.fails.iter().filter(|text| !finds(text)) {
            wrong.push_str(&format!("{code} finds nothing in\n{text}\n"));
        }
        for text in snippets.passes.iter().filter(|text| finds(text)) {
            wrong.push_str(&format!("{code} finds something in\n{text}\n"));
        }
        codes.push(code);
    }
    assert!(PROSE.iter().all(|code| codes.iter().any(|other| other == code)), "{codes:?}");
    assert!(wrong.is_empty(), "{wrong}");
}
