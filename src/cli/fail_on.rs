//! From findings to the exit code.

use super::Outcome;
use crate::finding::Level;
use crate::render::findings::{FileFindings, Tally};
use crate::rules::INTERNAL;
use crate::workspace::Error;

/// The least level that makes the exit code 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Hint,
    Never,
}

impl FailOn {
    /// How a command ends that found `files`.
    pub(super) fn outcome(self, files: &[FileFindings<'_>]) -> Result<Outcome, Error> {
        if files.iter().flat_map(|file| file.findings).any(|finding| finding.code == INTERNAL) {
            return Err(Error::with_help(
                "a rule failed on a file, so not everything was checked",
                "this is a bug in afterword; `--ignore RULE` goes round it",
            ));
        }
        let tally = Tally::of(files);
        let failed = match self {
            Self::Error => tally.reaches(Level::Error),
            Self::Warning => tally.reaches(Level::Warning),
            Self::Hint => tally.reaches(Level::Hint),
            Self::Never => false,
        };
        Ok(if failed { Outcome::Found } else { Outcome::Clean })
    }
}
