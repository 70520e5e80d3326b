//! `afterword explain`: what a rule checks and why, what a word of the model language means.

use serde_json::{Value as Json, json};

use super::{Outcome, Shell};
use crate::render::reference;
use crate::rules::{Rule, all, find, suggestion};
use crate::text::nearest;
use crate::workspace::Error;

/// Explain a rule, the rules of a group, or a word of the model language, or list all rules
///
/// `afterword explain PM501` prints what the rule checks, why, an example that fails and one that
/// passes; `afterword explain PM5` and `afterword explain action-without-owner` work too. `afterword
/// explain pool` prints the keys of that kind of component and a model that shows it; so do the verbs of the
/// timeline, such as `crash`. Parts of a model (`expect`) and keys (`timeout`) are told with all places where
/// they may stand. Without a rule, all rules are listed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Codes, starts of codes, names; or kinds, verbs, parts and keys of models
    #[arg(value_name = "RULE|WORD")]
    rules: Vec<String>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    format: String,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Outcome, Error> {
    let mut chosen: Vec<&Rule> = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    for selector in &args.rules {
        if let Some(word) = reference::words().find(|word| word == selector) {
            words.push(word);
            continue;
        }
        let found = if selector.eq_ignore_ascii_case("all") { all().collect() } else { find(selector) };
        if found.is_empty() {
            let help = nearest(selector, reference::words())
                .map_or_else(|| suggestion(selector), |word| format!("did you mean `{word}`?"));
            let message = format!("`{selector}` is neither a rule nor a word of the model language");
            return Err(Error::with_help(message, help));
        }
        chosen.extend(found);
    }
    if args.format == "json" {
        let rules: Vec<Json> =
            if args.rules.is_empty() { all().collect() } else { chosen }.into_iter().map(object).collect();
        let words = words.iter().map(|word| json!({ "word": word, "documentation": reference::alone(word) }));
        let rules: Vec<Json> = rules.into_iter().chain(words).collect();
        let text = serde_json::to_string_pretty(&rules).unwrap_or_default();
        shell.print(&format!("{text}\n"))?;
    } else if args.rules.is_empty() {
        shell.print(&list())?;
    } else {
        let words = words.iter().filter_map(|word| Some(format!("# {word}\n\n{}", reference::alone(word)?)));
        let pages: Vec<String> = chosen.into_iter().map(page).chain(words).collect();
        shell.print(&pages.join("\n\n"))?;
    }
    Ok(Outcome::Clean)
}

/// A rule's page in Markdown.
fn page(rule: &Rule) -> String {
    format!(
        "# {} {}\n\nLevel: {}. Since {}.\n\n{}\n",
        rule.code,
        rule.name,
        rule.level.as_str(),
        rule.since,
        rule.documentation()
    )
}

/// All rules, one a line.
fn list() -> String {
    let width = all().map(|rule| rule.name.len()).max().unwrap_or_default();
    let line = |rule: &Rule| {
        format!("{}  {:width$}  {:7}  {}\n", rule.code, rule.name, rule.level.as_str(), rule.summary())
    };
    all().map(line).collect()
}

fn object(rule: &Rule) -> Json {
    json!({
        "code": rule.code,
        "name": rule.name,
        "level": rule.level,
        "since": rule.since,
        "summary": rule.summary(),
        "documentation": rule.documentation(),
    })
}
