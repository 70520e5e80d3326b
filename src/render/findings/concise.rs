//! One line a finding: `path:line:column: level code message`.

use super::{FileFindings, Look};
use std::fmt::Write;

pub(super) fn render(files: &[FileFindings<'_>], look: Look<'_>) -> String {
    let mut text = String::new();
    for file in files {
        for finding in file.findings {
            let at = file.source.position(finding.span.start);
            let level = super::summary::level(finding.level, look.color);
            let fixable = if finding.fix.is_some() { " [*]" } else { "" };
            _ = writeln!(
                text,
                "{}:{}:{}: {level} {}{fixable} {}{}",
                file.source.path,
                at.line,
                at.column,
                look.linked(finding.code),
                finding.message,
                look.trailer(finding.code)
            );
        }
    }
    text
}
