//! How many findings there are, in one line.

use super::FileFindings;
use crate::finding::{Level, Safety};
use crate::text::counted;

/// Findings counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Hints.
    pub hints: usize,
    /// Files with findings.
    pub files: usize,
    /// Findings with a safe fix.
    pub safe: usize,
    /// Findings with a fix that needs a look.
    pub unsafe_: usize,
}

impl Tally {
    /// Counts the findings of all files.
    pub fn of(files: &[FileFindings<'_>]) -> Self {
        let mut tally = Self::default();
        for file in files {
            tally.files += usize::from(!file.findings.is_empty());
            for finding in file.findings {
                match finding.level {
                    Level::Error => tally.errors += 1,
                    Level::Warning => tally.warnings += 1,
                    Level::Hint => tally.hints += 1,
                }
                match finding.fix.as_ref().map(|fix| fix.safety) {
                    Some(Safety::Safe) => tally.safe += 1,
                    Some(Safety::Unsafe) => tally.unsafe_ += 1,
                    None => {}
                }
            }
        }
        tally
    }

    /// Whether there are findings of at least this level.
    pub fn reaches(self, level: Level) -> bool {
        let count = match level {
            Level::Error => self.errors,
            Level::Warning => self.errors + self.warnings,
            Level::Hint => self.errors + self.warnings + self.hints,
        };
        count > 0
    }
}

/// The line under the findings: "found 3 errors, 1 warning in 2 files (1 fixable with `--fix`)".
pub fn summary(tally: Tally, checked: usize) -> String {
    let parts: Vec<String> = [(tally.errors, "error"), (tally.warnings, "warning"), (tally.hints, "hint")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    if parts.is_empty() {
        return format!("nothing found in {}", counted(checked, "file"));
    }
    let mut line = format!("found {} in {}", parts.join(", "), counted(tally.files, "file"));
    let fixable = match (tally.safe, tally.unsafe_) {
        (0, 0) => String::new(),
        (0, unsafe_) => format!(" ({unsafe_} fixable with `--fix --unsafe-fixes`)"),
        (safe, 0) => format!(" ({safe} fixable with `--fix`)"),
        (safe, unsafe_) => {
            format!(" ({safe} fixable with `--fix`, {unsafe_} more with `--unsafe-fixes`)")
        }
    };
    line.push_str(&fixable);
    line
}

/// The level's name, coloured where there are colours.
pub(super) fn level(level: Level, color: bool) -> String {
    let code = match level {
        Level::Error => 31,
        Level::Warning => 33,
        Level::Hint => 36,
    };
    if color { format!("\u{1b}[{code}m{}\u{1b}[0m", level.as_str()) } else { level.as_str().to_owned() }
}
