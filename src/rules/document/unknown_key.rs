//! PM003: keys that are not part of the format.

use crate::finding::FaultKind;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Edit;

declare_rule! {
    /// ## What it checks
    /// Every key of the frontmatter is one that Afterword knows, or starts with `x-`.
    ///
    /// ## Why
    /// A key with a slip in it is silently missing everywhere it should count.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// sevrity: SEV2
    /// ---
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// severity: SEV2
    /// x-cost-centre: 4711
    /// ---
    /// ```
    PM003 "unknown-key" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for fault in cx.faults(&[FaultKind::UnknownKey]) {
        let draft = report.fault(fault);
        let near =
            fault.help.as_ref().and_then(|help| help.strip_prefix("did you mean `")?.strip_suffix("`?"));
        if let Some(name) = near {
            let edit = Edit { span: fault.span, with: name.to_owned() };
            draft.unsafe_fix(format!("call it `{name}`"), vec![edit]);
        }
    }
}
