//! PM204: before the start or after the end.

use chrono::TimeDelta;

use crate::document::{Entry, Origin, RoleKind};
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::times::{gap, spoken, stated};
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The entries of the timeline lie between start and end of the outage. What led up to it may stand before
    /// it, marked `<!-- lead-up -->`; what came of it may stand after it, marked `<!-- follow-up -->`, or without a
    /// marker where only the timeline says when the outage ended. The entry that tells of the detection is left to `detected-outside-window`.
    ///
    /// ## Why
    /// An entry outside is a wrong time, or the outage was longer than stated.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Timeline
    /// - 14:05 – The certificate expires and payments fail.
    /// - 14:12 – An alert on the error rate pages the on-call engineer. <!-- detected -->
    /// - 14:47 – The new certificate is live and payments succeed. <!-- resolved -->
    /// - 16:30 – Payments fail for some customers with an old app.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Timeline
    /// - 13:00 – The renewal job runs and stops at a missing permission. <!-- lead-up -->
    /// - 14:05 – The certificate expires and payments fail.
    /// - 14:12 – An alert on the error rate pages the on-call engineer. <!-- detected -->
    /// - 14:47 – The new certificate is live and payments succeed. <!-- resolved -->
    /// - 16:30 – The alert on expiry is sent to the payments team. <!-- follow-up -->
    /// ```
    PM204 "entry-outside-window" { level: Warning, since: "0.1.0" }
}

/// What leads up to an outage, most often, needs no marker.
static CHANGES: Phrases = Phrases::new(&[
    "deploy",
    "deployed",
    "deploys",
    "deployment",
    "release",
    "released",
    "update",
    "updated",
    "upgrade",
    "upgraded",
    "migration",
    "migrated",
    "maintenance",
    "change",
    "changed",
    "changes",
    "configuration",
    "rollout",
    "rolled out",
    "merged",
    "pushed",
    "script",
    "patch",
    "patched",
    "scheduled",
    "campaign",
    "install",
    "installed",
    "installation",
    "enabled",
    "disabled",
    "switched",
]);

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let postmortem = cx.postmortem;
    let (Some(start), Some(end)) = (postmortem.starts.first(), postmortem.ends.first()) else { return };
    if gap(&start.value, &end.value).is_none_or(|window| window < TimeDelta::zero()) {
        return;
    }
    let tolerance = cx.settings.tolerances.time();
    let mut previous = None;
    for entry in &postmortem.timeline {
        let (Some(time), Some(place)) = (&entry.time, entry.time_span) else { continue };
        if postmortem.detected.iter().any(|detected| detected.span == place) {
            continue;
        }
        let early = gap(time, &start.value).filter(|gap| *gap > tolerance);
        let late = gap(&end.value, time).filter(|gap| *gap > tolerance);
        let dated = time.date.is_some() && start.value.date.is_some();
        let (gap, word, fact, name, marker) = match (early, late) {
            (Some(_), _) if told(entry, &[RoleKind::LeadUp, RoleKind::Onset, RoleKind::Detected]) => continue,
            (Some(_), _) if CHANGES.any(&entry.text) => continue,
            (_, Some(_)) if end.origin == Origin::Timeline => continue,
            (_, Some(_)) if told(entry, &[RoleKind::FollowUp, RoleKind::Resolved, RoleKind::Mitigated]) => {
                continue;
            }
            (Some(gap), None) => (gap, "before", start, "start", "lead-up"),
            (None, Some(gap)) => (gap, "after", end, "end", "follow-up"),
            _ => continue,
        };
        if !dated && gap > TimeDelta::hours(6) {
            continue;
        }
        // Entries in a row have one cause: the first of them tells it.
        if previous.replace(marker) == Some(marker) {
            continue;
        }
        let (gap, there) = (spoken(gap), stated(cx, fact));
        report
            .at(place, format!("entry lies {gap} {word} the {name} of the outage, {there}"))
            .and(fact.span, name)
            .help(format!("correct a time, or mark the entry with `<!-- {marker} -->`"));
    }
}

/// Whether a marker or the wording gives it one of some roles; its place outside the window alone does not.
fn told(entry: &Entry, kinds: &[RoleKind]) -> bool {
    entry.roles.iter().any(|role| kinds.contains(&role.kind) && (role.marked || role.span != entry.text_span))
}
