//! PM404: the explanation ends with a person.

use crate::document::Origin;
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// The root cause is not a person's slip ("human error", "the engineer forgot"), unless the text goes on to
    /// say why the slip could happen or have that effect.
    ///
    /// ## Why
    /// People always make mistakes. What can be changed is what made this one easy, unnoticed or dear.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Root cause and resolution
    /// ### Root cause
    /// The outage was caused by human error: an engineer on the platform team deleted the key of the gateway.
    ///
    /// ### Resolution
    /// We restored the key from the vault and reloaded the gateway, which took effect within a minute.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Root cause and resolution
    /// ### Root cause
    /// An engineer on the platform team deleted the key of the gateway, because the list of unused keys that the
    /// console shows leaves out keys that are read over the network. Nothing asks before such a deletion.
    ///
    /// ### Resolution
    /// We restored the key from the vault and reloaded the gateway, which took effect within a minute.
    /// ```
    PM404 "stops-at-person" { level: Warning, since: "0.1.0", seeks: [SLIPS, BEYOND] }
}

static SLIPS: Phrases = Phrases::new(&[
    "human error",
    "human errors",
    "human mistake",
    "operator error",
    "user error",
    "engineer error",
    "developer error",
    "engineer's mistake",
    "developer's mistake",
    "engineer forgot",
    "developer forgot",
    "operator forgot",
    "team forgot",
    "we forgot",
    "engineer made a mistake",
    "developer made a mistake",
    "carelessness",
    "negligence",
    "careless mistake",
    "was careless",
    "incompetence",
]);

/// Words by which an explanation goes on to what made the slip possible.
static BEYOND: Phrases = Phrases::new(&[
    "because",
    "since the",
    "nothing prevented",
    "nothing stopped",
    "did not warn",
    "no review",
    "without review",
    "no check",
    "no test",
    "not tested",
    "no validation",
    "no alert",
    "without being",
    "was not caught",
    "missing check",
    "lack of",
    "absence of",
    "there was no",
    "there were no",
    "process",
    "procedure",
    "allowed",
    "did not require",
    "no safeguard",
    "tooling",
    "pipeline",
]);

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for cause in cx.postmortem.causes.iter().filter(|cause| cause.origin == Origin::Causes) {
        let Some(span) = cx.find(&SLIPS, cause.span).next() else { continue };
        if cx.find(&BEYOND, cause.span).next().is_some() {
            continue;
        }
        report
            .at(span, "the explanation stops at a person")
            .help("go on: what made the slip easy, why did nothing catch it, why did it have this effect");
        return;
    }
}
