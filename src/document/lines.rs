//! A document's lines: what kind each is, where its own text starts, and the text without its marks.
//!
//! Line by line and forgiving, because the documents that people have are not always what Markdown takes
//! them for: bullets that start with `=`, prose indented by four spaces, a marker without its space.

use super::outline::starts_with_time;
use super::plain::{BREAK, Masker};
use super::survey::{self, Survey};
use crate::text::{Lines, Span};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing, or nothing but HTML tags, images and comments.
    Blank,
    /// In a code fence, or the fence itself.
    Code,
    /// A terminal's answer pasted without a fence: words, but no facts.
    Output,
    /// `## Timeline`, with its level.
    Atx(u8),
    /// A line of dashes or equal signs: a rule, or the underline of a heading of that level.
    Rule(Option<u8>),
    /// A list item with a bullet.
    Bullet,
    /// A list item with a number.
    Number,
    /// A table's row.
    Row,
    /// The line under a table's header.
    RowRule,
    /// Anything else.
    Text,
}

impl Kind {
    /// Whether it is a list item.
    pub(super) fn is_item(self) -> bool {
        matches!(self, Self::Bullet | Self::Number)
    }
}

/// One line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// The line without its line break.
    pub(super) span: Span,
    /// What is left without quote marks, indent, list marker, checkbox and trailing space.
    pub(super) text: Span,
    /// The column in which its marker or text starts.
    pub(super) indent: usize,
    /// What it is.
    pub(super) kind: Kind,
    /// The state of a checkbox.
    pub(super) checkbox: Option<bool>,
    /// Whether it goes on with a sentence of the line before it, which is wrapped there.
    pub(super) goes_on: bool,
}

impl Line {
    /// A line without indent or checkbox.
    fn new(span: Span, text: Span, kind: Kind) -> Self {
        Self { span, text, indent: 0, kind, checkbox: None, goes_on: false }
    }
}

/// A document's lines and its text without marks.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// The lines of the body.
    pub(super) lines: Vec<Line>,
    /// The text with marks masked; the same length, the same offsets.
    pub(super) plain: String,
    /// The same with the letters of ASCII in lower case.
    pub(super) lower: String,
    /// The HTML comments.
    pub(super) comments: Vec<Span>,
    /// The words of the body.
    pub(super) survey: Survey,
}

/// Reads the lines of `body`.
pub(super) fn read(text: &str, index: &Lines, body: Span) -> Page {
    let bytes = text.as_bytes();
    let mut masker = Masker::new(text, body);
    let mut lines: Vec<Line> = Vec::with_capacity(index.count());
    let mut fence: Option<Fence> = None;
    let mut output = false;
    // Whether the last heading announces a timeline.
    let mut timeline = false;
    for number in index.index(body.start)..index.count() {
        let start = index.start(number).max(body.start);
        let next = if number + 1 < index.count() { index.start(number + 1) } else { text.len() };
        let stop = next.min(body.end);
        if start >= stop {
            break;
        }
        let breaks = bytes[start..stop].iter().rev().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let end = stop - breaks;
        let mut line = shape(text, Span::new(start, end));
        let content = line.text.of(text);
        if let Some(open) = fence {
            let closes = open.closes(content);
            fence = fence.filter(|_| !closes);
            if closes || !open.timed {
                line.kind = Kind::Code;
            }
        } else if let Some(mut open) = Fence::open(content).filter(|_| !masker.in_comment(start)) {
            open.timed &= timeline && starts_with_times(&text[stop..body.end]);
            fence = Some(open);
            line.kind = Kind::Code;
        } else if let Some(sure) = heading(&line, content) {
            timeline = announces_timeline(content) || (timeline && !sure);
        }
        if line.kind == Kind::Code {
            masker.blank(line.span);
            line.checkbox = None;
        } else {
            masker.marker(Span::new(start, line.text.start));
            masker.inline(line.text);
            if masker.is_blank(line.text) {
                line.kind = Kind::Blank;
            }
            output = terminal(&line, content, output);
            if output {
                line.kind = Kind::Output;
            }
        }
        if line.kind == Kind::Text
            && let Some(before) = lines.last().filter(|before| goes_on(text, before, &line))
        {
            line.goes_on = true;
            // As if there were no line break, nor space or quote marks around it.
            masker.blank(Span::new(before.text.end, line.text.start));
        }
        lines.push(line);
    }
    open_tables(text, &mut lines);
    let (plain, comments) = masker.finish();
    let lower = plain.to_ascii_lowercase();
    let survey = survey::read(&plain, &lower, body);
    Page { lines, plain, lower, comments, survey }
}

