//! PM504: until when?

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// Every open task has a due date or a ticket.
    ///
    /// ## Why
    /// What is tracked nowhere is forgotten by the next incident.
    ///
    /// ## Fails
    /// ```markdown
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (@mira)
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (@mira, PAY-482)
    /// ```
    PM504 "action-without-due-date" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let text = [
        "task has neither due date nor ticket",
        "none of the {} tasks has a due date or a ticket",
        "add one: `(@mira, due 2026-04-01)` or `(@mira, PAY-482)`",
    ];
    super::lacking(cx, report, |action| action.due.is_none() && action.ticket.is_none(), text);
}
