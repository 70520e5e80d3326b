//! GitLab's code quality report.

use serde_json::{Value as Json, json};

use super::{FileFindings, Look, fingerprints};
use crate::finding::Level;

pub(super) fn render(files: &[FileFindings<'_>], look: Look<'_>) -> String {
    let mut issues: Vec<Json> = Vec::new();
    for file in files {
        for (finding, fingerprint) in file.findings.iter().zip(fingerprints(file)) {
            let severity = match finding.level {
                Level::Error => "major",
                Level::Warning => "minor",
                Level::Hint => "info",
            };
            let (start, end) = file.range(finding.span);
            let parts = [finding.help.clone(), look.more(finding.code)];
            let body = parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
            issues.push(json!({
                "type": "issue",
                "check_name": finding.code,
                "description": format!("{} ({})", finding.message, finding.name),
                "severity": severity,
                "content": { "body": body },
                "categories": ["Style"],
                "fingerprint": fingerprint,
                "location": {
                    "path": file.source.path,
                    "lines": { "begin": start.line, "end": end.line },
                },
            }));
        }
    }
    super::json::pretty(&Json::from(issues))
}
