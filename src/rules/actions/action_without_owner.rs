//! PM501: everybody's task.

use super::told::names_owner;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// Every open task names an owner. What the text says was done needs none.
    ///
    /// ## Why
    /// A task that everybody owns is done by nobody.
    ///
    /// ## Fails
    /// ```markdown
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (due 2026-04-01)
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (@mira, due 2026-04-01)
    /// ```
    PM501 "action-without-owner" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let text = [
        "task has no owner",
        "none of the {} tasks has an owner",
        "name one person: `(@mira, due 2026-04-01)`",
    ];
    super::lacking(cx, report, |action| action.owner.is_none() && !names_owner(cx, action), text);
}
