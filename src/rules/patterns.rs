//! Patterns for paths, as in `.gitignore`, compiled once for all files.

use std::collections::BTreeMap;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns, each with what it gives the files that fit it.
#[derive(Debug, Default)]
pub struct Patterns<T>(Vec<(Gitignore, String, T)>);

impl<T: Clone> Patterns<T> {
    /// Compiles patterns; one that cannot be read fits nothing.
    pub fn new(patterns: &BTreeMap<String, T>) -> Self {
        let compiled = |(pattern, value): (&String, &T)| {
            let mut builder = GitignoreBuilder::new("");
            builder.add_line(None, pattern).ok()?;
            Some((builder.build().ok()?, pattern.clone(), value.clone()))
        };
        Self(patterns.iter().filter_map(compiled).collect())
    }
}

impl<T> Patterns<T> {
    /// The patterns that fit a path relative to the settings, with what they give, in their order.
    pub fn fitting(&self, path: &str) -> impl DoubleEndedIterator<Item = (&str, &T)> {
        let fits = move |set: &Gitignore| set.matched_path_or_any_parents(path, false).is_ignore();
        self.0.iter().filter(move |(set, ..)| fits(set)).map(|(_, pattern, value)| (pattern.as_str(), value))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
