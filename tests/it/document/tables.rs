//! One line, one reading: the tables in `tests/fixtures/document`.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]

use std::collections::BTreeMap;

use afterword::document::{
    Checklist, DetectionMethod, Doubt, Entry, Fact, Moment, Names, RoleKind, Share, Topic,
};
use afterword::model::Profile;

use super::read;

/// The rows of a table; lines with `#` are comments.
fn rows(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/fixtures/document/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let rows: Vec<Vec<String>> = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect();
    assert!(rows.len() > 5, "{name} has rows");
    rows
}

fn summary(text: &str) -> String {
    format!("# Title\n\n## Summary\n\n{}\n\n## Timeline\n", text.replace("<br>", "\n"))
}

fn doubts(moments: &[Fact<Moment>]) -> String {
    let names: Vec<&str> = moments
        .iter()
        .flat_map(|moment| &moment.value.doubts)
        .map(|doubt| match doubt {
            Doubt::DayOrMonth(_) => "day_or_month",
            Doubt::Zone(_) => "zone",
            Doubt::OutOfSeason(_) => "out_of_season",
            Doubt::Gap => "gap",
            Doubt::Fold => "fold",
            Doubt::Meridiem => "meridiem",
            Doubt::Year => "year",
        })
        .collect();
    if names.is_empty() { "-".to_owned() } else { names.join(" ") }
}

fn check(name: &str, actual: impl Fn(&str) -> String) {
    let mut wrong = Vec::new();
    for row in rows(name) {
        let (text, expected) = row.split_first().unwrap();
        let (expected, actual) = (expected.join("\t"), actual(text));
        if expected != actual {
            wrong.push(format!("{text}\n  expected {expected}\n  read     {actual}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn times() {
    check("times.tsv", |text| {
        let document = read(&summary(text));
        let postmortem = &document.postmortems[0];
        let iso = |facts: &[Fact<Moment>]| {
            facts.first().and_then(|fact| fact.value.iso()).unwrap_or_else(|| "-".to_owned())
        };
        format!("{}\t{}\t{}", iso(&postmortem.starts), iso(&postmortem.ends), doubts(&postmortem.starts))
    });
}

#[test]
fn durations() {
    check("durations.tsv", |text| {
        let document = read(&summary(text));
        let duration = document.postmortems[0].durations.first();
        duration.map_or_else(|| "-".to_owned(), |duration| duration.value.num_minutes().to_string())
    });
}

#[test]
fn shares() {
    check("shares.tsv", |text| {
        let document = read(&summary(text));
        let Some(Fact { value: Share { percent, up_to, of, .. }, .. }) =
            document.postmortems[0].shares.first()
        else {
            return "-\t-".to_owned();
        };
        let percent = up_to.map_or_else(|| percent.to_string(), |up_to| format!("{percent}-{up_to}"));
        let of = serde_json::to_value(of).unwrap();
        format!("{percent}\t{}", of.as_str().unwrap_or("-"))
    });
}

/// Whether the summary says something: the rows of a table have `word` where it does.
fn check_said(name: &str, word: &str, said: impl Fn(&Checklist) -> bool) {
    check(name, |text| {
        let checklist = read(&summary(text)).postmortems[0].checklist();
        if said(&checklist) { word } else { "-" }.to_owned()
    });
}

#[test]
fn causes() {
    check_said("causes.tsv", "cause", |checklist| checklist.summary_root_cause);
}

#[test]
fn symptoms() {
    check_said("symptoms.tsv", "symptom", |checklist| checklist.impact_what);
}

/// The second of four entries; `before` is the first.
fn entry(before: &str, text: &str) -> Entry {
    let timeline =
        format!("- 10:00 - {before}\n- 10:20 - {text}\n- 10:40 - Waiting.\n- 11:00 - Service is restored.");
    let document = read(&format!("# Title\n\n## Timeline\n\n{timeline}\n"));
    document.postmortems[0].timeline[1].clone()
}

/// How the team came to know, as the entry tells it.
#[test]
fn detections() {
    check("detections.tsv", |text| {
        let entry = entry("A new version goes out.", text);
        let detected = entry.roles.iter().find(|role| role.kind == RoleKind::Detected);
        let by = detected.map(|role| match role.by {
            Some(DetectionMethod::Monitoring) => "monitoring",
            Some(DetectionMethod::Engineer) => "engineer",
            Some(DetectionMethod::Customer) => "customer",
            Some(DetectionMethod::Other) => "other",
            None => "somehow",
        });
        by.unwrap_or("-").to_owned()
    });
}

/// Who was called in, after an alert.
#[test]
fn escalations() {
    check("escalations.tsv", |text| {
        let entry = entry("Alert fires.", text);
        let escalated = entry.roles.iter().find(|role| role.kind == RoleKind::Escalated);
        escalated
            .map_or_else(|| "-".to_owned(), |role| role.to.clone().unwrap_or_else(|| "somebody".to_owned()))
    });
}

/// What led nowhere.
#[test]
fn false_trails() {
    check("trails.tsv", |text| {
        let entry = entry("Alert fires.", text);
        if entry.has(RoleKind::Misleading) { "misleading" } else { "-" }.to_owned()
    });
}

/// A task's words, owner and due date, after an outage on Thursday, 14 September 2023.
#[test]
fn tasks() {
    check("tasks.tsv", |text| {
        let task = format!(
            "{}\n\n## Tasks\n\n{}\n- Add an alert\n",
            summary("The outage of 2023-09-14 lasted."),
            text.replace("<br>", "\n")
        );
        let document = read(&task);
        let action = &document.postmortems[0].actions[0];
        let owner = action.owner.as_ref().map_or("-", |owner| &owner.value);
        let due = action.due.as_ref().map_or_else(|| "-".to_owned(), |due| due.value.to_string());
        format!("{}\t{owner}\t{due}", action.text)
    });
}

#[test]
fn every_name_announces_its_own_topic() {
    for name in Profile::names() {
        let vocabulary = &Profile::built_in(name).unwrap().vocabulary;
        let topics = BTreeMap::<Topic, Names>::from(vocabulary.clone());
        for (topic, wording) in
            topics.iter().flat_map(|(topic, names)| names.is.iter().map(move |is| (topic, is)))
        {
            assert_eq!(vocabulary.exact(wording), Some(*topic), "{name}: {wording}");
        }
    }
}
