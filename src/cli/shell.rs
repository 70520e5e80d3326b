//! The program's ways out: results on standard output, everything else on standard error.

use std::io::{BufWriter, ErrorKind, IsTerminal, Stdout, Write};
use std::path::PathBuf;

use super::{Color, Global};
use crate::finding::{Finding, Level};
use crate::render::findings::{FileFindings, Format, Look};
use crate::workspace::{Error, Root};

/// The program's surroundings: outputs, colours, the current folder.
#[derive(Debug)]
pub struct Shell {
    global: Global,
    stdout: BufWriter<Stdout>,
}

/// The width of text that does not go to a terminal.
const WIDTH: usize = 100;

impl Shell {
    /// The surroundings of this run.
    pub fn new(global: Global) -> Self {
        Self { global, stdout: BufWriter::new(std::io::stdout()) }
    }

    /// The repository around the current folder.
    pub fn root(&self) -> Result<Root, Error> {
        Root::discover(&self.current()?, self.global.config.as_deref())
    }

    /// The current folder.
    pub fn current(&self) -> Result<PathBuf, Error> {
        std::env::current_dir().map_err(|error| Error::io("find", "the current folder", &error))
    }

    /// Writes to standard output.
    pub fn print(&mut self, text: &str) -> Result<(), Error> {
        self.stdout.write_all(text.as_bytes()).map_err(|error| output_error(&error))
    }

    /// Writes out what is buffered.
    pub fn flush(&mut self) -> Result<(), Error> {
        self.stdout.flush().map_err(|error| output_error(&error))
    }

    /// Writes a line to standard error, after everything printed so far.
    pub fn note(&mut self, line: &str) {
        _ = self.stdout.flush();
        _ = writeln!(std::io::stderr(), "{line}");
    }

    /// Empties the screen, where there is one.
    pub fn clear(&mut self) -> Result<(), Error> {
        if std::io::stdout().is_terminal() { self.print("\u{1b}[2J\u{1b}[3J\u{1b}[H") } else { Ok(()) }
    }

    /// How results look on standard output.
    pub fn look(&self) -> Look<'static> {
        Look { color: self.colored(std::io::stdout().is_terminal()), width: width(), site: None }
    }

    /// How findings of a repository look on standard output.
    pub fn look_for<'a>(&self, root: &'a Root) -> Look<'a> {
        Look { site: root.settings().site.url.as_deref(), ..self.look() }
    }

    /// Says why the program stops.
    pub fn report(&mut self, error: &Error) {
        let color = self.colored(std::io::stderr().is_terminal());
        match error {
            Error::Faults(source, faults) => {
                let findings: Vec<Finding> = faults.iter().map(as_finding).collect();
                let file = FileFindings { source, findings: &findings };
                let text = Format::Full.render(&[file], Look { color, width: width(), site: None });
                self.note(text.trim_end());
            }
            Error::Failed { message, help } => {
                let paint = |code: &str, text: &str| {
                    if color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
                };
                self.note(&format!("{} {message}", paint("1;31", "error:")));
                if let Some(help) = help {
                    self.note(&format!("  {} {help}", paint("36", "help:")));
                }
            }
            Error::BrokenPipe => {}
        }
    }

    fn colored(&self, terminal: bool) -> bool {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
        match self.global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => false,
            Color::Auto => {
                set("CLICOLOR_FORCE")
                    || (terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"))
            }
        }
    }
}

fn width() -> usize {
    terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(40, 120))
}

fn output_error(error: &std::io::Error) -> Error {
    if error.kind() == ErrorKind::BrokenPipe {
        Error::BrokenPipe
    } else {
        Error::io("write", "standard output", error)
    }
}

/// A fault of a settings file, which no rule reports.
fn as_finding(fault: &crate::finding::Fault) -> Finding {
    Finding {
        code: "settings",
        name: "",
        level: Level::Error,
        span: fault.span,
        message: fault.message.clone(),
        label: fault.label.clone(),
        others: fault.others.clone(),
        help: fault.help.clone(),
        fix: None,
    }
}
