//! The expectations: known names, one claim each, bounds that can be met.

use super::Checker;
use crate::finding::FaultKind;
use crate::model::BASE;
use crate::model::expect::Expectation;
use crate::model::moment::At;

pub(super) fn check(checker: &mut Checker<'_>, variant: &str) {
    let spec = checker.spec;
    for (index, expectation) in spec.expect.iter().enumerate() {
        let index = index.to_string();
        if let Some(name) = expectation.variant.as_ref().filter(|_| variant == BASE) {
            let known: Vec<&str> = std::iter::once(BASE).chain(spec.variants.names()).collect();
            checker.refer(&["expect", &index, "variant"], "variant", name, known);
        }
        if expectation.variant.as_deref().unwrap_or(BASE) == variant {
            claim(checker, &index, expectation);
            names(checker, &index, expectation);
        }
    }
}

fn claim(checker: &mut Checker<'_>, index: &str, expectation: &Expectation) {
    let claims = [
        expectation.availability.is_some(),
        expectation.goodput.is_some(),
        expectation.affected.is_some(),
        expectation.latency.is_some(),
        expectation.recovered.is_some(),
        expectation.detected.is_some(),
        expectation.alert.is_some(),
        expectation.event.is_some(),
        expectation.cause.is_some(),
        expectation.holders.is_some(),
        expectation.metastable.is_some(),
    ];
    if claims.iter().filter(|claim| **claim).count() != 1 {
        checker.wrong(
            &["expect", index],
            "an expectation must make exactly one claim",
            "write for example `- { variant: as-it-happened, availability: { below: 5%, from: 17:35, to: 20:00 } }`",
        );
    }
    for (key, shares) in [
        ("availability", &expectation.availability),
        ("goodput", &expectation.goodput),
        ("affected", &expectation.affected),
    ] {
        let Some(shares) = shares else { continue };
        let path = ["expect", index, key];
        bounds(checker, &path, shares.below.map(|share| share.0), shares.above.map(|share| share.0));
        span(checker, &path, shares.from, shares.to, shares.window.as_deref());
        if let Some(of) = &shares.of {
            checker.watched(&["expect", index, key, "of"], of);
        }
    }
    if let Some(latency) = &expectation.latency {
        let path = ["expect", index, "latency"];
        bounds(
            checker,
            &path,
            latency.below.map(crate::model::units::Duration::secs),
            latency.above.map(crate::model::units::Duration::secs),
        );
        span(checker, &path, latency.from, latency.to, latency.window.as_deref());
    }
    if let Some(recovered) = &expectation.recovered {
        let ways =
            [recovered.after.is_some(), recovered.at.is_some(), recovered.before.is_some(), recovered.never];
        moments(checker, &["expect", index, "recovered"], &ways, recovered.at);
    }
    if let Some(detected) = &expectation.detected {
        let only_who = detected.by.is_some() || detected.monitor.is_some();
        let ways =
            [detected.after.is_some(), detected.at.is_some(), detected.before.is_some(), detected.never];
        if !only_who || ways.contains(&true) {
            moments(checker, &["expect", index, "detected"], &ways, detected.at);
        }
    }
    if let Some(cause) = &expectation.cause {
        let path = ["expect", index, "cause"];
        bounds(checker, &path, cause.below.map(|share| share.0), cause.above.map(|share| share.0));
        checker.refer(&["expect", index, "cause", "cause"], "cause", &cause.cause, CAUSES);
    }
}

/// Why requests fail, as summaries print it.
pub const CAUSES: [&str; 18] = [
    "timeout",
    "queue_full",
    "max_wait",
    "error",
    "overload",
    "refused",
    "dropped",
    "no_instance",
    "crashed",
    "rate_limited",
    "shed",
    "too_many_in_flight",
    "breaker_open",
    "data_lost",
    "read_only",
    "no_leader",
    "exhausted",
    "cancelled",
];

fn bounds(checker: &mut Checker<'_>, path: &[&str], below: Option<f64>, above: Option<f64>) {
    match (below, above) {
        (None, None) => {
            checker.wrong(path, "the claim has neither `below` nor `above`", "add for example `above: 99%`");
        }
        (Some(below), Some(above)) if above >= below => {
            checker.wrong(path, "`above` is not lower than `below`: nothing can satisfy both", "swap them");
        }
        _ => {}
    }
}

fn span(checker: &mut Checker<'_>, path: &[&str], from: Option<At>, to: Option<At>, window: Option<&str>) {
    for at in [from, to].into_iter().flatten() {
        checker.within_run(path, at);
    }
    let clock = &checker.spec.clock;
    if let (Some(from), Some(to)) = (from, to)
        && clock.offset(from) >= clock.offset(to)
    {
        checker.wrong(path, "the window ends before it starts", "swap `from` and `to`, or write full dates");
    }
    if let Some(name) = window {
        if from.is_some() || to.is_some() {
            checker.wrong(path, "give either `window` or `from` and `to`", "remove one of the two");
        }
        let spec = checker.spec;
        let known: Vec<&str> =
            ["before", "during", "after"].into_iter().chain(spec.windows.names()).collect();
        checker.refer(path, "window", name, known);
    }
}

fn moments(checker: &mut Checker<'_>, path: &[&str], ways: &[bool], at: Option<At>) {
    if ways.iter().filter(|way| **way).count() != 1 {
        let message = "the claim must have exactly one of `after`, `at`, `before` and `never`";
        checker.wrong(path, message, "write for example `{ after: 47h, within: 1h }`");
    }
    if let Some(at) = at {
        checker.within_run(path, at);
    }
}

fn names(checker: &mut Checker<'_>, index: &str, expectation: &Expectation) {
    let spec = checker.spec;
    let monitors = [
        expectation.alert.as_ref().map(|alert| ("alert", &alert.monitor)),
        expectation.detected.as_ref().and_then(|detected| Some(("detected", detected.monitor.as_ref()?))),
    ];
    for (key, monitor) in monitors.into_iter().flatten() {
        checker.refer(&["expect", index, key, "monitor"], "monitor", monitor, spec.monitors.names());
    }
    if expectation.detected.is_some() && spec.monitors.is_empty() {
        let message = "nobody can notice: the model has no monitors";
        checker.fault(FaultKind::Reference, &["expect", index, "detected"], message).help =
            Some("add `monitors:` with an alert, or with `reports` by customers".to_owned());
    }
    if let Some(event) = &expectation.event {
        let ids: Vec<&str> = spec.timeline.iter().filter_map(|event| event.id.as_deref()).collect();
        checker.refer(&["expect", index, "event", "id"], "event", &event.id, ids);
    }
    if let Some(of) = expectation.cause.as_ref().and_then(|cause| cause.of.as_ref()) {
        checker.watched(&["expect", index, "cause", "of"], of);
    }
    if let Some(holders) = &expectation.holders {
        checker.component(&["expect", index, "holders", "of"], &holders.of);
    }
}
