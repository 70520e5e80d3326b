//! PM206: when was it noticed?

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The document says when the team came to know: an entry of the timeline that tells of an alert, a report
    /// or somebody noticing, one marked `<!-- detected -->`, or `detected:` in the frontmatter.
    ///
    /// ## Why
    /// The time from start to detection is often the cheapest part of an outage to shorten.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Timeline
    /// - 14:05 UTC – The certificate expires and payments fail.
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
    PM206 "missing-detection-time" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(heading) = super::heading(cx) else { return };
    if cx.postmortem.detected.is_empty() && !super::tells_notice(cx, true) {
        report
            .at(heading, "document does not say when the outage was detected")
            .help("add the entry, or mark the one that tells of it with `<!-- detected -->`");
    }
}
