//! What a rule may look at: the postmortem, its profile, the settings and its surroundings.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Deref;

use super::Input;
use super::phrases::{self, Phrases, Start};
use super::rule::{self, SOUGHT};
use super::suppression::Suppression;
use crate::document::Postmortem;
use crate::finding::{Fault, FaultKind};
use crate::text::Span;

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A file, with its path relative to the repository.
    File(String),
    /// A folder.
    Folder,
    /// Nothing; the names of the files that stand in the same folder.
    Missing(Vec<String>),
    /// Somewhere outside the repository, where nothing is looked up.
    Outside,
}

/// The files around a document, looked up on behalf of the rules.
pub trait Files: Sync {
    /// What stands at `path` as written in the document at `from`.
    fn look(&self, from: &str, path: &str) -> Place;
}

/// Surroundings in which every path leads to a file.
#[derive(Clone, Copy, Debug)]
pub struct NoFiles;

impl Files for NoFiles {
    fn look(&self, _from: &str, path: &str) -> Place {
        Place::File(path.to_owned())
    }
}

/// Which documents of one run share a name or a text: for each path, the path that had it first.
#[derive(Clone, Debug, Default)]
pub struct Twins {
    /// The same file name in another folder.
    pub names: BTreeMap<String, String>,
    /// The same text, or nearly.
    pub copies: BTreeMap<String, Copied>,
}

/// That a document was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The path of the one that stood first.
    pub of: String,
    /// How much of both texts is common, in percent.
    pub percent: usize,
}

/// How far rules look around a place for a sentence or a bracket, in bytes, so that the work does not grow with the
/// square of a line's length.
pub(super) const NEAR: usize = 4096;

/// What a rule may look at: the file's [`Input`], which it stands for, and one of its postmortems.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub(super) input: &'a Input<'a>,
    /// The one to check.
    pub postmortem: &'a Postmortem,
    /// The comments that keep findings silent, of the whole file.
    pub(super) suppressions: &'a [Suppression],
    /// What several rules ask for.
    pub(super) asked: &'a Asked,
}

/// What was worked out of a postmortem because a rule asked for it.
#[derive(Default)]
pub(super) struct Asked {
    /// The links and images of the body.
    pub(super) links: OnceCell<Vec<(String, Span)>>,
    /// Where bytes stand in the file by which links and secrets are told.
    pub(super) signs: OnceCell<Vec<usize>>,
    /// Where phrases that rules seek may begin in the body.
    starts: OnceCell<Vec<Start>>,
}

impl<'a> Deref for Context<'a> {
    type Target = Input<'a>;

    fn deref(&self) -> &Input<'a> {
        self.input
    }
}

impl<'a> Context<'a> {
    /// Whether this is the file's first postmortem, on which whole-file checks report.
    pub fn is_first(&self) -> bool {
        self.document.postmortems.first().is_some_and(|first| std::ptr::eq(first, self.postmortem))
    }

    /// What went wrong while reading, of some kinds.
    pub fn faults(&self, kinds: &'a [FaultKind]) -> impl Iterator<Item = &'a Fault> {
        let decoding = if self.is_first() { self.decoding } else { &[] };
        let mut seen: Vec<&Fault> = Vec::new();
        decoding
            .iter()
            .chain(&self.postmortem.faults)
            .chain(&self.postmortem.yaml.faults)
            .filter(|fault| kinds.contains(&fault.kind))
            .filter(move |fault| {
                let new = !seen.contains(fault);
                seen.push(fault);
                new
            })
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &'a str {
        span.of(&self.source.text)
    }

    /// The sentence around a byte, as far as it is near: to a line's end, an exclamation mark, a question mark, or a
    /// full stop and a space.
    pub(super) fn sentence(&self, at: usize) -> Span {
        let plain = self.document.plain.as_str();
        let end = plain.floor_char_boundary(at.saturating_add(NEAR));
        let behind = Span::new(at, end).of(plain).as_bytes();
        let line = &behind[..memchr::memchr3(b'\n', b'!', b'?', behind).unwrap_or(behind.len())];
        let stop = memchr::memchr_iter(b'.', line).find(|&stop| line[stop + 1..].starts_with(b" "));
        Span::new(self.sentence_start(at), at + stop.unwrap_or(line.len()))
    }

    /// Where the sentence around a byte starts; see [`Self::sentence`].
    pub(super) fn sentence_start(&self, at: usize) -> usize {
        let plain = self.document.plain.as_str();
        let start = plain.ceil_char_boundary(at.saturating_sub(NEAR));
        let before = Span::new(start, at).of(plain).as_bytes();
        let line = &before[memchr::memrchr3(b'\n', b'!', b'?', before).map_or(0, |stop| stop + 1)..];
        let mut stops = memchr::memrchr_iter(b'.', line);
        let first =
            stops.find(|&stop| line[stop + 1..].starts_with(b" ")).map_or(line, |stop| &line[stop + 2..]);
        at - first.len()
    }

    /// The line on which a span starts, as messages name it: "line 12".
    pub(super) fn line(&self, span: Span) -> String {
        format!("line {}", self.source.lines.index(span.start) + 1)
    }

    /// The lines on which two spans start: "lines 3 and 4".
    pub(super) fn lines(&self, first: Span, second: Span) -> String {
        let [first, second] = [first, second].map(|span| self.source.lines.index(span.start) + 1);
        if first == second { format!("line {first}") } else { format!("lines {first} and {second}") }
    }

    /// The places of phrases that the rule declares to seek in a part of the text without marks; none outside the body.
    pub(super) fn find(&self, phrases: &'static Phrases, part: Span) -> impl Iterator<Item = Span> + 'a {
        let (plain, body) = (self.document.plain.as_str(), self.postmortem.body);
        debug_assert!(rule::all().any(|rule| rule.seeks.iter().any(|own| std::ptr::eq(*own, phrases))));
        let starts = self.asked.starts.get_or_init(|| phrases::starts(plain, body, &SOUGHT));
        phrases.find(plain, part, phrases::starts_in(starts, part))
    }

    /// Whether the document has frontmatter, be it broken.
    pub fn has_frontmatter(&self) -> bool {
        let start = self.postmortem.span.start.max(self.source.bom());
        self.postmortem.frontmatter.is_some() || self.postmortem.body.start > start
    }

    /// The value of a frontmatter key, if there is one.
    pub fn value(&self, key: &str) -> Option<Span> {
        self.postmortem.field(key).filter(|(_, node)| !node.is_null()).map(|(_, node)| node.span)
    }

    /// Where to point for something that is missing: a frontmatter key without value, the frontmatter's
    /// first line, the title, the start.
    pub fn missing(&self, key: &str) -> Span {
        if let Some((key, _)) = self.postmortem.field(key) {
            return key.span;
        }
        if self.has_frontmatter() {
            let start = self.postmortem.span.start.max(self.source.bom());
            return Span::new(start, start + 3);
        }
        self.head()
    }

    /// The title, or the first line.
    pub fn head(&self) -> Span {
        if let Some(title) = self.postmortem.titles.first() {
            return title.span;
        }
        let body = self.text(self.postmortem.body);
        let start = self.postmortem.body.start + (body.len() - body.trim_start().len());
        let rest = &self.source.text[start..self.postmortem.body.end.max(start)];
        Span::new(start, start + rest.find(['\n', '\r']).unwrap_or(rest.len()))
    }
}
