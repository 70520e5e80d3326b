//! PM706: links that readers cannot open.

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// No link leads to a machine that only the team can reach: `localhost`, a private address, a host without a
    /// dot or under `.local`, `.internal`, `.corp`, `.lan`, or one of `private-hosts` in `afterword.toml`.
    ///
    /// ## Why
    /// Readers of the wiki get an error, and the name tells outsiders about the inside of the network.
    ///
    /// ## Fails
    /// ```markdown
    /// # Expired certificate stopped the checkout
    ///
    /// [Dashboard](http://grafana.internal/d/checkout)
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// # Expired certificate stopped the checkout
    ///
    /// [The vendor's status page](https://status.example.com/incidents/4711)
    /// ```
    PM706 "private-link" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for (target, span) in super::links(cx) {
        let span = *span;
        let Some(host) = host(target) else { continue };
        let listed = cx.settings.private_hosts.iter().any(|known| {
            host == *known || host.strip_suffix(known.as_str()).is_some_and(|before| before.ends_with('.'))
        });
        if listed || is_private(&host) {
            report
                .at(span, format!("readers cannot open `{host}`"))
                .help("say here what can be seen there, or put a picture of it in the repository");
        }
    }
}

fn host(target: &str) -> Option<String> {
    let (scheme, rest) = target.split_once("://")?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "ftp" | "ssh") {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next()?,
        None => host.split(':').next()?,
    };
    (!host.is_empty()).then(|| host.to_lowercase())
}

fn is_private(host: &str) -> bool {
    if let Ok(address) = host.parse::<core::net::Ipv4Addr>() {
        return address.is_private() || address.is_loopback() || address.is_link_local();
    }
    if let Ok(address) = host.parse::<core::net::Ipv6Addr>() {
        return address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local();
    }
    let domain = host.rsplit('.').next().unwrap_or_default();
    !host.contains('.')
        || matches!(domain, "local" | "internal" | "corp" | "lan" | "intranet" | "localhost" | "home")
}
