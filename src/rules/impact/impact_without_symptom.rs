//! PM302: what did users see?

use crate::document::SectionKind;
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The document says what users saw or could not do.
    ///
    /// ## Why
    /// "The database was down" does not tell whether customers waited, saw an error, or lost their orders.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// The certificate of the payment gateway expired on 2 March 2026 and was renewed.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// - **Impact:** From 14:05 to 14:47 UTC customers could not pay and saw an error page.
    /// ```
    PM302 "impact-without-symptom" { level: Hint, since: "0.1.0", seeks: [COULD_NOT] }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    if cx.postmortem.symptoms.is_empty() && !told_elsewhere(cx) {
        report.at(super::place(cx), "document does not say what users saw").help(
            "name the service and what users could not do: `customers could not pay and saw an error page`",
        );
    }
}

/// Words for what users could not do or were shown.
static COULD_NOT: Phrases = Phrases::new(&[
    "as long as usual",
    "held up",
    "they could not",
    "they couldn't",
    "users could not",
    "users couldn't",
    "users cannot",
    "users can't",
    "customers could not",
    "customers couldn't",
    "customers cannot",
    "customers can't",
    "prevented users from",
    "prevented customers from",
    "users were unable to",
    "customers were unable to",
    "users unable to",
    "customers unable to",
    "users saw",
    "customers saw",
    "visitors could not",
    "visitors saw",
]);

/// Whether a section says it in these words.
fn told_elsewhere(cx: &Context<'_>) -> bool {
    let kinds = [
        SectionKind::Summary,
        SectionKind::Impact,
        SectionKind::Timeline,
        SectionKind::RootCause,
        SectionKind::RootCauseAndResolution,
    ];
    let sections = cx.postmortem.sections.iter().filter(|section| kinds.contains(&section.kind));
    sections.into_iter().any(|section| cx.find(&COULD_NOT, section.content).next().is_some())
}
