//! PM804: a component that is busy before anything is wrong.

use super::ModelContext;
use crate::model::sanity::NoteKind;
use crate::rules::Report;
use crate::rules::rule::declare_rule;

declare_rule! {
    /// ## What it checks
    /// No component is asked, at the start of the run, for 90% or more of what it can do: offered load times the time that
    /// a request holds a worker, over the workers; calls, shares, repetitions and attempts are followed from the loads.
    ///
    /// ## Why
    /// At a utilisation of 0.97 queues are long, and above 1 they grow without end, so that the model shows an outage that
    /// no fault has caused. Often a unit or a count is wrong.
    ///
    /// ## Fails
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h }
    /// load: { users: { rate: 97/s, call: api, timeout: 1s } }
    /// components: { api: { kind: service, workers: 10, work: 100ms } }
    /// ```
    ///
    /// ## Passes
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h }
    /// load: { users: { rate: 60/s, call: api, timeout: 1s } }
    /// components: { api: { kind: service, workers: 10, work: 100ms } }
    /// ```
    PM804 "overloaded-component" { level: Warning, since: "0.1.0", of: model }
}

fn check(cx: &ModelContext<'_>, report: &mut Report<'_>) {
    for note in cx.model.notes.iter().filter(|note| note.kind == NoteKind::Overloaded) {
        report.fault(&note.fault);
    }
}
