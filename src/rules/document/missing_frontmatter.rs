//! PM006: no frontmatter.

use crate::document::{Fact, Moment, Postmortem};
use crate::finding::FaultKind;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::{Edit, Span};

declare_rule! {
    /// ## What it checks
    /// The document starts with frontmatter: YAML between two lines `---`.
    ///
    /// ## Why
    /// Start, end, impact and services can be counted and compared over the years only where they do not have
    /// to be guessed from prose. The fix writes what could be read from the text; look at it before you keep it.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// On 2 March 2026 from 14:05 to 14:47 UTC, 40% of customers could not pay.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// ---
    /// title: Checkout down
    /// start: 2026-03-02T14:05
    /// end: 2026-03-02T14:47
    /// timezone: UTC
    /// impact: { percent: 40, of: users }
    /// ---
    ///
    /// ## Summary
    /// On 2 March 2026 from 14:05 to 14:47 UTC, 40% of customers could not pay.
    /// ```
    PM006 "missing-frontmatter" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    if cx.has_frontmatter() || !cx.is_first() || cx.faults(&[FaultKind::YamlSyntax]).next().is_some() {
        return;
    }
    let written = write(cx);
    let break_ = if cx.source.text.contains("\r\n") { "\r\n" } else { "\n" };
    let with = format!("---\n{written}---\n\n").replace('\n', break_);
    report
        .at(cx.head(), "document has no frontmatter")
        .help(format!(
            "put its facts at the top of the file, between two lines `---`:\n{}",
            written.trim_end()
        ))
        .unsafe_fix(
            "write what could be read from the text",
            vec![Edit { span: Span::at(cx.source.bom()), with }],
        );
}

/// The frontmatter as far as the text says it.
fn write(cx: &Context<'_>) -> String {
    let postmortem = cx.postmortem;
    let mut lines = String::new();
    let mut line = |key: &str, value: String| {
        lines.push_str(key);
        lines.push_str(": ");
        lines.push_str(&value);
        lines.push('\n');
    };
    let title = postmortem.title().map_or_else(|| "\"\"".to_owned(), quoted);
    line("title", title);
    for (key, facts) in
        [("start", &postmortem.starts), ("end", &postmortem.ends), ("detected", &postmortem.detected)]
    {
        let stated = |fact: &&Fact<Moment>| key != "start" || !comes_late(postmortem, &fact.value);
        match facts.iter().filter(stated).find_map(|fact| local(&fact.value)) {
            Some(time) => line(key, time),
            None if key != "detected" => line(key, String::new()),
            None => {}
        }
    }
    let zone = postmortem.zones.iter().find_map(|zone| match &zone.value.kind {
        crate::document::ZoneKind::Rules(zone) => Some(zone.name().to_owned()),
        crate::document::ZoneKind::Offset(0) => Some("UTC".to_owned()),
        _ => None,
    });
    line("timezone", zone.unwrap_or_default());
    let share = postmortem.shares.first();
    let impact = share.map(|share| {
        let of = share.value.of.and_then(|of| serde_json::to_value(of).ok());
        let of = of.as_ref().and_then(|of| of.as_str()).map_or_else(String::new, |of| format!(", of: {of}"));
        format!("{{ percent: {}{of} }}", share.value.percent)
    });
    line("impact", impact.unwrap_or_else(|| "{ percent: , of: users }".to_owned()));
    lines.replace(": \n", ":\n")
}

/// Whether a moment is later than the detection or the end, so that it cannot be the start.
fn comes_late(postmortem: &Postmortem, start: &Moment) -> bool {
    let later = postmortem.detected().into_iter().chain(postmortem.end());
    start.instant().is_some_and(|start| later.into_iter().any(|later| start > later))
}

fn local(moment: &Moment) -> Option<String> {
    let zone = moment.zone.as_ref();
    let time = moment.date?.and_time(moment.clock?).format("%Y-%m-%dT%H:%M").to_string();
    match zone.map(|zone| &zone.kind) {
        Some(crate::document::ZoneKind::Offset(minutes)) if *minutes != 0 => {
            let sign = if *minutes < 0 { '-' } else { '+' };
            Some(format!("{time}{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60))
        }
        _ => Some(time),
    }
}

/// The text as a YAML value.
fn quoted(text: &str) -> String {
    let plain = text.starts_with(|first: char| first.is_alphabetic())
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':');
    if plain { text.to_owned() } else { serde_json::to_string(text).unwrap_or_default() }
}
