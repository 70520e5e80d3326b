//! Followed requests as text and as JSON.

use std::fmt::Write;

use crate::model::followed::{Followed, Hop, Request};
use crate::model::units::Duration;

/// The requests as JSON, indented, with a final line break.
pub fn json(followed: &Followed) -> String {
    serde_json::to_string_pretty(followed).unwrap_or_default() + "\n"
}

/// The requests for a person: each hop under the one that made it, times after the request was sent.
pub fn text(followed: &Followed) -> String {
    let mut text = format!("{}, {}, seed {}\n", followed.model, followed.variant, followed.seed);
    if followed.requests.is_empty() {
        text.push_str("\nno request of this run fits\n");
    }
    for request in &followed.requests {
        let clock = request.clock.get(..23).unwrap_or(&request.clock).replace('T', " ");
        let mode = if request.write { "write" } else { "read" };
        let end = match (&request.outcome, request.ended) {
            (Some(outcome), Some(ended)) => format!("{outcome} after {}", since(request.sent, ended)),
            _ => "no answer when the run ended".to_owned(),
        };
        let Request { id, load, key, .. } = request;
        let _ = writeln!(text, "\nrequest {id} of {load} at {clock}, {mode} of key {key}: {end}");
        let mut lines = Vec::new();
        hops(&request.hops, request.sent, 0, &mut lines);
        let width = lines.iter().map(|(at, _)| at.len()).max().unwrap_or_default();
        for (at, line) in lines {
            let _ = writeln!(text, "  {at:>width$}  {line}");
        }
    }
    text
}

fn since(from: u64, to: u64) -> String {
    Duration(to.saturating_sub(from)).short()
}

fn hops(hops: &[Hop], start: u64, depth: usize, lines: &mut Vec<(String, String)>) {
    for hop in hops {
        let at = format!("+{}", since(start, hop.sent));
        lines.push((at, format!("{}{}", "  ".repeat(depth), line(hop))));
        self::hops(&hop.hops, start, depth + 1, lines);
    }
}

fn line(hop: &Hop) -> String {
    let mut parts = Vec::new();
    if hop.attempt > 1 {
        let pause = if hop.backoff > 0 {
            format!(" after a pause of {}", Duration(hop.backoff).short())
        } else {
            String::new()
        };
        parts.push(format!("attempt {}{pause}", hop.attempt));
    }
    if let Some(arrived) = hop.arrived.filter(|arrived| *arrived > hop.sent) {
        parts.push(format!("{} on the way", since(hop.sent, arrived)));
    }
    match (hop.arrived, hop.started) {
        (Some(arrived), Some(started)) if started > arrived => {
            parts.push(format!("waited {}", since(arrived, started)));
        }
        (Some(arrived), None) => {
            let waited = hop.left.filter(|left| *left > arrived).map(|left| since(arrived, left));
            let waited = waited.map_or_else(String::new, |waited| format!("waited {waited}, "));
            parts.push(format!("{waited}no worker took it"));
        }
        (None, _) if hop.ended.is_some_and(|ended| ended > hop.sent) => {
            parts.push("it never arrived".to_owned());
        }
        _ => {}
    }
    match (hop.started, hop.worked) {
        (Some(started), Some(worked)) if worked > started => {
            parts.push(format!("worked {}", since(started, worked)));
        }
        _ => {}
    }
    match (hop.ended, hop.left) {
        (Some(ended), Some(left)) if left > ended => {
            parts.push(format!("went on for nobody for {}", since(ended, left)));
        }
        (Some(_), None) if hop.arrived.is_some() => {
            parts.push("still went on for nobody when the run ended".to_owned());
        }
        _ => {}
    }
    let end = match (&hop.outcome, hop.ended) {
        (Some(outcome), Some(ended)) => format!("{outcome} after {}", since(hop.sent, ended)),
        _ => "under way when the run ended".to_owned(),
    };
    let via = hop.via.as_ref().map_or_else(String::new, |via| format!("{via} → "));
    let details = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    format!("{} → {via}{}: {end}{details}", hop.from, hop.to)
}
