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
            if unused.len() == suppression.selectors.len() && readable {
                draft.fix("remove the comment", vec![removal(cx, suppression.span)]);
            }
        }
    }
}

/// Takes out the comment, and its line when nothing else stands there.
fn removal(cx: &Context<'_>, span: Span) -> Edit {
    let text = &cx.source.text;
    let line = cx.source.lines.start(cx.source.lines.index(span.start));
    let mut span = span;
    let rest = &text[span.end..];
    let line_end = rest.find('\n').map_or(text.len(), |end| span.end + end + 1);
    if text[line..span.start].trim().is_empty() && text[span.end..line_end].trim().is_empty() {
        span = Span::new(line, line_end);
    } else {
        let before = text[line..span.start].trim_end_matches([' ', '\t']).len();
        span = Span::new(line + before, span.end);
    }
    Edit { span, with: String::new() }
}
