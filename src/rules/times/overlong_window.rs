//! PM113: a window of weeks around a timeline of minutes.

use chrono::TimeDelta;

use crate::document::Postmortem;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

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
    let Some(slip) = find(cx.postmortem) else { return };
    let (long, short) = (super::spoken(slip.window), super::spoken(slip.course));
    report
        .at(
            slip.end,
            format!(
                "start and end ({}) lie {long} apart, but the timeline ({}) is over within {short}",
                cx.lines(slip.start, slip.end),
                cx.lines(slip.first, slip.last)
            ),
        )
        .label("end")
        .and(slip.start, "start")
        .and(slip.last, "the timeline's last entry")
        .help("check year, month and day of both; or add what happened on the other days");
}

/// A window that is too long for its timeline.
struct Overlong {
    start: Span,
    end: Span,
    first: Span,
    last: Span,
    window: TimeDelta,
    course: TimeDelta,
}

fn find(postmortem: &Postmortem) -> Option<Overlong> {
    let (start, end) = postmortem.starts.first().zip(postmortem.ends.first())?;
    let window = super::gap(&start.value, &end.value).filter(|window| *window > TimeDelta::days(2))?;
    let dated = postmortem.timeline.iter().filter_map(|entry| Some((entry.instant?, entry.time_span?)));
    let (first, last) = dated.clone().min().zip(dated.clone().max())?;
    let course = last.0 - first.0;
    let overlong = dated.count() >= 3 && window >= course * 10;
    overlong.then_some(Overlong {
        start: start.span,
        end: end.span,
        first: first.1,
        last: last.1,
        window,
        course,
    })
}

/// Whether start and end lie too far apart for the timeline, so that one of them is wrong.
pub(super) fn is_overlong(postmortem: &Postmortem) -> bool {
    find(postmortem).is_some()
}
