//! PM505: it should be done by now.

use super::told::is_done;
use crate::document::Action;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::counted;

declare_rule! {
    /// ## What it checks
    /// No open task is past its due date. Without a checkbox and without frontmatter nobody can tell whether a task is
    /// still open, and none is reported.
    ///
    /// ## Why
    /// Until it is done, the same outage can happen again. If the date no longer holds, a new one should be
    /// chosen, not forgotten.
    ///
    /// ## Fails
    /// ```markdown
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (@mira, due 2001-04-01)
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// - [x] Renew the certificates of all gateways thirty days before they expire (@mira, due 2001-04-01)
    /// ```
    PM505 "overdue-action" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(today) = cx.today else { return };
    let kept = cx.has_frontmatter();
    let open = |action: &&Action| {
        action.done == Some(false) || (kept && action.done.is_none() && !is_done(cx, action))
    };
    for action in cx.postmortem.actions.iter().filter(open) {
        let Some(due) = action.due.as_ref().filter(|due| due.value < today) else { continue };
        let days = counted((today - due.value).num_days(), "day");
        report
            .at(due.span, format!("task is overdue by {days}"))
            .help("tick it off if it is done (`- [x]`), or agree on a new date");
    }
}
