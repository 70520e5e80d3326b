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
        timeline.iter().filter(|entry| entry.time.is_some() && !leads(cx, entry)).collect();
    let without: Vec<&Entry> =
        timeline.iter().filter(|entry| entry.time.is_none() && entry.form != EntryForm::Line).collect();
    // Answers to questions need no time one by one; a timeline that is nothing else says when nothing happened.
    let late_answers = timeline.iter().filter(|entry| entry.form == EntryForm::Answer && !entry.time_first);
    let late_answers = late_answers.filter(|entry| entry.time.is_some()).count();
    let (total, bad) = (timeline.len(), late.len() + without.len() + late_answers);
    if bad > 3 && bad * 2 > total {
        let Some(heading) = super::heading(cx) else { return };
        report
            .at(heading, format!("{bad} of {total} entries of the timeline do not begin with their time"))
            .help("begin every entry with its time: `- 14:05 – Payments fail`");
        return;
    }
    for entry in without.into_iter().filter(|entry| entry.form != EntryForm::Answer) {
        let place = super::first_line(cx, entry.span);
        let message = match no_clock(cx.text(place)) {
            Some(written) => format!("`{written}` is no time of day"),
            None => "timeline entry has no time".to_owned(),
        };
        report.at(place, message).help(
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

/// Whether the time stands first but for a number or a short label: `| 3 | 14:05 |`, `- Detected: 14:05`.
fn leads(cx: &Context<'_>, entry: &Entry) -> bool {
    let Some(time) = entry.time_span.filter(|_| !entry.time_first) else { return true };
    let before = cx.text(Span::new(entry.span.start, time.start));
    let before = before.trim_matches(|c: char| c.is_whitespace() || "|-*+_>#.)".contains(c));
    let label = before.strip_suffix(':').is_some_and(|label| label.split_whitespace().count() <= 3);
    entry.form == EntryForm::Answer || label || before.bytes().all(|byte| byte.is_ascii_digit())
}

/// What begins an entry like a time and is none: `25:10`.
fn no_clock(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || "-*+|".contains(c));
    let end = line.find(|c: char| !c.is_ascii_digit() && c != ':')?;
    let written = line.get(..end)?.trim_end_matches(':');
    let (hours, minutes) = written.split_once(':')?;
    (!hours.is_empty() && minutes.len() == 2).then_some(written)
}

/// Puts the time before the text, which keeps its own wording.
fn moved(cx: &Context<'_>, entry: &Entry, time: Span) -> Option<Vec<Edit>> {
    let text = entry.text_span;
    let inside = entry.span.start <= text.start && text.start <= time.start && time.end <= entry.span.end;
    let written = cx.text(time).trim();
    (inside && !written.contains('\n'))
        .then(|| vec![Edit { span: Span::at(text.start), with: format!("{written} – ") }])
}
