//! Signs that people put before a task and that Markdown does not know: `1️⃣`, `✅`, `→`, `a)`, `(1)`, `AI-1:`.

/// A sign and what it says.
pub(super) struct Mark {
    /// How long it is, in bytes.
    pub(super) length: usize,
    /// The state of a box.
    pub(super) done: Option<bool>,
}

/// The sign that a line of text starts with.
pub(super) fn mark(text: &str) -> Option<Mark> {
    let first = text.chars().next()?;
    let plain = |length| Some(Mark { length, done: None });
    if !first.is_ascii() && !first.is_alphanumeric() && !matches!(first, '“' | '‘' | '„' | '«' | '…')
    {
        let done = match first {
            '☐' | '□' | '⬜' => Some(false),
            '☑' | '☒' | '🗹' => Some(true),
            _ => None,
        };
        let rest = text[first.len_utf8()..].trim_start_matches(['\u{fe0f}', '\u{20e3}', '\u{200d}']);
        return rest.starts_with([' ', '\u{a0}']).then(|| Mark { length: text.len() - rest.len(), done });
    }
    let word = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let rest = &text[word..];
    if word == 1 && rest.trim_start_matches('\u{fe0f}').starts_with('\u{20e3}') {
        return plain(text.len() - rest.trim_start_matches(['\u{fe0f}', '\u{20e3}']).len());
    }
    if let Some(inner) = text.strip_prefix('(') {
        let end = inner.find(')').filter(|&end| end <= 3 && is_count(&inner[..end]))?;
        return plain(end + 2);
    }
    let name = &text[..word];
    if rest.starts_with(") ")
        || (rest.starts_with(". ") && name.bytes().all(|byte| byte.is_ascii_lowercase()))
    {
        return is_count(name).then_some(Mark { length: word + 1, done: None });
    }
    // "AI-1:", "Task 2:".
    let letters = name.trim_end_matches(|char: char| char.is_ascii_digit()).len();
    let known = ["ai", "action", "task", "todo", "item", "step", "a", "t"];
    if !known.iter().any(|known| name[..letters].eq_ignore_ascii_case(known)) {
        return None;
    }
    let number = text[letters..].trim_start_matches(['-', ' ', '#']);
    let after = number.trim_start_matches(|char: char| char.is_ascii_digit());
    let counted = after.len() < number.len() && number.len() - after.len() <= 3;
    let closed = after.strip_prefix([':', '.', ')'])?;
    (counted && closed.starts_with(' ')).then_some(Mark { length: text.len() - closed.len(), done: None })
}

/// Whether a word counts items: a number, a letter, a small roman number.
fn is_count(word: &str) -> bool {
    let roman = ["ii", "iii", "iv", "vi", "vii", "viii", "ix"];
    (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
        || (word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        || roman.contains(&word)
}
