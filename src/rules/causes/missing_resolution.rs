//! PM402: no resolution.

use crate::document::{Origin, SectionKind};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The section on the resolution explains what ended the outage.
    ///
    /// ## Why
    /// The next engineer on call wants to know what helped, and whether it holds.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Root cause and resolution
    /// ### Root cause
    /// The job that renews certificates may not read the key of the gateway since its user was changed in
    /// January. It stopped with an error that went to a log that nobody reads.
    ///
    /// ### Resolution
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
    PM402 "missing-resolution" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let told = |origin: Origin| matches!(origin, Origin::Causes | Origin::Resolution | Origin::Elsewhere);
    if cx.postmortem.resolutions.iter().any(|resolution| told(resolution.origin)) {
        return;
    }
    let kinds = [SectionKind::Resolution, SectionKind::RootCauseAndResolution];
    let Some(section) = kinds.iter().find_map(|kind| cx.postmortem.section(*kind)) else { return };
    if cx.postmortem.resolutions.iter().any(|resolution| section.whole.contains(resolution.span.start)) {
        return;
    }
    if section.kind == SectionKind::RootCauseAndResolution && section.words >= super::ENOUGH_FOR_BOTH {
        return;
    }
    report
        .at(section.heading, "how the outage was resolved is not explained")
        .help("say what was done, when it took effect, and whether it is a fix or a stopgap");
}
