//! PM806: a wait that is longer than the patience of the one who waits.

use super::ModelContext;
use crate::model::sanity::NoteKind;
use crate::rules::Report;
use crate::rules::rule::declare_rule;

declare_rule! {
    /// ## What it checks
    /// No `max_wait`, full queue or timeout of a call lasts longer than the callers wait for the answer.
    ///
    /// ## Why
    /// A bound over the timeout bounds nothing: who waits has given up before it is reached, and the work is done for nobody.
    ///
    /// ## Fails
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h }
    /// load: { users: { rate: 10/s, call: connections, timeout: 2s } }
    /// components:
    ///   connections: { kind: pool, size: 8, max_wait: 30s, to: db }
    ///   db: { kind: database, work: 10ms }
    /// ```
    ///
    /// ## Passes
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h }
    /// load: { users: { rate: 10/s, call: connections, timeout: 2s } }
    /// components:
    ///   connections: { kind: pool, size: 8, max_wait: 500ms, to: db }
    ///   db: { kind: database, work: 10ms }
    /// ```
    PM806 "bound-over-timeout" { level: Hint, since: "0.1.0", of: model }
}

fn check(cx: &ModelContext<'_>, report: &mut Report<'_>) {
    for note in cx.model.notes.iter().filter(|note| note.kind == NoteKind::LongBound) {
        report.fault(&note.fault);
    }
}
