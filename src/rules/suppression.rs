//! Comments by which an author keeps a finding silent: `<!-- afterword: ignore PM501 because … -->`.

use std::cell::RefCell;

use chrono::NaiveDate;
use pulldown_cmark::{Event, Options, Parser};

use crate::document::Postmortem;
use crate::finding::Finding;
use crate::text::{Source, Span};

/// One comment that keeps findings silent.
#[derive(Debug)]
pub(super) struct Suppression {
    /// The whole comment.
    pub(super) span: Span,
    /// The rules it names, as written.
    pub(super) selectors: Vec<(String, Span)>,
    /// Why.
    pub(super) reason: Option<String>,
    /// The last day on which it holds, as written.
    pub(super) until: Option<(String, Span)>,
    /// What was written in the place of `ignore`, `ignore-section` or `ignore-file`.
    pub(super) unknown_order: Option<String>,
    /// Findings that start here are kept silent.
    pub(super) scope: Span,
    /// Which selectors kept something silent.
    used: RefCell<Vec<bool>>,
}

impl Suppression {
    /// The last day, if it is a date.
    pub(super) fn last_day(&self) -> Option<NaiveDate> {
        self.until.as_ref().and_then(|(text, _)| text.parse().ok())
    }

    /// Whether it is over on `today`.
    pub(super) fn expired(&self, today: Option<NaiveDate>) -> bool {
        matches!((self.last_day(), today), (Some(last), Some(today)) if last < today)
    }

    /// Whether it keeps `finding` silent; remembers that it did.
    pub(super) fn silences(&self, finding: &Finding, today: Option<NaiveDate>) -> bool {
        let inside = self.scope.start <= finding.span.start
            && (finding.span.start < self.scope.end || self.scope.is_empty());
        if !inside || self.expired(today) || finding.code.starts_with("PM09") {
            return false;
        }
        let mut any = false;
        for ((selector, _), used) in self.selectors.iter().zip(self.used.borrow_mut().iter_mut()) {
            if finding.name == selector || is_prefix(selector, finding.code) {
                *used = true;
                any = true;
            }
        }
        any
    }

    /// The rules it names that kept nothing silent.
    pub(super) fn unused(&self) -> Vec<(String, Span)> {
        let used = self.used.borrow();
        self.selectors.iter().zip(used.iter()).filter(|(_, used)| !**used).map(|(at, _)| at.clone()).collect()
    }
}

/// Finds the suppressions of one postmortem.
pub(super) fn find(source: &Source, postmortem: &Postmortem) -> Vec<Suppression> {
    let mut found = Vec::new();
    for comment in &postmortem.yaml.comments {
        let order = comment.text.trim_start();
        if let Some(rest) = order.strip_prefix("afterword:") {
            let start = comment.span.end.saturating_sub(rest.len());
            let inner = trim(source, Span::new(start.max(comment.span.start), comment.span.end));
            found.extend(parse(source, postmortem, comment.span, inner));
        }
    }
    let body = postmortem.body.of(&source.text);
    let orders = |at: usize| {
        body[at..].strip_prefix("<!--").is_some_and(|inner| inner.trim_start().starts_with("afterword:"))
    };
    if !memchr::memchr_iter(b'<', body.as_bytes()).any(orders) {
        return found;
    }
    for (event, range) in Parser::new_ext(body, Options::empty()).into_offset_iter() {
        if !matches!(event, Event::Html(_) | Event::InlineHtml(_)) {
            continue;
        }
        let html = Span::from(range).shift(postmortem.body.start);
        let text = html.of(&source.text);
        let mut at = 0;
        while let Some((open, length)) =
            text[at..].find("<!--").and_then(|open| Some((at + open, text[at + open..].find("-->")? + 3)))
        {
            at = open + length;
            let comment = Span::new(html.start + open, html.start + at);
            let inner = trim(source, Span::new(comment.start + 4, (comment.end - 3).max(comment.start + 4)));
            if inner.of(&source.text).starts_with("afterword:") {
                let inner = trim(source, Span::new(inner.start + "afterword:".len(), inner.end));
                found.extend(parse(source, postmortem, comment, inner));
            }
        }
    }
    found
}

