//! Finding many fixed phrases at once, as whole words and in any case.

use crate::text::Span;

/// A set of phrases, by their first letter. Sets are small and most words begin like none of them, so that looking at
/// the beginning of each word costs less than an automaton, to build and to run.
#[derive(Debug)]
pub(super) struct Phrases {
    /// Phrases with their index, those of one first letter together, the longest first.
    phrases: Vec<(&'static [u8], usize)>,
    /// Where in `phrases` those of each first letter begin.
    first: [u16; 257],
}

impl Phrases {
    /// The phrases, lower case; where two fit, the longer one is found. A space stands for a line break, too.
    pub(super) fn new(phrases: &'static [&'static str]) -> Self {
        let mut sorted: Vec<(&[u8], usize)> =
            phrases.iter().enumerate().map(|(index, phrase)| (phrase.as_bytes(), index)).collect();
        sorted.retain(|(phrase, _)| !phrase.is_empty());
        sorted.sort_by_key(|(phrase, index)| (phrase.first().copied(), usize::MAX - phrase.len(), *index));
        let mut first = [0; 257];
        for (phrase, _) in &sorted {
            let letter = phrase.first().copied().map_or(0, usize::from);
            first[letter + 1] += 1;
        }
        for at in 1..first.len() {
            first[at] += first[at - 1];
        }
        Self { phrases: sorted, first }
    }

    /// Where the phrases stand in `span` of `text`, each with its index.
    pub(super) fn find<'a>(&'a self, text: &'a str, span: Span) -> impl Iterator<Item = (Span, usize)> + 'a {
        let part = span.of(text);
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(&byte) = part.as_bytes().get(at) {
                if let Some((length, index)) = self.at(part, at, byte) {
                    let found = Span::new(at, at + length);
                    at += length;
                    return Some((found.shift(span.start), index));
                }
                at += 1;
                if is_word(byte) {
                    let rest = part.as_bytes().get(at..).unwrap_or_default();
                    at += rest.iter().position(|next| !is_word(*next)).unwrap_or(rest.len());
                }
            }
            None
        })
    }

    /// Whether any stands in `text`.
    pub(super) fn any(&self, text: &str) -> bool {
        self.find(text, Span::new(0, text.len())).next().is_some()
    }

    /// The longest phrase that stands at a place, as a whole word: its length and index.
    fn at(&self, text: &str, at: usize, byte: u8) -> Option<(usize, usize)> {
        let letter = usize::from(byte.to_ascii_lowercase());
        let (from, to) = (usize::from(self.first[letter]), usize::from(self.first[letter + 1]));
        let rest = text.as_bytes().get(at..)?;
        let fits = |phrase: &[u8]| {
            rest.len() >= phrase.len()
                && phrase
                    .iter()
                    .zip(rest)
                    .all(|(want, is)| *want == is.to_ascii_lowercase() || (*want == b' ' && *is == b'\n'))
        };
        let found = self
            .phrases
            .get(from..to)?
            .iter()
            .find(|(phrase, _)| fits(phrase) && is_whole(text, Span::new(at, at + phrase.len())))?;
        Some((found.0.len(), found.1))
    }
}

/// Whether a byte is a letter or digit of ASCII, or `_`.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether what was found is not the part of a longer word.
fn is_whole(text: &str, found: Span) -> bool {
    let (Some(before), Some(inner), Some(after)) =
        (text.get(..found.start), text.get(found.start..found.end), text.get(found.end..))
    else {
        return false;
    };
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let goes_back = word(inner.chars().next()) && word(before.chars().next_back());
    let goes_on = word(inner.chars().next_back()) && word(after.chars().next());
    !goes_back && !goes_on
}
