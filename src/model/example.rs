//! One small runnable model for each kind of component and each verb of the timeline.

macro_rules! examples {
    ($($word:literal),+ $(,)?) => {
        &[$(($word, include_str!(concat!("examples/", $word, ".yaml")))),+]
    };
}

/// The examples by the word that they show, kinds first.
pub const EXAMPLES: &[(&str, &str)] = examples![
    "service",
    "load_balancer",
    "database",
    "cache",
    "pool",
    "resource",
    "quorum",
    "lease",
    "note",
    "crash",
    "restart",
    "repair",
    "reinstall",
    "wipe",
    "restore",
    "rebuild",
    "promote",
    "slow",
    "degrade",
    "cut",
    "lose",
    "delay",
    "delete_rule",
    "add_rule",
    "disable",
    "enable",
    "surge",
    "set",
    "deploy",
    "rollback",
    "stop",
    "start",
    "reclaim",
    "skew",
];

/// The example of a word: what it shows, and the model without that sentence.
pub fn example(word: &str) -> Option<(&'static str, &'static str)> {
    let (_, text) = EXAMPLES.iter().find(|(known, _)| *known == word)?;
    let (about, model) = text.split_once('\n')?;
    Some((about.trim_start_matches("# "), model))
}
