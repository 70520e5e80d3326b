//! PM004: keys that stand twice.

use crate::finding::FaultKind;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// No key of the frontmatter stands twice.
    ///
    /// ## Why
    /// Only one of two values can count, and readers disagree on which.
    ///
    /// ## Fails
    /// ```markdown document
    /// ---
    /// title: Checkout down
    /// severity: SEV2
    /// severity: SEV1
    /// ---
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// severity: SEV1
    /// ---
    /// ```
    PM004 "duplicate-key" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for fault in cx.faults(&[FaultKind::DuplicateKey]) {
        report.fault(fault);
    }
}
