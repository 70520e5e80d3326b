//! PM707: tokens, keys and passwords.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// The file holds no private key, no token of a known form (AWS, GitHub, GitLab, Slack, Stripe, Google, npm), no
    /// password in an address or after `password=`.
    ///
    /// ## Why
    /// Whoever reads the wiki or its history can use it. Terminal output pasted in haste is how they get there.
    ///
    /// ## Fails
    /// ```markdown
    /// # Expired certificate stopped the checkout
    ///
    ///     psql postgres://admin:correct-horse-battery@db.example.com/orders
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// # Expired certificate stopped the checkout
    ///
    ///     psql "postgres://admin:$PASSWORD@db.example.com/orders"
    /// ```
    PM707 "secret" { level: Error, since: "0.1.0" }
}

/// How tokens begin, and how many characters follow at the least.
const TOKENS: &[(&str, usize, &str)] = &[
    ("AKIA", 16, "an AWS access key"),
    ("ASIA", 16, "an AWS access key"),
    ("ghp_", 30, "a GitHub token"),
    ("gho_", 30, "a GitHub token"),
    ("ghs_", 30, "a GitHub token"),
    ("github_pat_", 30, "a GitHub token"),
    ("glpat-", 20, "a GitLab token"),
    ("xoxb-", 20, "a Slack token"),
    ("xoxp-", 20, "a Slack token"),
    ("xapp-", 20, "a Slack token"),
    ("sk_live_", 16, "a Stripe key"),
    ("rk_live_", 16, "a Stripe key"),
    ("AIza", 35, "a Google key"),
    ("npm_", 36, "an npm token"),
];

static PREFIXES: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(TOKENS.iter().map(|(prefix, ..)| prefix)).ok());

static MARKS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
        "-----begin",
        "://",
        "password=",
        "passwd=",
        "pwd=",
        "secret=",
        "api_key=",
        "apikey=",
        "access_token=",
        "auth_token=",
    ])
});

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    if !cx.is_first() {
        return;
    }
    let text = &cx.source.text;
    for found_at in PREFIXES.iter().flat_map(|prefixes| prefixes.find_iter(text)) {
        let Some((_, least, what)) = TOKENS.get(found_at.pattern().as_usize()) else { continue };
        let (start, after) = (found_at.start(), found_at.end());
        let rest = &text[after..];
        let length =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
        let glued = text[..start].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
        let varied = rest[..length].bytes().collect::<BTreeSet<u8>>().len() > 5;
        if length >= *least && !glued && varied {
            found(report, Span::new(start, after + length), what);
        }
    }
    for (span, _) in MARKS.find(text, Span::new(0, text.len())) {
        let mark = span.of(text).to_ascii_lowercase();
        let line_end = text[span.end..].find(['\n', '\r']).map_or(text.len(), |end| span.end + end);
        let rest = &text[span.end..line_end];
        let (start, length, what) = if mark.starts_with('-') {
            if !rest.contains("PRIVATE KEY-----") {
                continue;
            }
            (span.start, rest.len() + span.len(), "a private key")
        } else if mark == "://" {
            let authority = rest.split(['/', ' ', '\t', '"', '\'', '`', '>', ')']).next().unwrap_or_default();
            let Some((user, _)) = authority.rsplit_once('@') else { continue };
            let Some((name, password)) = user.split_once(':') else { continue };
            if !is_value(password) {
                continue;
            }
            (span.end + name.len() + 1, password.len(), "a password")
        } else {
            let value = rest.trim_start_matches(['"', '\'']);
            let skipped = rest.len() - value.len();
            let value =
                value.split([' ', '\t', '"', '\'', '`', '&', ';', ',', ')']).next().unwrap_or_default();
            if !is_value(value) {
                continue;
            }
            (span.end + skipped, value.len(), "a password or key")
        };
        found(report, Span::new(start, start + length), what);
    }
}

/// Whether it is a value, rather than a variable or a stand-in for one.
fn is_value(text: &str) -> bool {
    let lower = text.to_lowercase();
    let stand_in =
        ["password", "secret", "example", "redacted", "changeme", "xxx", "***", "...", "…", "your"];
    text.len() >= 6
        && !text.starts_with(['$', '<', '{', '[', '%', '*'])
        && !stand_in.iter().any(|word| lower.contains(word))
}

fn found(report: &mut Report<'_>, span: Span, what: &str) {
    report
        .at(span, format!("this looks like {what}"))
        .help("revoke it, put `<redacted>` in its place, and take it out of the history");
}
