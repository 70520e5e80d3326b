//! The wording of tasks: what sets one, what only tells, what is done, of what kind.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::document::ActionKind;
use crate::document::scan::month;

/// Verbs that tasks start with.
const VERBS: [&str; 79] = [
    "add",
    "adjust",
    "apply",
    "ask",
    "audit",
    "automate",
    "build",
    "change",
    "check",
    "clean",
    "conduct",
    "configure",
    "consider",
    "create",
    "define",
    "deploy",
    "develop",
    "document",
    "educate",
    "enable",
    "enforce",
    "enhance",
    "ensure",
    "establish",
    "evaluate",
    "expand",
    "extend",
    "fix",
    "generate",
    "have",
    "host",
    "implement",
    "improve",
    "increase",
    "install",
    "integrate",
    "introduce",
    "investigate",
    "limit",
    "make",
    "migrate",
    "modify",
    "monitor",
    "move",
    "notify",
    "optimize",
    "patch",
    "perform",
    "prepare",
    "protect",
    "provide",
    "reduce",
    "refactor",
    "register",
    "remove",
    "rename",
    "replace",
    "require",
    "restrict",
    "review",
    "rewrite",
    "rotate",
    "run",
    "schedule",
    "send",
    "set",
    "setup",
    "simplify",
    "subscribe",
    "teach",
    "test",
    "train",
    "tune",
    "update",
    "upgrade",
    "use",
    "validate",
    "verify",
    "write",
];

/// Whether a line starts with a verb that sets a task: "Add …", "Adding …", "Set up …".
pub(super) fn imperative(text: &str) -> bool {
    let first: String =
        text.chars().take_while(|char| char.is_alphabetic()).collect::<String>().to_lowercase();
    let Some(stem) = first.strip_suffix("ing") else { return VERBS.contains(&first.as_str()) };
    VERBS.iter().any(|verb| {
        // "creating", "modifying", "setting".
        verb.strip_suffix('e').unwrap_or(verb) == stem
            || stem.char_indices().next_back().is_some_and(|(last, _)| stem.get(..last) == Some(verb))
    })
}

/// Whether a line tells rather than asks: it speaks of us or begins like a closing remark.
pub(super) fn is_prose(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "in conclusion",
        "this postmortem",
        "this incident",
        "overall",
        "by implementing",
        "through these",
        "with these",
        "thank",
        "we appreciate",
        "sincerely",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
}

pub(super) fn finished(state: &str) -> bool {
    let lower = state.to_lowercase();
    ["done", "complete", "closed", "resolved", "finished", "fixed", "merged", "yes", "✅"]
        .iter()
        .any(|word| lower.contains(word))
        && !lower.contains("not ")
        && !lower.contains("in progress")
}

/// "(Accomplished.)", "(done)", "[completed]" at the end of a task.
pub(super) fn finished_note(lower: &str) -> bool {
    let tail = lower.trim_end_matches([' ', '.', ')', ']', '\u{1}', '*', '!']);
    // "- done May 10", "(done on 10 May)".
    let dated = |words: &str| {
        let mut words = words.split_whitespace().filter(|word| *word != "on" && *word != "in");
        words.clone().count() <= 3
            && words.any(|word| month(word).is_some() || word.bytes().filter(u8::is_ascii_digit).count() >= 4)
    };
    if let Some((before, after)) = tail.rsplit_once("done ")
        && before.trim_end().ends_with(['-', '–', '—', '(', '[', ',', ':'])
        && dated(after)
    {
        return true;
    }
    [
        "accomplished",
        "(done",
        "[done",
        "- done",
        "\u{1}done",
        "(completed",
        "[completed",
        "(finished",
        "(fixed",
        "✅",
        "(complete",
    ]
    .iter()
    .any(|end| tail.ends_with(end))
}

pub(super) fn kind(text: &str) -> Option<ActionKind> {
    let lower = text.to_lowercase();
    match () {
        () if lower.contains("prevent") => Some(ActionKind::Prevent),
        () if lower.contains("detect") => Some(ActionKind::Detect),
        () if lower.contains("mitigat") || lower.contains("repair") => Some(ActionKind::Mitigate),
        () => None,
    }
}

/// A kind in brackets: "(prevent)", "[detect]", "mitigate: …".
pub(super) fn bracketed_kind(lower: &str) -> Option<ActionKind> {
    static KINDS: LazyLock<[(Finder<'_>, ActionKind); 3]> = LazyLock::new(|| {
        [("prevent", ActionKind::Prevent), ("detect", ActionKind::Detect), ("mitigate", ActionKind::Mitigate)]
            .map(|(word, kind)| (Finder::new(word), kind))
    });
    let opens = |before: &str| {
        before.is_empty()
            || before.ends_with(['(', '[', '\u{1}'])
            || (before.ends_with([' ', ',']) && before.trim_end().ends_with(['(', '[', ',']))
    };
    let named = |(word, _): &&(Finder<'_>, ActionKind)| {
        let stands = |at: usize| {
            opens(&lower[..at])
                && lower[at + word.needle().len()..].starts_with([')', ']', ',', ':', '\u{1}'])
        };
        word.find(lower.as_bytes()).is_some() && word.find_iter(lower.as_bytes()).any(stands)
    };
    KINDS.iter().find(named).map(|&(_, kind)| kind)
}
