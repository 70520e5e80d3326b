//! `afterword config`: what applies to a file, and why.

use std::path::PathBuf;

use super::{Outcome, Shell};
use crate::render::config::text;
use crate::workspace::{Error, applied, load, named};

/// Show which settings apply to a file and what decided them
///
/// Prints the settings files in the order in which they extend one another, the profile, every setting and every
/// rule's level, each with the key, the file and the line that decided it. Without a file, what applies to the
/// repository; `--config` takes another settings file. Exit codes: 0 it was shown, 2 a file cannot be read or
/// the settings are wrong.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A postmortem
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    format: String,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Outcome, Error> {
    let root = shell.root()?;
    let loaded = match &args.file {
        Some(path) if root.current.join(path).is_dir() => {
            let message = format!("`{}` is a folder", path.display());
            return Err(Error::with_help(
                message,
                "name a file in it: settings may differ from file to file",
            ));
        }
        Some(path) => load(&root, &[named(&root, path)?])?.pop(),
        None => None,
    };
    let applied = applied(&root, loaded.as_ref());
    if args.format == "json" {
        let json = serde_json::to_string_pretty(&applied)
            .map_err(|error| Error::new(format!("cannot write settings as JSON: {error}")))?;
        shell.print(&format!("{json}\n"))?;
    } else {
        shell.print(&text(&applied))?;
    }
    Ok(Outcome::Clean)
}
