//! Edits of a text: replace a span, several at once, never overlapping.

use super::Span;

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is taken out; empty to insert.
    pub span: Span,
    /// What is put in its place.
    pub with: String,
}

/// The text after the edits. Of two edits that overlap, the one that starts first is applied and the
/// other is left out; the second value says how many were applied.
pub fn apply(text: &str, edits: &[Edit]) -> (String, usize) {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort();
    let mut result = String::with_capacity(text.len());
    let (mut at, mut applied) = (0, 0);
    for edit in sorted {
        let overlaps = edit.span.start < at || (applied > 0 && edit.span.start == at && edit.span.is_empty());
        let Some(between) =
            text.get(at..edit.span.start).filter(|_| !overlaps && edit.span.end <= text.len())
        else {
            continue;
        };
        result.push_str(between);
        result.push_str(&edit.with);
        at = edit.span.end;
        applied += 1;
    }
    result.push_str(&text[at..]);
    (result, applied)
}
