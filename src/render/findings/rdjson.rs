//! The format of reviewdog, whose columns count bytes.

use serde_json::{Value as Json, json};

use super::{FileFindings, Look};
use crate::finding::Level;
use crate::text::Span;

pub(super) fn render(files: &[FileFindings<'_>], look: Look<'_>) -> String {
    let mut diagnostics: Vec<Json> = Vec::new();
    for file in files {
        let range = |span: Span| {
            let end = |at: usize| {
                let line = file.source.lines.index(at);
                json!({ "line": line + 1, "column": at - file.source.lines.start(line) + 1 })
            };
            json!({ "start": end(span.start), "end": end(span.end) })
        };
        for finding in file.findings {
            let severity = match finding.level {
                Level::Error => "ERROR",
                Level::Warning => "WARNING",
                Level::Hint => "INFO",
            };
            let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
            let suggestions: Vec<Json> =
                edits.map(|edit| json!({ "range": range(edit.span), "text": edit.with })).collect();
            let mut code = json!({ "value": finding.code });
            if let Some(page) = look.page(finding.code) {
                code["url"] = Json::from(page);
            }
            diagnostics.push(json!({
                "message": finding.message,
                "location": { "path": file.source.path, "range": range(finding.span) },
                "severity": severity,
                "code": code,
                "suggestions": suggestions,
            }));
        }
    }
    super::json::pretty(&json!({ "source": { "name": "afterword" }, "diagnostics": diagnostics }))
}
