//! `PM0xx`: the document as a whole.

mod duplicate_key;
mod duplicate_section;
mod empty_section;
mod invalid_frontmatter;
mod missing_frontmatter;
mod missing_section;
mod missing_title;
mod not_english;
mod placeholder;
mod several_postmortems;
mod unknown_key;
mod unreadable_file;
mod word_range;
mod wrong_value;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &unreadable_file::RULE,
    &invalid_frontmatter::RULE,
    &unknown_key::RULE,
    &duplicate_key::RULE,
    &wrong_value::RULE,
    &missing_frontmatter::RULE,
    &missing_section::RULE,
    &empty_section::RULE,
    &duplicate_section::RULE,
    &missing_title::RULE,
    &placeholder::RULE,
    &several_postmortems::RULE,
    &word_range::RULE,
    &not_english::RULE,
];
