//! YAML as a tree in which every key and value knows its place.
//!
//! Built from `granit-parser` events. A fault does not stop the reading of what came before it, so a
//! typed value can still be made from the healthy part. Aliases are copied within a node budget;
//! `<<` merges as YAML 1.1 has it, because people use it.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle, TryLoadError, TrySpannedEventReceiver};

use super::Span;
use crate::finding::{Fault, FaultKind};

/// How many nodes a document may have, aliases counted as often as they are used.
const MAX_NODES: usize = 100_000;
/// The key whose value's entries count as if they stood beside it.
const MERGE: &str = "<<";
/// How deep collections may nest.
const MAX_DEPTH: usize = 48;

/// A value and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The value's own bytes, quotes included.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A scalar: its text after escapes, and whether it was written without quotes.
    Scalar {
        /// The text.
        text: String,
        /// Whether it was unquoted, and so may be a number, a boolean or null.
        plain: bool,
    },
    /// A sequence.
    Seq(Vec<Node>),
    /// A mapping in the order written; a repeated key is reported and its first value kept.
    Map(Vec<(Key, Node)>),
}

/// A mapping's key and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key's text.
    pub text: String,
    /// The key's bytes.
    pub span: Span,
}

/// A comment: the text after `#`, and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The text after `#`, trimmed.
    pub text: String,
    /// The comment's bytes with its `#`.
    pub span: Span,
}

/// One YAML document.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The value, as far as it could be read.
    pub root: Option<Node>,
    /// All comments in order.
    pub comments: Vec<Comment>,
    /// What was wrong.
    pub faults: Vec<Fault>,
}

impl Node {
    /// The value of `key` in a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, node)| node)
    }

    /// The key and value of `key` in a mapping.
    pub fn entry(&self, key: &str) -> Option<(&Key, &Node)> {
        self.entries().iter().find(|(name, _)| name.text == key).map(|(name, node)| (name, node))
    }

    /// The entries of a mapping; empty for anything else.
    pub fn entries(&self) -> &[(Key, Node)] {
        if let Value::Map(entries) = &self.value { entries } else { &[] }
    }

    /// The items of a sequence; empty for anything else.
    pub fn items(&self) -> &[Node] {
        if let Value::Seq(items) = &self.value { items } else { &[] }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        if let Value::Scalar { text, .. } = &self.value { Some(text) } else { None }
    }

    /// Whether it is an unquoted null or nothing at all.
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The node at a path of keys and sequence indices; where the path leaves the tree, the last node
    /// that was on it.
    pub fn at<'a>(&'a self, path: impl IntoIterator<Item = &'a str>) -> &'a Node {
        let mut node = self;
        for step in path {
            let next = match &node.value {
                Value::Seq(items) => step.parse::<usize>().ok().and_then(|index| items.get(index)),
                _ => node.get(step),
            };
            let Some(next) = next else { break };
            node = next;
        }
        node
    }
}

/// Reads the YAML in `span` of `text`; all places are those of `text`.
pub fn parse(text: &str, span: Span) -> Document {
    let source = span.of(text);
    let options = granit_parser::options! {
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
        emit_unresolved_aliases: true,
        max_buffered_comment_events: 10_000,
    };
    let items = Vec::with_capacity(64);
    let mut builder = Builder { text, base: span.start, items, ..Builder::default() };
    if let Err(TryLoadError::Scan(error)) =
        Parser::new_from_str_with_options(source, options).try_load(&mut builder, true)
    {
        let at = error.marker().byte_offset().unwrap_or_default().min(source.len()) + span.start;
        builder.syntax(at, &error.info());
    }
    builder.finish()
}

/// A collection that is still open.
struct Open {
    start: usize,
    anchor: usize,
    flow: bool,
    map: bool,
    /// Where its items begin among those of all open collections.
    items: usize,
}

#[derive(Default)]
struct Builder<'a> {
    text: &'a str,
    base: usize,
    stack: Vec<Open>,
    /// What the open collections hold so far, those of inner ones last.
    items: Vec<Node>,
    anchors: HashMap<usize, Node>,
    nodes: usize,
    documents: usize,
    done: Document,
}

impl<'input> TrySpannedEventReceiver<'input> for Builder<'_> {
    type Error = ();

    fn on_event(&mut self, event: Event<'input>, place: granit_parser::Span) -> Result<(), ()> {
        let span = place.byte_range().map_or(Span::at(0), Span::from).shift(self.base);
        if self.event(event, span) { Ok(()) } else { Err(()) }
    }
}

