//! Which keys belong to which verb, and what `set` and `deploy` can change.

use super::event::Verb;

/// What a verb is done to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// Nothing.
    Nothing,
    /// Components, instances, shards or copies.
    Nodes,
    /// Links.
    Links,
    /// Loads.
    Loads,
}

/// What belongs to a verb: its target, the keys it needs, and the keys it may have beside the usual ones.
pub fn grammar(verb: Verb) -> (Wants, &'static [&'static str], &'static [&'static str]) {
    use Wants::{Links, Loads, Nodes, Nothing};
    match verb {
        Verb::Note => (Nothing, &[], &["target"]),
        Verb::Crash | Verb::Restart | Verb::Reinstall => {
            (Nodes, &[], &["count", "stagger", "guard", "blast_radius", "stop_on", "for", "until"])
        }
        Verb::Wipe => (Nodes, &[], &["count", "stagger", "guard", "blast_radius", "stop_on"]),
        Verb::Repair | Verb::Restore | Verb::Rebuild | Verb::Promote => (Nodes, &[], &["count", "stagger"]),
        Verb::Slow => (Nodes, &["factor"], &["for", "until", "count", "stagger"]),
        Verb::Degrade => (Nodes, &["share"], &["for", "until", "count", "stagger"]),
        Verb::Cut => (Links, &[], &["for", "until"]),
        Verb::Lose => (Links, &["share"], &["for", "until"]),
        Verb::Delay => (Links, &["by"], &["for", "until"]),
        Verb::DeleteRule | Verb::AddRule => (Nodes, &["port"], &["for", "until"]),
        Verb::Disable | Verb::Enable => (Nothing, &["flag"], &["for", "until"]),
        Verb::Surge => (Loads, &["factor"], &["for", "until"]),
        Verb::Set => (Nodes, &["set"], &["for", "until"]),
        Verb::Deploy => (Nodes, &["set"], &["batch", "stagger", "stop_on"]),
        Verb::Rollback => (Nodes, &[], &["batch", "stagger"]),
        Verb::Stop => (Nodes, &[], &["for", "until"]),
        Verb::Start | Verb::Reclaim => (Nodes, &[], &[]),
        Verb::Skew => (Nodes, &["by"], &["for", "until"]),
    }
}

/// The word of a verb as written.
pub fn word(verb: Verb) -> String {
    serde_json::to_value(verb).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The parameters that `set` and `deploy` can change while the model runs, for each kind.
pub fn parameters(kind: &str) -> &'static [&'static str] {
    match kind {
        "service" => &[
            "workers",
            "queue",
            "work",
            "availability",
            "max_wait",
            "instances",
            "shed_above",
            "timeout",
            "attempts",
        ],
        "database" => &["workers", "queue", "work", "availability"],
        "cache" => &["ttl", "work", "workers"],
        "pool" => &["size", "max_wait", "queue", "timeout", "leak"],
        "resource" => &["capacity", "each", "leak"],
        "load_balancer" => &["timeout", "attempts"],
        "quorum" => &["workers", "work"],
        _ => &[],
    }
}

/// The unit format of a parameter; none for counts.
pub fn format(parameter: &str) -> Option<&'static str> {
    match parameter {
        "work" => Some("work"),
        "availability" | "leak" => Some("share"),
        "max_wait" | "timeout" | "ttl" => Some("duration"),
        _ => None,
    }
}
