//! Runs the examples of every rule: the one that fails has a finding of that rule, the one that passes none.
//!
//! An example replaces the parts of a sound document that it gives: keys of the frontmatter, the title, sections of
//! the same title, the list of tasks. One that is called `document` stands by itself, `empty` is an empty file, and
//! `text` only illustrates.

use super::{SOUND, findings};
use crate::model;
use crate::rules::rule::Check;
use crate::rules::{ModelContext, Rule, Selection, all, lint_model};
use crate::text::{Lines, Source};

/// One example: what stands after the fence, and the text.
pub(super) struct Example {
    pub(super) kind: String,
    pub(super) text: String,
}

fn example(rule: &Rule, part: &str) -> Example {
    let doc = rule.documentation();
    let after =
        doc.split_once(&format!("## {part}\n```")).unwrap_or_else(|| panic!("{} has no {part}", rule.code)).1;
    let (kind, rest) = after.split_once('\n').unwrap();
    let text = rest.split("\n```").next().unwrap().trim_end_matches("```");
    Example { kind: kind.to_owned(), text: format!("{text}\n") }
}

/// The document that an example stands for.
pub(super) fn whole(example: &Example) -> String {
    match example.kind.as_str() {
        "empty" => return String::new(),
        "markdown document" => return example.text.clone(),
        "markdown" => {}
        other => panic!("no example is called `{other}`"),
    }
    let mut document = SOUND.to_owned();
    let mut body = example.text.as_str();
    if let Some((front, rest)) = body.strip_prefix("---\n").and_then(|rest| rest.split_once("---\n")) {
        for line in front.lines() {
            let key = line.split(':').next().unwrap();
            let old = document.lines().find(|line| line.starts_with(&format!("{key}:"))).map(str::to_owned);
            document = match old {
                Some(old) => document.replacen(&old, line, 1),
                None => document.replacen("---\n", &format!("---\n{line}\n"), 1),
            };
        }
        body = rest;
    }
    for section in sections(body.trim_start()) {
        document = replaced(&document, &section);
    }
    document
}

/// The example's parts, each from its heading on.
fn sections(body: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for line in body.lines() {
        if parts.is_empty() || line.starts_with("## ") {
            parts.push(String::new());
        }
        let last = parts.last_mut().unwrap();
        last.push_str(line);
        last.push('\n');
    }
    parts
}

/// The document with one of its parts exchanged.
fn replaced(document: &str, part: &str) -> String {
    let first = part.lines().next().unwrap();
    let heading = match first {
        _ if first.starts_with('#') => first,
        _ => "### Tasks",
    };
    let level = heading.bytes().take_while(|byte| *byte == b'#').count();
    let start = document
        .find(&format!("{heading}\n"))
        .unwrap_or_else(|| panic!("no `{heading}` in the sound document"));
    let from = start + heading.len() + 1;
    let end = document[from..]
        .match_indices("\n#")
        .map(|(at, _)| from + at + 1)
        .find(|at| document[*at..].bytes().take_while(|byte| *byte == b'#').count() <= level.max(2))
        .unwrap_or(document.len());
    let content = if first.starts_with('#') { part.to_owned() } else { format!("{heading}\n\n{part}") };
    format!("{}{content}\n{}", &document[..start], &document[end..])
}

/// Rules about several files, whose examples `tests/it/rules.rs` lays out as files and checks.
const AMONG_FILES: &[&str] = &["PM701", "PM703"];
/// Rules about a replay, whose examples `tests/it/claims.rs` replays.
const REPLAYED: &[&str] = &["PM811", "PM812", "PM813", "PM814"];

/// The rules whose examples are documents.
fn about_documents() -> impl Iterator<Item = &'static Rule> {
    all()
        .filter(|rule| matches!(rule.check, Check::Document(_)))
        .filter(|rule| !AMONG_FILES.contains(&rule.code) && !REPLAYED.contains(&rule.code))
}

#[test]
fn examples_of_models_do_as_they_say() {
    for rule in all().filter(|rule| matches!(rule.check, Check::Model(_)) && !REPLAYED.contains(&rule.code)) {
        let found = |part| {
            let source = Source::new("models/example.yaml", example(rule, part).text);
            let model = model::read(&source);
            let cx = ModelContext { source: &source, decoding: &[], model: &model, outcome: None };
            lint_model(&cx, &Selection::only(rule)).len()
        };
        assert!(found("Fails") > 0, "{} finds nothing", rule.code);
        assert_eq!(found("Passes"), 0, "{} finds something", rule.code);
    }
}

#[test]
fn examples_that_fail_have_a_finding() {
    let mut silent: Vec<String> = Vec::new();
    for rule in about_documents() {
        let text = whole(&example(rule, "Fails"));
        let found = findings(&text, &selection(rule));
        if !found.iter().any(|finding| finding.code == rule.code) {
            silent.push(format!("{} finds nothing in\n{text}", rule.code));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn examples_that_pass_have_none() {
    for rule in about_documents() {
        let text = whole(&example(rule, "Passes"));
        let found = findings(&text, &selection(rule));
        let own: Vec<_> = found.iter().filter(|finding| finding.code == rule.code).collect();
        assert!(own.is_empty(), "{own:#?} in\n{text}");
    }
}

/// Rules about suppressions need the rules that are suppressed.
fn selection(rule: &'static Rule) -> Selection {
    if rule.code.starts_with("PM09") { super::everything() } else { Selection::only(rule) }
}

#[test]
fn findings_lie_in_the_text_and_speak_plainly() {
    for rule in about_documents() {
        let text = whole(&example(rule, "Fails"));
        for finding in findings(&text, &super::everything()) {
            let places = std::iter::once(finding.span).chain(finding.others.iter().map(|other| other.span));
            for span in places {
                assert!(
                    text.get(span.start..span.end).is_some(),
                    "{}: {span:?} is not in the text",
                    finding.code
                );
            }
            assert!(!finding.message.ends_with('.'), "{}: {}", finding.code, finding.message);
            assert!(
                !finding.message.starts_with(char::is_uppercase),
                "{}: {}",
                finding.code,
                finding.message
            );
            assert!(finding.help.is_some() || rule.code == "PM002", "{} gives no help", finding.code);
        }
    }
}

/// Rules that hold two places of a document against each other.
const COMPARING: [&str; 9] =
    ["PM104", "PM105", "PM106", "PM107", "PM111", "PM113", "PM203", "PM204", "PM305"];

#[test]
fn messages_of_contradictions_name_both_places() {
    for rule in all().filter(|rule| COMPARING.contains(&rule.code)) {
        let text = whole(&example(rule, "Fails"));
        let lines = Lines::new(&text);
        let found = findings(&text, &selection(rule));
        assert!(found.iter().any(|finding| !finding.others.is_empty()), "{} compares nothing", rule.code);
        for finding in found {
            let numbers: Vec<&str> = finding.message.split(|c: char| !c.is_ascii_digit()).collect();
            for other in &finding.others {
                let line = (lines.index(other.span.start) + 1).to_string();
                assert!(numbers.contains(&line.as_str()), "line {line} in `{}`", finding.message);
            }
        }
    }
}
