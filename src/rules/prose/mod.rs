//! `PM6xx`: wording.

mod counterfactual;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&counterfactual::RULE];
