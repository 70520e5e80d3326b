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
fn links(cx: &Context<'_>) -> Vec<(String, Span)> {
    let body = cx.postmortem.body;
    let text = cx.text(body);
    if memchr::memmem::find(text.as_bytes(), b"](").is_none()
        && memchr::memmem::find(text.as_bytes(), b"://").is_none()
        && memchr::memmem::find(text.as_bytes(), b"]:").is_none()
    {
        return Vec::new();
    }
    let mut links = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        if let Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) =
            event
            && link_type != LinkType::Email
        {
            links.push((dest_url.into_string(), Span::from(range).shift(body.start)));
        }
    }
    links
}
