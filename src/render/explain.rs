//! An explicit model as text and as JSON.

use std::fmt::Write;

use super::simulate::{per_second, percent};
use super::table::table;
use crate::model::explain::{Explained, Happening, Origin};
use crate::model::units::Duration;
use crate::text::counted;

/// The explicit model as JSON, indented, with a final line break.
pub fn json(explained: &Explained) -> String {
    serde_json::to_string_pretty(explained).unwrap_or_default() + "\n"
}

/// The explicit model for a person at a terminal.
pub fn text(explained: &Explained) -> String {
    let mut text = String::new();
    let runs = counted(explained.runs, "run");
    let start = explained.start.get(..19).unwrap_or(&explained.start).replace('T', " ");
    let _ = writeln!(
        text,
        "{}, {}: {} from {start} ({}), seed {}, {runs}",
        explained.model,
        explained.variant,
        Duration(explained.run_for).short(),
        explained.timezone,
        explained.seed
    );
    if let Some(about) = &explained.about {
        let _ = writeln!(text, "  {about}");
    }
    for (path, value) in &explained.changes {
        let _ = writeln!(text, "  changes {path}: {value}");
    }
    demand(&mut text, explained);
    load(&mut text, explained);
    if !explained.timeline.is_empty() {
        let _ = writeln!(text, "\nwhat happens");
    }
    for one in &explained.timeline {
        happening(&mut text, one);
    }
    settings(&mut text, explained);
    text
}

fn demand(text: &mut String, explained: &Explained) {
    let _ = writeln!(text, "\nasked for and possible when the run starts, means before any fault");
    let head = [
        "component",
        "kind",
        "offered",
        "capacity",
        "utilisation",
        "takes",
        "callers wait",
        "attempts",
        "because",
    ];
    let seconds = |value: f64| Duration::from_secs_f64(value).short();
    let rows = explained.demand.iter().map(|one| {
        let waits = match one.patience {
            Some(patience) => seconds(patience),
            None if one.offered > 0.0 => "for ever".to_owned(),
            None => "–".to_owned(),
        };
        vec![
            one.component.clone(),
            one.kind.to_owned(),
            per_second(one.offered),
            one.capacity.map_or_else(|| "no limit".to_owned(), per_second),
            one.utilisation.map_or_else(|| "–".to_owned(), percent_above),
            seconds(one.time),
            waits,
            one.attempts.to_string(),
            one.because.clone(),
        ]
    });
    table(text, &head, &rows.collect::<Vec<_>>());
}

/// A share that may be above the whole.
fn percent_above(share: f64) -> String {
    if share > 1.0 { format!("{:.0}%", share * 100.0) } else { percent(Some(share)) }
}

fn load(text: &mut String, explained: &Explained) {
    let _ = writeln!(text, "\nload");
    for step in &explained.load {
        let why = step.because.as_ref().map_or_else(String::new, |why| format!(" ({why})"));
        let _ = writeln!(text, "  {}  {}: {}{why}", step.clock, step.load, step.what);
    }
}

fn happening(text: &mut String, one: &Happening) {
    let id = one.id.as_ref().map_or_else(String::new, |id| format!("{id}: "));
    let target = one.target.as_ref().map_or_else(String::new, |target| format!(" {target}"));
    let who = one.who.as_ref().map_or_else(String::new, |who| format!(", by {who}"));
    let _ = writeln!(text, "  {}  {id}{}{target}{who}", one.moment, one.verb);
    let _ = writeln!(text, "      {}", one.effect);
    if !one.details.is_empty() {
        let _ = writeln!(text, "      {}", one.details.join(", "));
    }
    if let Some(because) = &one.because {
        let _ = writeln!(text, "      because: {because}");
    }
}

fn settings(text: &mut String, explained: &Explained) {
    let _ = writeln!(text, "\nevery key in force");
    let rows = explained.settings.iter().map(|setting| {
        let origin = match setting.origin {
            Origin::Written => "",
            Origin::Quoted => "quoted",
            Origin::Assumed => "assumed",
            Origin::Default => "default",
        };
        let why = setting.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
        vec![setting.path.clone(), setting.value.clone(), format!("{origin}{why}")]
    });
    table(text, &["key", "value", "origin"], &rows.collect::<Vec<_>>());
}
