//! `afterword inspect`: what was understood of a document.

use std::path::PathBuf;

use super::{Outcome, Shell};
use crate::render::inspect::{Inspection, text};
use crate::workspace::{Error, Loaded, Root, load, read_stdin, walk};

/// Show what was understood of documents
///
/// Prints the facts, the timeline, the tasks and the sections of each document with the lines they were read from,
/// and what is missing. Documents need no frontmatter. Without a file, or with `-`, standard input is read. Exit
/// codes: 0 it was read, 2 a file cannot be read.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files and folders; `-` for standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How to print: text, or json with one object a line for each file
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    format: String,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Outcome, Error> {
    let root = shell.root()?;
    for (index, loaded) in documents(args, &root)?.iter().enumerate() {
        let inspection = Inspection::new(&loaded.source, &loaded.decoding, &loaded.document);
        if args.format == "json" {
            let line = serde_json::to_string(&inspection).map_err(|error| {
                Error::new(format!("cannot write `{}` as JSON: {error}", inspection.path))
            })?;
            shell.print(&format!("{line}\n"))?;
        } else {
            let gap = if index == 0 { "" } else { "\n" };
            let screen = text(&inspection, shell.look().width);
            shell.print(&format!("{gap}{screen}"))?;
        }
    }
    Ok(Outcome::Clean)
}

/// What is named, in the order named; folders as `lint` walks them.
fn documents<'a>(args: &Args, root: &'a Root) -> Result<Vec<Loaded<'a>>, Error> {
    let input = [PathBuf::from("-")];
    let named = if args.files.is_empty() { &input } else { args.files.as_slice() };
    let mut documents = Vec::new();
    for path in named {
        if path.as_os_str() == "-" {
            let (source, decoding) = read_stdin("<stdin>")?;
            documents.push(Loaded::new(root, source, decoding));
            continue;
        }
        let found = walk(root, std::slice::from_ref(path), false)?;
        if found.files.is_empty() {
            let message = format!("there is no Markdown file in `{}`", path.display());
            return Err(Error::with_help(
                message,
                "name the files, as in `afterword inspect postmortems/*.md`",
            ));
        }
        documents.extend(load(root, &found.files)?);
    }
    Ok(documents)
}
