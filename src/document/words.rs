//! Words as a person counts them, and whether they are English.

use crate::text::Span;

/// The words of a piece of masked text: what spaces separate and has a letter or a digit in it.
pub(super) fn count(plain: &str, span: Span) -> usize {
    let (mut words, mut inside) = (0, false);
    let piece = span.of(plain);
    if piece.is_ascii() {
        for byte in piece.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                    words += usize::from(!inside);
                    inside = true;
                }
                2 | 9..=13 | b' ' => inside = false,
                _ => {}
            }
        }
        return words;
    }
    for char in piece.chars() {
        if char.is_whitespace() || char == '\u{2}' {
            inside = false;
        } else if !inside && char.is_alphanumeric() {
            words += 1;
            inside = true;
        }
    }
    words
}

/// English words that prose cannot do without.
const STOP_WORDS: [&str; 24] = [
    "the", "a", "an", "of", "to", "and", "in", "was", "were", "is", "are", "for", "on", "with", "that",
    "this", "by", "at", "from", "it", "we", "our", "be", "not",
];

/// The least number of words that a language is told from.
const ENOUGH: usize = 20;

/// Whether the prose is English; `None` when there is too little of it.
pub(super) fn english(plain: &str, span: Span) -> Option<bool> {
    let (mut words, mut stops) = (0_usize, 0_usize);
    let piece = span.of(plain);
    for word in piece.split(|char: char| !char.is_alphanumeric() && char != '\'') {
        if word.is_empty() || word.starts_with(|first: char| first.is_ascii_digit()) {
            continue;
        }
        words += 1;
        stops +=
            usize::from(word.len() <= 4 && STOP_WORDS.iter().any(|stop| word.eq_ignore_ascii_case(stop)));
        if words >= 400 {
            break;
        }
    }
    if words < ENOUGH {
        return None;
    }
    if stops * 100 >= words * 12 {
        return Some(true);
    }
    let sample: String = piece.split_whitespace().flat_map(|word| [word, " "]).collect::<String>();
    let end = sample.char_indices().map(|(at, _)| at).take_while(|&at| at <= 1024).last().unwrap_or(0);
    Some(whichlang::detect_language(&sample[..end]) == whichlang::Lang::Eng)
}
