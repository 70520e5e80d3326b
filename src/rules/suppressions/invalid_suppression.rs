//! PM092: a comment that cannot be understood, or gives no reason.

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report, known, suggestion};

declare_rule! {
    /// ## What it checks
    /// A comment that begins with `afterword:` names an order (`ignore` for its line or the next, `ignore-section`,
    /// `ignore-file`), rules that exist, and a reason; a date after `until` is written year first. In the
    /// frontmatter it stands after `#`.
    ///
    /// ## Why
    /// With a slip in it the comment does nothing; without a reason nobody dares to remove it.
    ///
    /// ## Fails
    /// ```markdown
    /// <!-- afterword: ignore PM501 -->
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (due 2026-04-01)
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// <!-- afterword: ignore PM501 because the vendor owns it -->
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (due 2026-04-01)
    /// ```
    PM092 "invalid-suppression" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for suppression in cx.suppressions {
        if let Some(order) = &suppression.unknown_order {
            report
                .at(suppression.span, format!("`{order}` is no order that a comment can give"))
                .help("write `ignore`, `ignore-section` or `ignore-file`, as in `<!-- afterword: ignore PM501 because … -->`");
            continue;
        }
        for (selector, span) in suppression.selectors.iter().filter(|(selector, _)| !known(selector)) {
            report.at(*span, format!("no rule is called `{selector}`")).help(suggestion(selector));
        }
        if suppression.selectors.is_empty() {
            report
                .at(suppression.span, "comment names no rule")
                .help("name what it shall keep silent: `ignore PM501 because …`");
        }
        if suppression.reason.is_none() {
            report
                .at(suppression.span, "comment gives no reason")
                .help("say why after `because`: `ignore PM501 because the vendor owns it`");
        }
        if let Some((written, span)) = suppression.until.as_ref().filter(|_| suppression.last_day().is_none())
        {
            report
                .at(*span, format!("`{written}` is not a date"))
                .help("write the year first: `until 2026-12-31`");
        }
    }
}
