//! The incident wiki: pages as plain data in, file names and contents out.
//!
//! Every page works from `file://` without a network and without JavaScript, and every link between pages
//! is relative and leads somewhere.

mod bar;
mod index;
mod links;
mod page;
mod templates;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;
use serde::Serialize;

use super::html;
use super::svg::{Entry, Graph, Sample, Window, Zone};
pub use templates::{TemplateError, names};

/// A whole site.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Its name.
    pub title: String,
    /// A sentence under the name on the first page; may be empty.
    pub description: String,
    /// The incidents, in any order.
    pub incidents: Vec<IncidentPage>,
    /// The rules, in the order of their codes.
    pub rules: Vec<RulePage>,
    /// Further files that the caller puts into the site: path in the repository to path in the site.
    pub files: BTreeMap<String, String>,
    /// Templates of the team, by name, in place of the built-in ones ([`names`]).
    pub templates: BTreeMap<String, String>,
}

/// One incident.
#[derive(Clone, Debug)]
pub struct IncidentPage {
    /// The name of its page, such as `2023-08-05-pool`.
    pub slug: String,
    /// Where it stands in the repository, with `/`; relative links start from its folder.
    pub source: String,
    /// Its title.
    pub title: String,
    /// `draft`, `in-review`, `published`; may be empty.
    pub status: String,
    /// `SEV1` …; may be empty.
    pub severity: String,
    /// The zone in which its times are printed.
    pub zone: Zone,
    /// Its moments.
    pub window: Option<Window>,
    /// The day that stands for it where its start is not known.
    pub day: Option<NaiveDate>,
    /// The impact in words, such as `30% of users`; may be empty.
    pub impact: String,
    /// The services it hit.
    pub services: Vec<String>,
    /// `software`, `human`, `network` …
    pub flavors: Vec<String>,
    /// What detected it: `monitoring`, `customer` …; may be empty.
    pub detection: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The Markdown body, without frontmatter.
    pub body: String,
    /// The heading of its summary; may be empty.
    pub summary: String,
    /// The entries of its timeline.
    pub entries: Vec<Entry>,
    /// Its replay.
    pub replay: Option<Replay>,
    /// What was agreed to be done.
    pub actions: Vec<Action>,
    /// What the linter says of it.
    pub findings: Vec<FindingLine>,
}

/// What a model showed.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// The name of the model.
    pub model: String,
    /// How it was run, such as `30 runs, seed 20`.
    pub runs: String,
    /// The system and what failed.
    pub topology: Graph,
    /// A sentence under the topology, such as the instant it shows; may be empty.
    pub topology_caption: String,
    /// Availability per variant, what happened first.
    pub series: Vec<Line>,
    /// Statements compared with the runs.
    pub claims: Vec<Claim>,
    /// The numbers the model rests on.
    pub parameters: Vec<Parameter>,
}

/// Availability of one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The variant's name.
    pub name: String,
    /// Its samples in order of time.
    pub samples: Vec<Sample>,
}

/// A statement of the document beside what the model gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// What is compared, such as `duration`.
    pub what: String,
    /// What the document says.
    pub stated: String,
    /// What the runs gave.
    pub simulated: String,
    /// Whether they agree.
    pub verdict: Verdict,
    /// What is stated is assumed, as the document itself says.
    pub assumed: bool,
}

/// How a statement and a run compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The statement lies inside what the model produces.
    Agrees,
    /// It does not.
    Differs,
    /// There is nothing to compare with.
    Unchecked,
}

/// A number of the model and its basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// Its place in the model, such as `components.meta.restore.rate`.
    pub name: String,
    /// Its value with its unit.
    pub value: String,
    /// The sentence it comes from; empty where it is assumed.
    pub quote: String,
    /// It is assumed.
    pub assumed: bool,
    /// Why this value; may be empty.
    pub note: String,
}

/// Something that was agreed to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Action {
    /// What, as plain text.
    pub text: String,
    /// Whether it is done.
    pub done: bool,
    /// Who; may be empty.
    pub owner: String,
    /// Until when, ISO 8601; may be empty.
    pub due: String,
    /// Its ticket; may be empty.
    pub ticket: String,
    /// The variant of the model that tries it; may be empty.
    pub variant: String,
}

/// A finding of the linter, in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingLine {
    /// The rule's code; linked where the site has its page.
    pub code: String,
    /// `error`, `warning` or `hint`.
    pub level: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// A rule of the linter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulePage {
    /// Its code, such as `PM501`.
    pub code: String,
    /// Its name, such as `action-without-owner`.
    pub name: String,
    /// `error`, `warning` or `hint`.
    pub level: String,
    /// Its documentation in Markdown, with headings from level 2.
    pub doc: String,
}

/// Renders a site to its files, by path, in a fixed order.
///
/// # Errors
/// Only a template of the team can fail: it is named, with the line and what to do.
pub fn render(site: &Site) -> Result<Vec<(String, String)>, TemplateError> {
    let templates = templates::Templates::new(&site.templates)?;
    let places = links::Places::new(site);
    let order = index::by_date(&site.incidents);
    let mut files = vec![
        ("index.html".to_owned(), templates.page("index.html", &index::view(site, &places, &order))?),
        ("style.css".to_owned(), templates.style().to_owned()),
        ("theme.js".to_owned(), templates.script().to_owned()),
    ];
    let pages: Result<Vec<_>, _> = (0..order.len())
        .into_par_iter()
        .filter_map(|nth| page::view(site, &places, &order, nth))
        .map(|view| Ok((view.path.clone(), templates.page("incident.html", &view)?)))
        .collect();
    files.extend(pages?);
    if !site.rules.is_empty() {
        files.push(("rules/index.html".to_owned(), templates.page("rules.html", &index::rules(site))?));
        for view in site.rules.iter().map(|rule| page::rule(site, rule)) {
            files.push((view.path.clone(), templates.page("rule.html", &view)?));
        }
    }
    Ok(files)
}
