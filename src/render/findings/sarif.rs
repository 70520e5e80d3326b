//! SARIF 2.1.0, which code scanning services read.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value as Json, json};

use super::{FileFindings, Look, fingerprints};
use crate::finding::{Finding, Level};
use crate::rules;
use crate::text::Span;

pub(super) fn render(files: &[FileFindings<'_>], look: Look<'_>) -> String {
    let rules: Vec<Json> = rules::all().map(|one| rule(one, look)).collect();
    let index: BTreeMap<&str, usize> =
        rules::all().enumerate().map(|(index, rule)| (rule.code, index)).collect();
    let mut results: Vec<Json> = Vec::new();
    for file in files {
        for (finding, fingerprint) in file.findings.iter().zip(fingerprints(file)) {
            results.push(result(file, finding, &fingerprint, index.get(finding.code).copied()));
        }
    }
    super::json::pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "afterword",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "ROOT": { "description": { "text": "the folder afterword ran in" } } },
            "results": results,
        }],
    }))
}

fn rule(rule: &rules::Rule, look: Look<'_>) -> Json {
    let documentation = rule.documentation();
    let mut json = json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.summary() },
        "help": { "text": documentation, "markdown": documentation },
        "defaultConfiguration": { "level": level(rule.level) },
    });
    if look.page(rule.code).is_none() {
        json["help"]["text"] = Json::from(format!("{documentation}\nafterword explain {}", rule.code));
    }
    if let Some(page) = look.page(rule.code) {
        json["helpUri"] = Json::from(page);
    }
    json
}

fn result(file: &FileFindings<'_>, finding: &Finding, fingerprint: &str, rule: Option<usize>) -> Json {
    let text = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.level),
        "message": { "text": text },
        "locations": [{ "physicalLocation": location(file, finding.span) }],
        "partialFingerprints": { "afterword/v1": fingerprint },
    });
    if let Some(index) = rule {
        result["ruleIndex"] = Json::from(index);
    }
    let related: Vec<Json> = finding
        .others
        .iter()
        .map(|other| {
            let place = match &other.file {
                None => location(file, other.span),
                Some(path) => json!({ "artifactLocation": artifact(path) }),
            };
            json!({ "physicalLocation": place, "message": { "text": other.text } })
        })
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = Json::from(related);
    }
    if let Some(fix) = &finding.fix {
        let replacements: Vec<Json> = fix
            .edits
            .iter()
            .map(|edit| json!({ "deletedRegion": region(file, edit.span), "insertedContent": { "text": edit.with } }))
            .collect();
        result["fixes"] = json!([{
            "description": { "text": fix.title },
            "artifactChanges": [{ "artifactLocation": artifact(&file.source.path), "replacements": replacements }],
        }]);
    }
    result
}

fn location(file: &FileFindings<'_>, span: Span) -> Json {
    json!({ "artifactLocation": artifact(&file.source.path), "region": region(file, span) })
}

fn region(file: &FileFindings<'_>, span: Span) -> Json {
    let (start, end) = file.range(span);
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn artifact(path: &str) -> Json {
    json!({ "uri": uri(path), "uriBaseId": "ROOT" })
}

/// The path as a relative reference: everything but unreserved characters and `/` percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Hint => "note",
    }
}
