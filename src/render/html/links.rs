//! Which addresses may be published, and where relative ones lead.

/// The schemes a link may have.
pub(super) const SCHEMES: &[&str] = &["http", "https", "mailto"];

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To this address.
    To(String),
    /// Nowhere: the text stays, with the reason as its tooltip (plain words, no quotes).
    Nowhere(&'static str),
}

/// Decides over an address; relative ones are left to `relative`.
pub fn resolve(address: &str, image: bool, relative: &dyn Fn(&str) -> Target) -> Target {
    let address = address.trim();
    match scheme(address) {
        Some(scheme) if SCHEMES.contains(&scheme.as_str()) => Target::To(address.to_owned()),
        Some(scheme) if scheme == "data" && image && is_picture(address) => Target::To(address.to_owned()),
        Some(_) => Target::Nowhere("link removed: only http, https and mailto are published"),
        None if is_external(address) => Target::To(format!("https:{address}")),
        None if address.starts_with('#') && !image => Target::To(address.to_owned()),
        None => relative(address),
    }
}

/// Whether an address leaves the site.
pub fn is_external(address: &str) -> bool {
    scheme(address).is_some_and(|scheme| scheme != "data") || address.starts_with("//")
}

/// A relative link to Markdown leads to the page of the same name; anything else is kept.
pub(super) fn page_of_the_same_name(address: &str) -> Target {
    let (path, rest) = split(address);
    let markdown =
        path.len() > 3 && path.get(path.len() - 3..).is_some_and(|end| end.eq_ignore_ascii_case(".md"));
    match path.get(..path.len().saturating_sub(3)) {
        Some(stem) if markdown => Target::To(format!("{stem}.html{rest}")),
        _ => Target::To(address.to_owned()),
    }
}

/// The path of a relative address, and its query and fragment.
pub(crate) fn split(address: &str) -> (&str, &str) {
    address.split_at(address.find(['#', '?']).unwrap_or(address.len()))
}

/// The scheme as a browser sees it: white space and control characters are skipped.
fn scheme(address: &str) -> Option<String> {
    let mut name = String::new();
    for c in address.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{feff}') {
        match c {
            ':' => return Some(name),
            '/' | '?' | '#' | '\\' => return None,
            c => name.extend(c.to_lowercase()),
        }
    }
    None
}

fn is_picture(address: &str) -> bool {
    ["png", "jpeg", "gif", "webp"].iter().any(|kind| {
        address.get(5..).is_some_and(|rest| {
            rest.strip_prefix("image/")
                .and_then(|rest| rest.strip_prefix(kind))
                .is_some_and(|rest| rest.starts_with(';'))
        })
    })
}
