//! Findings in the formats that people, editors and pipelines read; one file each.

mod concise;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod grouped;
mod json;
mod junit;
mod markdown;
mod rdjson;
mod sarif;
mod statistics;
mod summary;

use std::str::FromStr;

pub use fingerprint::fingerprints;
pub use full::Look;
pub use statistics::statistics;
pub use summary::{Tally, summary};

use crate::finding::Finding;
use crate::text::{Position, Source, Span};

/// The findings of one file.
#[derive(Clone, Debug)]
pub struct FileFindings<'a> {
    /// The file.
    pub source: &'a Source,
    /// Its findings in the order they stand.
    pub findings: &'a [Finding],
}

impl FileFindings<'_> {
    /// Line and column of both ends of a span.
    fn range(&self, span: Span) -> (Position, Position) {
        (self.source.position(span.start), self.source.position(span.end))
    }
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: the source line, the place marked, help.
    Full,
    /// One line a finding.
    Concise,
    /// Under the name of their file.
    Grouped,
    /// One JSON array.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub's workflow commands.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// `JUnit` XML.
    Junit,
    /// The format of reviewdog.
    Rdjson,
    /// A summary in Markdown.
    Markdown,
}

impl Format {
    /// All formats with their names and what they are for.
    pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Full, "full", "for people: the source line, the place marked, help"),
        (Self::Concise, "concise", "one line a finding"),
        (Self::Grouped, "grouped", "under the name of their file"),
        (Self::Json, "json", "one JSON array"),
        (Self::JsonLines, "json-lines", "one JSON object a line"),
        (Self::Sarif, "sarif", "SARIF 2.1.0 for code scanning"),
        (Self::Github, "github", "GitHub's workflow commands"),
        (Self::Gitlab, "gitlab", "GitLab's code quality report"),
        (Self::Junit, "junit", "JUnit XML for build servers"),
        (Self::Rdjson, "rdjson", "the format of reviewdog"),
        (Self::Markdown, "markdown", "a summary for a job's page or a comment"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(format, ..)| *format == self).map_or("", |(_, name, _)| name)
    }

    /// Writes the findings of all files.
    pub fn render(self, files: &[FileFindings<'_>], look: Look<'_>) -> String {
        match self {
            Self::Full => full::render(files, look),
            Self::Concise => concise::render(files, look),
            Self::Grouped => grouped::render(files, look),
            Self::Json => json::array(files, look),
            Self::JsonLines => json::lines(files, look),
            Self::Sarif => sarif::render(files, look),
            Self::Github => github::render(files, look),
            Self::Gitlab => gitlab::render(files, look),
            Self::Junit => junit::render(files, look),
            Self::Rdjson => rdjson::render(files, look),
            Self::Markdown => markdown::render(files, look),
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().find(|(_, known, _)| *known == name);
        known.map(|(format, ..)| *format).ok_or_else(|| format!("no format is called `{name}`"))
    }
}

/// The span without what lies past the end of its first line.
fn first_line(source: &Source, span: Span) -> Span {
    let text = span.of(&source.text);
    match text.find(['\n', '\r']) {
        Some(end) if end > 0 => Span::new(span.start, span.start + end),
        _ => span,
    }
}
