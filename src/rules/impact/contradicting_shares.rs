//! PM305: one impact, two shares.

use crate::document::{Fact, Origin, Share};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The share in the frontmatter stands in the summary too, if the summary gives any share of the same thing.
    ///
    /// ## Why
    /// Counts use the frontmatter, people read the summary; they should hear the same.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// impact: { percent: 30, of: users }
    /// ---
    ///
    /// ## Summary
    /// - **Duration:** 2 March 2026, 14:05–14:47 UTC (42 min)
    /// - **Impact:** 40% of users could not pay and saw an error page.
    /// - **Root cause:** The certificate of the payment gateway had expired.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// impact: { percent: 40, of: users }
    /// ---
    ///
    /// ## Summary
    /// - **Duration:** 2 March 2026, 14:05–14:47 UTC (42 min)
    /// - **Impact:** 40% of users could not pay and saw an error page.
    /// - **Root cause:** The certificate of the payment gateway had expired.
    /// ```
    PM305 "contradicting-shares" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let shares = &cx.postmortem.shares;
    let Some(stated) = shares.iter().find(|share| share.origin == Origin::Frontmatter) else { return };
    let same: Vec<&Fact<Share>> = shares
        .iter()
        .filter(|share| share.origin == Origin::Summary)
        .filter(|share| {
            share.value.of.is_none() || stated.value.of.is_none() || share.value.of == stated.value.of
        })
        .collect();
    let tolerance = cx.settings.tolerances.percent;
    let agrees = |share: &&&Fact<Share>| {
        let up_to = share.value.up_to.unwrap_or(share.value.percent);
        stated.value.percent >= share.value.percent - tolerance && stated.value.percent <= up_to + tolerance
    };
    let Some(first) = same.first().filter(|_| !same.iter().any(|share| agrees(&share))) else { return };
    let (here, there) = (super::percent(first.value.percent), super::percent(stated.value.percent));
    let line = cx.line(stated.span);
    report
        .at(first.span, format!("share is {here} in the summary, but {there} in the frontmatter ({line})"))
        .label(here)
        .and(stated.span, there)
        .help("one of the two is wrong; correct it so that both say the same");
}
