//! One postmortem being read: what its lines, sections and tokens are, asked for by those who read facts.

use super::cues::Hit;
use super::front::Front;
use super::label::{self, Label};
use super::lines::{self, Kind, Line, Page};
use super::moment::{self, Stamp};
use super::outline::{self, Outline};
use super::plain::{BREAK, MARK};
use super::scan::{self, Token, What};
use super::{Fact, Origin, Postmortem, SectionKind, Topic, Vocabulary, Words, words};
use crate::text::{BLOCK, Blocks, Span, bits, last_from, ones, within};

/// One postmortem being read.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) page: &'a Page,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) body: Span,
    pub(super) outline: Outline,
    pub(super) labels: Vec<Label>,
    /// Those that lines start with.
    starting: &'a [Label],
    pub(super) tokens: Vec<Token>,
    pub(super) stamps: Vec<Stamp>,
    pub(super) hits: Vec<Hit>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        text: &'a str,
        page: &'a Page,
        starting: &'a [Label],
        vocabulary: &'a Vocabulary,
        from: usize,
        to: usize,
        body: Span,
    ) -> Self {
        let outline = outline::read(text, page, starting, from, to, vocabulary);
        let labels = label::read(page, starting, from, to, vocabulary);
        let mut tokens = scan::scan(&page.plain, within(&page.survey.starts, body, |&start| start), body);
        let mut hits = within(&page.survey.hits, body, |hit| hit.span.start).to_vec();
        if page.lines[from..to].iter().any(|line| line.kind == Kind::Output) {
            let told = |span: Span| {
                let line = page.lines.partition_point(|line| line.span.start <= span.start);
                page.lines[line.saturating_sub(1)].kind != Kind::Output
            };
            tokens.retain(|token| told(token.span));
            hits.retain(|hit| told(hit.span));
        }
        let stamps = moment::stamps(&page.plain, &tokens);
        Self { text, page, vocabulary, from, to, body, outline, labels, starting, tokens, stamps, hits }
    }

    /// Adds to a postmortem what the reader itself knows of it.
    pub(super) fn finish(self, front: Front, postmortem: &mut Postmortem) {
        let numbers =
            self.page.lines[self.from..self.to].iter().filter(|line| line.kind == Kind::Number).count();
        let first = self.outline.sections.first().map_or(self.body.end, |section| section.heading.start);
        let introduction = self.page.survey.words.count(Span::new(self.body.start, first));
        let headings = self.outline.sections.iter().map(|section| {
            let heading = Span::new(section.heading.start, section.content.start);
            self.page.survey.words.count(heading) + section.words
        });
        postmortem.words = Words { total: introduction + headings.sum::<usize>() + numbers };
        postmortem.english = words::english(&self.page.plain, &self.page.survey.words, self.body);
        postmortem.labels = self.labels;
        postmortem.sections = self.outline.sections;
        postmortem.frontmatter = front.frontmatter;
        postmortem.yaml = front.yaml;
    }

    /// The part of the document that a byte belongs to.
    pub(super) fn origin(&self, at: usize) -> Origin {
        self.outline.origin(self.outline.section_at(at))
    }

    /// As far as the last section that gives an account of the whole outage: no byte after it does.
    pub(super) fn account(&self) -> Span {
        let sections = &self.outline.sections;
        let last = (0..sections.len()).rfind(|&index| self.outline.origin(Some(index)).is_account());
        let next = sections.get(last.map_or(0, |last| last + 1));
        Span::new(self.body.start, next.map_or(self.body.end, |next| next.heading.start))
    }

    /// The plain text of a span.
    pub(super) fn plain(&self, span: Span) -> &'a str {
        span.of(&self.page.plain)
    }

    /// The plain text of a span with the letters of ASCII in lower case.
    pub(super) fn lower(&self, span: Span) -> &'a str {
        span.of(&self.page.lower)
    }

    /// The stamps that start inside a span.
    pub(super) fn stamps_in(&self, span: Span) -> &[Stamp] {
        within(&self.stamps, span, |stamp| stamp.span.start)
    }

    /// The stamp that a byte lies in.
    pub(super) fn stamp_around(&self, at: usize) -> Option<&Stamp> {
        last_from(&self.stamps, at, |stamp| stamp.span.start).filter(|stamp| at < stamp.span.end)
    }

    /// The tokens that start inside a span.
    pub(super) fn tokens_in(&self, span: Span) -> &[Token] {
        within(&self.tokens, span, |token| token.span.start)
    }

    /// The phrases inside a span.
    pub(super) fn hits_in(&self, span: Span) -> &[Hit] {
        within(&self.hits, span, |hit| hit.span.start)
    }

    /// The offset `by` bytes before `at`, moved to a character.
    pub(super) fn floor(&self, at: usize, by: usize) -> usize {
        let low = at.saturating_sub(by).max(self.body.start);
        (low..=at).find(|&index| self.text.is_char_boundary(index)).unwrap_or(at)
    }

    /// The offset `by` bytes after `at`, moved to a character.
    pub(super) fn roof(&self, at: usize, by: usize) -> usize {
        let high = (at + by).min(self.body.end);
        (at..=high).rev().find(|&index| self.text.is_char_boundary(index)).unwrap_or(at)
    }

    /// The content of the section around a byte, or its heading.
    fn bounds(&self, at: usize) -> Span {
        let end =
            |next: usize| self.outline.sections.get(next).map_or(self.body.end, |next| next.heading.start);
        match self.outline.section_at(at) {
            None => Span::new(self.body.start, end(0)),
            Some(section) => {
                let own = &self.outline.sections[section];
                if at < own.content.start {
                    own.heading
                } else {
                    Span::new(own.content.start, end(section + 1))
                }
            }
        }
    }

    /// The sentence around a byte: as far as a full stop, a line of another kind or an empty line.
    pub(super) fn sentence(&self, at: usize) -> Span {
        const REACH: usize = 600;
        let plain = self.page.plain.as_bytes();
        let bounds = self.bounds(at);
        let low = at.saturating_sub(REACH).max(bounds.start);
        let high = (at + REACH).min(bounds.end);
        let start = last_end(plain, low, at).map_or(low, |index| index + 1);
        let end = first_end(plain, at, high).map_or(high, |index| index + 1);
        let sentence = Span::new(self.floor(at, at - start), self.roof(at, end - at));
        Span::new(self.trim(sentence).start, sentence.end)
    }

    /// A span without the space and marks at its ends.
    pub(super) fn trim(&self, span: Span) -> Span {
        let piece = self.plain(span);
        let bytes = piece.as_bytes();
        let blank = |byte: &u8| matches!(*byte, MARK | BREAK | 9..=13 | b' ');
        if let (Some(start), Some(end)) =
            (bytes.iter().position(|byte| !blank(byte)), bytes.iter().rposition(|byte| !blank(byte)))
            && bytes[start].is_ascii()
            && bytes[end].is_ascii()
        {
            return Span::new(span.start + start, span.start + end + 1);
        }
        let blank =
            |char: char| char.is_whitespace() || char == char::from(MARK) || char == char::from(BREAK);
        let start = span.start + (piece.len() - piece.trim_start_matches(blank).len());
        Span::new(start, start + piece.trim_matches(blank).len())
    }

    /// The cells of a table's row.
    pub(super) fn cells(&self, line: &Line) -> Vec<Span> {
        let row = line.text.of(self.text);
        let inner = row.strip_prefix('|').unwrap_or(row);
        let mut at = line.text.end - inner.len();
        let cells = inner.strip_suffix('|').unwrap_or(inner).split('|');
        cells
            .map(|cell| {
                let span = Span::new(at, at + cell.len());
                at += cell.len() + 1;
                span
            })
            .collect()
    }

    /// The label that a line of text or an item starts with.
    pub(super) fn label_at(&self, line: usize) -> Option<&'a Label> {
        let at = self.starting.binary_search_by_key(&line, |label| label.line).ok()?;
        self.starting.get(at)
    }

    /// Whether a label of a topic, or its value, holds a byte.
    pub(super) fn labelled(&self, at: usize, topic: Topic) -> bool {
        last_from(&self.labels, at, |label| label.name.start)
            .is_some_and(|label| label.topic == topic && at < label.value.end)
    }

    /// The index of the first line that starts at or after a byte.
    pub(super) fn line_at(&self, at: usize) -> usize {
        self.page.lines[..self.to].partition_point(|line| line.span.start < at)
    }

    /// Whether two bytes stand on the same line.
    pub(super) fn same_line(&self, one: usize, other: usize) -> bool {
        self.page.plain.get(one..other).is_some_and(|between| !between.contains('\n'))
    }

    /// The section whose heading a line is.
    pub(super) fn heading_at(&self, line: usize) -> Option<usize> {
        let line = self.page.lines.get(line)?;
        let section = self.outline.section_at(line.span.end)?;
        let heading = self.outline.sections[section].heading;
        let starts_here = heading.start >= line.span.start;
        let whole = self.outline.sections[section].content.start >= line.text.end;
        (starts_here && whole).then_some(section)
    }

    /// Whether a byte stands in a heading.
    pub(super) fn in_heading(&self, at: usize) -> bool {
        self.outline.section_at(at).is_some_and(|section| at < self.outline.sections[section].heading.end)
    }

    /// The sections of a kind, those nested in a section of the same kind left out.
    pub(super) fn sections(&self, kind: SectionKind) -> impl Iterator<Item = usize> {
        (0..self.outline.sections.len()).filter(move |&index| {
            self.outline.sections[index].kind == kind
                && !self.outline.ancestors(index).skip(1).any(|ancestor| ancestor.kind == kind)
        })
    }

    /// The tokens that name a zone: those that cannot be anything else, stand at a time, or are said to hold for
    /// all times.
    pub(super) fn zone_tokens(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(move |token| {
            let What::Zone(zone) = &token.what else { return false };
            if self.stamp_around(token.span.start).is_some() || !zone.weak {
                return true;
            }
            let before = self.page.plain.get(..token.span.start).unwrap_or_default().trim_end();
            before.ends_with('(')
                || ["in", "times", "time", "Times", "timezone", "zone:"]
                    .iter()
                    .any(|word| before.ends_with(word))
        })
    }
}

