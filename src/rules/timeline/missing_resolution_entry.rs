//! PM208: how did it end?

use crate::document::RoleKind;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// An entry of the timeline tells how the outage ended, in words such as "fixed", "restored", "back to
    /// normal", or marked `<!-- resolved -->`.
    ///
    /// ## Why
    /// A timeline that ends before the outage does leaves its last and often longest part untold.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Timeline
    /// - 14:05 UTC – The certificate expires and payments fail.
    /// - 14:12 UTC – An alert on the error rate pages the on-call engineer.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Timeline
    /// - 14:05 UTC – The certificate expires and payments fail.
    /// - 14:12 UTC – An alert on the error rate pages the on-call engineer.
    /// - 14:47 UTC – The new certificate is live and service is restored.
    /// ```
    PM208 "missing-resolution-entry" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(heading) = super::heading(cx) else { return };
    let told = !cx.postmortem.resolutions.is_empty() && cx.postmortem.frontmatter.is_none();
    if told {
        return;
    }
    let ended = [RoleKind::Resolved, RoleKind::Mitigated];
    let by_role = cx.postmortem.timeline.iter().any(|entry| ended.iter().any(|role| super::is(entry, *role)));
    if !by_role && !super::ends_well(cx) {
        report
            .at(heading, "timeline does not tell how the outage ended")
            .help("add the entry, or mark the one that tells of it with `<!-- resolved -->`");
    }
}
