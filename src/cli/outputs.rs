//! Where findings go: formats and files, as they are named on the command line.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::Shell;
use crate::render::findings::{FileFindings, Format, Look, statistics};
use crate::workspace::{Error, Root, write_atomic};

const FORMAT: &str = "output_format";
const FILE: &str = "output_file";

/// Formats and files in the order in which they are named.
#[derive(Clone, Debug, Default)]
pub(super) struct Outputs(Vec<Part>);

#[derive(Clone, Debug)]
enum Part {
    Format(Format),
    File(PathBuf),
}

/// The formats asked for, each with its file; without one it goes to standard output.
#[derive(Clone, Debug)]
pub(super) struct Destinations(Vec<(Format, Option<PathBuf>)>);

impl Outputs {
    /// Pairs every file with the format named before it.
    pub(super) fn pair(&self) -> Result<Destinations, Error> {
        let mut pairs: Vec<(Format, Option<PathBuf>)> = Vec::new();
        for part in &self.0 {
            match part {
                Part::Format(format) => pairs.push((*format, None)),
                Part::File(path) => match pairs.last_mut() {
                    None => pairs.push((Format::Full, Some(path.clone()))),
                    Some((_, file @ None)) => *file = Some(path.clone()),
                    Some((format, Some(first))) => {
                        let (first, second) = (first.display(), path.display());
                        return Err(Error::with_help(
                            format!("`{first}` and `{second}` are both for `{}`", format.name()),
                            "name a format before each file: `--output-format FORMAT --output-file FILE`",
                        ));
                    }
                },
            }
        }
        let mut printed = pairs.iter().filter(|(_, file)| file.is_none()).map(|(format, _)| format.name());
        if let (Some(first), Some(second)) = (printed.next(), printed.next()) {
            return Err(Error::with_help(
                format!("`{first}` and `{second}` cannot both go to standard output"),
                format!("give one a file: `--output-format {second} --output-file FILE`"),
            ));
        }
        if pairs.is_empty() {
            pairs.push((Format::Full, None));
        }
        Ok(Destinations(pairs))
    }
}

impl Destinations {
    /// Writes findings everywhere they are asked for; `counts` puts statistics in the place of standard output's.
    pub(super) fn write(
        &self,
        files: &[FileFindings<'_>],
        counts: bool,
        root: &Root,
        shell: &mut Shell,
    ) -> Result<(), Error> {
        let look = shell.look_for(root);
        if counts {
            shell.print(&statistics(files))?;
        }
        for (format, file) in &self.0 {
            if let Some(file) = file {
                let path = root.current.join(file);
                let text = format.render(files, Look { color: false, ..look });
                write_atomic(&path, &root.shown(&path), text.as_bytes())?;
            } else if !counts {
                shell.print(&format.render(files, look))?;
            }
        }
        Ok(())
    }
}

impl clap::Args for Outputs {
    fn augment_args(command: Command) -> Command {
        let names: Vec<&str> = Format::ALL.iter().map(|(_, name, _)| *name).collect();
        let format = Arg::new(FORMAT)
            .long("output-format")
            .visible_alias("format")
            .value_name("FORMAT")
            .action(ArgAction::Append)
            .value_parser(names)
            .help("How to print findings; full unless told otherwise; may be repeated");
        let file = Arg::new(FILE)
            .long("output-file")
            .short('o')
            .value_name("FILE")
            .action(ArgAction::Append)
            .value_parser(value_parser!(PathBuf))
            .help("Where the format before it goes instead of standard output; may be repeated")
            .long_help(
                "Where the format before it goes instead of standard output; may be repeated, as in \
                 `--output-format full --output-format sarif --output-file findings.sarif`",
            );
        command.arg(format).arg(file)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for Outputs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let formats = matches.get_many::<String>(FORMAT).into_iter().flatten();
        let formats = formats.zip(matches.indices_of(FORMAT).into_iter().flatten());
        let files = matches.get_many::<PathBuf>(FILE).into_iter().flatten();
        let files = files.zip(matches.indices_of(FILE).into_iter().flatten());
        let mut parts: Vec<(usize, Part)> = formats
            .filter_map(|(name, at)| Some((at, Part::Format(name.parse().ok()?))))
            .chain(files.map(|(path, at)| (at, Part::File(path.clone()))))
            .collect();
        parts.sort_by_key(|(at, _)| *at);
        Ok(Self(parts.into_iter().map(|(_, part)| part).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
