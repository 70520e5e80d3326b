//! PM707: tokens, keys and passwords.

use std::collections::BTreeSet;

use memchr::memmem;

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// The file holds no private key, no token of a known form (AWS, GitHub, GitLab, Slack, Stripe, Google, npm), no
    /// password in an address, and no value after the name of one: `DB_PASSWORD=…`, `password: …`, `token=…`.
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

/// How much has to speak for a value before it counts as a secret.
#[derive(Clone, Copy, PartialEq)]
enum Proof {
    /// The name says it all: `password`.
    Name,
    /// The name is a common word, too: `token`. The value must look like nothing else.
    Value,
}

/// Names after whose `=` or `:` a password or key stands, also as the end of a longer name: `DB_PASSWORD`.
const NAMES: &[(&str, Proof)] = &[
    ("password", Proof::Name),
    ("passwd", Proof::Name),
    ("pwd", Proof::Name),
    ("passphrase", Proof::Name),
    ("secret", Proof::Name),
    ("secret_key", Proof::Name),
    ("api_key", Proof::Name),
    ("apikey", Proof::Name),
    ("access_key", Proof::Value),
    ("private_key", Proof::Value),
    ("token", Proof::Value),
];

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
    for at in memchr::memchr2_iter(b'=', b':', text.as_bytes()) {
        if let Some(value) = assigned(text, at) {
            found(report, value, "a password or key");
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
            if secret.len() >= *least && !glued && varied && !secret.contains("EXAMPLE") {
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

/// The secret that stands after the `=` or `:` at a place.
fn assigned(text: &str, at: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let name = bytes.get(..at)?.trim_ascii_end();
    let name =
        name.strip_suffix(b"\"").or(name.strip_suffix(b"'")).or(name.strip_suffix(b"`")).unwrap_or(name);
    let proof = named(name.strip_suffix(b"**").unwrap_or(name))?;
    let rest = line_after(text, at + 1);
    let value = rest.trim_start_matches(['=', '>', '*', ' ', '\t']);
    let opened = value.trim_start_matches(['"', '\'', '`']);
    let end = opened.find([' ', '\t', '"', '\'', '`', '&', ';', ',', ')', '|']).unwrap_or(opened.len());
    let (value, after) = opened.split_at(end);
    let glued = bytes[at] == b'=' && !rest.starts_with([' ', '=', '>']);
    let alone = after.trim_matches(|c: char| !c.is_alphanumeric()).is_empty();
    let shows = match proof {
        Proof::Name if glued => true,
        Proof::Name => alone && mixed(value),
        Proof::Value => value.len() >= 12 && (glued || alone) && mixed(value),
    };
    let start = at + 1 + rest.len() - opened.len();
    (shows && is_value(value)).then(|| Span::new(start, start + value.len()))
}

/// Whether a text ends with the name of a secret, and how much the name proves.
fn named(before: &[u8]) -> Option<Proof> {
    let last = before.last()?.to_ascii_lowercase();
    NAMES.iter().filter(|(name, _)| name.as_bytes().last() == Some(&last)).find_map(|(name, proof)| {
        let (rest, end) = before.split_at_checked(before.len().checked_sub(name.len())?)?;
        let same = |(want, is): (u8, &u8)| {
            want == is.to_ascii_lowercase() || (want == b'_' && matches!(is, b'-' | b' '))
        };
        let hump = end.first().is_some_and(u8::is_ascii_uppercase)
            && rest.last().is_some_and(u8::is_ascii_lowercase);
        let whole = rest.last().is_none_or(|c| c.is_ascii() && !c.is_ascii_alphanumeric());
        (name.bytes().zip(end).all(same) && (whole || hump)).then_some(*proof)
    })
}

/// Whether letters and digits are mixed as in no word, date or version.
fn mixed(value: &str) -> bool {
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    letters > 1
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && !value.starts_with(['/', '.', '~', '@', '#'])
        && !value.contains("://")
}

/// Whether it is a value, rather than a variable, a call or a stand-in for one.
fn is_value(text: &str) -> bool {
    let lower = text.to_lowercase();
    let hidden = ["redacted", "changeme", "example", "xxx", "***", "...", "…"];
    let plain = text.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '_'));
    let word = plain && ["password", "secret", "your", "token"].iter().any(|word| lower.contains(word));
    text.len() >= 6
        && !text.starts_with(['$', '<', '{', '[', '%', '*'])
        && !text.contains(['(', '['])
        && !word
        && !hidden.iter().any(|part| lower.contains(part))
}

fn found(report: &mut Report<'_>, span: Span, what: &str) {
    report
        .at(span, format!("this looks like {what}"))
        .help("revoke it, put `<redacted>` in its place, and take it out of the history");
}
