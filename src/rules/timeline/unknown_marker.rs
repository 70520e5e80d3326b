//! PM211: a marker with a slip in it.

use crate::finding::FaultKind;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// A comment in a timeline entry that looks like a marker is one: `lead-up`, `onset`, `detected`,
    /// `acknowledged`, `hypothesis`, `misleading`, `escalated`, `diagnosed`, `mitigated`, `resolved`, `follow-up`.
    ///
    /// ## Why
    /// A marker with a slip in it marks nothing.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Timeline
    /// - 14:05 – The certificate expires and payments fail.
    /// - 14:12 – An alert on the error rate pages the on-call engineer. <!-- detcted -->
    /// - 14:47 – The new certificate is live and payments succeed. <!-- resolved -->
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Timeline
    /// - 14:05 – The certificate expires and payments fail.
    /// - 14:12 – An alert on the error rate pages the on-call engineer. <!-- detected -->
    /// - 14:47 – The new certificate is live and payments succeed. <!-- resolved -->
    /// ```
    PM211 "unknown-marker" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for fault in cx.faults(&[FaultKind::Suspicious]) {
        report.fault(fault);
    }
}
