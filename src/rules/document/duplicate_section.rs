//! PM012: one section twice.

use std::cmp::Ordering;

use crate::document::{Section, SectionKind};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// No two sections under the same heading have the same title.
    ///
    /// ## Why
    /// Readers stop at the first of them and miss what the second says.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Timeline
    /// - 14:05 UTC – Payments fail.
    ///
    /// ## Timeline
    /// - 14:47 UTC – Payments succeed.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Timeline
    /// - 14:05 UTC – Payments fail.
    /// - 14:47 UTC – Payments succeed.
    /// ```
    PM012 "duplicate-section" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let known = cx.postmortem.sections.iter().filter(|section| section.kind != SectionKind::Other);
    let mut sections: Vec<&Section> = known.collect();
    let order =
        |a: &Section, b: &Section| a.parent.cmp(&b.parent).then_with(|| in_any_case(&a.title, &b.title));
    sections.sort_by(|a, b| order(a, b));
    for same in sections.chunk_by(|a, b| order(a, b).is_eq()) {
        let Some((earlier, others)) = same.split_first() else { continue };
        for section in others {
            report
                .at(section.heading, format!("section `{}` stands twice", section.title))
                .label("again here")
                .and(earlier.heading, "first here")
                .help("put both under one heading");
        }
    }
}

/// The order of two titles in lower case.
fn in_any_case(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() {
        return a.bytes().map(|a| a.to_ascii_lowercase()).cmp(b.bytes().map(|b| b.to_ascii_lowercase()));
    }
    a.to_lowercase().cmp(&b.to_lowercase())
}
