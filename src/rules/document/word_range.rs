//! PM016: too short or too long.

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::counted;

declare_rule! {
    /// ## What it checks
    /// The body has as many words as the profile asks for; `brief` wants 400 to 600. Code, HTML and addresses
    /// do not count. `words` in `afterword.toml` sets other bounds.
    ///
    /// ## Why
    /// Below that, something is missing; above it, few people read to the end.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// The certificate expired and was renewed.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// # Expired certificate stopped the checkout
    /// ```
    PM016 "word-range" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some((least, most)) = cx.settings.words.or(cx.profile.words.map(|words| (words.min, words.max)))
    else {
        return;
    };
    let total = cx.postmortem.words.total;
    let message = if total < least {
        let words = counted(total, "word");
        format!("body has {words}, {} fewer than the {least} to {most} it should have", least - total)
    } else if total > most {
        format!("body has {total} words, {} more than the {least} to {most} it should have", total - most)
    } else {
        return;
    };
    report.at(cx.head(), message).help(format!("words by section: {}", by_section(cx)));
}

/// "Summary 80, Timeline 210"; subsections count for the section they belong to.
fn by_section(cx: &Context<'_>) -> String {
    let sections = &cx.postmortem.sections;
    let mut parts: Vec<(&str, usize)> = Vec::new();
    let mut end = 0;
    for section in sections {
        if section.heading.start >= end || parts.is_empty() {
            parts.push((&section.title, 0));
            end = section.whole.end;
        }
        if let Some(last) = parts.last_mut() {
            last.1 += section.words;
        }
    }
    let parts: Vec<String> = parts
        .iter()
        .filter(|(_, words)| *words > 0)
        .map(|(title, words)| format!("{title} {words}"))
        .collect();
    if parts.is_empty() { "there are no sections".to_owned() } else { parts.join(", ") }
}
