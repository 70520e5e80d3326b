//! Applies the corrections that findings bring.

use crate::finding::{Finding, Safety};
use crate::text::{Edit, apply};

/// The text after as many of the corrections as do not overlap, and how many those are. Each is applied whole or
/// not at all; of two that overlap, the one that starts first.
pub fn fixed(text: &str, findings: &[Finding], with_unsafe: bool) -> (String, usize) {
    let mut fixes: Vec<Vec<&Edit>> = findings
        .iter()
        .filter_map(|finding| finding.fix.as_ref())
        .filter(|fix| with_unsafe || fix.safety == Safety::Safe)
        .map(|fix| fix.edits.iter().collect())
        .collect();
    fixes.sort();
    fixes.dedup();
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut count = 0;
    for edits in fixes {
        let apart = |edit: &&Edit| chosen.iter().all(|other| are_apart(edit, other));
        if !edits.is_empty() && edits.iter().all(apart) {
            chosen.extend(edits);
            count += 1;
        }
    }
    let chosen: Vec<Edit> = chosen.into_iter().cloned().collect();
    (apply(text, &chosen).0, count)
}

/// Whether two edits do not touch.
fn are_apart(a: &Edit, b: &Edit) -> bool {
    a.span.end < b.span.start || b.span.end < a.span.start
}
