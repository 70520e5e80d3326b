//! PM811: a claim that the model contradicts.

use crate::model::claims::{ClaimKind, Verdict};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// Start, time to detect, duration and impact, as the document states them, lie inside what a replay of the
    /// linked model gives. Times may differ by the settings' `time` tolerance or a twentieth of what is stated,
    /// shares by five percentage points.
    ///
    /// ## Why
    /// A model that shows another outage than the document tells explains nothing, or the document is wrong.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// start: 2026-03-01T10:30
    /// end: 2026-03-01T12:30
    /// timezone: UTC
    /// model: models/checkout.yaml
    /// ---
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
    /// ```
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h, seed: 1 }
    /// load: { users: { rate: 1/s, arrivals: even, call: api, timeout: 1s } }
    /// components: { api: { kind: service, work: 10ms } }
    /// timeline:
    ///   - { at: 10:30, id: crash, do: crash, target: api, for: 30m }
    /// ```
    PM811 "claim-differs" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let differ = cx.claims.iter().filter(|claim| claim.verdict == Verdict::Differs);
    for claim in differ.filter(|claim| matches!(claim.kind, ClaimKind::Time | ClaimKind::Impact)) {
        let span = claim.span.unwrap_or_else(|| cx.missing("model"));
        report
            .at(span, format!("{} is {}, but the model shows {}", claim.what, claim.stated, claim.simulated))
            .help("correct the document, or the model's assumptions until it tells this outage");
    }
}
