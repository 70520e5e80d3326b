//! PM705: published, and the critical task is still open.

use crate::document::Status;
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// A published postmortem has no open task that is called critical, urgent, a blocker, P0 or P1.
    ///
    /// ## Why
    /// Publishing says that the matter is closed. Until such a task is done, the outage can happen again.
    ///
    /// ## Fails
    /// ```markdown
    /// - [ ] P0: renew the certificates of all gateways before they expire (@mira, due 2026-06-01)
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// - [x] P0: renew the certificates of all gateways before they expire (@mira, due 2026-06-01)
    /// ```
    PM705 "open-critical-task" { level: Warning, since: "0.1.0" }
}

static CRITICAL: Phrases = Phrases::new(&[
    "p0",
    "p1",
    "critical:",
    "(critical)",
    "[critical]",
    "urgent:",
    "(urgent)",
    "[urgent]",
    "blocker",
]);

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let status = cx.postmortem.frontmatter.as_ref().and_then(|frontmatter| frontmatter.status);
    if status != Some(Status::Published) {
        return;
    }
    for action in cx.postmortem.actions.iter().filter(|action| action.done == Some(false)) {
        if let Some(span) = CRITICAL.first(cx.text(action.span)) {
            let span = span.shift(action.span.start);
            report
                .at(span, "document is published, but this critical task is open")
                .help("tick it off if it is done, or set `status: in-review` until it is");
        }
    }
}
