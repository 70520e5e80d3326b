//! `afterword schema`: the JSON Schemas with which editors complete and check.

use super::{Outcome, Shell};
use crate::workspace::Error;

/// Print a JSON Schema
///
/// Editors complete and check with it: put `# yaml-language-server: $schema=…` at the top of a model, or
/// name the schema of `afterword.toml` in your editor's settings.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What it describes
    #[arg(value_name = "WHAT")]
    what: What,
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// The frontmatter of a postmortem
    Postmortem,
    /// A simulation model
    Model,
    /// The settings, `afterword.toml`
    Config,
    /// What `afterword inspect --format json` prints
    Inspect,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Outcome, Error> {
    let schema = match args.what {
        What::Postmortem => crate::document::frontmatter_schema().clone(),
        What::Model => crate::model::schema::published(),
        What::Config => crate::model::settings_schema(),
        What::Inspect => crate::render::inspect::schema(),
    };
    shell.print(&format!("{schema:#}\n"))?;
    Ok(Outcome::Clean)
}
