//! PM401: an empty root cause.

use crate::document::{Origin, SectionKind};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The section on causes explains what caused the outage. That the summary names it is not enough.
    ///
    /// ## Why
    /// What is not understood happens again.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Root cause and resolution
    /// ### Root cause
    ///
    /// ### Resolution
    /// We renewed the certificate by hand and reloaded the gateway, which took effect within a minute.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Root cause and resolution
    /// ### Root cause
    /// The job that renews certificates may not read the key of the gateway since its user was changed in
    /// January. It stopped with an error that went to a log that nobody reads.
    ///
    /// ### Resolution
    /// We renewed the certificate by hand and reloaded the gateway, which took effect within a minute.
    /// ```
    PM401 "missing-root-cause" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let told = |origin: Origin| matches!(origin, Origin::Causes | Origin::Resolution | Origin::Elsewhere);
    if cx.postmortem.causes.iter().any(|cause| told(cause.origin)) {
        return;
    }
    let kinds = [SectionKind::RootCause, SectionKind::RootCauseAndResolution];
    let Some(section) = kinds.iter().find_map(|kind| cx.postmortem.section(*kind)) else { return };
    if section.kind == SectionKind::RootCauseAndResolution && section.words >= super::ENOUGH_FOR_BOTH {
        return;
    }
    report
        .at(section.heading, "the root cause is not explained")
        .help("explain step by step what led to the outage, and why it could");
}
