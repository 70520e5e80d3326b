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
    cx.links.get_or_init(|| {
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
    let blocks = text.lines().any(|line| line.trim_start().starts_with('<'));
    let (inline, address) = (has(b"]("), has(b"://"));
    if has(b"]:")
        || ((inline || address) && (has(b"```") || has(b"~~~") || has(b"\n    ") || has(b"\t") || blocks))
    {
        return None;
    }
    let mut pieces: Vec<Span> = Vec::new();
    if !inline && !address {
        return Some(pieces);
    }
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let item = trimmed.starts_with(['-', '*', '+', '#']) && trimmed[1..].starts_with([' ', '#']);
        let begins = item || trimmed.is_empty();
        if begins && at > start {
            pieces.push(Span::new(start, at));
            start = at;
        }
        at += line.len();
    }
    pieces.push(Span::new(start, at));
    let linked = |piece: &Span| {
        let piece = piece.of(text).as_bytes();
        memchr::memmem::find(piece, b"](").is_some() || memchr::memmem::find(piece, b"://").is_some()
    };
    pieces.retain(linked);
    Some(pieces)
}
