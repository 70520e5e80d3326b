//! PM707: tokens, keys and passwords.

use std::collections::BTreeSet;

use memchr::memmem;

use crate::rules::context::NEAR;
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

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    if !cx.is_first() {
        return;
    }
    let text = &cx.source.text;
    let bytes = text.as_bytes();
    // Where the last run of what tokens consist of ends, and the last five dashes.
    let (mut run_end, mut dashes_end) = (0, 0);
    for &at in super::signs(cx) {
        match bytes[at] {
            b'=' | b':' => {
                if bytes[at..].starts_with(b"://") {
                    in_address(text, at, report);
                }
                if let Some(value) = assigned(text, at) {
                    found(report, value, "a password or key");
                }
            }
            b'-' if at >= dashes_end && bytes[at..].starts_with(b"-----") => {
                dashes_end = at + 5;
                private_key(text, at, report);
            }
            _ => {}
        }
        if at >= run_end && begins_token(bytes, at) {
            let run = run(bytes, at, run_end);
            run_end = run.end;
            tokens(run, run.of(text), report);
        }
    }
}

/// Whether an `A` begins the beginning of a token, or a `_` or `-` is the first sign in one.
fn begins_token(bytes: &[u8], at: usize) -> bool {
    let (before, rest) = bytes.split_at(at);
    let after = |letters: &[u8]| before.last().is_some_and(|letter| letters.contains(letter));
    let may_begin = match rest {
        [b'A', next, ..] => b"KSI".contains(next),
        [b'_', ..] => after(b"posbkm"),
        [b'-', ..] => after(b"tbp"),
        _ => false,
    };
    may_begin
        && TOKENS.iter().any(|(prefix, ..)| {
            let sign = prefix.find(['_', '-']).unwrap_or(0);
            before.len().checked_sub(sign).is_some_and(|start| bytes[start..].starts_with(prefix.as_bytes()))
        })
}

/// The run of what tokens consist of around a place, which does not reach back before `from`.
fn run(bytes: &[u8], at: usize, from: usize) -> Span {
    let of_token = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let before = bytes[from..at].iter().rev().take_while(|byte| of_token(byte)).count();
    let after = bytes[at..].iter().take_while(|byte| of_token(byte)).count();
    Span::new(at - before, at + after)
}

/// A private key of which five dashes at a place may be the beginning.
fn private_key(text: &str, start: usize, report: &mut Report<'_>) {
    let begins = text.get(start..start + 10).is_some_and(|start| start.eq_ignore_ascii_case("-----begin"));
    let line = if begins { line_after(text, start) } else { "" };
    if line.contains("PRIVATE KEY-----") {
        found(report, Span::new(start, start + line.len()), "a private key");
    }
}

/// The password in an address whose `://` stands at a place.
fn in_address(text: &str, start: usize, report: &mut Report<'_>) {
    let rest = line_after(text, start + 3);
    let authority = rest.split(['/', ' ', '\t', '"', '\'', '`', '>', ')']).next().unwrap_or_default();
    let Some((user, _)) = authority.rsplit_once('@') else { return };
    let Some((name, password)) = user.split_once(':') else { return };
    if is_value(password) {
        let at = start + 3 + name.len() + 1;
        found(report, Span::new(at, at + password.len()), "a password");
    }
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
    let rest = &rest[..rest.floor_char_boundary(NEAR)];
    &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())]
}

/// The secret that stands after the `=` or `:` at a place.
fn assigned(text: &str, at: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let before = bytes.get(..at)?;
    let name = before.trim_ascii_end();
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
    debug_assert!(
        NAMES.iter().all(|(name, _)| name.as_bytes().last_chunk().is_some_and(|end| ends_name(*end)))
    );
    if !ends_name(*before.last_chunk()?) {
        return None;
    }
    NAMES.iter().find_map(|(name, proof)| {
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

/// Whether one of the names ends with two letters.
fn ends_name(letters: [u8; 2]) -> bool {
    matches!(
        &letters.map(|letter| letter.to_ascii_lowercase()),
        b"rd" | b"wd" | b"se" | b"et" | b"ey" | b"en"
    )
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
