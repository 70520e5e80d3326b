//! Words as a person counts them, and whether they are English.

use crate::text::{Span, within};

/// How many words start inside `span`; `starts` is sorted.
pub(super) fn count(starts: &[usize], span: Span) -> usize {
    within(starts, span, |&start| start).len()
}

/// Whether a word of at most four letters, given by its opening, is one that English prose cannot do without.
fn is_stop_word(opening: [u8; 4]) -> bool {
    matches!(
        &opening,
        b"a\0\0\0"
            | b"an\0\0"
            | b"and\0"
            | b"are\0"
            | b"at\0\0"
            | b"be\0\0"
            | b"by\0\0"
            | b"for\0"
            | b"from"
            | b"in\0\0"
            | b"is\0\0"
            | b"it\0\0"
            | b"not\0"
            | b"of\0\0"
            | b"on\0\0"
            | b"our\0"
            | b"that"
            | b"the\0"
            | b"this"
            | b"to\0\0"
            | b"was\0"
            | b"we\0\0"
            | b"were"
            | b"with"
    )
}

/// The first four bytes of a word in lower case, zeros where there are fewer.
pub(super) fn opening(word: &[u8]) -> [u8; 4] {
    let mut opening = match *word {
        [a, b, c, d, ..] => [a, b, c, d],
        [a, b, c] => [a, b, c, 0],
        [a, b] => [a, b, 0, 0],
        [a] => [a, 0, 0, 0],
        [] => [0; 4],
    };
    opening.make_ascii_lowercase();
    opening
}

/// The least number of words that a language is told from.
const ENOUGH: usize = 20;

/// After how many words the language is clear.
const SAMPLE: usize = 150;

/// Whether the prose of a span is English, told from its words, which begin at `starts`; `None` when there is too
/// little of it.
pub(super) fn english(plain: &str, starts: &[usize], span: Span) -> Option<bool> {
    let (mut words, mut stops) = (0_usize, 0_usize);
    let bytes = plain.as_bytes();
    for &start in within(starts, span, |&start| start) {
        let Some([first, rest @ ..]) = bytes.get(start..) else { break };
        if first.is_ascii_digit() {
            continue;
        }
        words += 1;
        let more = rest.iter().take(4).take_while(|byte| is_inside(**byte)).count();
        stops += usize::from(more < 4 && is_stop_word(opening(&bytes[start..=start + more])));
        if words >= SAMPLE {
            break;
        }
    }
    if words < ENOUGH {
        return None;
    }
    if stops * 100 >= words * 12 {
        return Some(true);
    }
    let sample: String = span.of(plain).split_whitespace().flat_map(|word| [word, " "]).collect::<String>();
    let end = sample.char_indices().map(|(at, _)| at).take_while(|&at| at <= 1024).last().unwrap_or(0);
    Some(whichlang::detect_language(&sample[..end]) == whichlang::Lang::Eng)
}

/// Whether a byte goes on with a word.
fn is_inside(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'\'' || byte >= 0x80
}
