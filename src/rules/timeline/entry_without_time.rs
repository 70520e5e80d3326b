//! PM202: when was that?

use crate::document::{Entry, EntryForm};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::{Edit, Span};

declare_rule! {
    /// ## What it checks
    /// Every entry of the timeline begins with its time.
    ///
    /// ## Why
    /// Eyes run down the times. An entry without one cannot be placed, and one whose time stands in the
    /// sentence is found only by reading them all.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Timeline
    /// - 14:05 – The certificate expires and payments fail.
    /// - At some point an alert pages the on-call engineer. <!-- detected -->
    /// - 14:47 – The new certificate is live and payments succeed. <!-- resolved -->
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Timeline
    /// - 14:05 – The certificate expires and payments fail.
    /// - 14:12 – An alert on the error rate pages the on-call engineer. <!-- detected -->
    /// - 14:47 – The new certificate is live and payments succeed. <!-- resolved -->
    /// ```
    PM202 "entry-without-time" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let timeline = &cx.postmortem.timeline;
    if !timeline.iter().any(|entry| entry.time.is_some()) {
        return;
    }
    let late: Vec<&Entry> =
        timeline.iter().filter(|entry| entry.time.is_some() && !entry.time_first).collect();
    let without: Vec<&Entry> =
        timeline.iter().filter(|entry| entry.time.is_none() && entry.form != EntryForm::Line).collect();
    let (total, bad) = (timeline.len(), late.len() + without.len());
    if bad > 3 && bad * 2 > total {
        let Some(heading) = super::heading(cx) else { return };
        report
            .at(heading, format!("{bad} of {total} entries of the timeline do not begin with their time"))
            .help("begin every entry with its time: `- 14:05 – Payments fail`");
        return;
    }
    for entry in without {
        report.at(super::first_line(cx, entry.span), "timeline entry has no time").help(
            "begin it with the time, be it about: `- ~14:10 – …`; or join it to the entry it belongs to",
        );
    }
    for entry in late {
        let Some(time) = entry.time_span else { continue };
        let draft = report
            .at(time, "time does not stand first in its entry")
            .help(format!("begin the entry with it: `- {} – …`", cx.text(time).trim()));
        if let Some(edits) = moved(cx, entry, time) {
            draft.unsafe_fix("put the time first", edits);
        }
    }
}

/// Puts the time before the text, which keeps its own wording.
fn moved(cx: &Context<'_>, entry: &Entry, time: Span) -> Option<Vec<Edit>> {
    let text = entry.text_span;
    let inside = entry.span.start <= text.start && text.start <= time.start && time.end <= entry.span.end;
    let written = cx.text(time).trim();
    (inside && !written.contains('\n'))
        .then(|| vec![Edit { span: Span::at(text.start), with: format!("{written} – ") }])
}
