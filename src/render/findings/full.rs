//! Findings for people: the source line, the place marked, what to write instead.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    Severity, SourceCode, SourceSpan, SpanContents,
};

use super::{FileFindings, first_line};
use crate::finding::{Finding, Level};
use crate::rules;
use crate::text::{Source, Span};

/// How output for people looks.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// Whether there are colours.
    pub color: bool,
    /// How many columns a line may have.
    pub width: usize,
    /// Where the wiki is published, whose pages explain the rules.
    pub site: Option<&'a str>,
}

impl Default for Look<'_> {
    fn default() -> Self {
        Self { color: false, width: 100, site: None }
    }
}

impl Look<'_> {
    /// The address of the page of the rule with this code, where there is one.
    pub(super) fn page(self, code: &str) -> Option<String> {
        let site = self.site?.trim_end_matches('/');
        rules::all().any(|rule| rule.code == code).then(|| format!("{site}/rules/{code}.html"))
    }

    /// Where more is told about the rule with this code: its page, or else a command.
    pub(super) fn more(self, code: &str) -> Option<String> {
        let known = rules::all().any(|rule| rule.code == code);
        known.then(|| self.page(code).unwrap_or_else(|| format!("`afterword explain {code}` says more")))
    }

    /// A code that leads to its rule's page on a terminal.
    pub(super) fn linked(self, code: &str) -> String {
        match self.page(code).filter(|_| self.color) {
            Some(page) => format!("\u{1b}]8;;{page}\u{1b}\\{code}\u{1b}]8;;\u{1b}\\"),
            None => code.to_owned(),
        }
    }

    /// What stands behind the message of a finding in one line: the address, where `linked` cannot carry it.
    pub(super) fn trailer(self, code: &str) -> String {
        self.page(code).filter(|_| !self.color).map_or_else(String::new, |page| format!(" ({page})"))
    }
}

/// Of more other places than this none is shown; the message then says where they are.
const MOST_PLACES: usize = 8;
/// Source text longer than this, in bytes, is not shown.
const LONGEST: usize = 4000;

pub(super) fn render(files: &[FileFindings<'_>], look: Look<'_>) -> String {
    let theme = if look.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(look.width)
        .with_break_words(false)
        .without_primary_span_start()
        .with_context_lines(0);
    let mut text = String::new();
    for file in files {
        for finding in file.findings {
            let shown = Shown::new(file.source, finding, look);
            if handler.render_report(&mut text, &shown).is_err() {
                text.push_str(&finding.message);
            }
            text.push('\n');
        }
    }
    text
}

struct Shown<'a> {
    finding: &'a Finding,
    source: &'a Source,
    labels: Vec<LabeledSpan>,
    look: Look<'a>,
}

impl<'a> Shown<'a> {
    fn new(source: &'a Source, finding: &'a Finding, look: Look<'a>) -> Self {
        let place = |span: Span| {
            let span = first_line(source, span);
            (span.start, span.len())
        };
        let label = (!finding.label.is_empty()).then(|| finding.label.clone());
        let mut labels = vec![LabeledSpan::new_primary_with_span(label, place(finding.span))];
        let here = finding.others.iter().filter(|other| other.file.is_none());
        let shown = if here.clone().count() > MOST_PLACES { 0 } else { MOST_PLACES };
        for other in here.take(shown) {
            labels.push(LabeledSpan::new_with_span(Some(other.text.clone()), place(other.span)));
        }
        Self { finding, source, labels, look }
    }
}

/// Whole lines, found by the index of lines rather than by reading the text from its start.
impl SourceCode for Shown<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let Source { path, text, lines } = self.source;
        let first = lines.index(span.offset().min(text.len()));
        let last = lines.index((span.offset() + span.len()).min(text.len()));
        let start = lines.start(first);
        let end = if last + 1 < lines.count() { lines.start(last + 1) } else { text.len() };
        let shown = if end - start > LONGEST { "…".as_bytes() } else { &text.as_bytes()[start..end] };
        let own = self.finding.span.start;
        let holds = start <= own && own <= end;
        let at = self.source.position(if holds { own } else { span.offset() });
        Ok(Box::new(MietteSpanContents::new_named(
            format!("{path}:{}:{}", at.line, at.column),
            shown,
            (start, shown.len()).into(),
            first,
            0,
            last - first + 1,
        )))
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.finding)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let code = format!("{} {}", self.look.linked(self.finding.code), self.finding.name);
        Some(Box::new(code.trim_end().to_owned()))
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.finding.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Hint => Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let mut lines: Vec<String> = self.finding.help.iter().cloned().collect();
        for other in &self.finding.others {
            if let Some(file) = &other.file {
                lines.push(format!("{}: {file}", other.text));
            }
        }
        if let Some(fix) = &self.finding.fix {
            let flag = match fix.safety {
                crate::finding::Safety::Safe => "--fix",
                crate::finding::Safety::Unsafe => "--fix --unsafe-fixes",
            };
            lines.push(format!("`{flag}` can {}", fix.title));
        }
        lines.extend(self.look.page(self.finding.code).filter(|_| !self.look.color));
        (!lines.is_empty()).then(|| Box::new(lines.join("\n")) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
