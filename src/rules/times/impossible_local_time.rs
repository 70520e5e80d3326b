//! PM112: times that the clocks skip or show twice.

use crate::document::Doubt;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// Every time exists once in its zone: not in the hour that is skipped in spring, and in the hour that is
    /// repeated in autumn only with an offset.
    ///
    /// ## Why
    /// An outage in the night of the change is an hour longer or shorter, depending on which is meant.
    ///
    /// ## Fails
    /// ```markdown document
    /// ---
    /// title: Checkout down
    /// start: 2026-03-29T02:30
    /// end: 2026-03-29T04:00
    /// timezone: Europe/Berlin
    /// ---
    ///
    /// ## Summary
    /// Customers could not pay.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// ---
    /// title: Checkout down
    /// start: 2026-03-29T03:30+02:00
    /// end: 2026-03-29T04:00+02:00
    /// timezone: Europe/Berlin
    /// ---
    ///
    /// ## Summary
    /// Customers could not pay.
    /// ```
    PM112 "impossible-local-time" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let pick = |doubt: &Doubt| matches!(doubt, Doubt::Gap | Doubt::Fold).then_some(*doubt == Doubt::Gap);
    for (span, moment, skipped) in super::doubts(cx, pick) {
        let zone = moment.zone.as_ref().map_or("", |zone| &*zone.written);
        let time = moment.clock.map_or_else(String::new, |clock| clock.format("%H:%M").to_string());
        if skipped {
            report
                .at(span, format!("{time} does not exist on that day in {zone}: the clocks went forward"))
                .help("write the time that the clock showed");
        } else {
            report
                .at(span, format!("{time} exists twice on that day in {zone}: the clocks went back"))
                .help("add the offset, as in `2026-10-25T02:30+02:00`");
        }
    }
}
