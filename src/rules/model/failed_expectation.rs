//! PM814: a model that no longer tells its story.

use super::ModelContext;
use crate::rules::Report;
use crate::rules::rule::declare_rule;
use crate::text::{Span, yaml};

declare_rule! {
    /// ## What it checks
    /// Everything under the model's `expect:` comes out in every run.
    ///
    /// ## Why
    /// The expectations are what makes the model a model of this outage. When one fails, a change has broken the
    /// model, or an assumption was wrong.
    ///
    /// ## Fails
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h, seed: 1 }
    /// load: { users: { rate: 1/s, arrivals: even, call: api, timeout: 1s } }
    /// components: { api: { kind: service, work: 10ms } }
    /// timeline:
    ///   - { at: 10:30, id: crash, do: crash, target: api, for: 30m }
    /// expect:
    ///   - { availability: { above: 99%, from: 10:30, to: 11:00 } }
    /// ```
    ///
    /// ## Passes
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h, seed: 1 }
    /// load: { users: { rate: 1/s, arrivals: even, call: api, timeout: 1s } }
    /// components: { api: { kind: service, work: 10ms } }
    /// timeline:
    ///   - { at: 10:30, id: crash, do: crash, target: api, for: 30m }
    /// expect:
    ///   - { availability: { below: 1%, from: 10:30, to: 11:00 } }
    /// ```
    PM814 "failed-expectation" { level: Error, since: "0.1.0", of: model }
}

fn check(cx: &ModelContext<'_>, report: &mut Report<'_>) {
    let Some(outcome) = cx.outcome.filter(|outcome| !outcome.passed()) else { return };
    let text = &cx.source.text;
    let root = yaml::parse(text, Span::new(cx.source.bom(), text.len())).root;
    for verdict in outcome.expectations.iter().filter(|verdict| !verdict.holds) {
        let index = verdict.index.to_string();
        let span = root.as_ref().map_or(Span::at(0), |root| root.at(["expect", &index]).span);
        let message = format!("`{}`: expected {}, got {}", verdict.variant, verdict.expected, verdict.got);
        let draft = report.at(span, message);
        match &verdict.because {
            Some(because) => _ = draft.help(format!("it must hold because: {because}")),
            None => _ = draft.help("correct the model until it tells this outage again, or the expectation"),
        }
    }
}
