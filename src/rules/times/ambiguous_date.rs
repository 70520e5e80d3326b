//! PM109: day or month?

use crate::document::Doubt;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// No date can be read with day and month exchanged, as `04-12-2022` can.
    ///
    /// ## Why
    /// Half of the readers take it for the other day, months away.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Summary
    /// - **Duration:** 02/03/2026, 14:05–14:47 UTC
    /// - **Impact:** 40% of customers could not pay and saw an error page.
    /// - **Root cause:** The certificate of the payment gateway had expired.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Summary
    /// - **Duration:** 2 March 2026, 14:05–14:47 UTC
    /// - **Impact:** 40% of customers could not pay and saw an error page.
    /// - **Root cause:** The certificate of the payment gateway had expired.
    /// ```
    PM109 "ambiguous-date" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let pick = |doubt: &Doubt| if let Doubt::DayOrMonth(other) = doubt { Some(*other) } else { None };
    let mut dates = super::doubts(cx, pick)
        .into_iter()
        .filter_map(|(span, moment, other)| Some((span, moment.date?, other)));
    let Some((span, date, other)) = dates.next() else { return };
    let [one, two] = [date, other].map(|date| date.format("%-d %B %Y").to_string());
    report
        .at(span, format!("date may be {one} or {two}"))
        .help(format!("write the month as a word, or the year first: `{}`", date.format("%Y-%m-%d")));
}
