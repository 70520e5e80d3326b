//! Findings under the name of their file.

use super::{FileFindings, Look};
use std::fmt::Write;

pub(super) fn render(files: &[FileFindings<'_>], look: Look<'_>) -> String {
    let mut text = String::new();
    for file in files.iter().filter(|file| !file.findings.is_empty()) {
        text.push_str(&file.source.path);
        text.push_str(":\n");
        let places: Vec<String> = file
            .findings
            .iter()
            .map(|finding| file.source.position(finding.span.start))
            .map(|at| format!("{}:{}", at.line, at.column))
            .collect();
        let width = places.iter().map(String::len).max().unwrap_or_default();
        for (finding, place) in file.findings.iter().zip(&places) {
            let level = super::summary::level(finding.level, look.color);
            let gap = " ".repeat(7 - finding.level.as_str().len());
            _ = writeln!(
                text,
                "  {place:width$}  {level}{gap}  {}  {}{}",
                look.linked(finding.code),
                finding.message,
                look.trailer(finding.code)
            );
        }
        text.push('\n');
    }
    text
}
