//! The first word of a text, how words open, and whether they are English.

use crate::text::{Places, Span};

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

/// The first word of letters.
pub(super) fn first(text: &str) -> Option<&str> {
    text.split(|char: char| !char.is_alphabetic()).find(|word| !word.is_empty())
}

/// The first four bytes of a word in lower case, zeros where there are fewer.
pub(super) fn opening(word: &[u8]) -> [u8; 4] {
    let letters = word.first_chunk().map_or_else(
        || word.iter().rev().fold(0, |letters, &byte| letters << 8 | u32::from(byte)),
        |four| u32::from_le_bytes(*four),
    );
    // All four at once: the sums carry into the high bit of each byte from 'A' on, and from behind 'Z' on.
    let low = letters & 0x7f7f_7f7f;
    let (from_a, behind_z) = (low + 0x3f3f_3f3f, low + 0x2525_2525);
    let capitals = from_a & !behind_z & !letters & 0x8080_8080;
    (letters | capitals >> 2).to_le_bytes()
}

/// The least number of words that a language is told from.
const ENOUGH: usize = 20;

/// After how many words the language is clear.
const SAMPLE: usize = 150;

/// Whether the prose of a span is English, told from its words, which begin at `starts`; `None` when there is too
/// little of it.
pub(super) fn english(plain: &str, starts: &Places, span: Span) -> Option<bool> {
    let (mut words, mut stops) = (0_usize, 0_usize);
    for start in starts.within(span) {
        let word = plain.as_bytes().get(start..).unwrap_or_default();
        let (first, second) = (byte_at(word, 0), byte_at(word, 1));
        if first.is_ascii_digit() {
            continue;
        }
        words += 1;
        if may_open(first, second) && starts_with_stop_word(word) {
            stops += 1;
            // What is enough for the whole sample is enough for less of it.
            if words >= ENOUGH && is_english(SAMPLE, stops) {
                return Some(true);
            }
        }
        if words >= SAMPLE {
            break;
        }
    }
    if words < ENOUGH {
        return None;
    }
    if is_english(words, stops) {
        return Some(true);
    }
    let sample: String = span.of(plain).split_whitespace().flat_map(|word| [word, " "]).collect::<String>();
    let end = sample.char_indices().map(|(at, _)| at).take_while(|&at| at <= 1024).last().unwrap_or(0);
    Some(whichlang::detect_language(&sample[..end]) == whichlang::Lang::Eng)
}

/// A byte of a word; zero behind its end.
fn byte_at(word: &[u8], at: usize) -> u8 {
    word.get(at).copied().unwrap_or_default()
}

/// Whether a stop word may open with these two bytes.
fn may_open(first: u8, second: u8) -> bool {
    SECOND[usize::from(first & 31)] >> (second & 31) & 1 != 0
}

/// For each first letter of a stop word a bit for each second one; of a letter the low five bits count. After "a",
/// which is a word alone, anything may stand.
static SECOND: [u32; 32] = {
    let pairs = *b"beby fofr inisit no ofonou thto wawewi";
    let mut second = [0; 32];
    second[(b'a' & 31) as usize] = u32::MAX;
    let mut at = 0;
    while at < pairs.len() {
        if pairs[at] == b' ' {
            at += 1;
        } else {
            second[(pairs[at] & 31) as usize] |= 1 << (pairs[at + 1] & 31);
            at += 2;
        }
    }
    second
};

/// Whether a sample has as many stop words as English prose has.
fn is_english(words: usize, stops: usize) -> bool {
    stops * 100 >= words * 12
}

/// Whether the word that a text starts with is a stop word.
fn starts_with_stop_word(text: &[u8]) -> bool {
    let bytes = text.first_chunk::<5>().copied().unwrap_or_else(|| {
        let mut bytes = [0; 5];
        bytes[..text.len()].copy_from_slice(text);
        bytes
    });
    let inside = |byte: u8| INSIDE[usize::from(byte)];
    // What the bit changes besides capitals makes no letter of what is none.
    let [first, second, third, fourth, _] = bytes.map(|byte| byte | 0x20);
    is_stop_word(match bytes {
        [_, end, ..] if !inside(end) => [first, 0, 0, 0],
        [_, _, end, ..] if !inside(end) => [first, second, 0, 0],
        [.., end, _] if !inside(end) => [first, second, third, 0],
        [.., end] if !inside(end) => [first, second, third, fourth],
        _ => return false,
    })
}

/// Whether a byte goes on with a word.
static INSIDE: [bool; 256] = {
    let mut inside = [false; 256];
    let mut byte = u8::MAX;
    while byte > 0 {
        inside[byte as usize] = byte >= 0x80 || byte.is_ascii_alphanumeric() || byte == b'\'';
        byte -= 1;
    }
    inside
};
