//! The commands, one file each.

mod build;
mod check;
mod config;
mod explain;
mod fail_on;
mod inspect;
mod lint;
mod new;
mod outputs;
mod progress;
mod schema;
mod shell;
mod simulate;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use fail_on::FailOn;
use outputs::Outputs;
pub use shell::Shell;

use crate::workspace::Error;

/// Write postmortems from templates, lint them, replay the outage and publish an incident wiki.
#[derive(Debug, Parser)]
#[command(name = "afterword", version, arg_required_else_help = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// What every command takes.
#[derive(Clone, Debug, clap::Args)]
pub struct Global {
    /// Settings file to use instead of the `afterword.toml` found upwards
    #[arg(long, value_name = "FILE", global = true, help_heading = "Everywhere")]
    pub config: Option<PathBuf>,
    /// When to use colours: auto, always, never
    #[arg(
        long,
        value_name = "WHEN",
        global = true,
        default_value = "auto",
        hide_possible_values = true,
        help_heading = "Everywhere"
    )]
    pub color: Color,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set; elsewhere only with `CLICOLOR_FORCE`
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Args),
    Lint(lint::Args),
    Check(check::Args),
    Build(build::Args),
    Inspect(inspect::Args),
    Simulate(simulate::Args),
    Explain(explain::Args),
    Config(config::Args),
    Schema(schema::Args),
}

/// How a command ended when it could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was found: exit code 0.
    Clean,
    /// There are findings or failed expectations: exit code 1.
    Found,
}

/// Runs the program: exit code 0 nothing found, 1 findings, 2 the tool could not do its work.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let mut shell = Shell::new(cli.global.clone());
    let outcome = match &cli.command {
        Command::New(args) => new::run(args, &mut shell),
        Command::Lint(args) => lint::run(args, &mut shell),
        Command::Check(args) => check::run(args, &mut shell),
        Command::Build(args) => build::run(args, &mut shell),
        Command::Inspect(args) => inspect::run(args, &mut shell),
        Command::Simulate(args) => simulate::run(args, &mut shell),
        Command::Explain(args) => explain::run(args, &mut shell),
        Command::Config(args) => config::run(args, &mut shell),
        Command::Schema(args) => schema::run(args, &mut shell),
    };
    match outcome.and_then(|outcome| shell.flush().map(|()| outcome)) {
        Ok(Outcome::Clean) | Err(Error::BrokenPipe) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(error) => {
            shell.report(&error);
            ExitCode::from(2)
        }
    }
}
