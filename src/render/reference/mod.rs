//! The reference of the model language, in Markdown, from its schema and its examples.

mod shape;
mod words;

use std::fmt::Write;

use serde_json::Value as Json;

use crate::model::event::Verb;
use crate::model::example::{EXAMPLES, example};
use crate::model::grammar::{Wants, grammar, parameters};
use crate::model::schema;

use shape::{anchor, kinds, table, title};
pub use words::{alone, words};

const HEAD: &str = "# The model language

A model is a YAML file: what a system is made of, what is asked of it, what happened to it, and what must come
out. `afterword simulate FILE` runs it, `afterword simulate FILE --explain` shows every key in force with its
default, and `afterword schema model` prints the JSON Schema with which editors complete and check. This page is
written from that schema; every example on it runs as it stands, and what it expects comes out. Keys in **bold**
must be there.

Any figure may say where it comes from: `{ value: 8ms, assumed: \"measured a week later\" }` or
`{ value: 8ms, quote: \"the sentence of the postmortem\" }`.

";

/// The sections on what the file is made of: the heading, the schema's name, and what it is for.
const PARTS: [(&str, &str, &str); 8] = [
    ("`clock`", "Clock", ""),
    ("`load`", "Load", "Each entry is a source of requests by name."),
    ("`timeline`", "Event", "What may stand beside `do` depends on the verb, below."),
    ("`when`", "When", ""),
    (
        "Calls",
        "Call",
        "How a component calls another: `calls: { db: { timeout: 1s } }`, or `call:` where there is one callee.",
    ),
    (
        "`monitors`",
        "Monitor",
        "Each entry is an alert by name; the first one to fire is when somebody knows.",
    ),
    ("`windows`", "Window", "Each entry is a span of time by name."),
    ("`expect`", "Expectation", "Checked on every run; one that fails is an error, and exit code 1."),
];

/// The whole page.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    let root = schema::reading();
    let _ = writeln!(page, "## The file\n\n{}", table(root));
    for (heading, name, about) in PARTS {
        let part = definition(name);
        let about = if about.is_empty() { String::new() } else { format!(" {about}") };
        let _ = writeln!(page, "## {heading}\n\n{}{about}\n\n{}", shape::about(part), table(part));
    }
    let _ = writeln!(
        page,
        "## Components\n\nEach entry of `components` is a part of the system by name; `kind` says what it is.\n"
    );
    for (word, _) in EXAMPLES.iter().filter(|(word, _)| kind(word).is_some()) {
        let _ = writeln!(page, "### `kind: {word}`\n\n{}", section(word).unwrap_or_default());
    }
    let _ = writeln!(page, "## Verbs\n\nWhat `do` can say in the timeline.\n");
    for (word, _) in EXAMPLES.iter().filter(|(word, _)| kind(word).is_none()) {
        let _ = writeln!(page, "### `do: {word}`\n\n{}", section(word).unwrap_or_default());
    }
    smaller(&mut page);
    page.trim_end().to_owned() + "\n"
}

/// What there is to say about a kind of component or a verb: its keys and a model that shows it.
fn section(word: &str) -> Option<String> {
    let (shows, model) = example(word)?;
    let mut text = match kind(word) {
        Some(shape) => of_kind(word, shape),
        None => of_verb(word)?,
    };
    let _ = writeln!(text, "{shows}\n\n```yaml\n{model}```");
    Some(text)
}

fn of_kind(word: &str, shape: &'static Json) -> String {
    let mut text = format!("{}\n\n{}\n", shape::about(shape), table(shape));
    let set: Vec<String> = parameters(word).iter().map(|key| format!("`{key}`")).collect();
    if !set.is_empty() {
        let _ = writeln!(text, "`set` and `deploy` can change {} while the model runs.\n", set.join(", "));
    }
    text
}

fn of_verb(word: &str) -> Option<String> {
    let verb: Verb = serde_json::from_value(Json::from(word)).ok()?;
    let (wants, needs, allows) = grammar(verb);
    let target = match wants {
        Wants::Nothing => "It needs no `target`",
        Wants::Nodes => "`target` names components, instances, shards or copies",
        Wants::Links => "`target` names a link, such as `api->db`",
        Wants::Loads => "`target` names a load",
    };
    let list = |keys: &[&str]| keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let needs = if needs.is_empty() { String::new() } else { format!("; it needs {}", list(needs)) };
    let allows = if allows.is_empty() { String::new() } else { format!("; it may have {}", list(allows)) };
    let meaning = schema::meaning("Verb", word)?;
    Some(format!("{meaning} {target}{needs}{allows}.\n\n"))
}

/// Everything that the sections above refer to.
fn smaller(page: &mut String) {
    let above =
        |name: &str| PARTS.iter().any(|(_, part, _)| *part == name) || ["Component", "Verb"].contains(&name);
    let rest = || definitions().filter(|(name, _)| !above(name));
    let _ = writeln!(page, "## Units and names\n\n| | what it is | written |\n|---|---|---|");
    for (name, part) in rest().filter(|(_, part)| part.get("examples").is_some()) {
        let examples = part.get("examples").and_then(Json::as_array);
        let written: Vec<String> =
            examples.into_iter().flatten().filter_map(Json::as_str).map(|text| format!("`{text}`")).collect();
        let _ = writeln!(
            page,
            "| <a id=\"{}\"></a>{} | {} | {} |",
            anchor(name),
            title(name),
            shape::about(part),
            written.join(", ")
        );
    }
    let _ = writeln!(page, "\n## Smaller parts\n");
    for (name, part) in rest().filter(|(_, part)| part.get("examples").is_none()) {
        let _ = writeln!(page, "### {}\n\n{}\n\n{}", title(name), shape::about(part), table(part));
    }
}

/// The parts that the schema names.
fn definitions() -> impl Iterator<Item = (&'static str, &'static Json)> {
    let all = schema::reading().get("$defs").and_then(Json::as_object);
    all.into_iter().flatten().map(|(name, part)| (name.as_str(), part))
}

fn definition(name: &str) -> &'static Json {
    schema::reading().pointer(&format!("/$defs/{name}")).unwrap_or(&Json::Null)
}

/// The shape of a kind of component.
fn kind(word: &str) -> Option<&'static Json> {
    kinds().find(|shape| shape.pointer("/properties/kind/const").and_then(Json::as_str) == Some(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_every_verb_has_a_section() {
        let verbs = definition("Verb").get("oneOf").and_then(Json::as_array).unwrap();
        let verbs = verbs.iter().filter_map(|verb| verb.get("const")?.as_str());
        let kinds = kinds().filter_map(|kind| kind.pointer("/properties/kind/const")?.as_str());
        let wanted: Vec<&str> = kinds.chain(verbs).collect();
        assert_eq!(EXAMPLES.iter().map(|(word, _)| *word).collect::<Vec<_>>(), wanted);
        assert!(wanted.iter().all(|word| section(word).is_some()));
    }

    #[test]
    fn every_link_of_the_page_leads_somewhere() {
        let page = page();
        let headings: Vec<String> = page
            .lines()
            .filter_map(|line| line.strip_prefix("### ").or(line.strip_prefix("## ")))
            .map(anchor)
            .collect();
        let links: Vec<&str> =
            page.split("](#").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0)).collect();
        assert!(links.len() > 100);
        for link in links {
            let known = headings.iter().any(|heading| heading == link);
            assert!(known || page.contains(&format!("<a id=\"{link}\">")), "{link}");
        }
    }
}
