//! `PM4xx`: causes and resolution.

mod missing_resolution;
mod missing_root_cause;
mod stops_at_person;
mod thin_cause;

use super::Rule;

/// Words of one section for cause and resolution from which on it may tell both, in whatever words.
const ENOUGH_FOR_BOTH: usize = 18;

pub(super) static RULES: &[&Rule] =
    &[&missing_root_cause::RULE, &missing_resolution::RULE, &thin_cause::RULE, &stops_at_person::RULE];
