//! PM014: what was meant to be filled in.

use crate::rules::phrases::{Phrases, starts};
use crate::rules::rule::{SOUGHT, declare_rule};
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// Nothing is left of what a template or a hasty author meant to fill in: `HH:MM`, `YYYY-MM-DD`, `TBD`,
    /// `TODO:`, `XX%`, `??`, `(date)`, `[insert …]`. More than three are one finding that names their lines.
    ///
    /// ## Why
    /// A placeholder in a published document says that nobody read it again.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Timeline
    /// - HH:MM – The certificate expires and payments fail.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Timeline
    /// - 14:05 – The certificate expires and payments fail.
    /// - 14:12 – An alert on the error rate pages the on-call engineer. <!-- detected -->
    /// - 14:47 – The new certificate is live and payments succeed. <!-- resolved -->
    /// ```
    PM014 "placeholder" { level: Error, since: "0.1.0", seeks: [PLACEHOLDERS] }
}

static PLACEHOLDERS: Phrases = Phrases::new(&[
    "hh:mm",
    "hh:mm:ss",
    "yyyy-mm-dd",
    "yyyy-mm-ddthh:mm",
    "mm/dd/yyyy",
    "dd/mm/yyyy",
    "tbc",
    "tbd",
    "fixme",
    "xx:xx",
    "xx%",
    "nn%",
    "n%",
    "x%",
    "todo:",
    "todo",
    "lorem ipsum",
    "(date)",
    "(time)",
    "(name)",
    "[date]",
    "[time]",
    "[name]",
    "<date>",
    "<time>",
    "<name>",
    "[insert",
    "<insert",
    "??:??",
    "??",
]);

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let postmortem = cx.postmortem;
    let frontmatter = Span::new(postmortem.span.start, postmortem.body.start);
    let comments = &postmortem.yaml.comments;
    let starts = starts(&cx.source.text, frontmatter, &SOUGHT);
    for span in PLACEHOLDERS.find(&cx.source.text, frontmatter, &starts) {
        if !comments.iter().any(|comment| comment.span.contains(span.start)) {
            found(cx, span, report);
        }
    }
    let mut last_line = None;
    for span in cx.find(&PLACEHOLDERS, postmortem.body) {
        let line = cx.source.lines.index(span.start);
        if last_line == Some(line) {
            continue;
        }
        let text = cx.text(span);
        let before = cx.source.text[..span.start].chars().next_back();
        let is_question = text == "??" && before.is_some_and(|c| c.is_alphanumeric() || "?!.)\"".contains(c));
        let is_label = text.to_lowercase().starts_with("todo") && is_list_label(cx, span);
        if !is_question && !is_label {
            last_line = Some(line);
            found(cx, span, report);
        }
    }
}

fn found(cx: &Context<'_>, span: Span, report: &mut Report<'_>) {
    let written = cx.text(span);
    let message = format!("`{written}` was meant to be filled in");
    report.at(span, message).help("fill it in, or write `unknown` and say why it is not known");
}

/// Whether "TODO" is the name of the task list, or the word as such, rather than a gap: `TODO: the cause`, `- TODO`.
fn is_list_label(cx: &Context<'_>, span: Span) -> bool {
    let (source, written) = (cx.source, cx.text(span));
    let start = source.lines.start(source.lines.index(span.start));
    let end = source.text[span.end..].find(['\n', '\r']).map_or(source.text.len(), |end| span.end + end);
    let before = cx.text(Span::new(start, span.start)).trim();
    let after = cx.text(Span::new(span.end, end)).trim_matches([' ', '*', '_', ':']);
    let in_heading = cx.postmortem.sections.iter().any(|section| section.heading.contains(span.start));
    let is_gap = if after.is_empty() {
        written == "TODO" && matches!(before, "-" | "*" | "+")
    } else {
        written == "TODO:"
    };
    in_heading || !is_gap
}
