//! What a share or a number counts.

use crate::document::ImpactOf;
use crate::document::plain::is_sign;

/// What is counted, by the start of the word; of those with this first letter.
fn known(first: u8) -> &'static [(&'static str, ImpactOf)] {
    use ImpactOf::{Data, Other, Requests, Revenue, Servers, Traffic, Transactions, Users};
    match first {
        b'a' => &[("account", Users), ("audience", Users), ("applicant", Users), ("attendee", Users)],
        b'b' => &[("buyer", Users)],
        b'c' => &[
            ("customer", Users),
            ("client", Users),
            ("consumer", Users),
            ("candidate", Users),
            ("citizen", Users),
            ("commuter", Users),
            ("call", Requests),
            ("connection", Traffic),
        ],
        b'd' => &[("developers", Users), ("driver", Users), ("donor", Users), ("data", Data)],
        b'e' => &[("employee", Users), ("everyone", Users), ("everybody", Users), ("experience", Other)],
        b'f' => &[("farmer", Users), ("file", Data)],
        b'g' => &[("guest", Users)],
        b'h' => &[("host", Servers)],
        b'i' => &[("income", Revenue), ("instance", Servers)],
        b'j' => &[("job", Transactions)],
        b'l' => &[("listener", Users), ("learner", Users)],
        b'm' => &[("member", Users), ("merchant", Users), ("machine", Servers), ("message", Data)],
        b'n' => &[("nurse", Users), ("node", Servers)],
        b'o' => &[("order", Transactions)],
        b'p' => &[
            ("people", Users),
            ("player", Users),
            ("passenger", Users),
            ("patient", Users),
            ("parent", Users),
            ("pupil", Users),
            ("participant", Users),
            ("pod", Servers),
            ("payment", Transactions),
        ],
        b'q' => &[("quer", Requests)],
        b'r' => &[
            ("reader", Users),
            ("resident", Users),
            ("rider", Users),
            ("request", Requests),
            ("response", Requests),
            ("revenue", Revenue),
            ("record", Data),
        ],
        b's' => &[
            ("subscriber", Users),
            ("student", Users),
            ("shopper", Users),
            ("seller", Users),
            ("staff", Users),
            ("session", Traffic),
            ("sales", Revenue),
            ("server", Servers),
        ],
        b't' => &[
            ("tenant", Users),
            ("teacher", Users),
            ("traveller", Users),
            ("traveler", Users),
            ("trader", Users),
            ("tutor", Users),
            ("traffic", Traffic),
            ("trafic", Traffic),
            ("transaction", Transactions),
        ],
        b'u' => &[("user", Users), ("uploader", Users)],
        b'v' => &[("visitor", Users), ("viewer", Users), ("voter", Users), ("visit", Traffic)],
        _ => &[],
    }
}

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
    text.split(|char: char| is_sign(char) || !char.is_alphanumeric())
        .filter(|word| word.len() >= 3)
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

pub(super) fn words_rest<'a>(text: &'a str, at: usize, word: &str) -> &'a str {
    text.get(at + word.len()..).unwrap_or_default()
}

pub(super) fn noun(word: &str, rest: &str) -> Option<ImpactOf> {
    // "user experience" and "user traffic" measure the second word.
    let next = rest.trim_start_matches([' ', '\u{1}']);
    // "Response times grew by 45%": of no request.
    if word == "response" && next.starts_with("time") {
        return Some(ImpactOf::Other);
    }
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
    let first = *word.as_bytes().first()?;
    known(first).iter().find(|(start, _)| word.starts_with(start)).map(|&(_, of)| of)
}
