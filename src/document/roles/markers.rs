//! Roles that comments in an entry mark: `<!-- detected -->`.

use crate::document::reader::Reader;
use crate::document::{DetectionMethod, Role, RoleKind};
use crate::finding::{Fault, FaultKind};
use crate::text::{Span, nearest, within};

/// The markers, `<!-- detected -->`; several may stand in one comment.
const MARKERS: [(&str, RoleKind); 13] = [
    ("lead-up", RoleKind::LeadUp),
    ("onset", RoleKind::Onset),
    ("detected", RoleKind::Detected),
    ("acknowledged", RoleKind::Acknowledged),
    ("action", RoleKind::Action),
    ("hypothesis", RoleKind::Hypothesis),
    ("misleading", RoleKind::Misleading),
    ("escalated", RoleKind::Escalated),
    ("diagnosed", RoleKind::Diagnosed),
    ("mitigated", RoleKind::Mitigated),
    ("resolved", RoleKind::Resolved),
    ("follow-up", RoleKind::FollowUp),
    ("start", RoleKind::Onset),
];

/// The roles that comments in an entry mark; a comment that is nearly a marker is a fault.
pub(super) fn marked(reader: &Reader<'_>, span: Span) -> (Vec<Role>, Vec<Fault>) {
    let (mut roles, mut faults) = (Vec::new(), Vec::new());
    for comment in within(&reader.page.comments, span, |comment| comment.start) {
        let inner = comment.of(reader.text).trim_start_matches("<!--").trim_end_matches("-->");
        for part in parts(inner) {
            let (name, value) = part.split_once(':').unwrap_or((part, ""));
            let (name, value) = (name.trim(), value.trim());
            if let Some(&(_, kind)) = MARKERS.iter().find(|(marker, _)| name.eq_ignore_ascii_case(marker)) {
                let mut role = Role { kind, span: *comment, marked: true, by: None, to: None };
                match kind {
                    RoleKind::Detected => role.by = method(value),
                    RoleKind::Escalated => role.to = (!value.is_empty()).then(|| value.to_owned()),
                    _ => {}
                }
                roles.push(role);
            } else if let Some(near) = misspelt(name) {
                let message = format!("`{name}` is not a marker of a timeline entry");
                let help = format!("did you mean `<!-- {near} -->`?");
                faults.push(Fault::new(FaultKind::Suspicious, *comment, message).help(help));
            }
        }
    }
    (roles, faults)
}

/// The markers of a comment: parted by commas, or by spaces when each word is one.
fn parts(inner: &str) -> Vec<&str> {
    let words: Vec<&str> = inner.split_whitespace().collect();
    let markers =
        words.iter().all(|word| MARKERS.iter().any(|(marker, _)| word.eq_ignore_ascii_case(marker)));
    if markers { words } else { inner.split(',').collect() }
}

fn misspelt(name: &str) -> Option<&'static str> {
    let one_word = name.len() >= 4 && name.chars().all(|char| char.is_ascii_alphabetic() || char == '-');
    one_word.then(|| nearest(name, MARKERS.iter().map(|(marker, _)| *marker)))?
}

fn method(value: &str) -> Option<DetectionMethod> {
    Some(match value {
        "monitoring" => DetectionMethod::Monitoring,
        "engineer" => DetectionMethod::Engineer,
        "customer" => DetectionMethod::Customer,
        "other" => DetectionMethod::Other,
        _ => return None,
    })
}
