//! PM506: noticed late, and nothing done about it.

use std::sync::LazyLock;

use chrono::TimeDelta;

use crate::document::{ActionKind, DetectionMethod};
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

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

static DETECTING: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(&[
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
    ])
});

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let postmortem = cx.postmortem;
    let Some(first) = postmortem.actions.first() else { return };
    let helps = |action: &crate::document::Action| {
        action.kind == Some(ActionKind::Detect) || DETECTING.any(&action.text)
    };
    if postmortem.actions.iter().any(helps)
        || postmortem.improvements.iter().any(|text| DETECTING.any(&text.value))
    {
        return;
    }
    let help = "add a task that makes it be noticed sooner: which alert, on what, at which threshold";
    if let Some(by) = postmortem.detection.first().filter(|by| by.value == DetectionMethod::Customer) {
        report
            .at(by.span, "customers noticed first, and no task changes that")
            .and(super::line(cx, first.text_span), "the tasks")
            .help(help);
        return;
    }
    let Some(((start, end), detected)) = postmortem.start().zip(postmortem.end()).zip(postmortem.detected())
    else {
        return;
    };
    let took = detected - start;
    if took > TimeDelta::minutes(30) && took * 4 > end - start {
        let Some(fact) = postmortem.detected.first() else { return };
        let took = crate::rules::times::spoken(took);
        report
            .at(fact.span, format!("detection took {took}, and no task makes it faster"))
            .and(super::line(cx, first.text_span), "the tasks")
            .help(help);
    }
}
