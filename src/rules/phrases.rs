//! Finding many fixed phrases at once, as whole words and in any case.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::text::Span;

/// A set of phrases.
#[derive(Debug)]
pub(super) struct Phrases {
    automaton: Option<AhoCorasick>,
}

impl Phrases {
    /// The phrases, lower case; where two fit, the longer one is found.
    pub(super) fn new(phrases: &[&str]) -> Self {
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(phrases)
            .ok();
        Self { automaton }
    }

    /// Where the phrases stand in `span` of `text`, each with its index.
    pub(super) fn find<'a>(&'a self, text: &'a str, span: Span) -> impl Iterator<Item = (Span, usize)> + 'a {
        let part = span.of(text);
        self.automaton
            .iter()
            .flat_map(move |automaton| automaton.find_iter(part))
            .map(move |found| (Span::new(found.start(), found.end()), found.pattern().as_usize()))
            .filter(move |(found, _)| is_whole(part, *found))
            .map(move |(found, index)| (found.shift(span.start), index))
    }

    /// Whether any stands in `text`.
    pub(super) fn any(&self, text: &str) -> bool {
        self.find(text, Span::new(0, text.len())).next().is_some()
    }
}

/// Whether what was found is not the part of a longer word.
fn is_whole(text: &str, found: Span) -> bool {
    let inner = found.of(text);
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let before = text[..found.start].chars().next_back();
    let after = text[found.end..].chars().next();
    let goes_back = word(inner.chars().next()) && word(before);
    let goes_on = word(inner.chars().next_back()) && word(after);
    !goes_back && !goes_on
}
