//! Ids for headings: lower case, words joined with hyphens, unique.

use std::collections::HashMap;

/// The words of a text as an id; `section` where there are none.
pub(super) fn slug(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '_' {
            id.push(c);
        } else if (c.is_whitespace() || c == '-') && !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-');
    if id.is_empty() { "section".to_owned() } else { id.to_owned() }
}

/// The ids given so far. Only looked up, never iterated.
#[derive(Default)]
pub(super) struct Slugs(HashMap<String, usize>);

impl Slugs {
    /// An id for a heading: `timeline`, then `timeline-1`.
    pub(super) fn unique(&mut self, text: &str) -> String {
        let base = slug(text);
        let Some(mut next) = self.0.get(&base).copied() else {
            self.0.insert(base.clone(), 1);
            return base;
        };
        loop {
            let id = format!("{base}-{next}");
            next += 1;
            if !self.0.contains_key(&id) {
                self.0.insert(id.clone(), 1);
                self.0.insert(base, next);
                return id;
            }
        }
    }
}
