//! Phrases are found where a plain search finds them.

use crate::rules::phrases::{Phrases, Sought, starts, starts_in};
use crate::text::Span;

const LIST: &[&str] = &["tbc", "should have", "should", "n%", "??:??", "??", "[insert", "p0", "(date)", "we"];
static PHRASES: Phrases = Phrases::new(LIST);

/// What texts are made of: words, signs, letters beyond ASCII, and what lies on the border of a block.
const PARTS: [&str; 16] = [
    "tbc", "TBC", "should", "have", "n%", "5n%", "??:??", "???", "[insert", "p0", "(date)", "we", "_", "é",
    "…", "went",
];

/// The longest phrase at each place, as whole words, from left to right.
fn searched(text: &str, part: Span) -> Vec<Span> {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let inside = part.of(text);
    let mut found: Vec<Span> = Vec::new();
    for (at, _) in inside.char_indices().filter(|(at, _)| *at + 1 < inside.len()) {
        let fitting = LIST.iter().filter(|phrase| {
            let (before, rest) = inside.split_at(at);
            let Some((this, after)) = rest.split_at_checked(phrase.len()) else { return false };
            this.to_ascii_lowercase().replace('\n', " ") == **phrase
                && !(word(this.chars().next()) && word(before.chars().next_back()))
                && !(word(this.chars().next_back()) && word(after.chars().next()))
        });
        let longest = fitting.map(|phrase| phrase.len()).max();
        let free = found.last().is_none_or(|last| last.end <= at + part.start);
        if let Some(length) = longest.filter(|_| free) {
            found.push(Span::new(at, at + length).shift(part.start));
        }
    }
    found
}

#[test]
fn phrases_are_those_of_a_plain_search() {
    let sought = Sought::new([&PHRASES].into_iter());
    let mut total = 0;
    for gap in ["", " ", "\n", ", "] {
        for first in PARTS {
            for second in PARTS {
                for before in [0, 53, 60, 62, 63, 64] {
                    let text = format!("{}{first}{gap}{second}{gap}{first} end.", ".".repeat(before));
                    let part = Span::new(before, text.len());
                    let all = starts(&text, Span::new(0, text.len()), &sought);
                    let found: Vec<Span> = PHRASES.find(&text, part, starts_in(&all, part)).collect();
                    assert_eq!(found, searched(&text, part), "{text:?}");
                    assert_eq!(PHRASES.first(&text[before..]).is_some(), !found.is_empty());
                    total += found.len();
                }
            }
        }
    }
    assert!(total > 1000, "{total}");
}
