//! PM001: bytes that are no text.

use crate::finding::FaultKind;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The file is UTF-8 text, holds something, and is no larger than 10 MiB.
    ///
    /// ## Why
    /// A file that cannot be read is not checked. It must not look as if all were well.
    ///
    /// ## Fails
    /// ```empty
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// # Expired certificate stopped the checkout
    /// ```
    PM001 "unreadable-file" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    // The first says it all: nothing else is checked in such a file.
    if let Some(fault) = cx.faults(&[FaultKind::Encoding, FaultKind::Empty]).next() {
        report.fault(fault);
    }
}
