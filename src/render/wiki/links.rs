//! Where the pages of a site are, and where the links of its documents lead.

use std::collections::{BTreeMap, BTreeSet};

use super::html::{Target, split};
use super::{IncidentPage, Site};

/// The place of every page and file.
pub(super) struct Places {
    /// By position in the site.
    incidents: Vec<String>,
    /// By path in the repository.
    sources: BTreeMap<String, String>,
}

impl Places {
    pub(super) fn new(site: &Site) -> Self {
        let mut taken = BTreeSet::new();
        let incidents: Vec<String> =
            site.incidents.iter().map(|page| place(&page.slug, &mut taken)).collect();
        let mut sources = site.files.clone();
        for (page, place) in site.incidents.iter().zip(&incidents) {
            sources.insert(page.source.clone(), place.clone());
        }
        Self { incidents, sources }
    }

    /// The path of an incident's page, from the root of the site.
    pub(super) fn incident(&self, nth: usize) -> &str {
        self.incidents.get(nth).map_or("index.html", String::as_str)
    }

    /// Where a relative address of a document leads, seen from a page one folder down.
    pub(super) fn follow(&self, from: &IncidentPage, address: &str) -> Target {
        let (path, rest) = split(address);
        match join(&from.source, path).and_then(|path| self.sources.get(&path)) {
            Some(place) => Target::To(format!("../{place}{rest}")),
            None => Target::Nowhere("not part of this site"),
        }
    }
}

/// A file name that is safe everywhere and not taken.
fn place(slug: &str, taken: &mut BTreeSet<String>) -> String {
    let safe: String = slug
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' })
        .collect();
    let safe = safe.trim_matches(['.', '-']);
    let base = if safe.is_empty() { "incident" } else { safe };
    let mut name = base.to_owned();
    let mut nth = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{base}-{nth}");
        nth += 1;
    }
    format!("incidents/{name}.html")
}

/// A path relative to the folder of a file; nothing where it leaves the repository.
fn join(file: &str, path: &str) -> Option<String> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let base = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
