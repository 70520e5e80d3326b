//! PM114: morning or afternoon?

use chrono::{TimeDelta, Timelike};

use crate::document::{Doubt, Fact, Moment};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// In a document of 12-hour times, every time says am or pm.
    ///
    /// ## Why
    /// A time without it is twelve hours off for some readers.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Timeline
    /// - 9:05 AM UTC – Payments fail.
    /// - 9:35 – The certificate is found to have expired.
    /// - 1:20 PM UTC – The new certificate is live and payments succeed.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Timeline
    /// - 9:05 AM UTC – Payments fail.
    /// - 9:35 AM UTC – The certificate is found to have expired.
    /// - 1:20 PM UTC – The new certificate is live and payments succeed.
    /// ```
    PM114 "ambiguous-time" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let pick = |doubt: &Doubt| matches!(doubt, Doubt::Meridiem).then_some(());
    let doubts = super::doubts(cx, pick);
    let open: Vec<Span> =
        doubts.iter().filter(|(_, moment, ())| !fits(cx, moment)).map(|(span, ..)| *span).collect();
    let Some(first) = open.first().filter(|_| !counts_to_24(cx)) else { return };
    let written = cx.text(*first).trim();
    let message = match open.len() {
        1 => format!("`{written}` may be morning or afternoon"),
        count => format!("`{written}` and {} more times may be morning or afternoon", count - 1),
    };
    report.at(*first, message).help("add AM or PM, or use the 24-hour clock throughout");
}

/// Whether the reading that was chosen lies between start and end, and the other one does not.
fn fits(cx: &Context<'_>, moment: &Moment) -> bool {
    let stated = |facts: &[Fact<Moment>]| {
        facts.iter().find(|fact| fact.value.doubts.is_empty()).map(|fact| fact.value.clone())
    };
    let Some((start, end)) = stated(&cx.postmortem.starts).zip(stated(&cx.postmortem.ends)) else {
        return false;
    };
    let inside = |moment: &Moment| {
        let slack = TimeDelta::hours(1);
        super::gap(&start, moment).is_some_and(|gap| gap >= -slack)
            && super::gap(moment, &end).is_some_and(|gap| gap >= -slack)
    };
    let other = moment.clock.map(|clock| clock.overflowing_add_signed(TimeDelta::hours(12)).0);
    inside(moment) && !inside(&Moment { clock: other, ..moment.clone() })
}

/// Whether another time is past 12 without saying pm, so that the whole document counts to 24.
fn counts_to_24(cx: &Context<'_>) -> bool {
    super::moments(cx).iter().any(|(span, moment)| {
        let late = moment.clock.is_some_and(|clock| clock.hour() > 12);
        late && !cx.text(*span).to_lowercase().contains(['m', 'p'])
    })
}
