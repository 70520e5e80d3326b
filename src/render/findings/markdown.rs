//! A summary in Markdown, for a job's page or a comment on a pull request.

use super::{FileFindings, Look, Tally, summary};
use std::fmt::Write;

pub(super) fn render(files: &[FileFindings<'_>], look: Look<'_>) -> String {
    let mut text = format!("## Postmortems\n\n{}\n", capital(&summary(Tally::of(files), files.len())));
    for file in files.iter().filter(|file| !file.findings.is_empty()) {
        _ = write!(
            text,
            "\n### `{}`\n\n| line | level | rule | what |\n| --: | --- | --- | --- |\n",
            file.source.path
        );
        for finding in file.findings {
            let line = file.source.position(finding.span.start).line;
            let mut what = cell(&finding.message);
            if let Some(help) = &finding.help {
                what.push_str("<br>");
                what.push_str(&cell(help));
            }
            let level = finding.level.as_str();
            let code = finding.code;
            let rule = look.page(code).map_or_else(|| code.to_owned(), |page| format!("[{code}]({page})"));
            _ = writeln!(text, "| {line} | {level} | {rule} {} | {what} |", finding.name);
        }
    }
    text
}

/// Text that stays within its cell.
fn cell(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace('\n', "<br>")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
