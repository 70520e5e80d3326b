//! PM110: winter time in summer.

use crate::document::Doubt;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// An abbreviation for winter or summer time is in force on the day it is used: `PST` in June is not.
    ///
    /// ## Why
    /// The author looked at a clock that showed summer time; taken literally, every time is an hour off.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// - **Duration:** 2 June 2026, 14:05–14:47 PST
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// - **Duration:** 2 June 2026, 14:05–14:47 PDT
    /// ```
    PM110 "timezone-out-of-season" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let pick = |doubt: &Doubt| if let Doubt::OutOfSeason(right) = doubt { Some(right.clone()) } else { None };
    let Some((span, moment, right)) = super::doubts(cx, pick).into_iter().next() else { return };
    let Some(zone) = &moment.zone else { return };
    let day = moment.date.map_or_else(String::new, |date| format!(" on {}", date.format("%-d %B")));
    let place = if zone.span.is_empty() { span } else { zone.span };
    report
        .at(place, format!("`{}` is not in force{day}: clocks show `{right}`", zone.written))
        .help(format!("write `{right}` if that is what the clock showed"));
}
