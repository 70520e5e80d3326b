//! PM403: a cause that says nothing.

use crate::document::Origin;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The explanation of the root cause says more than that something failed: it has at least 12 words, and
    /// some that are not in the title or in every postmortem ("server", "issue", "outage", "down").
    ///
    /// ## Why
    /// "The outage was caused by a server failure" is true of most outages and helps against none.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Root cause and resolution
    /// ### Root cause
    /// The root cause of the outage was an issue with the server.
    ///
    /// ### Resolution
    /// We renewed the certificate by hand and reloaded the gateway, which took effect within a minute.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Root cause and resolution
    /// ### Root cause
    /// The job that renews certificates may not read the key of the gateway since its user was changed in
    /// January. It stopped with an error that went to a log that nobody reads.
    ///
    /// ### Resolution
    /// We renewed the certificate by hand and reloaded the gateway, which took effect within a minute.
    /// ```
    PM403 "thin-cause" { level: Warning, since: "0.1.0" }
}

/// Words that an explanation has at the least.
const LEAST: usize = 12;
/// Words that an explanation has of its own at the least.
const OWN: usize = 4;
/// Words that stand in every postmortem, sorted.
const COMMON: &[&str] = &[
    "about",
    "after",
    "also",
    "application",
    "bad",
    "because",
    "been",
    "being",
    "cause",
    "caused",
    "causing",
    "database",
    "down",
    "downtime",
    "due",
    "error",
    "errors",
    "fail",
    "failed",
    "failing",
    "failure",
    "from",
    "have",
    "incident",
    "into",
    "issue",
    "issues",
    "main",
    "occurred",
    "outage",
    "outages",
    "postmortem",
    "problem",
    "problems",
    "root",
    "server",
    "servers",
    "service",
    "services",
    "site",
    "system",
    "that",
    "their",
    "there",
    "this",
    "unavailable",
    "users",
    "website",
    "went",
    "were",
    "when",
    "which",
    "with",
];

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let causes: Vec<_> = cx.postmortem.causes.iter().filter(|cause| cause.origin == Origin::Causes).collect();
    let Some(first) = causes.first() else { return };
    let title: Vec<&str> = words(cx.postmortem.title().unwrap_or_default()).collect();
    let in_title = |word: &str| title.iter().any(|other| other.eq_ignore_ascii_case(word));
    let mut total = 0;
    let mut own: Vec<&str> = Vec::with_capacity(OWN);
    for word in causes.iter().flat_map(|cause| cause.value.split_whitespace()) {
        total += 1;
        if own.len() < OWN {
            for part in words(word).filter(|part| part.len() > 3) {
                let known = own.iter().any(|other| other.eq_ignore_ascii_case(part));
                if !known && !in_title(part) && !is_common(part) {
                    own.push(part);
                }
            }
        }
        if total >= LEAST && own.len() >= OWN {
            return;
        }
    }
    report
        .at(first.span, "the explanation of the root cause says too little")
        .help("say what changed or was wrong, why it had this effect, and why nothing caught it");
}

/// Whether a word stands in every postmortem.
fn is_common(word: &str) -> bool {
    let letters = || word.bytes().map(|byte| byte.to_ascii_lowercase());
    COMMON.binary_search_by(|common| common.bytes().cmp(letters())).is_ok()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
