//! `afterword inspect`: what was understood of a document.

use std::path::PathBuf;

use serde_json::Value as Json;

use super::{Outcome, Shell};
use crate::render::inspect::{Inspection, text};
use crate::workspace::{Error, Loaded, load, read_stdin, walk};

/// Show what was understood of a document
///
/// Prints title, times, impact, timeline, causes and tasks as they were read, each with its line, and what is
/// missing. Works on documents of any form, with or without frontmatter; `-` reads standard input.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files and folders, or `-`
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    format: String,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Outcome, Error> {
    let root = shell.root()?;
    let (stdin, named): (Vec<PathBuf>, Vec<PathBuf>) =
        args.files.iter().cloned().partition(|path| path.as_os_str() == "-");
    let mut documents = Vec::new();
    if !stdin.is_empty() {
        let (source, decoding) = read_stdin("-")?;
        documents.push(Loaded::new(&root, source, decoding));
    }
    if !named.is_empty() {
        documents.extend(load(&root, &walk(&root, &named, false)?.files)?);
    }
    let inspections: Vec<Inspection> =
        documents.iter().map(|one| Inspection::new(&one.source, &one.decoding, &one.document)).collect();
    if args.format == "json" {
        let all: Vec<Json> =
            inspections.iter().filter_map(|inspection| serde_json::to_value(inspection).ok()).collect();
        shell.print(&format!("{:#}\n", Json::from(all)))?;
    } else {
        let width = shell.look().width;
        let pages: Vec<String> = inspections.iter().map(|inspection| text(inspection, width)).collect();
        shell.print(&pages.join("\n"))?;
    }
    Ok(Outcome::Clean)
}
