//! What tasks tell beyond checkboxes and `@names`: that they are done, and who does them.

use crate::document::Action;
use crate::rules::Context;
use crate::rules::phrases::Phrases;

/// Words by which a sentence says that something is over.
const OVER: &[&str] = &["was", "were", "has been", "have been", "has also been", "have also been"];
/// Words after which a sentence speaks of something else than the task.
const ASIDE: &[&str] =
    &["that", "which", "who", "what", "when", "whenever", "if", "after", "because", "since", "where", "as"];

/// Participles that begin a sentence about what was done, and hardly ever the name of a task ("Improved alerts").
const DONE: &[&str] = &[
    "added",
    "conducted",
    "corrected",
    "created",
    "deployed",
    "disabled",
    "documented",
    "fixed",
    "implemented",
    "installed",
    "introduced",
    "moved",
    "removed",
    "replaced",
    "reverted",
    "rewrote",
    "rotated",
    "scheduled",
    "updated",
    "upgraded",
    "wrote",
];

/// Whether the task says that it was done: "Moved the keys to …", "the script was changed to …".
fn told_done(action: &Action) -> bool {
    static PAST: Phrases = Phrases::new(OVER);
    let mut words = action.text.split_whitespace();
    let first = words.next().unwrap_or_default();
    if words.next().is_some() && DONE.iter().any(|done| first.eq_ignore_ascii_case(done)) {
        return true;
    }
    let Some(found) = PAST.first(&action.text) else {
        return false;
    };
    let mut before = action.text[..found.start].split(|c: char| !c.is_alphanumeric());
    !before.any(|word| ASIDE.iter().any(|aside| word.eq_ignore_ascii_case(aside)))
        && !action.text[..found.start].contains(". ")
}

/// Whether the innermost heading above the task says that all below it is done: "Immediate actions (completed)".
fn under_done(cx: &Context<'_>, action: &Action) -> bool {
    let over = cx.postmortem.sections.iter().filter(|section| section.whole.contains(action.span.start));
    over.max_by_key(|section| section.heading.start).is_some_and(|section| {
        let mut words = section.title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        let done = words.any(|word| matches!(word.as_str(), "completed" | "done" | "accomplished"));
        let lower = section.title.to_lowercase();
        done && !["to be", "not ", "in progress", "what we"].iter().any(|other| lower.contains(other))
    })
}

/// Whether a task is done: by its checkbox, its words, the heading above it, or a cell or note that says so.
pub(super) fn is_done(cx: &Context<'_>, action: &Action) -> bool {
    action.done == Some(true) || told_done(action) || under_done(cx, action) || noted_done(cx, action)
}

/// Whether the task's line says "DONE", or "done in PLAT-310", beside the task itself.
fn noted_done(cx: &Context<'_>, action: &Action) -> bool {
    let line = cx.source.text[action.span.start..action.span.end.max(action.span.start)].trim_end();
    let mut words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let mut before = "";
    while let Some(word) = words.next() {
        let next = words.peek().copied().unwrap_or_default();
        let shouted = matches!(word, "DONE" | "COMPLETED" | "FIXED");
        let noted = word == "done"
            && (next.is_empty() || matches!(next, "in" | "on" | "with"))
            && !matches!(before, "be" | "is" | "not");
        if shouted || noted {
            return true;
        }
        before = word;
    }
    false
}

/// Whether the task names who does it in a way of its own: "Ada: limit the cache" of somebody whom the timeline names,
/// "(identity, OPS-410)", "(Zoe, end of April)", "John gets …".
pub(super) fn names_owner(cx: &Context<'_>, action: &Action) -> bool {
    in_brackets(cx, action) || leads(cx, action)
}

/// Whether a bracket holds a short name and then a day or a ticket.
fn in_brackets(cx: &Context<'_>, action: &Action) -> bool {
    let text = cx.text(action.span).trim_end();
    text.split('(').skip(1).filter_map(|rest| rest.split_once(')')).any(|(inside, _)| {
        let parts: Vec<&str> = inside.split([',', ';', '/']).map(str::trim).collect();
        let first = parts.first().copied().unwrap_or_default();
        let short = first.split_whitespace().count() <= 3
            && !first.is_empty()
            && first.chars().all(|c| c.is_alphabetic() || " .-'&".contains(c));
        short && parts.iter().skip(1).any(|part| is_when(part))
    })
}

/// Whether a few words speak of a day.
fn is_when(part: &str) -> bool {
    let lower = part.to_lowercase();
    let day = ["by ", "due", "before", "until", "end of", "next ", "this ", "q1", "q2", "q3", "q4", "done"];
    day.iter().any(|word| lower.starts_with(word)) || lower.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether the task begins with somebody whom the timeline names as well.
fn leads(cx: &Context<'_>, action: &Action) -> bool {
    let text = action.text.trim_start();
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
    let rest = &text[name.len()..];
    let is_name = name.chars().next().is_some_and(char::is_uppercase)
        && name.len() > 1
        && !["ing", "tion", "ment", "ity", "ware", "base"].iter().any(|end| name.ends_with(end));
    let acts =
        [":", " will ", " to ", " gets ", " adds ", " writes "].iter().any(|after| rest.starts_with(after));
    let known = |text: &str| text.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == name);
    is_name && acts && cx.postmortem.timeline.iter().any(|entry| known(&entry.text))
}
