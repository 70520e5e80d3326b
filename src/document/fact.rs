//! A fact: a value with the place and part of the document it was read from.

use serde::Serialize;

use crate::text::Span;

/// The part of the document a fact was read from, best authority first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The YAML frontmatter.
    Frontmatter,
    /// The title.
    Title,
    /// The summary, its inline labels and the sections that belong to it (duration, impact).
    Summary,
    /// The prose before the first section.
    Introduction,
    /// The timeline.
    Timeline,
    /// The section on causes.
    Causes,
    /// The section on the resolution.
    Resolution,
    /// The corrective measures and tasks.
    Actions,
    /// Any other section.
    Elsewhere,
}

impl Origin {
    /// Whether it is where the outage as a whole is told: the summary, or the prose before the first section.
    pub fn is_account(self) -> bool {
        matches!(self, Self::Summary | Self::Introduction)
    }
}

/// A value, where it was read and whether it was given there or worked out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// The exact bytes it was read from.
    pub span: Span,
    /// The part of the document.
    pub origin: Origin,
    /// Whether some of it was worked out from elsewhere (a date filled in, an inherited pm, a role guessed from wording).
    pub inferred: bool,
}

impl<T> Fact<T> {
    /// A fact that stands there as it is.
    pub fn given(value: T, span: Span, origin: Origin) -> Self {
        Self { value, span, origin, inferred: false }
    }

    /// A fact that was worked out.
    pub fn inferred(value: T, span: Span, origin: Origin) -> Self {
        Self { value, span, origin, inferred: true }
    }
}