fn parse(source: &Source, postmortem: &Postmortem, comment: Span, inner: Span) -> Option<Suppression> {
    let mut words = words(source, inner).into_iter();
    let (order, order_span) = words.next()?;
    if !order.starts_with("ignore") {
        return Some(Suppression::unknown(order, comment, order_span));
    }
    let (mut selectors, mut until, mut reason) = (Vec::new(), None, None);
    let mut words = words.peekable();
    while let Some((word, span)) = words.next() {
        match word {
            "because" => {
                let rest = words.peek().map_or(inner.end, |(_, span)| span.start);
                let text = Span::new(rest, inner.end).of(&source.text);
                let (text, date) = match text.rfind("until ") {
                    Some(at) => (&text[..at], Some(Span::new(rest + at + "until ".len(), inner.end))),
                    None => (text, None),
                };
                until = date.map(|date| date_in(source, date)).or(until);
                let text = text.trim_matches(|c: char| c.is_whitespace() || "(),;".contains(c));
                reason = Some(text.to_owned()).filter(|text| !text.is_empty());
                break;
            }
            "until" => {
                until = words.next().map(|(text, span)| (text.to_owned(), span));
            }
            _ => selectors.push((word.to_owned(), span)),
        }
    }
    let (scope, unknown_order) = match order {
        "ignore" => (line_scope(source, postmortem, comment), None),
        "ignore-section" => (section_scope(postmortem, comment), None),
        "ignore-file" => (Span::new(0, source.text.len() + 1), None),
        other => (Span::at(comment.end), Some(other.to_owned())),
    };
    let used = RefCell::new(vec![false; selectors.len()]);
    Some(Suppression { span: comment, selectors, reason, until, unknown_order, scope, used })
}

impl Suppression {
    fn unknown(order: &str, span: Span, at: Span) -> Self {
        Self {
            span: span.to(at),
            selectors: Vec::new(),
            reason: None,
            until: None,
            unknown_order: Some(order.to_owned()),
            scope: span,
            used: RefCell::default(),
        }
    }
}

/// The comment's own line; of a comment that stands alone, the next line that says something.
fn line_scope(source: &Source, postmortem: &Postmortem, comment: Span) -> Span {
    let lines = &source.lines;
    let line = |index: usize| {
        let end = if index + 1 < lines.count() { lines.start(index + 1) } else { source.text.len() + 1 };
        Span::new(lines.start(index), end)
    };
    let (first, last) = (lines.index(comment.start), lines.index(comment.end.saturating_sub(1)));
    let before = Span::new(lines.start(first), comment.start).of(&source.text);
    let after = Span::new(comment.end, line(last).end.min(source.text.len())).of(&source.text);
    let marker =
        |c: char| c.is_whitespace() || (comment.start >= postmortem.body.start && "-*+>".contains(c));
    if !before.trim_matches(marker).is_empty() || !after.trim().is_empty() {
        return line(first);
    }
    (last + 1..lines.count())
        .map(line)
        .find(|span| !span.of(&source.text).trim().is_empty() || span.end > source.text.len())
        .unwrap_or(line(last))
}

fn section_scope(postmortem: &Postmortem, comment: Span) -> Span {
    postmortem
        .sections
        .iter()
        .filter(|section| section.content.start <= comment.start && comment.start < section.content.end)
        .map(|section| section.heading.to(section.whole))
        .next_back()
        .unwrap_or(postmortem.span)
}

fn words(source: &Source, inner: Span) -> Vec<(&str, Span)> {
    let text = inner.of(&source.text);
    let separator = |c: char| c.is_whitespace() || "(),;".contains(c);
    let mut words = Vec::new();
    let mut at = 0;
    for part in text.split(separator) {
        if !part.is_empty() {
            words.push((part, Span::new(inner.start + at, inner.start + at + part.len())));
        }
        at += part.len() + text[at + part.len()..].chars().next().map_or(0, char::len_utf8);
    }
    words
}

fn date_in(source: &Source, span: Span) -> (String, Span) {
    words(source, span).first().map_or_else(
        || (span.of(&source.text).trim().to_owned(), span),
        |(text, span)| ((*text).to_owned(), *span),
    )
}

fn trim(source: &Source, span: Span) -> Span {
    let text = span.of(&source.text);
    let start = span.start + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}

fn is_prefix(selector: &str, code: &str) -> bool {
    selector.len() >= 2
        && code.get(..selector.len()).is_some_and(|start| start.eq_ignore_ascii_case(selector))
}
