//! Where a rule puts what it found.

use super::Rule;
use crate::finding::{Fault, Finding, Fix, Label, Level, Safety};
use crate::text::{Edit, Span};

/// Takes a rule's findings.
#[derive(Debug)]
pub struct Report<'r> {
    pub(super) rule: &'static Rule,
    pub(super) level: Level,
    pub(super) findings: &'r mut Vec<Finding>,
}

/// A finding that was just reported and can be told more about.
#[derive(Debug)]
pub struct Draft<'r>(&'r mut Finding);

impl Report<'_> {
    /// Reports something at a place: what is wrong, lower case, no full stop.
    pub fn at(&mut self, span: Span, message: impl Into<String>) -> Draft<'_> {
        self.findings.push(Finding {
            code: self.rule.code,
            name: self.rule.name,
            level: self.level,
            span,
            message: message.into(),
            label: String::new(),
            others: Vec::new(),
            help: None,
            fix: None,
        });
        let last = self.findings.len() - 1;
        Draft(&mut self.findings[last])
    }

    /// Reports a fault that was noticed while reading.
    pub fn fault(&mut self, fault: &Fault) -> Draft<'_> {
        let draft = self.at(fault.span, &fault.message);
        draft.0.label.clone_from(&fault.label);
        draft.0.help.clone_from(&fault.help);
        draft.0.others.clone_from(&fault.others);
        draft
    }

    /// Reports a fault, with a correction where its help names the word or the list that was meant.
    pub fn misspelt(&mut self, fault: &Fault, written: &str) -> Draft<'_> {
        let help = fault.help.as_deref().unwrap_or_default();
        let quoted = |before: &str, after: &str| help.strip_prefix(before)?.strip_suffix(after);
        let meant = quoted("did you mean `", "`?").map(str::to_owned);
        let list = quoted("write `", "`").and_then(|line| Some(line.split_once(": ")?.1.to_owned()));
        let list = list.filter(|list| *list == format!("[{written}]"));
        let draft = self.fault(fault);
        match meant.or(list) {
            Some(with) => {
                let title = format!("write `{with}`");
                draft.unsafe_fix(title, vec![Edit { span: fault.span, with }])
            }
            None => draft,
        }
    }
}

#[expect(clippy::return_self_not_must_use, reason = "it is reported already; telling it more is optional")]
impl Draft<'_> {
    /// A few words that stand at the place itself.
    pub fn label(self, text: impl Into<String>) -> Self {
        self.0.label = text.into();
        self
    }

    /// What to write instead.
    pub fn help(self, text: impl Into<String>) -> Self {
        self.0.help = Some(text.into());
        self
    }

    /// A second place in the same file.
    pub fn and(self, span: Span, text: impl Into<String>) -> Self {
        self.0.others.push(Label::here(span, text));
        self
    }

    /// A second place in another file, relative to the repository.
    pub fn and_in(self, file: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.0.others.push(Label { span, text: text.into(), file: Some(file.into()) });
        self
    }

    /// A correction after which the document means the same.
    pub fn fix(self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.0.fix = Some(Fix { title: title.into(), edits, safety: Safety::Safe });
        self
    }

    /// A correction that a person should look at.
    pub fn unsafe_fix(self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.0.fix = Some(Fix { title: title.into(), edits, safety: Safety::Unsafe });
        self
    }
}
