//! PM091: a comment whose time is over.

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// No `<!-- afterword: ignore … until DATE -->` is past its date. After that day it keeps nothing silent.
    ///
    /// ## Why
    /// Somebody decided that it could wait until then.
    ///
    /// ## Fails
    /// ```markdown
    /// <!-- afterword: ignore PM501 because the vendor owns it, until 2001-01-31 -->
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (due 2026-04-01)
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// <!-- afterword: ignore PM501 because the vendor owns it, until 2999-01-31 -->
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (due 2026-04-01)
    /// ```
    PM091 "expired-suppression" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for suppression in cx.suppressions.iter().filter(|suppression| suppression.expired(cx.today)) {
        let Some((written, span)) = &suppression.until else { continue };
        report
            .at(*span, format!("this comment held until {written} and keeps nothing silent any more"))
            .help("mend what it hid and remove it, or agree on a new date");
    }
}
