//! PM211: a marker with a slip in it.

use crate::finding::{Fault, FaultKind};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::{Edit, Span};

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
        let draft = report.fault(fault);
        if let Some((edit, meant)) = respelt(cx, fault) {
            draft.unsafe_fix(format!("write `{meant}`"), vec![edit]);
        }
    }
}

/// The marker's name with its slip mended; what else the comment says stays.
fn respelt<'a>(cx: &Context<'_>, fault: &'a Fault) -> Option<(Edit, &'a str)> {
    let meant = fault.help.as_ref()?.strip_prefix("did you mean `<!-- ")?.strip_suffix(" -->`?")?;
    let written = fault.message.split('`').nth(1)?;
    let start = fault.span.start + cx.text(fault.span).find(written)?;
    Some((Edit { span: Span::new(start, start + written.len()), with: meant.to_owned() }, meant))
}
