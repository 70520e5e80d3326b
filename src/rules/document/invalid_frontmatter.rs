//! PM002: frontmatter that is no YAML.

use crate::finding::FaultKind;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The frontmatter is valid YAML between a first line `---` and a line `---` or `...` that ends it.
    ///
    /// ## Why
    /// Everything that is counted, searched and compared is read from the frontmatter. What stands before
    /// the fault is still read, the rest is not.
    ///
    /// ## Fails
    /// ```markdown document
    /// ---
    /// title: Checkout down: certificate expired
    /// ---
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// title: "Checkout down: certificate expired"
    /// ---
    /// ```
    PM002 "invalid-frontmatter" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for fault in cx.faults(&[FaultKind::YamlSyntax]) {
        report.fault(fault);
    }
}
