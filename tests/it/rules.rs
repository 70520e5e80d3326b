//! The list of rules is complete and in order.

use std::collections::BTreeSet;
use std::path::Path;

use afterword::rules::all;
use afterword::workspace::{Checker, Root};

#[test]
fn every_rule_file_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut declared = BTreeSet::new();
    for group in
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for file in std::fs::read_dir(group).unwrap().map(|entry| entry.unwrap().path()) {
            let text = std::fs::read_to_string(&file).unwrap();
            let line = text.lines().find(|line| line.starts_with("    PM") && line.contains("level:"));
            if let Some(code) = line.and_then(|line| line.split_whitespace().next()) {
                let start = format!("//! {code}: ");
                assert!(text.starts_with(&start), "{} does not begin with `{start}`", file.display());
                assert!(declared.insert(code.to_owned()), "{code} is declared twice");
            }
        }
    }
    let listed: BTreeSet<String> = all().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(declared, listed);
}

#[test]
fn codes_ascend_and_names_are_unique() {
    let codes: Vec<&str> = all().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    let names: BTreeSet<&str> = all().map(|rule| rule.name).collect();
    assert_eq!(names.len(), codes.len());
}

#[test]
fn documentation_has_every_part() {
    for rule in all() {
        let doc = rule.documentation();
        let prose: String = doc.split("```").step_by(2).collect();
        let parts: Vec<&str> = prose.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(parts, ["## What it checks", "## Why", "## Fails", "## Passes"], "{}", rule.code);
        assert!(rule.summary().ends_with('.'), "{}: {}", rule.code, rule.summary());
    }
}

/// The codes found in the files that an example of a rule about several files lists: `path: text`, one a line.
fn found_among(code: &str, part: &str) -> BTreeSet<&'static str> {
    let rule = all().find(|rule| rule.code == code).unwrap();
    let doc = rule.documentation();
    let example = doc.split_once(&format!("## {part}\n```text\n")).unwrap().1.split("\n```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("afterword.toml"), "").unwrap();
    let files = example.lines().map(|line| {
        let (path, text) = line.split_once(": ").unwrap_or((line, "Payments failed."));
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, format!("# Outage\n\n## Summary\n\n{text}\n")).unwrap();
        file
    });
    let files: Vec<_> = files.collect();
    let root = Root::discover(folder.path(), None).unwrap();
    let checked = Checker::new(&root).check_files(&files).unwrap();
    checked.iter().flat_map(|one| &one.findings).map(|finding| finding.code).collect()
}

#[test]
fn examples_about_several_files_do_as_they_say() {
    for code in ["PM701", "PM703"] {
        assert!(found_among(code, "Fails").contains(code), "{code} finds nothing");
        assert!(!found_among(code, "Passes").contains(code), "{code} finds something");
    }
}
