//! PM209: what was suspected on the way?

use crate::document::RoleKind;
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The timeline of an outage of more than half an hour tells what was suspected or tried, also in vain.
    /// `<!-- hypothesis -->` and `<!-- misleading -->` mark such entries.
    ///
    /// ## Why
    /// The wrong turns are what others can avoid next time.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Timeline
    /// - 14:05 UTC – The certificate expires and payments fail.
    /// - 14:12 UTC – An alert on the error rate pages the on-call engineer.
    /// - 16:47 UTC – The new certificate is live and payments succeed.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Timeline
    /// - 14:05 UTC – The certificate expires and payments fail.
    /// - 14:12 UTC – An alert on the error rate pages the on-call engineer.
    /// - 14:20 UTC – The last deploy is suspected and rolled back, without effect. <!-- misleading -->
    /// - 16:47 UTC – The new certificate is live and payments succeed.
    /// ```
    PM209 "missing-hypotheses" { level: Hint, since: "0.1.0" }
}

/// Words of an attempt that failed.
static FAILED: Phrases = Phrases::new(&[
    "were healthy",
    "was healthy",
    "found nothing",
    "nothing unusual",
    "did not help",
    "didn't help",
    "attempt fails",
    "attempt failed",
    "deploy fails",
    "deploy failed",
    "failover fails",
    "failover failed",
    "no improvement",
    "restart did not help",
    "restarts did not help",
    "restore fails",
    "restore failed",
    "revert fails",
    "revert failed",
    "rollback fails",
    "rollback failed",
    "rollback did not help",
    "without effect",
    "without success",
]);

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(heading) = super::heading(cx) else { return };
    let told = [RoleKind::Hypothesis, RoleKind::Misleading];
    let entries = &cx.postmortem.timeline;
    if entries.iter().any(|entry| told.iter().any(|role| super::is(entry, *role))) {
        return;
    }
    let instants = entries.iter().filter_map(|entry| entry.instant);
    let course = instants.clone().max().zip(instants.min()).map(|(last, first)| last - first);
    if course.is_some_and(|course| course < chrono::TimeDelta::minutes(30)) {
        return;
    }
    if !entries.iter().any(|entry| FAILED.any(&entry.text)) {
        report
            .at(heading, "timeline tells nothing of what was suspected or tried in vain")
            .help("add what was thought to be the cause, and mark it with `<!-- hypothesis -->` or `<!-- misleading -->`");
    }
}
