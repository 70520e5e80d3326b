//! The commands, one file each.

use std::process::ExitCode;

pub mod simulate;

#[derive(clap::Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Simulate(simulate::Simulate),
}

/// Runs the program.
pub fn main() -> ExitCode {
    match <Cli as clap::Parser>::parse().command {
        Command::Simulate(args) => simulate::run(&args),
    }
}
