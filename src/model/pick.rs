//! Which requests of a run are followed, as written on the command line: `3`, `failed:2`, `timeout@17:35`.

use std::str::FromStr;

use crate::text::did_you_mean;

use super::check::CAUSES;
use super::moment::At;

/// Which requests are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// What they have in common.
    pub which: Which,
    /// How many of them, the first ones sent.
    pub count: usize,
    /// Only such as were sent at this time or later.
    pub from: Option<At>,
}

/// What the requests to follow have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Nothing.
    Any,
    /// The request of this number, from 1.
    Id(u64),
    /// They succeed.
    Succeeded,
    /// They fail.
    Failed,
    /// They fail for the cause of this place in [`CAUSES`].
    Cause(usize),
    /// They took longest of those that were answered.
    Slowest,
    /// They had no answer when the run ended.
    Unanswered,
}

impl Pick {
    /// The most requests that are followed at a time.
    pub const MOST: usize = 1000;
}

const WORDS: [(&str, Which); 4] = [
    ("failed", Which::Failed),
    ("succeeded", Which::Succeeded),
    ("slowest", Which::Slowest),
    ("unanswered", Which::Unanswered),
];

impl FromStr for Pick {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (text, from) = match text.split_once('@') {
            Some((text, moment)) => (text, Some(moment.parse()?)),
            None => (text, None),
        };
        if text.starts_with(|char: char| char.is_ascii_digit()) {
            return Ok(Self { which: Which::Any, count: count(text)?, from });
        }
        let (word, number) = text.split_once(':').map_or((text, None), |(word, number)| (word, Some(number)));
        if word == "id" {
            let id = number.and_then(|number| number.parse().ok()).filter(|id| *id > 0 && from.is_none());
            let id = id.ok_or("write the number of a request, as in `id:1801`")?;
            return Ok(Self { which: Which::Id(id), count: 1, from });
        }
        let which = which(word.strip_prefix("first-").unwrap_or(word))?;
        Ok(Self { which, count: number.map_or(Ok(1), count)?, from })
    }
}

fn count(text: &str) -> Result<usize, String> {
    let most = Pick::MOST;
    let count = text.parse().ok().filter(|count| (1..=most).contains(count));
    count.ok_or_else(|| {
        format!("`{text}` is not a number from 1 to {most}: write for example `3` or `failed:3`")
    })
}

fn which(word: &str) -> Result<Which, String> {
    if let Some((_, which)) = WORDS.iter().find(|(known, _)| *known == word) {
        return Ok(*which);
    }
    if let Some(cause) = CAUSES.iter().position(|cause| *cause == word) {
        return Ok(Which::Cause(cause));
    }
    let known = WORDS.iter().map(|(known, _)| *known).chain(["id"]).chain(CAUSES);
    let help = did_you_mean(word, known).map_or_else(String::new, |help| format!(": {help}"));
    Err(format!("`{word}` is neither an outcome nor a number{help}"))
}
