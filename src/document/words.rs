//! Words as a person counts them, and whether they are English.

use crate::text::Span;

/// The words of a piece of masked text: what spaces separate and has a letter or a digit in it.
pub(super) fn count(plain: &str, span: Span) -> usize {
    let (mut words, mut inside) = (0, false);
    let piece = span.of(plain);
    if piece.is_ascii() {
        for byte in piece.bytes() {
            let letter = byte.is_ascii_alphanumeric();
            words += usize::from(letter && !inside);
            inside = letter || (inside && !matches!(byte, 2 | 9..=13 | b' '));
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

/// Whether a word of at most four letters is one that English prose cannot do without.
fn is_stop_word(word: &str) -> bool {
    let mut lower = [0_u8; 4];
    for (to, from) in lower.iter_mut().zip(word.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    matches!(
        &lower,
        b"the\0"
            | b"a\0\0\0"
            | b"an\0\0"
            | b"of\0\0"
            | b"to\0\0"
            | b"and\0"
            | b"in\0\0"
            | b"was\0"
            | b"were"
            | b"is\0\0"
            | b"are\0"
            | b"for\0"
            | b"on\0\0"
            | b"with"
            | b"that"
            | b"this"
            | b"by\0\0"
            | b"at\0\0"
            | b"from"
            | b"it\0\0"
            | b"we\0\0"
            | b"our\0"
            | b"be\0\0"
            | b"not\0"
    )
}

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
        stops += usize::from(word.len() <= 4 && is_stop_word(word));
        if words >= 150 {
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
