//! PM601: what somebody should have done.

use crate::document::SectionKind;
use crate::rules::context::NEAR;
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// No sentence says what a person should or could have done. Quotes and code are left alone.
    ///
    /// ## Why
    /// It tells of a world that did not happen, and lays blame. What made the decision look right at the time
    /// is what can be learned.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Root cause and resolution
    /// ### Root cause
    /// The job that renews certificates may not read the key of the gateway since its user was changed in
    /// January. The engineer should have checked the log.
    ///
    /// ### Resolution
    /// We renewed the certificate by hand and reloaded the gateway, which took effect within a minute.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Root cause and resolution
    /// ### Root cause
    /// The job that renews certificates may not read the key of the gateway since its user was changed in
    /// January. Its error went to a log that no alert watches, so the engineer had no sign of it.
    ///
    /// ### Resolution
    /// We renewed the certificate by hand and reloaded the gateway, which took effect within a minute.
    /// ```
    PM601 "counterfactual" { level: Warning, since: "0.1.0", seeks: [UNREAL] }
}

/// "should have looked", and "had he looked": a condition without "if".
static UNREAL: Phrases = Phrases::new(&[
    "should have",
    "should've",
    "could have",
    "could've",
    "ought to have",
    "should not have",
    "shouldn't have",
    "had he",
    "had she",
    "had they",
    "had we",
    "had i",
    "had the engineer",
    "had the team",
    "had someone",
]);

/// People and groups of people.
const PEOPLE: &[&str] = &[
    "i",
    "we",
    "he",
    "she",
    "they",
    "you",
    "engineer",
    "engineers",
    "developer",
    "developers",
    "operator",
    "operators",
    "team",
    "teams",
    "administrator",
    "admin",
    "admins",
    "reviewer",
    "reviewers",
    "manager",
    "managers",
    "on-call",
    "responder",
    "responders",
    "dba",
    "somebody",
    "someone",
    "everybody",
    "everyone",
    "nobody",
    "staff",
    "vendor",
    "people",
    "devops",
    "sysadmin",
    "author",
];
/// Participles that do not end in `ed` or `en`.
const PARTICIPLES: &[&str] = &[
    "been",
    "done",
    "gone",
    "had",
    "run",
    "set",
    "put",
    "made",
    "known",
    "read",
    "caught",
    "found",
    "kept",
    "left",
    "sent",
    "built",
    "thought",
    "told",
    "brought",
    "understood",
    "taken",
    "begun",
    "paid",
    "cut",
    "shut",
    "held",
    "met",
];

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let body = cx.postmortem.body;
    for span in cx.find(&UNREAL, body) {
        let (before, after) = around(&cx.document.plain, body, span);
        let unreal = if cx.text(span).starts_with(['h', 'H']) {
            is_condition(before, after)
        } else {
            is_reproach(before, after)
        };
        if unreal && !quoted(before) && !in_other(cx, span) {
            report
                .at(span, format!("`{}` tells what did not happen", cx.text(span)))
                .help("say what made the decision look right at the time, and what would have helped it");
        }
    }
}

/// Whether "had he …" is a condition: what would have come of it follows or stands before.
fn is_condition(before: &str, after: &str) -> bool {
    let (condition, outcome) = after.split_once(',').unwrap_or((after, ""));
    let would = |text: &str| {
        ["would", "might", "could"].iter().any(|word| text.split_whitespace().any(|other| other == *word))
    };
    (would(outcome) || would(before)) && !would(condition)
}

/// Whether "should have …" is said of a person, and a participle follows.
fn is_reproach(before: &str, after: &str) -> bool {
    let mut last = before
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .rev()
        .filter(|word| !word.is_empty())
        .take(3);
    let mut next = after.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(2);
    let participle = |word: &str| {
        let word = word.to_lowercase();
        word.ends_with("ed") || word.ends_with("en") || PARTICIPLES.contains(&word.as_str())
    };
    last.any(|word| PEOPLE.contains(&word.to_lowercase().as_str())) && next.any(participle)
}

/// What stands before and after in the same sentence.
fn around(plain: &str, body: Span, span: Span) -> (&str, &str) {
    let start = plain.ceil_char_boundary(span.start.saturating_sub(NEAR)).clamp(body.start, span.start);
    let end = plain.floor_char_boundary(span.end.saturating_add(NEAR)).clamp(span.end, body.end);
    let before = Span::new(start, span.start).of(plain);
    let after = Span::new(span.end, end).of(plain);
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '\n' | ';' | ':');
    let start = before.rfind(['.', '!', '?', ';', ':']).map_or(0, |at| at + 1);
    (&before[start..], &after[..after.find(ends).unwrap_or(after.len())])
}

/// Whether a quotation is open at the end of the text.
fn quoted(before: &str) -> bool {
    before.matches('"').count() % 2 == 1 || before.matches('“').count() > before.matches('”').count()
}

/// "What could have gone better" is a question that lessons may answer.
fn in_other(cx: &Context<'_>, span: Span) -> bool {
    let kinds = [SectionKind::Lessons, SectionKind::Improvements];
    cx.postmortem.sections.iter().any(|section| {
        (kinds.contains(&section.kind) && section.content.contains(span.start))
            || section.heading.contains(span.start)
    })
}
