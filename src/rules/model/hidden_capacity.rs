//! PM805: a load that fits, but not with all its retries.

use super::ModelContext;
use crate::model::sanity::NoteKind;
use crate::rules::Report;
use crate::rules::rule::declare_rule;

declare_rule! {
    /// ## What it checks
    /// The load stays below the hidden capacity of every component: its capacity divided by the most attempts that callers
    /// make for one request. A retry budget, cancelling at the timeout, LIFO, or a queue that is shorter than the timeout
    /// take the danger away.
    ///
    /// ## Why
    /// Between hidden capacity and capacity a short overload can last for ever: work goes on for callers that have given up
    /// and come back. That may be the outage that is told, or an accident of the model.
    ///
    /// ## Fails
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h }
    /// load: { users: { rate: 700/s, call: api, timeout: 1s, retry: { attempts: 3 } } }
    /// components: { api: { kind: service, workers: 10, work: exp(10ms) } }
    /// ```
    ///
    /// ## Passes
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h }
    /// load: { users: { rate: 700/s, call: api, timeout: 1s, retry: { attempts: 3, budget: 10% } } }
    /// components: { api: { kind: service, workers: 10, work: exp(10ms) } }
    /// ```
    PM805 "hidden-capacity" { level: Hint, since: "0.1.0", of: model }
}

fn check(cx: &ModelContext<'_>, report: &mut Report<'_>) {
    for note in cx.model.notes.iter().filter(|note| note.kind == NoteKind::HiddenCapacity) {
        report.fault(&note.fault);
    }
}
