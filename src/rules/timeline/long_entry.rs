//! PM205: an entry that is a story.

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// An entry of the timeline has no more than 60 words.
    ///
    /// ## Why
    /// One or two sentences an entry keep the course of events in view. Explanations belong to the causes.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Timeline
    /// - 14:05 – The certificate of the payment gateway, which had been issued by hand in the spring of the year
    ///   before because the job that issues all others did not know the gateway at the time, expires, and from
    ///   then on every request of the checkout to the gateway fails with an error that the checkout shows to
    ///   customers as a page that asks them to try again later, which many of them do several times without any
    ///   effect.
    /// - 14:12 – An alert on the error rate pages the on-call engineer. <!-- detected -->
    /// - 14:47 – The new certificate is live and payments succeed. <!-- resolved -->
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Timeline
    /// - 14:05 – The certificate expires and payments fail.
    /// - 14:12 – An alert on the error rate pages the on-call engineer. <!-- detected -->
    /// - 14:47 – The new certificate is live and payments succeed. <!-- resolved -->
    /// ```
    PM205 "long-entry" { level: Hint, since: "0.1.0" }
}

/// The most words that an entry should have.
const MOST: usize = 60;

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for entry in cx.postmortem.timeline.iter().filter(|entry| entry.time.is_some()) {
        if entry.text.len() < MOST * 2 {
            continue;
        }
        let words = entry.text.split_whitespace().count();
        if words > MOST {
            report
                .at(super::first_line(cx, entry.span), format!("entry has {words} words"))
                .help("say in one or two sentences what happened; explain it under the causes");
        }
    }
}
