//! PM807: an event that cannot happen, or changes nothing.

use super::ModelContext;
use crate::model::sanity::NoteKind;
use crate::rules::Report;
use crate::rules::rule::declare_rule;

declare_rule! {
    /// ## What it checks
    /// Every event of the timeline can happen and changes something: its condition can become true, it comes before the end
    /// of the run, and requests reach what it strikes.
    ///
    /// ## Why
    /// A fault that never strikes leaves a model that tells a quieter story than its author thinks.
    ///
    /// ## Fails
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h }
    /// load: { users: { rate: 2/s, call: api } }
    /// components: { api: { kind: service, work: 10ms } }
    /// timeline:
    ///   - { when: { down: api }, after: 5m, do: surge, target: users, factor: 3x }
    /// ```
    ///
    /// ## Passes
    /// ```yaml
    /// model: checkout
    /// clock: { start: 2026-03-01T10:00, run_for: 2h }
    /// load: { users: { rate: 2/s, call: api } }
    /// components: { api: { kind: service, work: 10ms } }
    /// timeline:
    ///   - { at: 10:30, do: crash, target: api, for: 10m }
    ///   - { when: { down: api }, after: 5m, do: surge, target: users, factor: 3x }
    /// ```
    PM807 "event-without-effect" { level: Warning, since: "0.1.0", of: model }
}

fn check(cx: &ModelContext<'_>, report: &mut Report<'_>) {
    for note in cx.model.notes.iter().filter(|note| note.kind == NoteKind::NoEffect) {
        report.fault(&note.fault);
    }
}
