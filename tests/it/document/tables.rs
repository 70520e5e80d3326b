//! One line, one reading: the tables in `tests/fixtures/document`.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]

use afterword::document::{Doubt, Fact, Moment, Share};

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
