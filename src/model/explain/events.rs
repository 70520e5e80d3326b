//! What happens, in order, and what each event changes.

use serde::Serialize;
use serde_json::Value as Json;

use super::wall;
use crate::model::event::{Event, Guard, When};
use crate::model::{Spec, schema};

/// An event of the timeline in words.
#[derive(Clone, Debug, Serialize)]
pub struct Happening {
    /// Nanoseconds after the start; absent when it waits for something.
    pub at: Option<i64>,
    /// The local time, or what it waits for.
    pub moment: String,
    /// Its id.
    pub id: Option<String>,
    /// The verb as written.
    #[serde(rename = "do")]
    pub verb: String,
    /// What is struck.
    pub target: Option<String>,
    /// What the verb does, from the reference.
    pub effect: String,
    /// What this event says beside: how much, how long, how many.
    pub details: Vec<String>,
    /// Who does it.
    pub who: Option<String>,
    /// Why.
    pub because: Option<String>,
}

/// The timeline in the order in which it happens; events that wait for something come last.
pub fn happenings(spec: &Spec) -> Vec<Happening> {
    let whole = serde_json::to_value(spec).unwrap_or_default();
    let mut all: Vec<Happening> = spec.timeline.iter().map(|event| happening(spec, &whole, event)).collect();
    all.sort_by_key(|one| one.at.unwrap_or(i64::MAX));
    all
}

fn happening(spec: &Spec, whole: &Json, event: &Event) -> Happening {
    let at = event.at.filter(|_| event.when.is_none()).map(|at| spec.clock.offset(at));
    let verb = serde_json::to_value(event.verb).ok();
    let verb = verb.as_ref().and_then(Json::as_str).unwrap_or_default().to_owned();
    Happening {
        at,
        moment: at.map_or_else(|| waits(event), |at| wall(spec, at)),
        id: event.id.clone(),
        effect: schema::meaning("Verb", &verb).unwrap_or_default().to_owned(),
        verb,
        target: event.target.as_ref().map(ToString::to_string),
        details: details(whole, event),
        who: event.who.clone(),
        because: event.because.clone(),
    }
}

fn waits(event: &Event) -> String {
    let after = event.after.map_or_else(|| "once".to_owned(), |after| format!("{after} after"));
    let condition = event.when.as_ref().map_or_else(|| "the start".to_owned(), condition);
    match event.at {
        Some(at) => format!("{after} {condition}, from {at} on"),
        None => format!("{after} {condition}"),
    }
}

fn condition(when: &When) -> String {
    let text = |target: &Option<crate::model::target::Target>| target.as_ref().map(ToString::to_string);
    let words = [
        (text(&when.lost), "is lost"),
        (text(&when.down), "is down"),
        (when.alert.clone(), "fires"),
        (when.done.clone(), "is done"),
        (when.over.clone(), "is over"),
        (when.exhausted.clone(), "is exhausted"),
        (when.no_leader.clone(), "has no leader"),
    ];
    let all: Vec<String> =
        words.into_iter().filter_map(|(what, word)| Some(format!("{} {word}", what?))).collect();
    all.join(" and ")
}

fn details(whole: &Json, event: &Event) -> Vec<String> {
    let mut all = Vec::new();
    let mut add = |text: Option<String>| all.extend(text);
    add(event.factor.map(|factor| format!("factor {factor}")));
    add(event.share.map(|share| format!("share {share}")));
    add(event.by.as_ref().map(|by| format!("by {by}")));
    add(event.port.map(|port| format!("port {port}")));
    add(event.flag.as_ref().map(|flag| format!("flag {flag}")));
    let target = event.target.as_ref().map(ToString::to_string).unwrap_or_default();
    let component = target.split('/').next().unwrap_or_default();
    for (key, value) in event.set.iter() {
        let before = whole.pointer(&format!("/components/{component}/{key}")).filter(|now| !now.is_null());
        let shown = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let before = before.map_or_else(|| "its default".to_owned(), shown);
        add(Some(format!("{key} from {before} to {}", shown(value))));
    }
    add(event.count.map(|count| format!("{count} of them, at random")));
    add(event.batch.map(|batch| format!("{batch} at a time")));
    add(event.stagger.map(|stagger| format!("one each {stagger}")));
    add(event.lasts.map(|lasts| format!("for {lasts}")));
    add(event.until.map(|until| format!("until {until}")));
    add(event.guard.map(|guard| match guard {
        Guard::RefuseIfServing => "leaves what is serving alone".to_owned(),
        Guard::RefuseIfLast => "leaves the last one alone".to_owned(),
    }));
    add(event.blast_radius.map(|most| format!("stops itself after {most}")));
    add(event.stop_on.as_ref().map(|monitor| format!("stops when {monitor} fires")));
    add(event.chance.map(|chance| format!("with a chance of {chance}")));
    all
}
