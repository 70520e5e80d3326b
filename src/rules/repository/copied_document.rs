//! PM703: two documents of one text.

use crate::document::Status;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// No two postmortems have the same text, or nearly: of all runs of five words in either, less than 80% are
    /// common. Numbers, code and comments are left out, and so are bodies of fewer than 30 words.
    ///
    /// ## Why
    /// One of them was copied as a start and never written, or one incident would be counted twice.
    ///
    /// ## Fails
    /// ```text
    /// postmortems/2026-03-02-checkout.md: From 14:05 to 14:47 UTC on 2 March 2026 about 40% of customers could not pay, since the certificate of the payment gateway had expired. The on-call engineer renewed it by hand, and payments succeeded again within a minute.
    /// postmortems/2026-03-09-checkout.md: From 15:10 to 15:32 UTC on 9 March 2026 about 60% of customers could not pay, since the certificate of the payment gateway had expired. The on-call engineer renewed it by hand, and payments succeeded again within a minute.
    /// ```
    ///
    /// ## Passes
    /// ```text
    /// postmortems/2026-03-02-checkout.md: From 14:05 to 14:47 UTC on 2 March 2026 about 40% of customers could not pay, since the certificate of the payment gateway had expired. The on-call engineer renewed it by hand, and payments succeeded again within a minute.
    /// postmortems/2026-03-09-search.md: From 10:00 to 10:30 UTC on 9 March 2026 20% of users saw old results, since the indexer had stopped on a full disk. The search team deleted old segments and started it again, and new documents were found ten minutes later.
    /// ```
    PM703 "copied-document" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(copied) = cx.twins.copies.get(&cx.source.path).filter(|_| cx.is_first()) else { return };
    // Fresh drafts share what their template says.
    let status = cx.postmortem.frontmatter.as_ref().and_then(|front| front.status);
    if status == Some(Status::Draft) {
        return;
    }
    let message = match copied.percent {
        100 => format!("`{}` has the same text", copied.of),
        percent => format!("`{}` has about {percent}% of this text", copied.of),
    };
    report
        .at(cx.head(), message)
        .and_in(copied.of.clone(), Span::at(0), "the other one")
        .help("write what happened this time, or remove one of the two");
}
