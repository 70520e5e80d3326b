//! `PM09x`: the comments that keep findings silent.

mod expired_suppression;
mod invalid_suppression;
mod unused_suppression;

use super::Rule;

pub(super) static RULES: &[&Rule] =
    &[&unused_suppression::RULE, &expired_suppression::RULE, &invalid_suppression::RULE];