impl Builder<'_> {
    /// Takes one event; false when nothing after it shall be read.
    fn event(&mut self, event: Event<'_>, span: Span) -> bool {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.done.faults.push(
                        Fault::new(
                            FaultKind::YamlSyntax,
                            span,
                            "a second YAML document starts here and is not read",
                        )
                        .help("keep one document: remove the `---`"),
                    );
                    return false;
                }
            }
            Event::Comment(text, _) => {
                self.done.comments.push(Comment { text: text.trim().to_owned(), span });
            }
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                let node = Node { span, value: Value::Scalar { text: text.into_owned(), plain } };
                return self.push(node, anchor, 1);
            }
            Event::SequenceStart(style, anchor, _) => self.open(span, anchor, style, false),
            Event::MappingStart(style, anchor, _) => self.open(span, anchor, style, true),
            Event::SequenceEnd | Event::MappingEnd => return self.close(span.end),
            Event::Alias(id) => {
                let Some(mut node) = self.anchors.get(&id).cloned() else {
                    let message = "an alias cannot stand inside the value it names";
                    self.done.faults.push(Fault::new(FaultKind::YamlSyntax, span, message));
                    return self.push(null(span), 0, 1);
                };
                node.span = span;
                let size = size(&node);
                return self.push(node, 0, size);
            }
            Event::UnresolvedAlias(name) => {
                let message = format!("`*{name}` names an anchor that does not exist");
                let help = format!("define it first with `&{name}`, or put the value in quotes");
                self.done.faults.push(Fault::new(FaultKind::YamlSyntax, span, message).help(help));
                return self.push(null(span), 0, 1);
            }
            _ => {}
        }
        true
    }

    fn open(&mut self, span: Span, anchor: usize, style: StructureStyle, map: bool) {
        let flow = style == StructureStyle::Flow;
        self.stack.push(Open { start: span.start, anchor, flow, map, items: self.items.len() });
    }

    fn push(&mut self, node: Node, anchor: usize, size: usize) -> bool {
        self.nodes += size;
        if self.nodes > MAX_NODES {
            let message = format!(
                "the YAML has more than {MAX_NODES} values, aliases expanded, and is not read further"
            );
            self.done.faults.push(Fault::new(FaultKind::YamlSyntax, node.span, message));
            return false;
        }
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        if self.stack.is_empty() {
            self.done.root = Some(node);
        } else {
            self.items.push(node);
        }
        true
    }

    fn close(&mut self, end: usize) -> bool {
        let Some(open) = self.stack.pop() else { return true };
        let end = if open.flow { end } else { self.end(&open) };
        let span = Span::new(open.start, end);
        let value = if open.map {
            let mut entries = self.entries(open.items);
            if open.flow {
                self.rejoin_entries(&mut entries);
            }
            Value::Map(self.unique(entries))
        } else {
            let mut items: Vec<Node> = self.items.drain(open.items..).collect();
            if open.flow {
                self.rejoin_items(&mut items);
            }
            Value::Seq(items)
        };
        self.push(Node { span, value }, open.anchor, 1)
    }

    /// Where the last item of an open collection ends.
    fn end(&self, open: &Open) -> usize {
        self.items.get(open.items..).and_then(<[Node]>::last).map_or(open.start, |last| last.span.end)
    }

    /// Pairs up the keys and values from an item on; a key that is itself a collection is reported.
    fn entries(&mut self, from: usize) -> Vec<(Key, Node)> {
        let mut items = self.items.drain(from..);
        let mut entries = Vec::with_capacity(items.len() / 2);
        while let Some(key) = items.next() {
            let value = items.next().unwrap_or_else(|| null(Span::at(key.span.end)));
            let Value::Scalar { text, .. } = key.value else {
                let message = "a key must be a single word or a quoted text";
                self.done.faults.push(Fault::new(FaultKind::YamlSyntax, key.span, message));
                continue;
            };
            entries.push((Key { text, span: key.span }, value));
        }
        entries
    }

    /// `{ keys: zipf(0.9, 1000) }` is cut at the comma by YAML; puts such values together again.
    fn rejoin_entries(&self, entries: &mut Vec<(Key, Node)>) {
        let mut at = 0;
        while at + 1 < entries.len() {
            let (next_key, next) = &entries[at + 1];
            if open_call(&entries[at].1) && next.is_null() && !next_key.text.is_empty() {
                let span = entries[at].1.span.to(next_key.span);
                entries.remove(at + 1);
                entries[at].1 = self.rejoined(span);
            } else {
                at += 1;
            }
        }
    }

    fn rejoin_items(&self, items: &mut Vec<Node>) {
        let mut at = 0;
        while at + 1 < items.len() {
            if open_call(&items[at]) && items[at + 1].text().is_some() {
                let span = items[at].span.to(items[at + 1].span);
                items.remove(at + 1);
                items[at] = self.rejoined(span);
            } else {
                at += 1;
            }
        }
    }

    fn rejoined(&self, span: Span) -> Node {
        Node { span, value: Value::Scalar { text: span.of(self.text).to_owned(), plain: true } }
    }

    /// Reports repeated keys, keeps the first of each, and merges `<<`.
    fn unique(&mut self, mut entries: Vec<(Key, Node)>) -> Vec<(Key, Node)> {
        let merges = entries.iter().any(|(key, _)| key.text == MERGE);
        if !merges && !repeats(&entries) {
            return entries;
        }
        let mut seen: HashMap<String, Span> = HashMap::with_capacity(entries.len());
        let mut merged: Vec<(Key, Node)> = Vec::new();
        entries.retain(|(key, node)| {
            if key.text == MERGE {
                merged.extend(node.entries().iter().cloned());
                merged.extend(node.items().iter().flat_map(|item| item.entries().iter().cloned()));
                return false;
            }
            let Some(&first) = seen.get(&key.text) else {
                seen.insert(key.text.clone(), key.span);
                return true;
            };
            let message = format!("`{}` stands twice, and only the first value counts", key.text);
            let fault = Fault::new(FaultKind::DuplicateKey, key.span, message)
                .label("again here")
                .and(first, "first here")
                .help("remove one of the two");
            self.done.faults.push(fault);
            false
        });
        entries
            .extend(merged.into_iter().filter(|(key, _)| seen.insert(key.text.clone(), key.span).is_none()));
        entries
    }

    fn syntax(&mut self, at: usize, info: &str) {
        let line = self.text[..at].rfind(['\n', '\r']).map_or(self.base, |found| found + 1).max(self.base);
        let end = self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |found| at + found);
        let start = line + (self.text[line..end].len() - self.text[line..end].trim_start().len());
        let message = format!("this is not valid YAML: {}", lower_first(info));
        let mut fault =
            Fault::new(FaultKind::YamlSyntax, Span::new(start.min(end), end), message).label("near here");
        let written = &self.text[line..end];
        if written.contains('\t')
            && written.trim_start_matches([' ', '\t']).len() < written.trim_start_matches(' ').len()
        {
            fault = fault.help("indent with spaces: YAML does not allow tabs");
        } else if let Some((key, value)) = written
            .split_once(": ")
            .filter(|(_, value)| value.contains(": ") && value.len() < 120 && !value.starts_with(['{', '[']))
        {
            let help = format!("put the value in quotes: `{}: \"{}\"`", key.trim(), value.trim());
            fault = fault.help(help);
        } else if let Some(help) = self.columns(line, start - line) {
            fault = fault.help(help);
        }
        self.done.faults.push(fault);
    }

    /// What to say about a line that begins in a column where nothing around it begins.
    fn columns(&self, line: usize, indent: usize) -> Option<String> {
        let mut around: Vec<usize> = Vec::new();
        let written = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        for before in self.text[self.base..line].lines().rev().filter(written) {
            let depth = before.len() - before.trim_start_matches(' ').len();
            if around.last().is_none_or(|least| depth < *least) {
                around.push(depth);
            }
        }
        if around.contains(&indent) {
            return None;
        }
        let columns: Vec<String> = around.iter().rev().map(|depth| (depth + 1).to_string()).collect();
        let (last, first) = columns.split_last()?;
        let columns = if first.is_empty() { last.clone() } else { format!("{} or {last}", first.join(", ")) };
        Some(format!(
            "it begins in column {}: begin it in column {columns}, with the keys beside it",
            indent + 1
        ))
    }

    fn finish(mut self) -> Document {
        while let Some(end) = self.stack.last().map(|open| self.end(open)) {
            self.nodes = 0;
            self.close(end);
        }
        self.done
    }
}

