//! PM506: noticed late, and nothing done about it.

use chrono::TimeDelta;

use crate::document::{Action, ActionKind, DetectionMethod, Postmortem};
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::times::spoken;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// Where customers noticed first, or detection took longer than half an hour and a quarter of the outage,
    /// a task makes it faster: an alert, a monitor, a probe.
    ///
    /// ## Why
    /// The next outage of this kind will be noticed as late as this one.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// start: 2026-03-02T12:05
    /// end: 2026-03-02T14:47
    /// detected: 2026-03-02T14:12
    /// detection: customer
    /// ---
    ///
    /// - [ ] Renew the certificates of all gateways thirty days before they expire (@mira, due 2026-04-01)
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// start: 2026-03-02T12:05
    /// end: 2026-03-02T14:47
    /// detected: 2026-03-02T14:12
    /// detection: customer
    /// ---
    ///
    /// - [ ] Page the payments team when fewer than half of the payments succeed (@mira, due 2026-04-01)
    /// ```
    PM506 "late-detection-without-task" { level: Warning, since: "0.1.0" }
}

static DETECTING: Phrases = Phrases::new(&[
    "alert",
    "alerts",
    "alerting",
    "alarm",
    "alarms",
    "monitor",
    "monitors",
    "monitoring",
    "monitored",
    "notify",
    "notified",
    "notification",
    "notifications",
    "page",
    "pages",
    "paging",
    "probe",
    "probes",
    "detect",
    "detects",
    "detection",
    "dashboard",
    "dashboards",
    "metric",
    "metrics",
    "health check",
    "health checks",
    "healthcheck",
    "observability",
    "datadog",
    "prometheus",
    "grafana",
    "slo",
    "slos",
    "synthetic",
    "canary",
    "logging",
    "logs",
    "track",
    "tracking",
    "watchdog",
    "uptime",
]);

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let postmortem = cx.postmortem;
    let Some(first) = postmortem.actions.first() else { return };
    let Some((place, message)) = late(postmortem) else { return };
    let helps = |action: &Action| action.kind == Some(ActionKind::Detect) || DETECTING.any(&action.text);
    let planned = postmortem.improvements.iter().any(|text| DETECTING.any(&text.value));
    if planned || postmortem.actions.iter().any(helps) {
        return;
    }
    report
        .at(place, message)
        .and(super::line(cx, first.text_span), "the tasks")
        .help("add a task that makes it be noticed sooner: which alert, on what, at which threshold");
}

/// Where it shows that detection was late, and what to say of it.
fn late(postmortem: &Postmortem) -> Option<(Span, String)> {
    if let Some(by) = postmortem.detection.first().filter(|by| by.value == DetectionMethod::Customer) {
        return Some((by.span, "customers noticed first, and no task changes that".to_owned()));
    }
    let (start, end, fact) = (postmortem.start()?, postmortem.end()?, postmortem.detected.first()?);
    let took = postmortem.detected()? - start;
    let late = took > TimeDelta::minutes(30) && took * 4 > end - start;
    late.then(|| (fact.span, format!("detection took {}, and no task makes it faster", spoken(took))))
}
