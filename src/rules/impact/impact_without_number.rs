//! PM301: how many?

use std::sync::LazyLock;

use crate::document::SectionKind;
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The impact has a number: a share of users or requests, or a count of them.
    ///
    /// ## Why
    /// "Some users" is everything between three people and all of them. Without a number incidents cannot be
    /// compared, and nobody knows what was lost.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// Payments failed on 2 March 2026 from 14:05 to 14:47 UTC. Many customers were affected.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// From 14:05 to 14:47 UTC on 2 March 2026 about 40% of customers could not pay.
    /// ```
    PM301 "impact-without-number" { level: Warning, since: "0.1.0" }
}

/// Words that say "100%".
static WHOLE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "all users",
        "all customers",
        "all requests",
        "all traffic",
        "all inbound traffic",
        "all visitors",
        "all services",
        "every user",
        "every customer",
        "every request",
        "everyone",
        "everybody",
        "anyone",
        "anybody",
        "no one",
        "nobody",
        "total outage",
        "complete outage",
        "full outage",
        "entirely inaccessible",
        "entirely unavailable",
        "completely unavailable",
        "completely inaccessible",
        "completely down",
    ])
});

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let postmortem = cx.postmortem;
    let numbered = postmortem
        .impacts
        .iter()
        .any(|impact| impact.value.percent.is_some() || impact.value.count.is_some());
    if numbered || !postmortem.shares.is_empty() {
        return;
    }
    let whole = postmortem
        .sections
        .iter()
        .filter(|section| matches!(section.kind, SectionKind::Summary | SectionKind::Impact))
        .any(|section| WHOLE.find(&cx.document.plain, section.content).next().is_some());
    if whole {
        return;
    }
    report
        .at(super::place(cx), "impact has no number")
        .help("say how many were affected, be it about: `about 40% of customers`; or `impact: { percent: 40, of: users }`");
}
