//! Tests of reading models.

use super::read;
use crate::text::Source;

/// A model that works, to be changed by the tests.
const MODEL: &str = "\
model: small
clock: { start: 2024-03-01T10:00, run_for: 10m }
load:
  users: { rate: 10/s, call: api }   # assumed: a guess
components:
  api: { kind: service, workers: 4, work: exp(20ms), calls: { db: { timeout: 1s } } }
  db: { kind: database, shards: 2, replicas: { value: 1, quote: \"one standby\" }, work: 5ms }
timeline:
  - { at: 10:02, id: oops, do: crash, target: db/0/primary, for: 1m }
variants:
  calm: { timeline.oops: ~ }
expect:
  - { availability: { above: 90% } }
";

/// The faults of the model with one text replaced: the place, the message, the help.
fn faults(from: &str, to: &str) -> Vec<String> {
    assert!(MODEL.contains(from), "{from}");
    let text = MODEL.replace(from, to);
    let model = read(&Source::new("m.yaml", text.as_str()));
    let told = |fault: &crate::finding::Fault| {
        format!("{}: {} ({})", fault.span.of(&text), fault.message, fault.help.clone().unwrap_or_default())
    };
    model.faults.iter().map(told).collect()
}

#[test]
fn a_model_is_read_with_its_sources_and_variants() {
    let model = read(&Source::new("m.yaml", MODEL));
    assert_eq!(model.faults, []);
    let sources: Vec<String> =
        model.sources.iter().map(|s| format!("{}={} {:?} {}", s.path, s.value, s.kind, s.text)).collect();
    assert_eq!(
        sources,
        ["components.db.replicas=1 Quote one standby", "load.users.rate=10/s Assumed a guess"]
    );
    let names: Vec<&str> = model.variants.iter().map(|variant| variant.name.as_str()).collect();
    assert_eq!(names, ["as-it-happened", "calm"]);
    assert!(model.variants[1].spec.timeline.is_empty());
}

#[test]
fn what_refers_to_nothing_is_told_with_a_suggestion() {
    assert_eq!(
        faults("call: api", "call: ape"),
        ["ape: there is no component called `ape` (did you mean `api`?)"]
    );
    assert_eq!(
        faults("target: db/0/primary", "target: db/2/primary"),
        [
            "db/2/primary: `2` matches nothing: `db` has 2 there, counted from 0 (write a number from 0 to 1, or `*` for all)"
        ]
    );
    assert_eq!(
        faults("timeline.oops: ~", "timeline.oop: ~"),
        [
            "timeline.oop: the variant changes `timeline.oop`, but the model has no `oop` there (did you mean `oops`?)"
        ]
    );
    let circle = faults("work: 5ms }", "work: 5ms }\n  a: { kind: service, calls: { a: {} } }");
    assert_eq!(circle.len(), 1);
    assert!(circle[0].contains("components call in a circle: a → a"), "{circle:?}");
}

#[test]
fn what_cannot_be_is_told_where_it_stands() {
    let cases = [
        ("rate: 10/s", "rate: 10", "10: `rate` has no unit (write `10/s` or `10/min`)"),
        ("workers: 4", "wrkers: 4", "wrkers: unknown key `wrkers` in `api` (did you mean `workers`?)"),
        ("do: crash", "do: crush", "crush: `do` cannot be `crush` (did you mean `crash`?)"),
        ("do: crash", "do: slow", "slow: `slow` needs `factor` (add for example `factor: 5x`)"),
        (
            "at: 10:02",
            "at: 12:00",
            "12:00: `12:00` is outside the run, which goes from 2024-03-01T10:00 to 2024-03-01T10:10 \
             (change the time, `clock.start` or `clock.run_for`)",
        ),
        ("above: 90%", "abov: 90%", "abov: unknown key `abov` in `availability` (did you mean `above`?)"),
    ];
    for (from, to, expected) in cases {
        let found = faults(from, to);
        assert!(found.iter().any(|fault| fault == expected), "{expected}\nnot in {found:#?}");
    }
}

#[test]
fn no_text_makes_the_reader_panic() {
    for text in [
        "",
        "x",
        "- 1",
        "model: 1",
        "clock: []",
        "variants: { a: { b.c.d: 1 } }",
        "load: { a: }",
        "\u{feff}{",
    ] {
        let model = read(&Source::new("m.yaml", text));
        assert!(!model.runnable() && !model.faults.is_empty(), "{text:?}");
    }
}
