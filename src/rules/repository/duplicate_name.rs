//! PM701: two documents of one name.

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// No two postmortems have the same file name, in whatever folders they stand.
    ///
    /// ## Why
    /// The name is the incident's identity: its page, its address, the links to it.
    ///
    /// ## Fails
    /// ```text
    /// postmortems/2026-03-02-checkout.md
    /// postmortems/payments/2026-03-02-checkout.md
    /// ```
    ///
    /// ## Passes
    /// ```text
    /// postmortems/2026-03-02-checkout.md
    /// postmortems/payments/2026-03-02-gateway.md
    /// ```
    PM701 "duplicate-name" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(first) = cx.twins.names.get(&cx.source.path).filter(|_| cx.is_first()) else { return };
    report
        .at(cx.head(), format!("`{first}` has the same file name"))
        .and_in(first.clone(), Span::at(0), "the other one")
        .help("rename one of the two: day and what broke, as in `2026-03-02-checkout-certificate.md`");
}