/// Whether a line of text goes on with a sentence of the one before it, which is wrapped there.
fn goes_on(text: &str, before: &Line, line: &Line) -> bool {
    /// How long lines are that are wrapped, in bytes.
    const WRAPPED: usize = 40;
    let small = text.as_bytes().get(line.text.start).is_some_and(u8::is_ascii_lowercase);
    if !small || before.text.len() < WRAPPED {
        return false;
    }
    // Two spaces at the end of a line break it on purpose.
    let broken = before.text.of(text).ends_with([':', '\\']) || before.span.end >= before.text.end + 2;
    // "around 10:05 the first alert" may be an entry of its own.
    let more = line.text.of(text);
    // Without a way out of the loop it looks at many bytes at once.
    let digits = || more.bytes().take(24).fold(false, |any, byte| any | byte.is_ascii_digit());
    let timed = || digits() && more.split(' ').take(3).any(starts_with_time);
    let cells = || more.as_bytes().contains(&b'|');
    (before.kind == Kind::Text || before.kind.is_item()) && !broken && !timed() && !cells()
}

/// Whether a line may be a heading, and whether that is sure.
fn heading(line: &Line, content: &str) -> Option<bool> {
    match line.kind {
        Kind::Atx(_) => Some(true),
        Kind::Text if !content.is_empty() && content.len() <= 40 => Some(content.starts_with(['*', '_'])),
        _ => None,
    }
}

fn announces_timeline(content: &str) -> bool {
    content.as_bytes().windows(8).any(|word| word[0] | 0x20 == b't' && word.eq_ignore_ascii_case(b"timeline"))
}

/// Whether the first two lines with text start with a time of day: a timeline in a fence is no code.
fn starts_with_times(text: &str) -> bool {
    let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    let timed = |line: &&str| starts_with_time(line) || starts_with_time(after_date(line));
    lines.take(2).filter(timed).count() == 2
}

/// What follows on a date in figures: `2024-03-04 10:05`, `04.03.2024 10:05`.
fn after_date(line: &str) -> &str {
    let date = |char: char| char.is_ascii_digit() || matches!(char, '-' | '.' | '/');
    line.trim_start_matches('[').trim_start_matches(date).trim_start_matches([' ', 'T'])
}

/// An open code fence.
#[derive(Clone, Copy)]
struct Fence {
    mark: char,
    length: usize,
    /// Whether what it holds may be a timeline, which has no language.
    timed: bool,
}

impl Fence {
    fn open(content: &str) -> Option<Self> {
        let mark = content.as_bytes().first().filter(|mark| matches!(mark, b'`' | b'~')).copied()?.into();
        let rest = content.trim_start_matches(mark);
        let length = content.len() - rest.len();
        let timed = matches!(rest.trim(), "" | "text" | "txt");
        (length >= 3 && !(mark == '`' && rest.contains('`'))).then_some(Self { mark, length, timed })
    }

    fn closes(self, content: &str) -> bool {
        let rest = content.trim_start_matches(self.mark);
        content.len() - rest.len() >= self.length && rest.trim().is_empty()
    }
}

