//! `PM7xx`: the document among others, its links, its life.

mod broken_link;
mod copied_document;
mod duplicate_name;
mod missing_model;
mod open_tasks;
mod private_link;
mod secret;
mod stale_draft;
mod unknown_service;

#[cfg(test)]
mod tests;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use super::{Context, Rule};
use crate::text::Span;

pub(super) static RULES: &[&Rule] = &[
    &duplicate_name::RULE,
    &broken_link::RULE,
    &copied_document::RULE,
    &stale_draft::RULE,
    &open_tasks::RULE,
    &private_link::RULE,
    &secret::RULE,
    &unknown_service::RULE,
    &missing_model::RULE,
];

/// Every link and image of the body: its target and the place of the whole of it.
fn links<'a>(cx: &Context<'a>) -> &'a [(String, Span)] {
    cx.asked.links.get_or_init(|| {
        let body = cx.postmortem.body;
        let text = cx.text(body);
        let pieces = pieces(text).unwrap_or_else(|| vec![Span::new(0, text.len())]);
        pieces.into_iter().flat_map(|piece| parsed(piece.of(text), piece.start + body.start)).collect()
    })
}

/// The links of a piece of Markdown that stands at `start`.
fn parsed(text: &str, start: usize) -> Vec<(String, Span)> {
    let mut links = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        if let Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) =
            event
            && link_type != LinkType::Email
        {
            links.push((dest_url.into_string(), Span::from(range).shift(start)));
        }
    }
    links
}

/// The lines around each link, which say as much of it as the whole text does; `None` where code blocks, indented lines
/// or link definitions make the whole text matter.
fn pieces(text: &str) -> Option<Vec<Span>> {
    let bytes = text.as_bytes();
    let has = |needle: &[u8]| memchr::memmem::find(bytes, needle).is_some();
    if has(b"]:") {
        return None;
    }
    let mut links: Vec<usize> = memchr::memmem::find_iter(bytes, b"](").collect();
    links.extend(memchr::memmem::find_iter(bytes, b"://"));
    links.sort_unstable();
    let html = || memchr::memchr_iter(b'<', bytes).any(|at| opens_line(&text[..at]));
    if !links.is_empty() && (has(b"```") || has(b"~~~") || has(b"\n    ") || has(b"\t") || html()) {
        return None;
    }
    let mut pieces: Vec<Span> = Vec::new();
    for link in links {
        if pieces.last().is_none_or(|piece| piece.end <= link) {
            pieces.push(piece(text, link));
        }
    }
    Some(pieces)
}

/// Whether nothing but space stands in the last line of a text.
fn opens_line(before: &str) -> bool {
    let line = before.trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
    line.is_empty() || line.ends_with('\n')
}

/// The lines around a place from one that begins a block up to the next such one.
fn piece(text: &str, at: usize) -> Span {
    let begins = |line: &str| {
        let trimmed = line.trim_start();
        let item = trimmed.starts_with(['-', '*', '+', '#']) && trimmed[1..].starts_with([' ', '#']);
        item || trimmed.is_empty()
    };
    let mut start = at;
    while let Some(line) = text[..start].split_inclusive('\n').next_back() {
        start -= line.len();
        if begins(text[start..].split_inclusive('\n').next().unwrap_or_default()) {
            break;
        }
    }
    let after = text[at..].split_inclusive('\n');
    let lines = after.clone().next().map_or(0, str::len)
        + after.skip(1).take_while(|line| !begins(line)).map(str::len).sum::<usize>();
    Span::new(start, at + lines)
}
