//! PM104: over before it began.

use chrono::TimeDelta;

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The end comes after the start.
    ///
    /// ## Why
    /// One of the two is wrong, most often the day, am and pm, or the month.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// start: 2026-03-02T14:47
    /// end: 2026-03-02T14:05
    /// ---
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// start: 2026-03-02T14:05
    /// end: 2026-03-02T14:47
    /// ---
    /// ```
    PM104 "end-before-start" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for start in &cx.postmortem.starts {
        let Some(end) = cx.postmortem.ends.iter().find(|end| end.origin == start.origin) else { continue };
        if super::gap(&start.value, &end.value).is_some_and(|gap| gap < TimeDelta::zero()) {
            let (from, to) = (super::shown(&start.value), super::shown(&end.value));
            report
                .at(end.span, format!("the end, {to}, is before the start, {from} ({})", cx.line(start.span)))
                .label("end")
                .and(start.span, "start")
                .help("one of the two is wrong: check day, month, am and pm");
        }
    }
}
