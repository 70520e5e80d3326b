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
use crate::text::{BLOCK, Source, Span, bits, first_bytes, ones, within};

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
        let Some(pieces) = pieces(cx.source, body, signs(cx)) else { return parsed(text, body.start) };
        pieces.into_iter().flat_map(|piece| in_piece(piece.of(text), piece.start + body.start)).collect()
    })
}

/// Where in the file bytes stand by which links and secrets are told, where those beside them do not rule it out.
fn signs<'a>(cx: &Context<'a>) -> &'a [usize] {
    cx.asked.signs.get_or_init(|| signs_in(&cx.source.text))
}

fn signs_in(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut signs = Vec::with_capacity(bytes.len() / 64);
    let mut last = 0;
    for start in (0..bytes.len()).step_by(BLOCK) {
        let window: [u8; BLOCK + 1] = first_bytes(&bytes[start..]);
        for at in ones(window.first_chunk().map_or(0, may_tell)).map(|at| at % BLOCK) {
            let before = if at == 0 { last } else { window[at - 1] };
            let next = window[at + 1];
            let tells = match window[at] {
                b'A' => matches!(next, b'K' | b'S' | b'I'),
                b'_' => matches!(before, b'p' | b'o' | b's' | b'b' | b'k' | b'm'),
                b'-' => matches!(before, b't' | b'b' | b'p') || next == b'-',
                b']' => matches!(next, b'(' | b':'),
                b'`' => next == b'`',
                // The last letters of the names of secrets; what is no letter may be left out after one.
                _ => {
                    let last = matches!(before | 0x20, b'd' | b'e' | b't' | b'y' | b'n');
                    last || next == b'/' || !before.is_ascii_alphanumeric()
                }
            };
            if tells {
                signs.push(start + at);
            }
        }
        last = window[BLOCK - 1];
    }
    signs
}

/// A bit for each byte of a block by which a link or secret may be told.
#[inline(never)]
fn may_tell(block: &[u8; BLOCK]) -> u64 {
    bits(block, |byte| matches!(byte, b'A' | b'_' | b'-' | b'=' | b':' | b']' | b'`'))
}

/// The links of one of the [`pieces`] of a text, which stands at `start`.
fn in_piece(text: &str, start: usize) -> Vec<(String, Span)> {
    match only_link(text) {
        Some((target, span)) => vec![(target.to_owned(), span.shift(start))],
        None if text.contains(['[', '<']) => parsed(text, start),
        None => Vec::new(),
    }
}

/// The link of a piece that has one, `[text](address)`, and nothing that Markdown might read in another way.
fn only_link(text: &str) -> Option<(&str, Span)> {
    let bytes = text.as_bytes();
    let brackets = memchr::memchr2_iter(b'[', b']', bytes).count();
    let other = |byte: &u8| matches!(byte, b'<' | b'`' | b'\\' | b'|' | b'&');
    if brackets != 2 || bytes.iter().fold(false, |found, byte| found | other(byte)) {
        return None;
    }
    let (before, rest) = text.split_once('[')?;
    let (words, rest) = rest.split_once("](")?;
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@%+,;=".contains(byte);
    let (target, rest) = rest.split_at(rest.bytes().take_while(plain).count());
    let is_link = !target.is_empty() && rest.starts_with(')');
    let is_text = !before.ends_with('!') && !words.contains(['\n', '\r']);
    let end = before.len() + words.len() + target.len() + "[]()".len();
    (is_link && is_text).then_some((target, Span::new(before.len(), end)))
}

/// The links of a text that stands at `start`.
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
/// or link definitions make the whole text matter. `signs` are those of the file.
fn pieces(source: &Source, body: Span, signs: &[usize]) -> Option<Vec<Span>> {
    let text = body.of(&source.text);
    let bytes = text.as_bytes();
    let mut links: Vec<usize> = Vec::new();
    let mut fenced = false;
    for at in within(signs, body, |sign| *sign).iter().map(|sign| sign - body.start) {
        match &bytes[at..] {
            [b']', b':', ..] => return None,
            [b']', b'(', ..] | [b':', b'/', b'/', ..] => links.push(at),
            [b'`', b'`', b'`', ..] => fenced = true,
            _ => {}
        }
    }
    if !links.is_empty() && (fenced || needs_whole(source, body)) {
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

/// Whether there may be indented lines, code blocks between tildes or HTML.
fn needs_whole(source: &Source, body: Span) -> bool {
    let (text, lines) = (body.of(&source.text), &source.lines);
    let told = |at: usize| match text.as_bytes()[at] {
        b'<' => opens_line(&text[..at]),
        b'~' => text[at..].starts_with("~~~"),
        _ => true,
    };
    let mut starts = (lines.index(body.start)..lines.count()).map(|line| lines.start(line));
    memchr::memchr3_iter(b'<', b'\t', b'~', text.as_bytes()).any(told)
        || starts.any(|start| source.text.as_bytes()[start..].starts_with(b"    "))
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
