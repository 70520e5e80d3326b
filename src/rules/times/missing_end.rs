//! PM102: when it was over.

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The document says when users were no longer affected, with day and time of day.
    ///
    /// ## Why
    /// Without an end there is no duration, and readers cannot tell whether it is over.
    ///
    /// ## Fails
    /// ```markdown document
    /// ---
    /// title: Expired certificate stopped the checkout
    /// start: 2026-03-02T14:05
    /// timezone: UTC
    /// ---
    ///
    /// ## Summary
    /// Customers could not pay.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// end: 2026-03-02T14:47
    /// ---
    /// ```
    PM102 "missing-end" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    super::moment_missing(cx, report, "end", &cx.postmortem.ends);
}
