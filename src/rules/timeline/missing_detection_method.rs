//! PM207: how was it noticed?

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The document says how the team came to know: by monitoring, an engineer or a customer; in the words of
    /// the timeline or as `detection:` in the frontmatter.
    ///
    /// ## Why
    /// An outage that customers report has a second cause: no monitor saw it.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Timeline
    /// - 14:05 UTC – The certificate expires and payments fail.
    /// - 14:12 UTC – The outage is detected.
    /// - 14:47 UTC – The new certificate is live and payments succeed.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Timeline
    /// - 14:05 UTC – The certificate expires and payments fail.
    /// - 14:12 UTC – An alert on the error rate pages the on-call engineer.
    /// - 14:47 UTC – The new certificate is live and payments succeed.
    /// ```
    PM207 "missing-detection-method" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(heading) = super::heading(cx) else { return };
    if !cx.postmortem.detection.is_empty() || super::tells_notice(cx, false) {
        return;
    }
    let place = cx.postmortem.detected.first().map_or(heading, |fact| fact.span);
    report.at(place, "document does not say how the outage was detected").help(
        "name the alert, the engineer or the customer; or add `detection: monitoring` to the frontmatter",
    );
}
