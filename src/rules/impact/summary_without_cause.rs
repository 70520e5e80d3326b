//! PM303: why, in one sentence.

use crate::document::SectionKind;
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// The summary names the root cause, be it in a sentence that says what something was caused by or led to.
    ///
    /// ## Why
    /// Most readers read the summary only.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Summary
    /// - **Duration:** 2 March 2026, 14:05–14:47 UTC (42 min)
    /// - **Impact:** 40% of customers could not pay and saw an error page.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Summary
    /// - **Duration:** 2 March 2026, 14:05–14:47 UTC (42 min)
    /// - **Impact:** 40% of customers could not pay and saw an error page.
    /// - **Root cause:** The certificate of the payment gateway had expired.
    /// ```
    PM303 "summary-without-cause" { level: Warning, since: "0.1.0", seeks: [WHY, HAD] }
}

/// Words by which a sentence tells why.
static WHY: Phrases = Phrases::new(&[
    "because",
    "because of",
    "since the",
    "since a",
    "since an",
    "had not",
    "had run out",
    "misconfiguration",
    "misconfigured",
    "malformed",
    "misspelled",
    "bug in",
    "ran out of",
    "left out",
    "exhausted",
    "exhaustion",
    "resulting from",
    "caused by",
    "due to",
    "owing to",
    "led to",
    "triggered",
    "triggered by",
    "determined that",
    "found that",
    "turned out",
    "resulted from",
    "stemmed from",
    "traced to",
    "traced back to",
]);

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(summary) = cx.postmortem.section(SectionKind::Summary) else { return };
    if cx.find(&WHY, summary.content).next().is_some() || tells_before(cx, summary.content) {
        return;
    }
    if !cx.postmortem.causes.iter().any(|cause| cause.origin.is_account()) {
        report
            .at(summary.heading, "summary does not name the root cause")
            .help("add one sentence: `- **Root cause:** The certificate of the payment gateway had expired`");
    }
}

static HAD: Phrases = Phrases::new(&["had"]);

/// Whether something "had been moved", "had just expired": what happened before the outage is told as its cause.
fn tells_before(cx: &Context<'_>, part: Span) -> bool {
    let participle = |word: &str| {
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        ["ed", "en", "un", "gone"].iter().any(|end| word.ends_with(end))
    };
    let plain = &cx.document.plain;
    cx.find(&HAD, part).any(|had| {
        let before = Span::new(part.start, had.start).of(plain);
        let after = Span::new(had.end, part.end).of(plain);
        let alone = !before.ends_with(|c: char| !c.is_whitespace()) && after.starts_with(char::is_whitespace);
        alone && after.split_whitespace().take(2).any(participle)
    })
}
