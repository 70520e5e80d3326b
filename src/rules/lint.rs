//! Runs the selected rules over one document.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::NaiveDate;

use super::context::Asked;
use super::rule::Check;
use super::suppression::{self, Suppression};
use super::unfinished;
use super::{Context, Files, ModelContext, Report, Rule, Selection, Twins};
use crate::document::{Document, Postmortem};
use crate::finding::{Fault, FaultKind, Finding, Level};
use crate::model::claims::Claim;
use crate::model::{Profile, Settings};
use crate::text::yaml::Value;
use crate::text::{Source, Span};

/// The rule that finds a second postmortem in one file.
const SEVERAL: &str = "PM015";
/// What a second postmortem may lack because the first one says it: told once it has a file of its own.
const ABSENCES: &[&str] = &[
    "PM010", "PM013", "PM016", "PM101", "PM102", "PM103", "PM201", "PM206", "PM207", "PM208", "PM209",
    "PM210", "PM301", "PM302", "PM303", "PM502",
];

/// The code of the finding that says that a rule itself failed.
pub const INTERNAL: &str = "PM099";

/// Everything that a file is checked with.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The file.
    pub source: &'a Source,
    /// What was wrong with its bytes.
    pub decoding: &'a [Fault],
    /// What was understood of it.
    pub document: &'a Document,
    /// The rules to check.
    pub selection: &'a Selection,
    /// What its profile asks for.
    pub profile: &'a Profile,
    /// The settings in force.
    pub settings: &'a Settings,
    /// The files around it.
    pub files: &'a dyn Files,
    /// The other documents of this run.
    pub twins: &'a Twins,
    /// What it claims beside what its model showed; empty where nothing was replayed.
    pub claims: &'a [Claim],
    /// The day on which it is checked.
    pub today: Option<NaiveDate>,
}

/// The findings of a file in the order they stand. Each of its postmortems is checked by itself; that there are several
/// is a finding of its own.
pub fn lint(input: &Input<'_>) -> Vec<Finding> {
    lint_all(std::slice::from_ref(input)).pop().unwrap_or_default()
}

/// The findings of each of some files, as [`lint`] gives them. Each rule is run on all files before the next one, which
/// takes less time than all rules on each file: the processor has to fetch every rule only once.
pub fn lint_all(inputs: &[Input<'_>]) -> Vec<Vec<Finding>> {
    let mut all = Vec::with_capacity(inputs.len());
    for inputs in inputs.chunk_by(|one, next| std::ptr::eq(one.selection, next.selection)) {
        let mut files: Vec<File<'_>> = inputs.iter().map(File::new).collect();
        let rules = inputs.first().into_iter().flat_map(|input| input.selection.rules());
        for (rule, level) in rules.filter(|(rule, _)| !about_suppressions(rule)) {
            for file in &mut files {
                file.run(rule, level);
            }
        }
        all.extend(files.into_iter().map(File::findings));
    }
    all
}

fn about_suppressions(rule: &Rule) -> bool {
    rule.code.starts_with("PM09")
}

/// A file while rules are run on it.
struct File<'a> {
    input: &'a Input<'a>,
    unreadable: bool,
    suppressions: Vec<Suppression>,
    parts: Vec<Part<'a>>,
}

/// A postmortem, with the findings so far.
struct Part<'a> {
    postmortem: &'a Postmortem,
    asked: Asked,
    findings: Vec<Finding>,
}

impl<'a> File<'a> {
    fn new(input: &'a Input<'a>) -> Self {
        let unreadable = input.source.text.trim_start_matches('\u{feff}').trim().is_empty()
            || input.decoding.iter().any(|fault| fault.kind == FaultKind::Encoding);
        let postmortems = &input.document.postmortems;
        let suppressions =
            postmortems.iter().flat_map(|postmortem| suppression::find(input.source, postmortem)).collect();
        let part = |postmortem| Part { postmortem, asked: Asked::default(), findings: Vec::new() };
        Self { input, unreadable, suppressions, parts: postmortems.iter().map(part).collect() }
    }

