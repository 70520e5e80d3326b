//! PM101: when it began.

use super::TO_DETECT;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The document says when users were first affected, with day and time of day.
    ///
    /// ## Why
    /// Without a start there is no duration, no time to detect and no place in the list of incidents.
    ///
    /// ## Fails
    /// ```markdown document
    /// ---
    /// title: Expired certificate stopped the checkout
    /// end: 2026-03-02T14:47
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
    /// start: 2026-03-02T14:05
    /// ---
    /// ```
    PM101 "missing-start" { level: Error, since: "0.1.0", seeks: [TO_DETECT] }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    super::moment_missing(cx, report, "start", &cx.postmortem.starts);
}
