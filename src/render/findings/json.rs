//! Findings as JSON: one array, or one object a line.

use std::fmt::Write;

use serde_json::{Value as Json, json};

use super::{FileFindings, Look};
use crate::finding::{Finding, Label, Safety};
use crate::text::{Source, Span};

pub(super) fn array(files: &[FileFindings<'_>], look: Look<'_>) -> String {
    pretty(&objects(files, look).collect())
}

/// JSON for people, with a final line break.
pub(super) fn pretty(value: &Json) -> String {
    format!("{value:#}\n")
}

pub(super) fn lines(files: &[FileFindings<'_>], look: Look<'_>) -> String {
    let mut text = String::new();
    for object in objects(files, look) {
        _ = writeln!(text, "{object}");
    }
    text
}

fn objects<'a>(files: &'a [FileFindings<'_>], look: Look<'a>) -> impl Iterator<Item = Json> + 'a {
    files
        .iter()
        .flat_map(move |file| file.findings.iter().map(move |finding| object(file.source, finding, look)))
}

fn object(source: &Source, finding: &Finding, look: Look<'_>) -> Json {
    let edit = |edit: &crate::text::Edit| {
        let [start, end] = range(source, edit.span);
        json!({ "start": start, "end": end, "with": edit.with })
    };
    let fix = finding.fix.as_ref().map(|fix| {
        let safety = match fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        };
        let edits: Vec<Json> = fix.edits.iter().map(edit).collect();
        json!({ "title": fix.title, "safety": safety, "edits": edits })
    });
    let [start, end] = range(source, finding.span);
    let others: Vec<Json> = finding.others.iter().map(|label| other(source, label)).collect();
    json!({
        "path": source.path,
        "code": finding.code,
        "name": finding.name,
        "url": look.page(finding.code),
        "level": finding.level,
        "message": finding.message,
        "label": (!finding.label.is_empty()).then_some(&finding.label),
        "help": finding.help,
        "start": start,
        "end": end,
        "others": others,
        "fix": fix,
    })
}

/// Places of other files carry only their bytes: that file's text is not at hand.
fn other(source: &Source, label: &Label) -> Json {
    match &label.file {
        None => {
            let [start, end] = range(source, label.span);
            json!({ "path": source.path, "start": start, "end": end, "text": label.text })
        }
        Some(path) => json!({
            "path": path,
            "start": { "offset": label.span.start },
            "end": { "offset": label.span.end },
            "text": label.text,
        }),
    }
}

fn range(source: &Source, span: Span) -> [Json; 2] {
    [span.start, span.end].map(|at| {
        let position = source.position(at);
        json!({ "line": position.line, "column": position.column, "offset": at })
    })
}
