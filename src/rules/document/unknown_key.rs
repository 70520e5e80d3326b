//! PM003: keys that are not part of the format.

use crate::finding::FaultKind;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// Every key of the frontmatter is one that Afterword knows, or starts with `x-`.
    ///
    /// ## Why
    /// A key with a slip in it is silently missing everywhere it should count.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// sevrity: SEV2
    /// ---
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// severity: SEV2
    /// x-cost-centre: 4711
    /// ---
    /// ```
    PM003 "unknown-key" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for fault in cx.faults(&[FaultKind::UnknownKey]) {
        report.misspelt(fault, cx.text(fault.span));
    }
}