    fn run(&mut self, rule: &'static Rule, level: Level) {
        if self.unreadable && rule.code != "PM001" {
            return;
        }
        for Part { postmortem, asked, findings } in &mut self.parts {
            let cx = Context { input: self.input, postmortem, suppressions: &self.suppressions, asked };
            run(&cx, rule, level, findings);
        }
    }

    /// What is left of the findings, with those about suppressions, in the order they stand.
    fn findings(self) -> Vec<Finding> {
        let Self { input, suppressions, parts, .. } = self;
        let mut findings = Vec::new();
        let Some(first) = parts.first().map(|part| part.postmortem) else { return findings };
        let mut told_apart = false;
        for Part { postmortem, asked, findings: mut own } in parts {
            let cx = Context { input, postmortem, suppressions: &suppressions, asked: &asked };
            unfinished::leave_out(&cx, &mut own);
            if told_apart && !cx.is_first() {
                own.retain(|finding| !ABSENCES.contains(&finding.code));
            }
            own.retain(|finding| !silenced(&suppressions, finding, input.today));
            if unread(postmortem) {
                own.retain(|finding| !OF_FRONTMATTER.contains(&finding.code));
            }
            unfinished::fold(input.source, &mut own);
            told_apart |= own.iter().any(|finding| finding.code == SEVERAL);
            findings.append(&mut own);
        }
        let cx = Context { input, postmortem: first, suppressions: &suppressions, asked: &Asked::default() };
        for (rule, level) in input.selection.rules().filter(|(rule, _)| about_suppressions(rule)) {
            run(&cx, rule, level, &mut findings);
        }
        in_order(&mut findings);
        findings
    }
}

fn in_order(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        (a.span.start, a.code, a.span.end, &a.message).cmp(&(b.span.start, b.code, b.span.end, &b.message))
    });
    findings.dedup();
}

fn silenced(suppressions: &[Suppression], finding: &Finding, today: Option<NaiveDate>) -> bool {
    suppressions.iter().filter(|suppression| suppression.silences(finding, today)).count() > 0
}

/// What is missed when the frontmatter could not be read to its end; the fault itself is told by PM002 or PM005.
const OF_FRONTMATTER: &[&str] = &["PM003", "PM013", "PM101", "PM102", "PM103", "PM207"];

/// Whether the frontmatter could not be read to its end.
fn unread(postmortem: &Postmortem) -> bool {
    let mut faults = postmortem.faults.iter().chain(&postmortem.yaml.faults);
    let no_mapping = postmortem.yaml.root.as_ref().is_some_and(|root| !matches!(root.value, Value::Map(_)));
    no_mapping || faults.any(|fault| fault.kind == FaultKind::YamlSyntax)
}

/// The findings of a model file in the order they stand.
pub fn lint_model(cx: &ModelContext<'_>, selection: &Selection) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (rule, level) in selection.rules() {
        if let Check::Model(check) = rule.check {
            guarded(rule, level, Span::at(0), &mut findings, |report| check(cx, report));
        }
    }
    in_order(&mut findings);
    findings
}

/// Runs one rule about documents.
fn run(cx: &Context<'_>, rule: &'static Rule, level: Level, findings: &mut Vec<Finding>) {
    if let Check::Document(check) = rule.check {
        guarded(rule, level, Span::at(cx.postmortem.span.start), findings, |report| check(cx, report));
    }
}

/// Runs one rule; a rule that panics is a finding, and the others still run.
fn guarded(
    rule: &'static Rule,
    level: Level,
    at: Span,
    findings: &mut Vec<Finding>,
    check: impl FnOnce(&mut Report<'_>),
) {
    let before = findings.len();
    let result =
        catch_unwind(AssertUnwindSafe(|| check(&mut Report { rule, level, findings: &mut *findings })));
    if result.is_ok() {
        return;
    }
    findings.truncate(before);
    findings.push(Finding {
        code: INTERNAL,
        name: "internal-error",
        level: Level::Error,
        span: at,
        message: format!(
            "rule {} ({}) failed on this file; this is a bug in afterword",
            rule.code, rule.name
        ),
        label: String::new(),
        others: Vec::new(),
        help: Some(format!("leave it out for now with `--ignore {}` and report it with the file", rule.code)),
        fix: None,
    });
}
