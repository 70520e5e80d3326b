//! PM704: a draft that stays one.

use crate::document::Status;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// A document is published within 14 days after the outage ended; `draft-days` in `afterword.toml` sets
    /// another number.
    ///
    /// ## Why
    /// Memory fades, and tasks from a draft are not followed up.
    ///
    /// ## Fails
    /// ```markdown document
    /// ---
    /// title: Checkout down
    /// status: draft
    /// start: 2001-03-02T14:05
    /// end: 2001-03-02T14:47
    /// timezone: UTC
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
    /// status: published
    /// start: 2001-03-02T14:05
    /// end: 2001-03-02T14:47
    /// timezone: UTC
    /// ---
    ///
    /// ## Summary
    /// Customers could not pay.
    /// ```
    PM704 "stale-draft" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let status = cx.postmortem.frontmatter.as_ref().and_then(|frontmatter| frontmatter.status);
    let unfinished = matches!(status, Some(Status::Draft | Status::InReview));
    let (Some(today), Some(end), Some(place)) = (cx.today, cx.postmortem.end(), cx.value("status")) else {
        return;
    };
    let days = (today - end.date_naive()).num_days();
    if unfinished && days > i64::from(cx.settings.draft_days) {
        let word = cx.text(place);
        report
            .at(place, format!("still `{word}` {days} days after the outage"))
            .help("publish it with what is known: `status: published`");
    }
}
