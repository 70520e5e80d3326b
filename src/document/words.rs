//! Words as a person counts them, and whether they are English.

use crate::text::Span;

/// What a byte does to a word: nothing, starts one, ends one, or it is the first of a character to look at.
const EFFECT: [u8; 256] = {
    let mut effect = [0; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        effect[byte as usize] = match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => 1,
            2 | 9..=13 | b' ' => 2,
            0xc0.. => 3,
            _ => 0,
        };
        byte += 1;
    }
    effect
};

/// The words of a piece of masked text: what spaces separate and has a letter or a digit in it.
pub(super) fn count(plain: &str, span: Span) -> usize {
    let (mut words, mut at) = (0, 0);
    let piece = span.of(plain);
    let bytes = piece.as_bytes();
    // What the next byte does that has one of two effects, and where the text goes on after it.
    let next = |at: usize, wanted: u8| {
        let fits = |&byte: &u8| [wanted, 3].contains(&EFFECT[usize::from(byte)]);
        let found = bytes[at..].iter().position(fits)?;
        let at = at + found;
        if EFFECT[usize::from(bytes[at])] != 3 {
            return Some((true, at + 1));
        }
        let char = piece[at..].chars().next().unwrap_or(' ');
        let fits = if wanted == 1 { char.is_alphanumeric() } else { char.is_whitespace() };
        Some((fits, at + char.len_utf8()))
    };
    let mut inside = false;
    while let Some((fits, end)) = next(at, if inside { 2 } else { 1 }) {
        words += usize::from(fits && !inside);
        inside ^= fits;
        at = end;
    }
    words
}

/// Words of at most four letters that English prose cannot do without, in order.
const STOP_WORDS: [[u8; 4]; 24] = [
    *b"a\0\0\0",
    *b"an\0\0",
    *b"and\0",
    *b"are\0",
    *b"at\0\0",
    *b"be\0\0",
    *b"by\0\0",
    *b"for\0",
    *b"from",
    *b"in\0\0",
    *b"is\0\0",
    *b"it\0\0",
    *b"not\0",
    *b"of\0\0",
    *b"on\0\0",
    *b"our\0",
    *b"that",
    *b"the\0",
    *b"this",
    *b"to\0\0",
    *b"was\0",
    *b"we\0\0",
    *b"were",
    *b"with",
];

fn is_stop_word(word: &str) -> bool {
    word.len() <= 4 && STOP_WORDS.binary_search(&opening(word.as_bytes())).is_ok()
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

/// Whether the prose is English; `None` when there is too little of it.
pub(super) fn english(plain: &str, span: Span) -> Option<bool> {
    let (mut words, mut stops) = (0_usize, 0_usize);
    let piece = span.of(plain);
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'\'' || *byte >= 0x80;
    let runs = piece.as_bytes().split(|byte| !inside(byte)).filter(|run| !run.is_empty());
    for run in runs {
        let run = std::str::from_utf8(run).unwrap_or_default();
        for word in run.split(|char: char| !char.is_ascii() && !char.is_alphanumeric()) {
            if !word.is_empty() && !word.starts_with(|first: char| first.is_ascii_digit()) {
                words += 1;
                stops += usize::from(is_stop_word(word));
            }
        }
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
    let sample: String = piece.split_whitespace().flat_map(|word| [word, " "]).collect::<String>();
    let end = sample.char_indices().map(|(at, _)| at).take_while(|&at| at <= 1024).last().unwrap_or(0);
    Some(whichlang::detect_language(&sample[..end]) == whichlang::Lang::Eng)
}
