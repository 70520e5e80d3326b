//! PM106: a duration that start and end do not bear out.

use chrono::TimeDelta;

use crate::document::{Fact, Moment, Origin, SectionKind, Topic};
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// A duration that is stated for the outage agrees with its start and end. "About two hours" may be rounded
    /// to the half hour, "2 h 30 min" may not.
    ///
    /// ## Why
    /// Executives quote the duration; when it contradicts the times, neither can be believed.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Summary
    /// - **Duration:** 2 March 2026, 14:05–14:47 UTC (2 h 42 min)
    /// - **Impact:** 40% of customers could not pay and saw an error page.
    /// - **Root cause:** The certificate of the payment gateway had expired.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Summary
    /// - **Duration:** 2 March 2026, 14:05–14:47 UTC (42 min)
    /// - **Impact:** 40% of customers could not pay and saw an error page.
    /// - **Root cause:** The certificate of the payment gateway had expired.
    /// ```
    PM106 "duration-mismatch" { level: Error, since: "0.1.0", seeks: [OUTAGE] }
}

/// Words before a duration that make it a round figure.
const ABOUT: &[&str] =
    &["about", "around", "approximately", "approx", "approx.", "roughly", "nearly", "almost", "~", "circa"];
/// Words before a duration that make it an upper bound.
const UNDER: &[&str] = &["under", "within", "less than", "up to", "at most", "below"];
/// Words before a duration that make it a lower bound.
const OVER: &[&str] = &["over", "more than", "at least", "upwards of"];
/// Words before a duration that make it one of a part, or of something else.
const PART: &[&str] = &[
    "first",
    "next",
    "last",
    "another",
    "after",
    "every",
    "each",
    "per",
    "for the",
    "previous",
    "extra",
    "additional",
    "by",
];

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for stated in &cx.postmortem.durations {
        if matches!(stated.origin, Origin::Actions | Origin::Elsewhere | Origin::Timeline) {
            continue;
        }
        let Some((start, end, computed)) = window(cx, stated.origin) else { continue };
        if computed <= TimeDelta::zero() || computed == stated.value {
            continue;
        }
        if !of_outage(cx, stated, [start, end]) || agrees(cx, stated, computed) {
            continue;
        }
        let (said, real) = (super::spoken(stated.value), super::spoken(computed));
        let (here, lines) = (super::part(stated.origin), cx.lines(start.span, end.span));
        report
            .at(stated.span, format!("duration is {said} in {here}, but start and end ({lines}) make {real}"))
            .label(format!("{real} by the times"))
            .and(start.span, "start")
            .and(end.span, "end")
            .help(format!("write {real}, or correct the times"));
    }
}

/// Words of a sentence that gives the duration of the whole outage.
static OUTAGE: Phrases = Phrases::new(&[
    "disruption",
    "down",
    "downtime",
    "duration",
    "in all",
    "in total",
    "incident",
    "interruption",
    "lasted",
    "lasting",
    "offline",
    "outage",
    "total of",
    "total time",
    "unavailable",
    "unreachable",
]);

/// Whether a duration is that of the outage: under the label or heading for it, or in a sentence that speaks of the
/// outage or gives its start or end.
fn of_outage(cx: &Context<'_>, stated: &Fact<TimeDelta>, window: [&Fact<Moment>; 2]) -> bool {
    let postmortem = cx.postmortem;
    if stated.origin == Origin::Frontmatter || stated.origin == Origin::Title {
        return true;
    }
    let at = stated.span.start;
    let labelled =
        postmortem.labels.iter().any(|label| label.topic == Topic::Duration && label.value.contains(at));
    let headed = postmortem
        .sections
        .iter()
        .any(|section| section.kind == SectionKind::Duration && section.content.contains(at));
    let sentence = cx.sentence(at);
    labelled
        || headed
        || window.iter().any(|fact| sentence.contains(fact.span.start))
        || cx.find(&OUTAGE, sentence).next().is_some()
}

/// Start, end and the time between: those of the same part of the document if it has both, else the best.
fn window<'a>(cx: &Context<'a>, origin: Origin) -> Option<(&'a Fact<Moment>, &'a Fact<Moment>, TimeDelta)> {
    let postmortem = cx.postmortem;
    let same = |facts: &'a [Fact<Moment>]| facts.iter().find(|fact| fact.origin == origin);
    let near = same(&postmortem.starts).zip(same(&postmortem.ends));
    let (start, end) = near.or_else(|| postmortem.starts.first().zip(postmortem.ends.first()))?;
    Some((start, end, super::gap(&start.value, &end.value)?))
}

fn agrees(cx: &Context<'_>, stated: &Fact<TimeDelta>, computed: TimeDelta) -> bool {
    let mut slack = cx.settings.tolerances.duration();
    let from = cx.source.text.ceil_char_boundary(stated.span.start.saturating_sub(24));
    let before = cx.text(Span::new(from, stated.span.start)).to_lowercase();
    let before = before.trim_end_matches([' ', '(', '*', '_']);
    let written = cx.text(stated.span).to_lowercase();
    if PART.iter().any(|word| before.ends_with(word)) {
        return true;
    }
    let says = |words: &[&str]| words.iter().any(|word| before.ends_with(word) || written.starts_with(word));
    if says(UNDER) {
        return computed <= stated.value + slack;
    }
    let whole_hours = stated.value.num_minutes() % 60 == 0;
    let rounding = match (whole_hours, says(ABOUT)) {
        (true, true) if stated.value >= TimeDelta::hours(24) => TimeDelta::hours(6),
        (true, true) => TimeDelta::minutes(30),
        (true, false) | (false, true) => TimeDelta::minutes(15),
        (false, false) => TimeDelta::zero(),
    };
    slack = slack.max(rounding);
    if says(OVER) {
        return computed >= stated.value - slack && computed <= stated.value * 2;
    }
    (computed - stated.value).abs() <= slack
}
