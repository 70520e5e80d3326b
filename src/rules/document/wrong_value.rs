//! PM005: values of the wrong type, unit or range.

use crate::finding::FaultKind;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// Every value of the frontmatter has the type, the spelling and the range that its key asks for: times as
    /// `2026-03-02T14:05`, zones by their IANA names, shares from 0 to 100.
    ///
    /// ## Why
    /// A value that cannot be read counts as missing.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// start: yesterday afternoon
    /// timezone: PST
    /// impact: { percent: 140, of: users }
    /// ---
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// start: 2026-03-02T14:05
    /// timezone: UTC
    /// impact: { percent: 40, of: users }
    /// ---
    /// ```
    PM005 "wrong-value" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for fault in cx.faults(&[FaultKind::WrongValue, FaultKind::MissingKey, FaultKind::Reference]) {
        report.misspelt(fault, cx.text(fault.span));
    }
}
