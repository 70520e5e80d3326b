//! PM8xx: the model, and the document beside it.
//!
//! Some of these look at the model's file, some at what the document claims beside what a replay gave; the
//! latter say nothing where nothing was replayed, as in `afterword lint`.

mod bound_over_timeout;
mod claim_differs;
mod event_without_effect;
mod event_without_entry;
mod failed_expectation;
mod hidden_capacity;
mod invalid_model;
mod overloaded_component;
mod suspicious_model;
mod task_without_effect;

use super::Rule;
use crate::finding::Fault;
use crate::model::{Model, Outcome};
use crate::text::Source;

pub(super) static RULES: &[&Rule] = &[
    &invalid_model::RULE,
    &suspicious_model::RULE,
    &overloaded_component::RULE,
    &hidden_capacity::RULE,
    &bound_over_timeout::RULE,
    &event_without_effect::RULE,
    &claim_differs::RULE,
    &event_without_entry::RULE,
    &task_without_effect::RULE,
    &failed_expectation::RULE,
];

/// What a rule about models may look at.
#[derive(Clone, Copy, Debug)]
pub struct ModelContext<'a> {
    /// The file.
    pub source: &'a Source,
    /// What was wrong with its bytes.
    pub decoding: &'a [Fault],
    /// The model.
    pub model: &'a Model,
    /// What replaying it showed, when it was replayed.
    pub outcome: Option<&'a Outcome>,
}
