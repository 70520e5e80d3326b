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
pub(super) fn marked(reader: &Reader<'_>, span: Span, faults: &mut Vec<Fault>) -> Vec<Role> {
    let comments = within(&reader.page.comments, span, |comment| comment.start);
    if comments.is_empty() {
        return Vec::new();
    }
    let mut roles = Vec::with_capacity(comments.len() + 1);
    for comment in comments {
        let inner = inside(comment.of(reader.text)).trim();
        if let Some(kind) = marker(inner) {
            roles.push(Role { kind, span: *comment, marked: true, by: None, to: None });
            continue;
        }
        // Commas part markers; spaces do where each word is one.
        let spaced = inner.split_whitespace().all(|word| marker(word).is_some());
        for part in inner.split(|char: char| if spaced { char.is_whitespace() } else { char == ',' }) {
            let (name, value) = part.split_once(':').unwrap_or((part, ""));
            let (name, value) = (name.trim(), value.trim());
            if let Some(kind) = marker(name) {
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
    roles
}

/// A comment without the signs around it.
fn inside(mut comment: &str) -> &str {
    while let Some(rest) = comment.strip_prefix("<!--") {
        comment = rest;
    }
    while let Some(rest) = comment.strip_suffix("-->") {
        comment = rest;
    }
    comment
}

fn marker(name: &str) -> Option<RoleKind> {
    MARKERS.iter().find(|(marker, _)| name.eq_ignore_ascii_case(marker)).map(|&(_, kind)| kind)
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
