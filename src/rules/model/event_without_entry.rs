//! PM812: something that happens in the model and not in the timeline.

use crate::model::claims::{ClaimKind, Verdict};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// Every event of the model that has an `id` stands at the same clock time as an entry of the timeline, within
    /// the settings' `time` tolerance.
    ///
    /// ## Why
    /// Document and model tell the same story only if they agree on what happened when.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// start: 2026-03-01T10:30
    /// end: 2026-03-01T11:00
    /// timezone: UTC
    /// model: models/checkout.yaml
    /// ---
    /// ## Timeline
    /// - 10:45 – The checkout service crashes.
    /// - 11:00 – It is started again.
    /// ```
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h, seed: 1 }
    /// load: { users: { rate: 1/s, arrivals: even, call: api, timeout: 1s } }
    /// components: { api: { kind: service, work: 10ms } }
    /// timeline:
    ///   - { at: 10:30, id: crash, do: crash, target: api, for: 30m }
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// start: 2026-03-01T10:30
    /// end: 2026-03-01T11:00
    /// timezone: UTC
    /// model: models/checkout.yaml
    /// ---
    /// ## Timeline
    /// - 10:30 – The checkout service crashes.
    /// - 11:00 – It is started again.
    /// ```
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h, seed: 1 }
    /// load: { users: { rate: 1/s, arrivals: even, call: api, timeout: 1s } }
    /// components: { api: { kind: service, work: 10ms } }
    /// timeline:
    ///   - { at: 10:30, id: crash, do: crash, target: api, for: 30m }
    /// ```
    PM812 "event-without-entry" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let events = cx.claims.iter().filter(|claim| claim.kind == ClaimKind::Event);
    for claim in events.filter(|claim| claim.verdict == Verdict::Differs) {
        let span = claim.span.unwrap_or_else(|| cx.missing("model"));
        report
            .at(
                span,
                format!(
                    "the model's {} happens at {}, where the timeline has no entry",
                    claim.what, claim.simulated
                ),
            )
            .label("the nearest entry")
            .help("add the entry, or correct the time in the one of the two that is wrong");
    }
}