/// Whether a key stands twice.
fn repeats(entries: &[(Key, Node)]) -> bool {
    const FEW: usize = 24;
    if entries.len() <= FEW {
        let earlier = |at: usize| entries[..at].iter().map(|(key, _)| &key.text);
        return entries.iter().enumerate().any(|(at, (key, _))| earlier(at).any(|text| *text == key.text));
    }
    let mut keys: Vec<&str> = entries.iter().map(|(key, _)| key.text.as_str()).collect();
    keys.sort_unstable();
    keys.windows(2).any(|pair| pair[0] == pair[1])
}

fn null(span: Span) -> Node {
    Node { span: Span::at(span.start), value: Value::Scalar { text: String::new(), plain: true } }
}

fn size(node: &Node) -> usize {
    1 + match &node.value {
        Value::Scalar { .. } => 0,
        Value::Seq(items) => items.iter().map(size).sum(),
        Value::Map(entries) => entries.iter().map(|(_, value)| 1 + size(value)).sum(),
    }
}

/// Whether an unquoted scalar opens a bracket that it does not close: `zipf(0.9`.
fn open_call(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar { text, plain: true }
        if text.bytes().filter(|&byte| byte == b'(').count() > text.bytes().filter(|&byte| byte == b')').count())
}

fn lower_first(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
