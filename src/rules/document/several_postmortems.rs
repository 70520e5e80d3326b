//! PM015: more than one postmortem in a file.

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// The file holds one postmortem.
    ///
    /// ## Why
    /// One file is one incident: one page, one address, one row in every count.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// Payments failed from 14:05 to 14:47 UTC on 2 March 2026.
    ///
    /// ## Timeline
    /// - 14:05 UTC – Payments fail.
    /// - 14:47 UTC – Payments succeed.
    ///
    /// ## Corrective and preventative measures
    /// - [ ] Renew certificates a month before they expire (@mira, due 2026-04-01)
    ///
    /// # Search down
    ///
    /// ## Summary
    /// Searches failed from 09:00 to 09:30 UTC on 5 March 2026.
    ///
    /// ## Timeline
    /// - 09:00 UTC – Searches fail.
    /// - 09:30 UTC – Searches succeed.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// Payments failed from 14:05 to 14:47 UTC on 2 March 2026.
    /// ```
    PM015 "several-postmortems" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    if !cx.is_first() {
        return;
    }
    for other in cx.document.postmortems.iter().skip(1) {
        let text = cx.text(other.span);
        let start = other.span.start + (text.len() - text.trim_start().len());
        let line = cx.source.text[start..].find(['\n', '\r']).map_or(other.span.end, |end| start + end);
        report
            .at(Span::new(start, line), "a second postmortem starts here")
            .and(cx.head(), "the first one")
            .help("move it to a file of its own");
    }
}