/// Whether a sentence may end with a byte.
fn may_end(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b';' | b'\n' | b'\r') | lines::breaks(byte)
}

/// The first byte of `from..to` with which a sentence ends.
fn first_end(plain: &[u8], from: usize, to: usize) -> Option<usize> {
    let mut start = from;
    for block in Blocks::covering(plain, Span::new(from, to)).iter() {
        let end = ones(bits(block, may_end)).map(|at| start + at).find(|&at| ends_sentence(plain, at));
        if end.is_some() {
            return end.filter(|&at| at < to);
        }
        start += BLOCK;
    }
    None
}

/// The last byte of `from..to` with which a sentence ends.
fn last_end(plain: &[u8], from: usize, to: usize) -> Option<usize> {
    let mut end = to;
    while from < end {
        let start = from.max(end.saturating_sub(BLOCK));
        let behind = BLOCK - (end - start);
        let block = Blocks::covering(plain, Span::new(start, end));
        let mut found = bits(block.iter().next()?, may_end) << behind >> behind;
        while let Some(last) = found.checked_ilog2() {
            let at = start + last as usize;
            if ends_sentence(plain, at) {
                return Some(at);
            }
            found ^= 1 << last;
        }
        end = start;
    }
    None
}

/// Whether a sentence ends with the byte at `index`, for which [`may_end`] holds.
fn ends_sentence(plain: &[u8], index: usize) -> bool {
    let next = plain.get(index + 1).copied().unwrap_or(b' ');
    // The last point of "a.m." and "e.g." ends no sentence.
    let short = || index >= 2 && plain[index - 2] == b'.';
    match plain[index] {
        b'\n' => matches!(next, b'\n' | b'\r' | MARK),
        b'\r' => matches!(next, b'\r' | MARK),
        b'.' if short() => false,
        b'.' | b'!' | b'?' | b';' => next.is_ascii_whitespace() || next < 3,
        _ => true,
    }
}

/// Puts facts with better authority first and drops what was read twice from the same place.
pub(super) fn settle<T: PartialEq>(facts: &mut Vec<Fact<T>>) {
    facts.sort_by_key(|fact| fact.origin);
    facts.dedup_by(|later, earlier| later.span == earlier.span && later.value == earlier.value);
}
