//! PM803: a model that can be run but is hardly what was meant.

use super::ModelContext;
use crate::finding::FaultKind;
use crate::rules::Report;
use crate::rules::rule::declare_rule;

declare_rule! {
    /// ## What it checks
    /// The model says nothing that is legal but hardly meant, such as a fault that never strikes because it lies
    /// outside the run.
    ///
    /// ## Why
    /// Such a model tells another story than its author thinks.
    ///
    /// ## Fails
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h }
    /// load: { users: { rate: 2/s, call: api } }
    /// components: { api: { kind: service, work: 10ms } }
    /// timeline:
    ///   - { at: 2026-03-01T13:30, id: crash, do: crash, target: api }
    /// ```
    ///
    /// ## Passes
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h }
    /// load: { users: { rate: 2/s, call: api } }
    /// components: { api: { kind: service, work: 10ms } }
    /// timeline:
    ///   - { at: 2026-03-01T11:30, id: crash, do: crash, target: api }
    /// ```
    PM803 "suspicious-model" { level: Warning, since: "0.1.0", of: model }
}

fn check(cx: &ModelContext<'_>, report: &mut Report<'_>) {
    for fault in cx.model.faults.iter().filter(|fault| fault.kind == FaultKind::Suspicious) {
        report.fault(fault);
    }
}
