//! `afterword simulate`: replays one model.

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::{FailOn, Outcome, Shell, progress};
use crate::finding::FaultKind;
use crate::model;
use crate::model::pick::Pick;
use crate::render::explain as explain_text;
use crate::render::findings::{FileFindings, Format as Findings};
use crate::render::simulate::{self as render, Table};
use crate::sim;
use crate::text::did_you_mean;
use crate::workspace::{Checker, Error, ModelFile};

/// Replay a model of an outage and check what it must show
///
/// The same seed gives the same result, byte for byte. Exit codes: 0 everything expected came out, 1 an
/// expectation failed or the model has faults, 2 the file cannot be read. `afterword explain database` and
/// `afterword explain crash` show what a model can say; all of it is in `docs/model.md`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The model to run, a YAML file
    file: PathBuf,
    /// The seed of the first run, instead of the file's
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Run only this variant
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// How many runs each variant has, instead of the file's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    runs: Option<u32>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Which table `--format csv` writes
    #[arg(long, value_parser = tables(), default_value = "series", value_name = "TABLE")]
    table: Table,
    /// Run nothing: show every key in force with its unit or default, what is asked of each component and
    /// what it can do, the load, and what happens in which order
    #[arg(long)]
    explain: bool,
    /// Follow single requests of one run through the system, each attempt of each call with its times: the
    /// first `N`, `failed:N`, `succeeded:N`, a cause such as `timeout:N`, `slowest:N`, `unanswered:N`, or
    /// `id:NUMBER`; with `@17:35` those sent from that time on
    #[arg(long, value_name = "WHICH", conflicts_with_all = ["explain", "runs"])]
    trace: Option<Pick>,
}

/// How the result is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for a person
    #[default]
    Text,
    /// Everything, for a program
    Json,
    /// One table, for a spreadsheet
    Csv,
}

fn tables() -> impl TypedValueParser<Value = Table> {
    let known = Table::ALL.map(|(_, name, about)| PossibleValue::new(name).help(about));
    PossibleValuesParser::new(known).map(|written| {
        let found = Table::ALL.iter().find(|(_, name, _)| *name == written);
        found.map_or(Table::Series, |(table, ..)| *table)
    })
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Outcome, Error> {
    let root = shell.root()?;
    let file = ModelFile::read(&root, &root.current.join(&args.file))?;
    let checker = Checker::new(&root);
    if let Some(fault) = file.decoding.iter().find(|fault| fault.kind == FaultKind::Encoding) {
        let help = fault.help.clone().unwrap_or_default();
        return Err(Error::with_help(format!("`{}`: {}", file.source.path, fault.message), help));
    }
    let findings = checker.check_model(&file, None);
    let before = [FileFindings { source: &file.source, findings: &findings }];
    if !findings.is_empty() {
        let text = Findings::Full.render(&before, shell.look());
        shell.note(text.trim_end());
    }
    if !file.runnable() {
        return Ok(Outcome::Found);
    }
    if args.explain {
        return explain(args, &file, shell);
    }
    if let Some(pick) = args.trace {
        return trace(args, &file, pick, shell);
    }
    let options = sim::Options { seed: args.seed, runs: args.runs, variant: args.variant.clone() };
    let run = |progress: &sim::Progress| sim::run_showing(&file.model, &options, progress);
    let Some(outcome) = progress::shown("replaying", run) else {
        return Err(no_variant(args, &file));
    };
    shell.print(&match args.format {
        Format::Text => render::text(&outcome),
        Format::Json => render::json(&outcome),
        Format::Csv => render::csv(&outcome, args.table),
    })?;
    let after = checker.check_model(&file, Some(&outcome));
    let files = [FileFindings { source: &file.source, findings: &after }];
    FailOn::Error.outcome(&files)
}

fn no_variant(args: &Args, file: &ModelFile) -> Error {
    let wanted = args.variant.as_deref().unwrap_or_default();
    let known = file.model.variants.iter().map(|variant| variant.name.as_str());
    let help = did_you_mean(wanted, known).unwrap_or_default();
    Error::with_help(format!("the model has no variant `{wanted}`"), help)
}

fn trace(args: &Args, file: &ModelFile, pick: Pick, shell: &mut Shell) -> Result<Outcome, Error> {
    let Some(followed) = sim::follow(&file.model, args.variant.as_deref(), args.seed, pick) else {
        return Err(no_variant(args, file));
    };
    shell.print(&match args.format {
        Format::Text => render::followed::text(&followed),
        Format::Json => render::followed::json(&followed),
        Format::Csv => return Err(no_csv("--trace")),
    })?;
    Ok(Outcome::Clean)
}

fn no_csv(option: &str) -> Error {
    Error::with_help(format!("`{option}` has no CSV form"), "write `--format text` or `--format json`")
}

fn explain(args: &Args, file: &ModelFile, shell: &mut Shell) -> Result<Outcome, Error> {
    let name = args.variant.as_deref();
    let first = file.model.variants.first();
    let Some(variant) = name.map_or(first, |name| file.model.variant(name)) else {
        return Err(no_variant(args, file));
    };
    let explained = model::explain::explain(&file.model, variant);
    shell.print(&match args.format {
        Format::Text => explain_text::text(&explained),
        Format::Json => explain_text::json(&explained),
        Format::Csv => return Err(no_csv("--explain")),
    })?;
    Ok(Outcome::Clean)
}
