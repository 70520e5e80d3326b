//! PM201: a timeline without entries.

use crate::document::SectionKind;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The timeline has entries, and at least one of them says when it happened.
    ///
    /// ## Why
    /// What happened when is the part of a postmortem that everything else is checked against.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Timeline
    /// First payments failed, then the certificate was renewed.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Timeline
    /// - 14:05 – The certificate expires and payments fail.
    /// - 14:12 – An alert on the error rate pages the on-call engineer. <!-- detected -->
    /// - 14:47 – The new certificate is live and payments succeed. <!-- resolved -->
    /// ```
    PM201 "empty-timeline" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(section) = cx.postmortem.section(SectionKind::Timeline) else { return };
    if cx.postmortem.timeline.iter().any(|entry| entry.time.is_some()) {
        return;
    }
    let message = if cx.postmortem.timeline.is_empty() {
        "timeline has no entries"
    } else {
        "no entry of the timeline says when it happened"
    };
    report
        .at(section.heading, message)
        .help("write one bullet an event, time first: `- 14:05 – Payments fail`");
}
