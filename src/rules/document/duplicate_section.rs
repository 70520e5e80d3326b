//! PM012: one section twice.

use std::collections::BTreeMap;

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
    let mut first: BTreeMap<(Option<usize>, String), &Section> = BTreeMap::new();
    for section in cx.postmortem.sections.iter().filter(|section| section.kind != SectionKind::Other) {
        let key = (section.parent, section.title.to_lowercase());
        if let Some(earlier) = first.get(&key) {
            report
                .at(section.heading, format!("section `{}` stands twice", section.title))
                .label("again here")
                .and(earlier.heading, "first here")
                .help("put both under one heading");
        } else {
            first.insert(key, section);
        }
    }
}
