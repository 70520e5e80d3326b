//! PM090: a comment that keeps nothing silent.

use crate::finding::FaultKind;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::{Edit, Span};

declare_rule! {
    /// ## What it checks
    /// Every `<!-- afterword: ignore … -->` keeps a finding silent. Rules that are not checked in this run do
    /// not count as unused.
    ///
    /// ## Why
    /// What it was for has been mended; left in place, it hides the next finding.
    ///
    /// ## Fails
    /// ```markdown
    /// <!-- afterword: ignore PM501 because the vendor owns it -->
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (@mira, due 2026-04-01)
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// <!-- afterword: ignore PM501 because the vendor owns it -->
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (due 2026-04-01)
    /// ```
    PM090 "unused-suppression" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    // Where the frontmatter does not end, every line that is taken out moves the place where the body begins.
    let readable = cx.faults(&[FaultKind::YamlSyntax]).next().is_none();
    for suppression in cx.suppressions.iter().filter(|suppression| !suppression.expired(cx.today)) {
        let runs = |selector: &str| cx.selection.rules().any(|(rule, _)| rule.matches(selector));
        let unused: Vec<(String, Span)> =
            suppression.unused().into_iter().filter(|(selector, _)| runs(selector)).collect();
        for (selector, span) in &unused {
            let draft = report
                .at(*span, format!("nothing here breaks {selector}"))
                .help("remove the comment, or the rule from it");
            let whole = readable && unused.len() == suppression.selectors.len();
            if let Some(edit) = removal(cx, suppression.span).filter(|_| whole) {
                draft.fix("remove the comment", vec![edit]);
            }
        }
    }
}

/// Takes out the comment, and its line when nothing else stands there. A line between two lines of text keeps them
/// apart: it stays, and only a person can say whether they belong together.
fn removal(cx: &Context<'_>, span: Span) -> Option<Edit> {
    let (text, lines) = (&cx.source.text, &cx.source.lines);
    let index = lines.index(span.start);
    let start = lines.start(index);
    let end = text[span.end..].find('\n').map_or(text.len(), |end| span.end + end + 1);
    let blank = |span: Span| span.of(text).trim().is_empty();
    let with = String::new();
    if !blank(Span::new(start, span.start)) || !blank(Span::new(span.end, end)) {
        let before = text[start..span.start].trim_end_matches([' ', '\t']).len();
        return Some(Edit { span: Span::new(start + before, span.end), with });
    }
    let in_frontmatter = span.start < cx.postmortem.body.start;
    let above = Span::new(lines.start(index.saturating_sub(1)), start);
    let next = lines.index(end);
    let below = Span::new(end, if next + 1 < lines.count() { lines.start(next + 1) } else { text.len() });
    let opens = ["---", "+++", "==="].iter().any(|mark| below.of(text).trim_start().starts_with(mark));
    (in_frontmatter || ((blank(above) || blank(below)) && !opens))
        .then_some(Edit { span: Span::new(start, end), with })
}
