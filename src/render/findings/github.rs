//! Workflow commands that GitHub shows beside the lines of a pull request.

use super::{FileFindings, Look};
use crate::finding::Level;
use std::fmt::Write;

pub(super) fn render(files: &[FileFindings<'_>], look: Look<'_>) -> String {
    let mut text = String::new();
    for file in files {
        for finding in file.findings {
            let command = match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Hint => "notice",
            };
            let (start, end) = file.range(finding.span);
            // Columns are read only where both ends are on one line.
            let columns = if start.line == end.line {
                format!(",col={},endColumn={}", start.column, end.column)
            } else {
                String::new()
            };
            let help = finding.help.as_ref().map_or_else(String::new, |help| format!("\nhelp: {help}"));
            let page = look.more(finding.code).map_or_else(String::new, |page| format!("\n{page}"));
            _ = writeln!(
                text,
                "::{command} file={},line={},endLine={}{columns},title={}::{}",
                property(&file.source.path),
                start.line,
                end.line,
                property(&format!("{} {}", finding.code, finding.name)),
                data(&format!("{}{help}{page}", finding.message)),
            );
        }
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
