//! Inline labels: `**Impact:** …`, `- Duration: …`, `Start Time – …`.

use super::lines::{Kind, Page};
use super::plain::MARK;
use super::{Topic, Vocabulary};
use crate::text::Span;

/// The longest label, in bytes with its marks.
const LONGEST: usize = 72;

/// How many lines a value may have; bounds the work for labels nested in labels.
const REACH: usize = 200;

/// A label and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it announces.
    pub topic: Topic,
    /// The label's words.
    pub name: Span,
    /// What follows it on its line, and below where the line has nothing.
    pub value: Span,
    /// Whether it is bold.
    pub bold: bool,
    /// The line it stands on, from 0.
    pub line: usize,
}

/// The labels that lines of text and items start with, for all lines of a page.
pub(super) fn starting(page: &Page, vocabulary: &Vocabulary) -> Vec<Label> {
    let mut labels = Vec::new();
    for (at, line) in page.lines.iter().enumerate() {
        if (line.kind == Kind::Text || line.kind.is_item())
            && let Some(label) = at_start(&page.plain, line.text, vocabulary)
        {
            labels.push(Label { line: at, ..label });
        }
    }
    labels
}

/// The labels of lines `from..to`; `starting` are those that lines start with.
pub(super) fn read(
    page: &Page,
    starting: &[Label],
    from: usize,
    to: usize,
    vocabulary: &Vocabulary,
) -> Vec<Label> {
    let mut labels = Vec::with_capacity(starting.len());
    let mut starting = starting[starting.partition_point(|label| label.line < from)..].iter().peekable();
    for at in from..to {
        let label = match page.lines[at].kind {
            Kind::Row => {
                labels.extend(of_row(page, at, vocabulary));
                continue;
            }
            Kind::Text => starting.next_if(|label| label.line == at).copied(),
            kind if kind.is_item() => {
                let label = starting.next_if(|label| label.line == at).copied();
                label.or_else(|| caption(page, at, vocabulary))
            }
            _ => continue,
        };
        let Some(mut label) = label else { continue };
        label.value.end = value_end(page, at, to, label.value);
        labels.push(label);
    }
    labels
}

/// The label that a line starts with; it ends with a colon or a question mark.
pub(super) fn at_start(plain: &str, line: Span, vocabulary: &Vocabulary) -> Option<Label> {
    let bytes = line.of(plain).as_bytes();
    let window = &bytes[..bytes.len().min(LONGEST)];
    let colon = memchr::memchr2(b':', b'?', window);
    let end = match colon {
        Some(colon) => colon,
        // Without a colon a label is bold, with a dash or nothing after it.
        None if bytes.starts_with(&[MARK; 2]) => 2 + memchr::memchr(MARK, &window[2..])?,
        None => return None,
    };
    if window[..end].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let piece = line.of(plain);
    let topic = vocabulary.exact(piece.get(..end)?)?;
    let after = end + usize::from(colon.is_some());
    let rest = piece.get(after..)?;
    let value = rest.trim_start_matches([' ', '\t', '\u{1}', '-', '–', '—', ':']);
    if colon.is_none()
        && !rest.trim_start_matches('\u{1}').trim_start().starts_with(['-', '–', '—'])
        && !value.is_empty()
    {
        return None;
    }
    let name = piece.get(..end)?.trim_matches(['\u{1}', ' ']);
    let start = line.start + (name.as_ptr() as usize - piece.as_ptr() as usize);
    let value = Span::new(line.end - value.len(), line.end);
    Some(Label {
        topic,
        name: Span::new(start, start + name.len()),
        value,
        bold: bytes.first() == Some(&MARK),
        line: 0,
    })
}

/// The label that an item without a sign of one is, because nothing else stands on it and items are nested under it.
pub(super) fn caption(page: &Page, at: usize, vocabulary: &Vocabulary) -> Option<Label> {
    let line = page.lines.get(at).filter(|line| line.kind.is_item())?;
    let below = page.lines.get(at + 1)?;
    if !below.kind.is_item() || below.indent <= line.indent {
        return None;
    }
    let topic = vocabulary.exact(line.text.of(&page.plain))?;
    Some(Label { topic, name: line.text, value: Span::at(line.text.end), bold: false, line: at })
}

/// The label that a table's row is: `| **Start** | 10:05 |`. The row above the rule is one only with figures in it.
pub(super) fn of_row(page: &Page, at: usize, vocabulary: &Vocabulary) -> Option<Label> {
    let line = page.lines.get(at)?;
    let row = line.text.of(&page.plain);
    let inner = row.strip_prefix('|').unwrap_or(row);
    let (name, rest) = inner.split_once('|')?;
    let value = rest.split('|').next()?;
    let header = page.lines.get(at + 1).is_some_and(|next| next.kind == Kind::RowRule);
    let told = |byte: u8| byte.is_ascii_digit() || (!header && (byte.is_ascii_alphabetic() || byte >= 0x80));
    if !value.bytes().any(told) {
        return None;
    }
    let topic = vocabulary.exact(name.trim_end_matches([' ', '\u{1}', ':']))?;
    let place = |piece: &str| {
        let trimmed = piece.trim_matches([' ', '\t', '\u{1}']);
        let start = line.text.start + (trimmed.as_ptr() as usize - row.as_ptr() as usize);
        Span::new(start, start + trimmed.len())
    };
    let bold = name.trim_start().as_bytes().first() == Some(&MARK);
    Some(Label { topic, name: place(name), value: place(value), bold, line: at })
}

/// A label with nothing after it speaks of what is nested under it, or of the lines that follow.
fn value_end(page: &Page, at: usize, to: usize, value: Span) -> usize {
    let line = &page.lines[at];
    let own = value.of(&page.plain).bytes().any(|byte| byte.is_ascii_alphanumeric() || byte >= 0x80);
    let mut end = value.end;
    let mut gap = false;
    for later in &page.lines[at + 1..to.min(at + REACH)] {
        let nested = later.indent > line.indent;
        let goes_on = match later.kind {
            Kind::Blank => {
                if own && line.kind == Kind::Text {
                    break;
                }
                gap = true;
                continue;
            }
            Kind::Text | Kind::Output => nested || !gap,
            kind if kind.is_item() => nested || (line.kind == Kind::Text && !own),
            Kind::Code => nested,
            _ => false,
        };
        let another = later.kind == Kind::Text && !nested && own && looks_like_label(&page.plain, later.text);
        if !goes_on || another {
            break;
        }
        end = later.text.end.max(end);
    }
    end
}

fn looks_like_label(plain: &str, line: Span) -> bool {
    let head = line.of(plain).as_bytes();
    head.first() == Some(&MARK) || memchr::memchr(b':', &head[..head.len().min(40)]).is_some()
}
