//! PM013: no title.

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The document says in one line what happened: `title:` in the frontmatter, or a first heading that is
    /// not merely "Postmortem" or "Incident report".
    ///
    /// ## Why
    /// In a list of two hundred incidents the title is all that a reader sees.
    ///
    /// ## Fails
    /// ```markdown document
    /// ---
    /// severity: SEV2
    /// ---
    ///
    /// ## Summary
    /// Customers could not pay.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// ---
    /// title: Expired certificate stopped the checkout
    /// ---
    ///
    /// ## Summary
    /// Customers could not pay.
    /// ```
    PM013 "missing-title" { level: Error, since: "0.1.0" }
}

/// Titles that say nothing.
const EMPTY: &[&str] = &[
    "postmortem",
    "post mortem",
    "post-mortem",
    "incident report",
    "incident postmortem",
    "outage report",
    "0x19-postmortem",
    "0x19. postmortem",
    "report",
    "title",
    "untitled",
    "incident",
];

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(title) = cx.postmortem.titles.first() else {
        report
            .at(cx.missing("title"), "document has no title")
            .help("say in one line what happened: `title: Expired certificate stopped the checkout`");
        return;
    };
    let bare = title.value.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if bare.is_empty() || EMPTY.contains(&bare.as_str()) {
        report
            .at(title.span, format!("title `{}` does not say what happened", title.value.trim()))
            .help("name what broke and what users noticed: `Expired certificate stopped the checkout`");
    }
}
