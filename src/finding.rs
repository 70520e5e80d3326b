//! What a reader is told about an input: findings, levels, labels, fixes and the faults they grow from.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// How much a finding matters. Errors fail a build, warnings fail it unless told otherwise, hints never do.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing; does not change the exit code.
    Hint,
    /// Should be mended before the document is merged.
    Warning,
    /// The document contradicts itself or lacks what it must have.
    Error,
}

impl Level {
    /// The level's name as printed and as written in settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A second place that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place, in bytes of its file.
    pub span: Span,
    /// What stands there, in a few words.
    pub text: String,
    /// The file, relative to the repository, when it is not the finding's own.
    pub file: Option<String>,
}

impl Label {
    /// A label in the finding's own file.
    pub fn here(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into(), file: None }
    }
}

/// Whether a fix may be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// The document means the same afterwards.
    Safe,
    /// A person should look at the result.
    Unsafe,
}

/// A correction that can be applied by machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What applying it does, as an order: "put the time first".
    pub title: String,
    /// The edits, all or none.
    pub edits: Vec<crate::text::Edit>,
    /// Whether it needs a look.
    pub safety: Safety,
}

/// One thing worth telling the author about one place of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code, such as `PM501`.
    pub code: &'static str,
    /// The rule's name, such as `action-without-owner`.
    pub name: &'static str,
    /// How much it matters here.
    pub level: Level,
    /// Where it is.
    pub span: Span,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// A few words that stand at the place itself; may be empty.
    pub label: String,
    /// Other places it speaks of.
    pub others: Vec<Label>,
    /// What to write instead.
    pub help: Option<String>,
    /// The correction, when a machine can make it.
    pub fix: Option<Fix>,
}

/// What kind of thing went wrong while reading a file; each kind is reported by one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// The bytes are not UTF-8 text, hold NUL bytes, or exceed the size cap.
    Encoding,
    /// There is nothing in the file.
    Empty,
    /// The YAML does not parse, does not end, or breaks a budget.
    YamlSyntax,
    /// A key that stands twice.
    DuplicateKey,
    /// A key that is not part of the format.
    UnknownKey,
    /// A value of the wrong type, unit or range.
    WrongValue,
    /// A required key is missing.
    MissingKey,
    /// A name that refers to nothing, or in a circle.
    Reference,
    /// The value is legal but almost certainly not what was meant.
    Suspicious,
}

/// Something wrong that was noticed while reading, before any rule looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which rule reports it.
    pub kind: FaultKind,
    /// Where it is.
    pub span: Span,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// A few words at the place itself; may be empty.
    pub label: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Other places it speaks of.
    pub others: Vec<Label>,
}

impl Fault {
    /// A fault with only a message.
    pub fn new(kind: FaultKind, span: Span, message: impl Into<String>) -> Self {
        Self { kind, span, message: message.into(), label: String::new(), help: None, others: Vec::new() }
    }

    /// Adds the words that stand at the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a second place in the same file.
    #[must_use]
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Self {
        self.others.push(Label::here(span, text));
        self
    }
}