/// Finds a line's parts: quote marks, indent, marker, checkbox, text.
fn shape(text: &str, span: Span) -> Line {
    let mut rest = span.of(text);
    if rest.is_empty() {
        return Line::new(span, span, Kind::Blank);
    }
    if rest.as_bytes()[0].is_ascii_alphabetic() {
        let end = span.start + trim_end(rest).len();
        return Line::new(span, Span::new(span.start, end), Kind::Text);
    }
    if let Some(line) = plain_item(rest, span) {
        return line;
    }
    rest = rest.trim_start_matches('\u{feff}');
    let mut indent = 0;
    loop {
        indent += rest.chars().map_while(columns).sum::<usize>();
        rest = rest.trim_start_matches([' ', '\t', '\u{a0}']);
        match rest.strip_prefix('>') {
            Some(quoted) => rest = quoted,
            None => break,
        }
    }
    let mut line = Line { indent, ..Line::new(span, Span::at(span.end), Kind::Text) };
    let at = |rest: &str| span.end - rest.len();
    let content = trim_end(rest);
    line.text = Span::new(at(rest), at(rest) + content.len());
    if content.is_empty() {
        line.kind = Kind::Blank;
        return line;
    }
    if let Some(kind) = whole_line(content) {
        line.kind = kind;
        return line;
    }
    if let Some((level, title)) = atx(rest) {
        line.kind = Kind::Atx(level);
        let title = title.trim();
        let closed = title.trim_end_matches('#');
        let title = if closed.is_empty() || closed.ends_with(' ') { closed.trim_end() } else { title };
        let start = span.end - rest.len() + (title.as_ptr() as usize - rest.as_ptr() as usize);
        line.text = Span::new(start, start + title.len());
        return line;
    }
    for _ in 0..2 {
        let Some((kind, after)) = marker(rest) else { break };
        if line.kind == Kind::Text {
            line.kind = kind;
        }
        rest = after;
        if let Some((checked, after)) = checkbox(rest) {
            line.checkbox = Some(checked);
            rest = after;
        }
    }
    line.text = Span::new(at(rest), at(rest) + trim_end(rest).len());
    line
}

/// The list items that most are: `- Word`, `* Word` and `- 10:05` without indent, which can be nothing else.
fn plain_item(line: &str, span: Span) -> Option<Line> {
    let &[mark, b' ', first, ..] = line.as_bytes() else { return None };
    let content = line.get(2..).filter(|_| matches!(mark, b'-' | b'*') && first.is_ascii_alphanumeric())?;
    if numbered(content).is_some() {
        return None;
    }
    let text = Span::new(span.start + 2, span.start + 2 + trim_end(content).len());
    Some(Line::new(span, text, Kind::Bullet))
}

/// The text without space at its end, of which there mostly is none.
fn trim_end(text: &str) -> &str {
    if text.as_bytes().last().is_some_and(u8::is_ascii_graphic) { text } else { text.trim_end() }
}

fn columns(char: char) -> Option<usize> {
    match char {
        ' ' | '\u{a0}' => Some(1),
        '\t' => Some(4),
        _ => None,
    }
}

/// Rules, underlines and table rows.
fn whole_line(content: &str) -> Option<Kind> {
    let bytes = content.as_bytes();
    let first = *bytes.first()?;
    if first == b'|' {
        let rule = bytes.iter().all(|byte| b"|:- \t".contains(byte)) && bytes.contains(&b'-');
        return Some(if rule { Kind::RowRule } else { Kind::Row });
    }
    if !b"-=*_:".contains(&first) {
        return None;
    }
    if matches!(first, b'-' | b'=') && bytes.len() >= 2 && bytes.iter().all(|&byte| byte == first) {
        return Some(Kind::Rule(Some(if first == b'=' { 1 } else { 2 })));
    }
    let dense = bytes.iter().filter(|byte| !byte.is_ascii_whitespace());
    if first != b'=' && first != b':' && dense.clone().all(|&byte| byte == first) && dense.count() >= 3 {
        return Some(Kind::Rule(None));
    }
    let rule =
        bytes.iter().all(|byte| b"|:- \t".contains(byte)) && bytes.contains(&b'|') && bytes.contains(&b'-');
    rule.then_some(Kind::RowRule)
}

