//! PM107: one moment at two times.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::document::{Fact, Moment, Origin};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// Frontmatter, summary and timeline give the same times for start, end and detection, in whatever zone
    /// each of them is written.
    ///
    /// ## Why
    /// Two times for one moment mean that at least one is wrong, and a reader cannot know which. Often the
    /// month or the year was copied from another document. `tolerances.time` in `afterword.toml` says how far
    /// apart times may lie.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// start: 2026-03-02T12:05
    /// ---
    ///
    /// ## Summary
    /// - **Duration:** 2 March 2026, 14:05–14:47 UTC
    /// - **Impact:** 40% of customers could not pay and saw an error page.
    /// - **Root cause:** The certificate of the payment gateway had expired.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// start: 2026-03-02T14:05
    /// ---
    ///
    /// ## Summary
    /// - **Duration:** 2 March 2026, 14:05–14:47 UTC
    /// - **Impact:** 40% of customers could not pay and saw an error page.
    /// - **Root cause:** The certificate of the payment gateway had expired.
    /// ```
    PM107 "contradicting-times" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let postmortem = cx.postmortem;
    let facts =
        [("start", &postmortem.starts), ("end", &postmortem.ends), ("detection", &postmortem.detected)];
    let mut slipped = None;
    for (name, facts) in facts {
        for (index, fact) in facts.iter().enumerate() {
            let wrong =
                |other: &&Fact<Moment>| contradict(cx, other, fact) && !told_by_window(cx, other, fact);
            if let Some(other) = facts[..index].iter().find(wrong) {
                // A slip in the day that start and end share is one mistake.
                let slip = (other.value.date, fact.value.date, other.origin, fact.origin);
                let again = other.value.date != fact.value.date && slipped == Some(slip);
                slipped = Some(slip);
                if !again {
                    found(cx, report, name, other, fact);
                }
                break;
            }
        }
    }
}

/// Whether the same slip makes the whole window too long for the timeline, which PM113 reports.
fn told_by_window(cx: &Context<'_>, a: &Fact<Moment>, b: &Fact<Moment>) -> bool {
    let days = a.value.date.zip(b.value.date).map_or(0, |(a, b)| (a - b).num_days().abs());
    days > 1
        && [a.origin, b.origin].contains(&Origin::Timeline)
        && super::overlong_window::is_overlong(cx.postmortem)
}

/// Whether two facts about one moment cannot both be true.
fn contradict(cx: &Context<'_>, a: &Fact<Moment>, b: &Fact<Moment>) -> bool {
    if a.origin == b.origin || a.span == b.span {
        return false;
    }
    let timed = a.value.clock.is_some() && b.value.clock.is_some();
    if timed && super::gap(&a.value, &b.value).is_none_or(|gap| gap.is_zero()) {
        return false;
    }
    let mut tolerance = cx.settings.tolerances.time();
    if a.value.approximate || b.value.approximate {
        tolerance = tolerance.max(TimeDelta::minutes(30));
    }
    if [a, b].iter().any(|fact| fact.origin == Origin::Timeline && fact.inferred) {
        tolerance = tolerance.max(TimeDelta::minutes(15));
    }
    if !timed {
        let given = a.value.date_given && b.value.date_given;
        let days = a.value.date.zip(b.value.date).filter(|_| given).map(|(a, b)| (a - b).num_days().abs());
        return days.is_some_and(|days| days > 1) && !told(cx, a, b);
    }
    super::gap(&a.value, &b.value).is_some_and(|gap| gap.abs() > tolerance) && !told(cx, a, b)
}

/// Whether one is a guess from the timeline's wording, and another entry of it stands at the other's time.
fn told(cx: &Context<'_>, a: &Fact<Moment>, b: &Fact<Moment>) -> bool {
    let stated = match (a.origin, b.origin) {
        (_, Origin::Timeline) => a,
        (Origin::Timeline, _) => b,
        _ => return false,
    };
    let tolerance = cx.settings.tolerances.time();
    let times = cx.postmortem.timeline.iter().filter_map(|entry| entry.time.as_ref());
    times.into_iter().any(|time| super::gap(&stated.value, time).is_some_and(|gap| gap.abs() <= tolerance))
}

fn found(cx: &Context<'_>, report: &mut Report<'_>, name: &str, first: &Fact<Moment>, second: &Fact<Moment>) {
    let (one, two) = (super::shown(&first.value), super::shown(&second.value));
    let (there, here) = (super::stated(cx, first), super::part(second.origin));
    let slip = first.value.date.zip(second.value.date).and_then(|(a, b)| slip(a, b));
    let help = match slip {
        Some(slip) => format!("one of the two is wrong; it looks like a slip in the {slip}"),
        None => "one of the two is wrong; correct it so that both say the same".to_owned(),
    };
    report
        .at(second.span, format!("{name} is {two} in {here}, but {there}"))
        .label(two)
        .and(first.span, one)
        .help(help);
}

/// What part of the date differs, when it is only one.
fn slip(a: NaiveDate, b: NaiveDate) -> Option<&'static str> {
    match (a.year() == b.year(), a.month() == b.month(), a.day() == b.day()) {
        (false, true, true) => Some("year"),
        (true, false, true) => Some("month"),
        (true, true, false) if (a - b).num_days().abs() > 1 => Some("day"),
        _ => None,
    }
}
