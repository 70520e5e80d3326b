//! PM210: who was called?

use crate::document::RoleKind;
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The timeline of an outage of more than an hour tells to whom it was escalated. `<!-- escalated -->` marks
    /// such an entry.
    ///
    /// ## Why
    /// Whom to call, and when, is what the next engineer on call wants to know.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Timeline
    /// - 14:05 UTC – The certificate expires and payments fail.
    /// - 14:12 UTC – An alert on the error rate fires.
    /// - 16:47 UTC – The new certificate is live and payments succeed.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Timeline
    /// - 14:05 UTC – The certificate expires and payments fail.
    /// - 14:12 UTC – An alert on the error rate fires.
    /// - 14:40 UTC – The incident is escalated to the payments team.
    /// - 16:47 UTC – The new certificate is live and payments succeed.
    /// ```
    PM210 "missing-escalation" { level: Hint, since: "0.1.0" }
}

/// Words of an entry in which others are called in.
static CALLED_IN: Phrases = Phrases::new(&[
    "becomes incident commander",
    "called in",
    "calls in",
    "forwarded to",
    "handed over",
    "hands over",
    "informs the",
    "informed the",
    "joined",
    "joins",
    "paged the",
    "pages the",
    "pulled in",
    "pulls in",
    "ticket with the",
]);

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(heading) = super::heading(cx) else { return };
    let entries = &cx.postmortem.timeline;
    if entries.iter().any(|entry| super::is(entry, RoleKind::Escalated)) {
        return;
    }
    let instants = entries.iter().filter_map(|entry| entry.instant);
    let course = instants.clone().max().zip(instants.min()).map(|(last, first)| last - first);
    if course.is_some_and(|course| course < chrono::TimeDelta::hours(1)) {
        return;
    }
    if !entries.iter().any(|entry| CALLED_IN.any(&entry.text)) {
        report
            .at(heading, "timeline does not tell to whom the incident was escalated")
            .help("add who was called in, or mark the entry with `<!-- escalated -->`");
    }
}
