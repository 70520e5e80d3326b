//! PM708: a service that is not in the catalogue.

use crate::finding::{Fault, FaultKind};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::{did_you_mean, yaml::Node};

declare_rule! {
    /// ## What it checks
    /// Every name in `services:` is one that `services` in `afterword.toml` lists. Without that list, any name
    /// is fine.
    ///
    /// ## Why
    /// Counts by service are wrong as soon as one service has two names.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// services: [pyments-gateway]
    /// ---
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// services: [payments-gateway]
    /// ---
    /// ```
    PM708 "unknown-service" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let known = &cx.settings.services;
    let Some((_, node)) = cx.postmortem.field("services").filter(|_| !known.is_empty()) else { return };
    for item in node.items() {
        let Some(name) = Node::text(item).filter(|name| !known.iter().any(|service| service == name)) else {
            continue;
        };
        let help = did_you_mean(name, known.iter().map(String::as_str))
            .unwrap_or_else(|| "add it to `services` in `afterword.toml`".to_owned());
        let message = format!("no service is called `{name}`");
        let fault = Fault::new(FaultKind::Reference, item.span, message).help(help);
        report.misspelt(&fault, name);
    }
}
