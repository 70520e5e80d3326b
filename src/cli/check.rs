//! `afterword check`: lint, replay every model, compare the two.

use std::path::PathBuf;

use super::lint::nothing;
use super::{FailOn, Outcome, Outputs, Shell};
use crate::model::claims::Verdict;
use crate::render::findings::{Tally, summary};
use crate::text::counted;
use crate::workspace::{Checker, Error, Replayed, ReplayedModel, walk};

/// Lint postmortems, replay their models and check both against each other
///
/// What continuous integration runs. Every model that a postmortem links to is replayed; its `expect:` must hold,
/// and what the document claims (start, detection, duration, impact, events, the effect of tasks) must lie inside
/// what the model shows. Exit codes: 0 nothing found, 1 errors or warnings, 2 a file cannot be read.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files and folders [default: the repository's postmortems]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    outputs: Outputs,
    /// The least level that makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "warning")]
    fail_on: FailOn,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Outcome, Error> {
    let outputs = args.outputs.pair()?;
    let root = shell.root()?;
    let found = walk(&root, &args.paths, false)?;
    if found.files.is_empty() {
        shell.note(&nothing(&root, !args.paths.is_empty(), &found.beside));
    }
    let replayed = Checker::new(&root).replay(&found.files)?;
    let files = replayed.findings();
    outputs.write(&files, false, &root, shell)?;
    report(&replayed, shell);
    if !files.is_empty() {
        shell.note(&summary(Tally::of(&files), files.len()));
    }
    args.fail_on.outcome(&files)
}

/// Says of every model how it fared, a line each.
pub(super) fn report(replayed: &Replayed<'_>, shell: &mut Shell) {
    for (index, model) in replayed.models.iter().enumerate() {
        let claims =
            replayed.incidents.iter().filter(|one| one.model == Some(index)).flat_map(|one| &one.claims);
        let checked: Vec<bool> = claims
            .filter(|claim| claim.verdict != Verdict::Unchecked)
            .map(|claim| claim.verdict == Verdict::Agrees)
            .collect();
        shell.note(&line(model, &checked));
    }
}

fn line(model: &ReplayedModel, claims: &[bool]) -> String {
    let path = &model.file.source.path;
    let Some(outcome) = &model.outcome else { return format!("{path}: not replayed") };
    let runs = outcome.variants.len() * outcome.runs as usize;
    let holds = outcome.expectations.iter().filter(|verdict| verdict.holds).count();
    let agree = claims.iter().filter(|agrees| **agrees).count();
    format!(
        "{path}: {}, {holds} of {} expectations hold, {agree} of {} claims agree",
        counted(runs, "run"),
        outcome.expectations.len(),
        claims.len(),
    )
}
