//! PM703: two documents of one text.

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// No two postmortems have the same text.
    ///
    /// ## Why
    /// One of them was copied as a start and never written, or one incident would be counted twice.
    ///
    /// ## Fails
    /// ```text
    /// postmortems/2026-03-02-checkout.md
    /// postmortems/2026-03-02-checkout-copy.md (the same text)
    /// ```
    ///
    /// ## Passes
    /// ```text
    /// postmortems/2026-03-02-checkout.md
    /// postmortems/2026-03-09-search.md (its own text)
    /// ```
    PM703 "copied-document" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(first) = cx.twins.copies.get(&cx.source.path).filter(|_| cx.is_first()) else { return };
    report
        .at(cx.head(), "another postmortem has the same text")
        .and_in(first.clone(), Span::at(0), "the other one")
        .help("write what happened this time, or remove one of the two");
}
