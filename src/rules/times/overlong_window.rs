//! PM113: a window of weeks around a timeline of minutes.

use chrono::TimeDelta;

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// Start and end do not lie days apart when the timeline is over within hours.
    ///
    /// ## Why
    /// A slip in the month or the day of one of them turns an outage of an hour into one of weeks, and every
    /// statistic with it.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// start: 2026-03-02T14:05
    /// end: 2026-04-02T14:47
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
    PM113 "overlong-window" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let postmortem = cx.postmortem;
    let (Some(start), Some(end)) = (postmortem.starts.first(), postmortem.ends.first()) else { return };
    let Some(window) = super::gap(&start.value, &end.value).filter(|window| *window > TimeDelta::days(2))
    else {
        return;
    };
    let dated = postmortem.timeline.iter().filter_map(|entry| Some((entry.instant?, entry.time_span?)));
    let (Some(first), Some(last)) = (dated.clone().min(), dated.clone().max()) else { return };
    let course = last.0 - first.0;
    if dated.count() < 3 || window < course * 10 {
        return;
    }
    let (long, short) = (super::spoken(window), super::spoken(course));
    report
        .at(end.span, format!("start and end lie {long} apart, but the timeline is over within {short}"))
        .label("end")
        .and(start.span, "start")
        .and(last.1, "the timeline's last entry")
        .help("check year, month and day of both; or add what happened on the other days");
}
