//! PM502: nothing will be done.

use crate::document::SectionKind;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The corrective measures have at least one specific task.
    ///
    /// ## Why
    /// A postmortem without tasks is a story; the outage comes again.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Corrective and preventative measures
    /// We will do better.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Corrective and preventative measures
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (@mira, due 2026-04-01)
    /// ```
    PM502 "missing-task" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let postmortem = cx.postmortem;
    if !postmortem.actions.is_empty() {
        return;
    }
    let wanted = [SectionKind::Tasks, SectionKind::Corrective, SectionKind::Improvements];
    if wanted.iter().all(|kind| postmortem.section(*kind).is_none()) {
        return;
    }
    report
        .at(super::place(cx), "there is no task")
        .help("add a list of specific tasks: `- [ ] Renew certificates 30 days before they expire (@mira, due 2026-04-01)`");
}
