//! Where an entry ends, where its time stands, and which words are its text.

use crate::document::Moment;
use crate::document::lines::{Kind, Line};
use crate::document::moment::Stamp;
use crate::document::reader::Reader;
use crate::text::Span;

/// How many lines an item may go on for; bounds the work for deeply nested lists.
const REACH: usize = 200;

impl super::Walk<'_, '_> {
    /// The line after an item's last one.
    pub(super) fn extent(&self, at: usize, to: usize) -> usize {
        let lines = &self.reader.page.lines;
        let item = lines[at];
        let mut end = at + 1;
        for (next, line) in lines.iter().enumerate().take(to.min(at + REACH)).skip(at + 1) {
            let inside = match line.kind {
                Kind::Blank => continue,
                Kind::Bullet | Kind::Number | Kind::Code => line.indent > item.indent,
                Kind::Text | Kind::Output => {
                    let lazy = next == end && leading(self.reader, line).is_none();
                    (line.indent > item.indent || lazy) && self.reader.heading_at(next).is_none()
                }
                _ => false,
            };
            if !inside {
                break;
            }
            end = next + 1;
        }
        end
    }

    /// The line after a paragraph: text lines that do not start with a time or a label of their own.
    pub(super) fn paragraph(&self, at: usize, to: usize) -> usize {
        let lines = &self.reader.page.lines;
        let mut end = at + 1;
        let bare = leading(self.reader, &lines[at]).is_some();
        while end < to && end < at + REACH {
            let line = &lines[end];
            let goes_on = match line.kind {
                Kind::Text => {
                    leading(self.reader, line).is_none()
                        && self.reader.label_at(end).is_none()
                        && self.reader.stamps_in(line.text).iter().all(|stamp| stamp.clock.is_none() || bare)
                }
                Kind::Bullet | Kind::Number => bare && leading(self.reader, line).is_none(),
                _ => false,
            };
            if !goes_on || self.reader.heading_at(end).is_some() {
                break;
            }
            end += 1;
        }
        end
    }
}

/// The day of an entry comes from the entries before it, not from the summary.
pub(super) fn undated(mut moment: Moment, stamp: &Stamp) -> Moment {
    if stamp.date.is_none() {
        moment.date = None;
    }
    moment
}

/// The stamp that a line starts with, after words such as "At" or "On Monday".
pub(in crate::document) fn leading<'a>(reader: &'a Reader<'_>, line: &Line) -> Option<&'a Stamp> {
    if (line.kind != Kind::Text && !line.kind.is_item()) || line.goes_on {
        return None;
    }
    let stamp = reader.stamps_in(line.text).first()?;
    let before = reader.lower(Span::new(line.text.start, stamp.span.start));
    if before.len() > 28 {
        return None;
    }
    let lead = before.is_empty()
        || before.split(|char: char| !char.is_alphabetic()).filter(|word| !word.is_empty()).all(|word| {
            matches!(
                word,
                "at" | "on"
                    | "around"
                    | "about"
                    | "approximately"
                    | "approx"
                    | "by"
                    | "from"
                    | "circa"
                    | "time"
            ) || word.ends_with("day")
                || matches!(word, "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")
        });
    let digits = before.bytes().any(|byte| byte.is_ascii_digit());
    (lead && !digits && stamp.clock.is_some()).then_some(stamp)
}

/// What an entry says: what follows its time, or all of it when the time is not at one end.
pub(super) fn text_after(reader: &Reader<'_>, span: Span, time: Option<Span>, time_first: bool) -> Span {
    let Some(time) = time else { return span };
    let plain = &reader.page.plain;
    let separator = |char: char| {
        matches!(
            char,
            '\u{1}'
                | '\u{2}'
                | ' '
                | '-'
                | '–'
                | '—'
                | ':'
                | ','
                | ')'
                | ']'
                | '|'
                | '.'
                | '='
                | '>'
                | '→'
                | ';'
        ) || char.is_whitespace()
    };
    let rest = Span::new(time.end.min(span.end), span.end).of(plain);
    let after = rest.trim_start_matches(separator);
    if time_first && !after.is_empty() {
        return Span::new(span.end - after.len(), span.end);
    }
    if after.is_empty() && time.start > span.start {
        let before = Span::new(span.start, time.start).of(plain);
        let kept = before.trim_end_matches(|char: char| separator(char) || char == '(');
        let kept = ["at", "on", "around", "by"]
            .iter()
            .find_map(|word| kept.strip_suffix(word).filter(|rest| rest.ends_with(' ')))
            .unwrap_or(kept);
        return Span::new(span.start, span.start + kept.trim_end().len());
    }
    span
}
