//! The XML of `JUnit`, which most build servers read: a suite a file, a failed case a finding.

use super::{FileFindings, Look};
use crate::finding::Level;
use std::fmt::Write;

pub(super) fn render(files: &[FileFindings<'_>], look: Look<'_>) -> String {
    let mut suites = String::new();
    let (mut tests, mut failures) = (0, 0);
    for file in files {
        let failed = file.findings.iter().filter(|finding| finding.level != Level::Hint).count();
        let count = file.findings.len().max(1);
        tests += count;
        failures += failed;
        let path = escape(&file.source.path);
        _ = writeln!(
            suites,
            "  <testsuite name=\"{path}\" tests=\"{count}\" failures=\"{failed}\" errors=\"0\">"
        );
        if file.findings.is_empty() {
            _ = writeln!(suites, "    <testcase name=\"lint\" classname=\"{path}\"/>");
        }
        for finding in file.findings {
            let at = file.source.position(finding.span.start);
            let name = format!("{} {} at {}:{}", finding.code, finding.name, at.line, at.column);
            _ = write!(suites, "    <testcase name=\"{}\" classname=\"{path}\"", escape(&name));
            let message = escape(&finding.message);
            let level = finding.level.as_str();
            let parts = [finding.help.clone(), look.more(finding.code)];
            let help = escape(&parts.into_iter().flatten().collect::<Vec<_>>().join("\n"));
            if finding.level == Level::Hint {
                let gap = if help.is_empty() { "" } else { "&#10;" };
                _ = writeln!(suites, "><system-out>{level}: {message}{gap}{help}</system-out></testcase>");
            } else {
                _ = writeln!(
                    suites,
                    "><failure type=\"{level}\" message=\"{message}\">{help}</failure></testcase>"
                );
            }
        }
        suites.push_str("  </testsuite>\n");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"afterword\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n{suites}</testsuites>\n"
    )
}

/// Text for XML: marks escaped, characters that XML does not allow replaced.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => _ = write!(escaped, "&#{};", u32::from(char)),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(char),
        }
    }
    escaped
}
