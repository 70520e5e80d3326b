//! PM302: what did users see?

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
    PM302 "impact-without-symptom" { level: Hint, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    if cx.postmortem.symptoms.is_empty() {
        report.at(super::place(cx), "document does not say what users saw").help(
            "name the service and what users could not do: `customers could not pay and saw an error page`",
        );
    }
}
