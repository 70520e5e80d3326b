//! PM111: two zones in one document.

use crate::document::{Fact, Zone};
use crate::rules::context::NEAR;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// The text of one document uses one time zone.
    ///
    /// ## Why
    /// Readers add and subtract in their heads, and get it wrong.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Timeline
    /// - 14:05 UTC – The certificate expires and payments fail.
    /// - 06:12 PST – An alert on the error rate pages the on-call engineer. <!-- detected -->
    /// - 14:47 UTC – The new certificate is live and payments succeed. <!-- resolved -->
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Timeline
    /// - 14:05 – The certificate expires and payments fail.
    /// - 14:12 – An alert on the error rate pages the on-call engineer. <!-- detected -->
    /// - 14:47 – The new certificate is live and payments succeed. <!-- resolved -->
    /// ```
    PM111 "mixed-timezones" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let body = cx.postmortem.body;
    let mut zones: Vec<&Fact<Zone>> =
        cx.postmortem.zones.iter().filter(|zone| body.contains(zone.span.start)).collect();
    zones.sort_by_key(|zone| zone.span);
    let day = cx.postmortem.starts.iter().find_map(|start| start.value.date).unwrap_or_default();
    let offset = |zone: &Fact<Zone>| super::minutes(&zone.value.kind, day);
    let Some((first, usual)) = zones.iter().find_map(|zone| Some((zone, offset(zone)?))) else { return };
    let differs = |zone: &&&Fact<Zone>| offset(zone).is_some_and(|minutes| minutes != usual);
    if let Some(other) = zones.iter().filter(differs).find(|zone| !translated(cx, zone.span)) {
        let (here, there, line) = (&other.value.written, &first.value.written, cx.line(first.span));
        report
            .at(other.span, format!("times are in `{here}` here and in `{there}` on {line}"))
            .and(first.span, "the other zone")
            .help("keep to one zone; the frontmatter's is the natural choice");
    }
}

/// Whether the time in a zone is given in another as well: "09:40 CEST (07:40 UTC)", "07:40 UTC (09:40 CEST)".
fn translated(cx: &Context<'_>, zone: Span) -> bool {
    let digits = |text: &str| text.trim_start().bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    let after = &cx.source.text[zone.end..];
    let follows =
        after.trim_start_matches(' ').strip_prefix('(').or_else(|| after.trim_start().strip_prefix('/'));
    if follows.is_some_and(digits) {
        return true;
    }
    let start = cx.source.text.ceil_char_boundary(zone.start.saturating_sub(NEAR));
    let line = cx.text(Span::new(start, zone.start));
    let line = &line[line.rfind(['\n', '\r']).map_or(0, |end| end + 1)..];
    let inside = line.rfind('(').filter(|open| !line[*open..].contains(')'));
    after.starts_with(')') && inside.is_some_and(|open| digits(&line[open + 1..]))
}
