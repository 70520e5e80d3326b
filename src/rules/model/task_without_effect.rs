//! PM813: a task whose variant changes nothing.

use crate::model::claims::{ClaimKind, Verdict};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// A task that names a variant of the model (`variant: faster-restart`) names one that exists, and that variant
    /// fails a tenth fewer requests, ends a tenth sooner or is detected a tenth sooner than the outage did.
    ///
    /// ## Why
    /// A task that would not have helped is work without effect, and better found out on a model than in the next
    /// outage.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// model: models/checkout.yaml
    /// ---
    /// ## Tasks
    /// - [ ] Restart crashed services automatically (@mira, due 2026-04-01, variant: automatic-restart)
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
    /// model: models/checkout.yaml
    /// ---
    /// ## Tasks
    /// - [ ] Restart crashed services automatically (@mira, due 2026-04-01, variant: automatic-restart)
    /// ```
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h, seed: 1 }
    /// load: { users: { rate: 1/s, arrivals: even, call: api, timeout: 1s } }
    /// components: { api: { kind: service, work: 10ms } }
    /// timeline:
    ///   - { at: 10:30, id: crash, do: crash, target: api, for: 30m }
    /// variants:
    ///   automatic-restart: { timeline.crash.for: 1m }
    /// ```
    PM813 "task-without-effect" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let tasks = cx.claims.iter().filter(|claim| claim.kind == ClaimKind::Task);
    for claim in tasks.filter(|claim| claim.verdict == Verdict::Differs) {
        let span = claim.span.unwrap_or_else(|| cx.missing("model"));
        report
            .at(span, format!("this task has no effect in the model: {}", claim.simulated))
            .help("add the variant to the model's `variants:`, or look for a task that helps");
    }
}
