//! PM702: links that lead nowhere.

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Place, Report};
use crate::text::nearest;

declare_rule! {
    /// ## What it checks
    /// Every relative link and image leads to a file of the repository, and none is code (`javascript:`).
    ///
    /// ## Why
    /// In the wiki it would be a dead link or an empty frame.
    ///
    /// ## Fails
    /// ```markdown
    /// # Expired certificate stopped the checkout
    ///
    /// ![Error rate](images/no-such-file.png)
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// # Expired certificate stopped the checkout
    ///
    /// [The vendor's status page](https://status.example.com/incidents/4711)
    /// ```
    PM702 "broken-link" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for (target, span) in super::links(cx) {
        let span = *span;
        if let Some(scheme) = executable(target) {
            report
                .at(
                    span,
                    format!(
                        "`{scheme}:` addresses run code in the reader's browser, and the wiki drops them"
                    ),
                )
                .help("link to a file of the repository, or to an address with `https://`");
            continue;
        }
        let path = target.split(['#', '?']).next().unwrap_or_default();
        if path.is_empty() || path.starts_with('/') || has_scheme(path) {
            continue;
        }
        let path = decoded(path);
        match cx.files.look(&cx.source.path, &path) {
            Place::File(_) | Place::Folder => {}
            Place::Outside => {
                report
                    .at(span, format!("`{target}` leads out of the repository"))
                    .help("link to a file inside the repository, or to an address with `https://`");
            }
            Place::Missing(names) => {
                let draft = report.at(span, format!("`{target}` does not exist"));
                let name = path.rsplit('/').next().unwrap_or_default();
                let folder = &path[..path.len() - name.len()];
                match nearest(name, names.iter().map(String::as_str)) {
                    Some(name) => _ = draft.help(format!("did you mean `{folder}{name}`?")),
                    None => _ = draft.help("paths are relative to this file"),
                }
            }
        }
    }
}

/// The scheme of an address that is code; browsers overlook space and control characters in it.
fn executable(target: &str) -> Option<&'static str> {
    let seen = || target.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    ["javascript", "vbscript"].into_iter().find(|scheme| {
        let address = scheme.chars().chain([':']);
        address.eq(seen().take(scheme.len() + 1).map(|c| c.to_ascii_lowercase()))
    })
}

fn has_scheme(target: &str) -> bool {
    target.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

/// `a%20b` as `a b`.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) =
            hex.filter(|_| first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok())
        {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
