//! PM707: tokens, keys and passwords.

use std::collections::BTreeSet;

use memchr::memmem;

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

/// Words before `=` after which a password or key stands.
const NAMES: &[&str] =
    &["password", "passwd", "pwd", "secret", "api_key", "apikey", "access_token", "auth_token"];

/// How much of a secret is looked at to see whether it is varied.
const ENOUGH: usize = 256;
/// How much of a line is looked at, so that the work does not grow with the square of its length.
const LINE: usize = 4096;

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    if !cx.is_first() {
        return;
    }
    let text = &cx.source.text;
    for run in runs(text.as_bytes()) {
        tokens(run, run.of(text), report);
    }
    for start in memmem::find_iter(text.as_bytes(), "-----") {
        let begins =
            text.get(start..start + 10).is_some_and(|start| start.eq_ignore_ascii_case("-----begin"));
        let line = if begins { line_after(text, start) } else { "" };
        if line.contains("PRIVATE KEY-----") {
            found(report, Span::new(start, start + line.len()), "a private key");
        }
    }
    for start in memmem::find_iter(text.as_bytes(), "://") {
        let rest = line_after(text, start + 3);
        let authority = rest.split(['/', ' ', '\t', '"', '\'', '`', '>', ')']).next().unwrap_or_default();
        let Some((user, _)) = authority.rsplit_once('@') else { continue };
        let Some((name, password)) = user.split_once(':') else { continue };
        if is_value(password) {
            let at = start + 3 + name.len() + 1;
            found(report, Span::new(at, at + password.len()), "a password");
        }
    }
    for at in memchr::memchr_iter(b'=', text.as_bytes()).filter(|at| named(&text[..*at])) {
        let rest = line_after(text, at + 1);
        let value = rest.trim_start_matches(['"', '\'']);
        let start = at + 1 + rest.len() - value.len();
        let value = value.split([' ', '\t', '"', '\'', '`', '&', ';', ',', ')']).next().unwrap_or_default();
        if is_value(value) {
            found(report, Span::new(start, start + value.len()), "a password or key");
        }
    }
}

/// Runs of what tokens consist of, as long as the shortest token or longer. A run covers every place that is a multiple
/// of its length, so that most of a text is not looked at.
fn runs(bytes: &[u8]) -> impl Iterator<Item = Span> {
    let shortest = TOKENS.iter().map(|(prefix, least, _)| prefix.len() + least).min().unwrap_or(1);
    let of_token = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let mut start = 0;
    std::iter::from_fn(move || {
        loop {
            let window = bytes.get(start..start + shortest)?;
            if let Some(gap) = window.iter().rposition(|byte| !of_token(byte)) {
                start += gap + 1;
                continue;
            }
            let rest = bytes.get(start + shortest..)?;
            let more = rest.iter().position(|byte| !of_token(byte)).unwrap_or(rest.len());
            let run = Span::new(start, start + shortest + more);
            start = run.end;
            return Some(run);
        }
    })
}

/// The tokens of a run.
fn tokens(run: Span, text: &str, report: &mut Report<'_>) {
    for (prefix, least, what) in TOKENS {
        for start in memmem::find_iter(text.as_bytes(), prefix) {
            let secret = text.get(start + prefix.len()..).unwrap_or_default();
            let glued = text[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
            let varied = secret.bytes().take(ENOUGH).collect::<BTreeSet<u8>>().len() > 5;
            if secret.len() >= *least && !glued && varied {
                found(report, Span::new(run.start + start, run.end), what);
            }
        }
    }
}

/// The rest of the line from a place on, as much of it as matters.
fn line_after(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let rest = (LINE - 3..=LINE).rev().find_map(|end| rest.get(..end)).unwrap_or(rest);
    &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())]
}

/// Whether a text ends with the name of a secret.
fn named(before: &str) -> bool {
    NAMES.iter().any(|name| {
        let Some(at) = before.len().checked_sub(name.len()) else { return false };
        let (Some(before), Some(end)) = (before.get(..at), before.get(at..)) else { return false };
        end.eq_ignore_ascii_case(name) && !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
    })
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
