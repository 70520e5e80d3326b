//! Corrections end, change nothing twice, keep line ends, and the safe ones leave the meaning alone.

use proptest::prelude::*;

use super::{SOUND, everything, findings};
use crate::document::{self, Document, Vocabulary};
use crate::rules::fixed;
use crate::text::Source;

/// Lines that bring corrections.
const SPOILERS: &[&str] = &[
    "sevrity: SEV2",
    "<!-- afterword: ignore PM501 because of the vendor -->",
    "- At some point, 14:20, somebody looks at the dashboards.",
    "- 14:02 – An entry that stands too late. <!-- afterword: ignore PM203 because of it -->",
    "- [ ] Rotate the spare keys <!-- afterword: ignore PM504, PM501 because of it -->",
];

/// The sound document, damaged: lines dropped, exchanged and put in.
fn damaged() -> impl Strategy<Value = String> {
    let lines = SOUND.lines().count();
    let edits = proptest::collection::vec((0..lines, 0..lines, 0..SPOILERS.len() + 2), 0..8);
    (edits, any::<bool>(), any::<bool>()).prop_map(|(edits, crlf, front)| {
        let mut lines: Vec<&str> = SOUND.lines().collect();
        for (at, other, kind) in edits {
            match kind {
                0 => _ = lines.remove(at.min(lines.len() - 1)),
                1 => {
                    let last = lines.len() - 1;
                    lines.swap(at.min(last), other.min(last));
                }
                kind => lines.insert(at.min(lines.len()), SPOILERS[kind - 2]),
            }
        }
        if !front {
            let end = lines.iter().skip(1).position(|line| *line == "---").map_or(0, |at| at + 2);
            lines.drain(..end.min(lines.len()));
        }
        lines.join(if crlf { "\r\n" } else { "\n" })
    })
}

/// The text after all corrections, and how many rounds it took.
fn corrected(text: &str, with_unsafe: bool) -> (String, usize) {
    let mut text = text.to_owned();
    for round in 0..20 {
        let (next, count) = fixed(&text, &findings(&text, &everything()), with_unsafe);
        if count == 0 || next == text {
            return (text, round);
        }
        text = next;
    }
    (text, 20)
}

fn read(text: &str) -> Document {
    document::read(&Source::new("example.md", text), &Vocabulary::default())
}

/// Everything else that `inspect` tells, without places.
fn facts(postmortem: &document::Postmortem) -> String {
    let moments = [&postmortem.starts, &postmortem.ends, &postmortem.detected, &postmortem.mitigated];
    let moments = moments.map(|facts| {
        let value = |moment: &document::Moment| (moment.date, moment.clock, moment.instant());
        facts.iter().map(|fact| value(&fact.value)).collect::<Vec<_>>()
    });
    let texts = [&postmortem.titles, &postmortem.symptoms, &postmortem.causes, &postmortem.resolutions];
    let texts = texts.map(|facts| facts.iter().map(|fact| &fact.value).collect::<Vec<_>>());
    let impacts: Vec<_> = postmortem.impacts.iter().map(|fact| &fact.value).collect();
    let shares: Vec<_> = postmortem.shares.iter().map(|fact| &fact.value).collect();
    let durations: Vec<_> = postmortem.durations.iter().map(|fact| &fact.value).collect();
    format!("{moments:?}\n{texts:?}\n{impacts:?}\n{shares:?}\n{durations:?}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn corrections_come_to_an_end(text in damaged(), with_unsafe in any::<bool>()) {
        let (after, rounds) = corrected(&text, with_unsafe);
        prop_assert!(rounds < 20, "still correcting\n{after}");
        if text.contains("\r\n") {
            prop_assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
        } else {
            prop_assert!(!after.contains('\r'));
        }
    }

    #[test]
    fn corrections_of_one_pass_are_apart(text in damaged(), with_unsafe in any::<bool>()) {
        let found = findings(&text, &everything());
        let (after, count) = fixed(&text, &found, with_unsafe);
        let fixes: Vec<_> = found.iter().filter_map(|finding| finding.fix.as_ref()).collect();
        for fix in &fixes {
            for (index, edit) in fix.edits.iter().enumerate() {
                let apart = |other: &crate::text::Edit| {
                    edit.span.end <= other.span.start || other.span.end <= edit.span.start
                };
                prop_assert!(fix.edits[..index].iter().all(apart), "{fix:?}");
            }
        }
        prop_assert!(count <= fixes.len());
        prop_assert_eq!(count == 0, after == text);
        let backwards: Vec<_> = found.iter().rev().cloned().collect();
        prop_assert_eq!(fixed(&text, &backwards, with_unsafe).0, after, "the order of findings matters");
    }

    #[test]
    fn safe_corrections_leave_the_meaning_alone(text in damaged()) {
        let (after, _) = corrected(&text, false);
        let (before, after) = (read(&text), read(&after));
        prop_assert_eq!(before.words, after.words);
        for (before, after) in before.postmortems.iter().zip(&after.postmortems) {
            prop_assert_eq!(&before.frontmatter, &after.frontmatter);
            let times = |postmortem: &document::Postmortem| -> Vec<_> {
                postmortem.timeline.iter().map(|entry| (entry.instant, entry.text.clone())).collect()
            };
            prop_assert_eq!(times(before), times(after));
            let tasks = |postmortem: &document::Postmortem| -> Vec<_> {
                postmortem.actions.iter().map(|action| (action.text.clone(), action.done)).collect()
            };
            prop_assert_eq!(tasks(before), tasks(after));
            prop_assert_eq!(facts(before), facts(after));
        }
    }
}

#[test]
fn the_frontmatter_that_is_written_is_read_back() {
    let body = SOUND.splitn(3, "---\n").nth(2).unwrap();
    let (after, _) = corrected(body, true);
    let document = read(&after);
    let front = document.postmortems[0].frontmatter.clone().unwrap();
    assert_eq!(front.start.as_deref(), Some("2026-03-02T14:05"));
    assert_eq!(front.end.as_deref(), Some("2026-03-02T14:47"));
    assert_eq!(front.timezone.as_deref(), Some("UTC"));
    assert_eq!(front.impact.and_then(|impact| impact.percent), Some(40.0));
    assert!(document.postmortems[0].faults.is_empty(), "{:?}", document.postmortems[0].faults);
}
