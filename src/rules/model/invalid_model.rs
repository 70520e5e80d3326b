//! PM802: a model that cannot be run as written.

use super::ModelContext;
use crate::finding::FaultKind;
use crate::rules::Report;
use crate::rules::rule::declare_rule;

declare_rule! {
    /// ## What it checks
    /// The model is valid YAML, has every key it needs and no other, every value has its unit, and every name
    /// refers to something.
    ///
    /// ## Why
    /// A model that cannot be read is not replayed, and then nothing checks the document's claims. All faults are
    /// told at once, each with its place.
    ///
    /// ## Fails
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h }
    /// load: { users: { rate: 2/s, call: apii } }
    /// components: { api: { kind: service, work: 10ms } }
    /// ```
    ///
    /// ## Passes
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h }
    /// load: { users: { rate: 2/s, call: api } }
    /// components: { api: { kind: service, work: 10ms } }
    /// ```
    PM802 "invalid-model" { level: Error, since: "0.1.0", of: model }
}

fn check(cx: &ModelContext<'_>, report: &mut Report<'_>) {
    for fault in cx.decoding {
        report.fault(fault);
    }
    let told_empty = cx.decoding.iter().any(|fault| fault.kind == FaultKind::Empty);
    let faults = cx.model.faults.iter().filter(|fault| fault.kind != FaultKind::Suspicious);
    for fault in faults.filter(|fault| !(told_empty && fault.kind == FaultKind::Empty)) {
        report.fault(fault);
    }
}
