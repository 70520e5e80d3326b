//! PM010: a section that the profile asks for.

use crate::document::{SectionKind, Topic};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// Every section that the profile requires is there, under its title or a synonym.
    ///
    /// ## Why
    /// Readers know where to look, and a question that has a heading gets an answer.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// Payments failed from 14:05 to 14:47 UTC on 2 March 2026.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// Payments failed from 14:05 to 14:47 UTC on 2 March 2026.
    ///
    /// ## Timeline
    /// - 14:05 UTC – Payments fail.
    ///
    /// ## Root cause and resolution
    /// The certificate had expired. It was renewed.
    ///
    /// ## Corrective and preventative measures
    /// - [ ] Renew certificates a month before they expire (@mira, due 2026-04-01)
    /// ```
    PM010 "missing-section" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let labelled = |topic: Topic| cx.postmortem.labels.iter().any(|label| label.topic == topic);
    let has = |kind: SectionKind| {
        let named = match kind {
            SectionKind::RootCause => labelled(Topic::RootCause),
            SectionKind::Resolution => labelled(Topic::Resolution),
            _ => false,
        };
        named || cx.postmortem.section(kind).is_some()
    };
    let missing: Vec<&str> = cx
        .profile
        .missing_sections(cx.postmortem)
        .into_iter()
        .filter(|wanted| {
            let both = has(SectionKind::RootCause) && has(SectionKind::Resolution);
            !(both && wanted.kind == SectionKind::RootCauseAndResolution)
        })
        .map(|wanted| match wanted.kind {
            SectionKind::RootCauseAndResolution if has(SectionKind::RootCause) => "Resolution",
            SectionKind::RootCauseAndResolution if has(SectionKind::Resolution) => "Root cause",
            _ => wanted.title.as_str(),
        })
        .collect();
    let profile = &cx.profile.profile;
    match missing.as_slice() {
        [] => {}
        [title] => {
            report
                .at(cx.head(), format!("section `{title}` is missing"))
                .help(format!("add `## {title}`: profile `{profile}` asks for it"));
        }
        [before @ .., last] => {
            let before = before.join("`, `");
            report.at(cx.head(), format!("sections `{before}` and `{last}` are missing")).help(format!(
                "add a heading for each, such as `## {last}`: profile `{profile}` asks for them"
            ));
        }
    }
}
