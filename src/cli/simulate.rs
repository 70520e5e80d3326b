//! `afterword simulate`: replays one model.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::finding::{Fault, FaultKind};
use crate::model;
use crate::render::simulate as render;
use crate::sim;
use crate::text::Source;

/// Replay a model of an outage and check what it must show
#[derive(Args, Debug)]
pub struct Simulate {
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
}

/// How the result is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for a person
    #[default]
    Text,
    /// Everything, for a program
    Json,
    /// The time series, for a spreadsheet
    Csv,
}

/// Runs the command. The exit code is 1 when an expectation fails or the model has faults, 2 when the
/// file cannot be read.
pub fn run(args: &Simulate) -> ExitCode {
    let path = args.file.to_string_lossy().replace('\\', "/");
    let bytes = match std::fs::read(&args.file) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("error: cannot read {path}: {error}");
            return ExitCode::from(2);
        }
    };
    let (source, mut faults) = Source::decode(path, bytes);
    if faults.is_empty() {
        let model = model::read(&source);
        faults.clone_from(&model.faults);
        if model.runnable() {
            tell(&source, &faults);
            return replay(args, &model);
        }
    }
    tell(&source, &faults);
    let code = if faults.iter().any(|fault| fault.kind == FaultKind::Encoding) { 2 } else { 1 };
    ExitCode::from(code)
}

fn replay(args: &Simulate, model: &model::Model) -> ExitCode {
    let options = sim::Options { seed: args.seed, runs: args.runs, variant: args.variant.clone() };
    let Some(outcome) = sim::run(model, &options) else {
        let wanted = args.variant.as_deref().unwrap_or_default();
        let known: Vec<&str> = model.variants.iter().map(|variant| variant.name.as_str()).collect();
        eprintln!("error: the model has no variant `{wanted}`: known are `{}`", known.join("`, `"));
        return ExitCode::from(2);
    };
    let text = match args.format {
        Format::Text => render::text(&outcome),
        Format::Json => render::json(&outcome),
        Format::Csv => render::csv(&outcome),
    };
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("error: cannot write the result: {error}");
            ExitCode::from(2)
        }
        _ if outcome.passed() => ExitCode::SUCCESS,
        _ => ExitCode::from(1),
    }
}

/// Prints faults, one place and its help each.
fn tell(source: &Source, faults: &[Fault]) {
    for fault in faults {
        let at = source.position(fault.span.start);
        let level = if fault.kind == FaultKind::Suspicious { "warning" } else { "error" };
        eprintln!("{}:{}:{}: {level}: {}", source.path, at.line, at.column, fault.message);
        if let Some(help) = &fault.help {
            eprintln!("  help: {help}");
        }
    }
}
