//! PM103: in which zone.

use crate::document::{Fact, Moment};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The document says in which time zone its times are: `timezone:` with an IANA name, or an offset in
    /// every time of the frontmatter.
    ///
    /// ## Why
    /// Readers in other places, logs in UTC and the simulator all need to know which moment is meant.
    ///
    /// ## Fails
    /// ```markdown document
    /// ---
    /// title: Expired certificate stopped the checkout
    /// start: 2026-03-02T14:05
    /// end: 2026-03-02T14:47
    /// ---
    ///
    /// ## Summary
    /// Customers could not pay.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// timezone: Europe/London
    /// ---
    /// ```
    PM103 "missing-timezone" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let postmortem = cx.postmortem;
    if cx.has_frontmatter() {
        let offset = |facts: &[Fact<Moment>]| facts.first().is_some_and(|fact| fact.value.zone_given);
        if cx.value("timezone").is_some() || (offset(&postmortem.starts) && offset(&postmortem.ends)) {
            return;
        }
        let mut help = "add `timezone:` with an IANA name such as `UTC` or `Europe/Berlin`".to_owned();
        if let Some(zone) = postmortem.zones.first() {
            help = format!("{help}; the text says `{}`", zone.value.written);
        }
        report.at(cx.missing("timezone"), "times have no time zone").help(help);
    } else if postmortem.zones.is_empty() && !postmortem.starts.is_empty() {
        report
            .at(super::place(cx, &postmortem.starts), "times have no time zone")
            .help("write the zone after the time: `14:05 UTC`");
    }
}
