//! What a share or a number counts.

use crate::document::ImpactOf;

/// What is counted, by the start of the word.
const NOUNS: [(&str, ImpactOf); 74] = [
    ("user", ImpactOf::Users),
    ("customer", ImpactOf::Users),
    ("visitor", ImpactOf::Users),
    ("client", ImpactOf::Users),
    ("people", ImpactOf::Users),
    ("subscriber", ImpactOf::Users),
    ("student", ImpactOf::Users),
    ("member", ImpactOf::Users),
    ("account", ImpactOf::Users),
    ("consumer", ImpactOf::Users),
    ("shopper", ImpactOf::Users),
    ("viewer", ImpactOf::Users),
    ("player", ImpactOf::Users),
    ("passenger", ImpactOf::Users),
    ("buyer", ImpactOf::Users),
    ("patient", ImpactOf::Users),
    ("audience", ImpactOf::Users),
    ("employee", ImpactOf::Users),
    ("developers", ImpactOf::Users),
    ("merchant", ImpactOf::Users),
    ("reader", ImpactOf::Users),
    ("listener", ImpactOf::Users),
    ("guest", ImpactOf::Users),
    ("tenant", ImpactOf::Users),
    ("teacher", ImpactOf::Users),
    ("driver", ImpactOf::Users),
    ("seller", ImpactOf::Users),
    ("learner", ImpactOf::Users),
    ("staff", ImpactOf::Users),
    ("candidate", ImpactOf::Users),
    ("applicant", ImpactOf::Users),
    ("citizen", ImpactOf::Users),
    ("resident", ImpactOf::Users),
    ("traveller", ImpactOf::Users),
    ("traveler", ImpactOf::Users),
    ("uploader", ImpactOf::Users),
    ("commuter", ImpactOf::Users),
    ("nurse", ImpactOf::Users),
    ("parent", ImpactOf::Users),
    ("pupil", ImpactOf::Users),
    ("attendee", ImpactOf::Users),
    ("participant", ImpactOf::Users),
    ("donor", ImpactOf::Users),
    ("voter", ImpactOf::Users),
    ("rider", ImpactOf::Users),
    ("farmer", ImpactOf::Users),
    ("trader", ImpactOf::Users),
    ("tutor", ImpactOf::Users),
    ("request", ImpactOf::Requests),
    ("call", ImpactOf::Requests),
    ("quer", ImpactOf::Requests),
    ("response", ImpactOf::Requests),
    ("traffic", ImpactOf::Traffic),
    ("visit", ImpactOf::Traffic),
    ("session", ImpactOf::Traffic),
    ("connection", ImpactOf::Traffic),
    ("revenue", ImpactOf::Revenue),
    ("sales", ImpactOf::Revenue),
    ("income", ImpactOf::Revenue),
    ("server", ImpactOf::Servers),
    ("node", ImpactOf::Servers),
    ("pod", ImpactOf::Servers),
    ("instance", ImpactOf::Servers),
    ("machine", ImpactOf::Servers),
    ("host", ImpactOf::Servers),
    ("data", ImpactOf::Data),
    ("record", ImpactOf::Data),
    ("message", ImpactOf::Data),
    ("file", ImpactOf::Data),
    ("order", ImpactOf::Transactions),
    ("transaction", ImpactOf::Transactions),
    ("payment", ImpactOf::Transactions),
    ("job", ImpactOf::Transactions),
    ("experience", ImpactOf::Other),
];

/// The first counted thing after a share, and how far it is.
pub(super) fn first_noun(text: &str) -> Option<(usize, ImpactOf)> {
    let (at, word, of) =
        words(text).find_map(|(at, word)| noun(word, words_rest(text, at, word)).map(|of| (at, word, of)))?;
    // Of "payment requests" the second word counts.
    let rest = words_rest(text, at, word);
    let next = rest.strip_prefix(' ').and_then(|rest| words(rest).next().filter(|(start, _)| *start == 0));
    let second = next.and_then(|(_, word)| noun(word, "")).filter(|_| of != ImpactOf::Users);
    Some((at, second.unwrap_or(of)))
}

pub(super) fn last_noun(text: &str) -> Option<ImpactOf> {
    words(text).filter_map(|(at, word)| noun(word, words_rest(text, at, word))).last()
}

pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|char: char| !char.is_alphanumeric())
        .filter(|word| word.len() >= 3)
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

pub(super) fn words_rest<'a>(text: &'a str, at: usize, word: &str) -> &'a str {
    text.get(at + word.len()..).unwrap_or_default()
}

pub(super) fn noun(word: &str, rest: &str) -> Option<ImpactOf> {
    // "user experience" and "user traffic" measure the second word.
    let next = rest.trim_start_matches([' ', '\u{1}']);
    if word == "user"
        && ["experience", "traffic", "request", "session", "data"]
            .iter()
            .any(|second| next.starts_with(second))
    {
        return None;
    }
    if word.starts_with("experience") && word != "experience" {
        return None;
    }
    NOUNS.iter().find(|(start, _)| word.starts_with(start)).map(|&(_, of)| of)
}
