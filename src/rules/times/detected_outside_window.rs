//! PM105: noticed before it began or after it was over.

use crate::document::{Fact, Moment, Origin};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The moment of detection lies between start and end.
    ///
    /// ## Why
    /// What is detected before the start means that users were affected earlier than stated, or that a time is
    /// wrong. `tolerances.time` in `afterword.toml` says how far apart times may lie.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// start: 2026-03-02T14:05
    /// end: 2026-03-02T14:47
    /// detected: 2026-03-02T13:12
    /// ---
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// start: 2026-03-02T14:05
    /// end: 2026-03-02T14:47
    /// detected: 2026-03-02T14:12
    /// ---
    /// ```
    PM105 "detected-outside-window" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let postmortem = cx.postmortem;
    let (Some(start), Some(end)) = (postmortem.starts.first(), postmortem.ends.first()) else { return };
    let tolerance = cx.settings.tolerances.time();
    for detected in &postmortem.detected {
        let early = super::gap(&detected.value, &start.value).filter(|gap| *gap > tolerance);
        let late = super::gap(&end.value, &detected.value).filter(|gap| *gap > tolerance);
        let guessed = |fact: &Fact<Moment>| fact.inferred && fact.origin == Origin::Timeline;
        let (early, late) = match detected.origin {
            Origin::Timeline => (early.filter(|_| !guessed(start)), late.filter(|_| !guessed(end))),
            _ => (early, late),
        };
        let (gap, word, other, name) = match (early, late) {
            (Some(gap), _) => (gap, "before", start, "start"),
            (None, Some(gap)) => (gap, "after", end, "end"),
            (None, None) => continue,
        };
        let (time, gap) = (super::shown(&detected.value), super::spoken(gap));
        let here = super::part(detected.origin);
        let there = super::stated(cx, other);
        report
            .at(detected.span, format!("{here} has it detected at {time}, {gap} {word} the {name}, {there}"))
            .label("detected")
            .and(other.span, name)
            .help("correct the wrong one; the start is when users were first affected");
        return;
    }
}