/// `## Title`, and `##Title`, which people write too.
fn atx(rest: &str) -> Option<(u8, &str)> {
    if rest.starts_with('<') {
        return html_heading(rest);
    }
    let title = rest.trim_start_matches('#');
    let level = rest.len() - title.len();
    let spaced = title.is_empty() || title.starts_with([' ', '\t']);
    let glued = level >= 2 && title.starts_with(|first: char| first.is_alphabetic() || first == '*');
    let level = u8::try_from(level).ok().filter(|level| (1..=6).contains(level))?;
    (spaced || glued).then_some((level, title))
}

/// `<h2>Title</h2>`.
fn html_heading(rest: &str) -> Option<(u8, &str)> {
    let after = rest.strip_prefix("<h").or_else(|| rest.strip_prefix("<H"))?;
    let level =
        u8::try_from(after.chars().next()?.to_digit(10)?).ok().filter(|level| (1..=6).contains(level))?;
    let title = &after[after.find('>')? + 1..];
    Some((level, title.split("</").next().unwrap_or(title)))
}

/// A list marker and what follows it.
fn marker(rest: &str) -> Option<(Kind, &str)> {
    if rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    for tag in ["<li>", "<LI>"] {
        if let Some(after) = rest.strip_prefix(tag) {
            return Some((Kind::Bullet, after.trim_start()));
        }
    }
    let first = rest.chars().next()?;
    if matches!(first, '-' | '*' | '+' | '=' | '•' | '·' | '‣' | '▪' | '●' | '○' | '◦' | '–' | '➢' | '✓')
    {
        let after = &rest[first.len_utf8()..];
        let spaced = after.trim_start_matches([' ', '\t', '\u{a0}']);
        let glued = matches!(first, '-' | '•' | '●' | '·' | '▪' | '–')
            && after.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '*' | '[' | '`'));
        return (spaced.len() < after.len() || glued).then_some((Kind::Bullet, spaced));
    }
    numbered(rest).map(|after| (Kind::Number, after))
}

/// What follows on the number of a list item.
fn numbered(rest: &str) -> Option<&str> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) || !matches!(rest.as_bytes().get(digits), Some(b'.' | b')')) {
        return None;
    }
    let after = &rest[digits + 1..];
    let spaced = after.trim_start_matches([' ', '\t', '\u{a0}']);
    let glued = after.starts_with(|next: char| next.is_alphabetic() || next == '*');
    (spaced.len() < after.len() || glued).then_some(spaced)
}

fn checkbox(rest: &str) -> Option<(bool, &str)> {
    let (state, after) = rest.strip_prefix('[')?.split_at_checked(1)?;
    let after = after.strip_prefix(']')?;
    match state {
        " " => Some((false, after.trim_start())),
        "x" | "X" => Some((true, after.trim_start())),
        _ => None,
    }
}

/// Whether a line belongs to an HTTP answer pasted without a fence.
fn terminal(line: &Line, content: &str, before: bool) -> bool {
    if line.kind != Kind::Text {
        return false;
    }
    if content.strip_prefix("HTTP/").is_some_and(|version| version.starts_with(['1', '2', '3'])) {
        return true;
    }
    before
        && content
            .split_once(':')
            .is_some_and(|(name, _)| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

/// Marks the rows of tables that have no pipe at the start of a line.
fn open_tables(text: &str, lines: &mut [Line]) {
    let mut inside = false;
    for index in 0..lines.len() {
        match lines[index].kind {
            Kind::RowRule => {
                inside = true;
                if let Some(before) = index.checked_sub(1).and_then(|before| lines.get_mut(before))
                    && before.kind == Kind::Text
                    && before.text.of(text).contains('|')
                {
                    before.kind = Kind::Row;
                }
            }
            Kind::Row => inside = true,
            Kind::Text if inside && lines[index].text.of(text).contains('|') => lines[index].kind = Kind::Row,
            _ => inside = false,
        }
    }
}

/// Whether a byte of the plain text separates one list item or heading from what stands before it.
pub(super) fn breaks(byte: u8) -> bool {
    byte == BREAK || byte == b'|'
}
