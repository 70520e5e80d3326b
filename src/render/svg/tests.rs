//! Diagrams keep their promises: nothing overlaps, everything is escaped, the same input gives the same bytes.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::glyphs;
use super::timeline::{Slot, rows};
use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn entry(time: &str, role: Role, text: &str) -> Entry {
    Entry { at: at(time), until: None, text: text.to_owned(), role }
}

fn outage() -> Window {
    Window {
        start: at("2023-08-05T02:00:00Z"),
        detected: Some(at("2023-08-05T02:10:00Z")),
        acknowledged: None,
        mitigated: Some(at("2023-08-05T04:00:00Z")),
        end: Some(at("2023-08-05T04:30:00Z")),
    }
}

fn draw(entries: &[Entry], window: Option<Window>, zone: Zone) -> Drawing {
    let instants: Vec<_> = entries.iter().map(|entry| entry.at).collect();
    timeline(&Timeline { id: "t", title: "Timeline", window, entries }, &TimeAxis::new(zone, &instants))
}

const UTC: Zone = Zone::Named(chrono_tz::UTC);

proptest! {
    #[test]
    fn labels_neither_overlap_nor_are_crossed(
        gaps in prop::collection::vec((0.0..120.0_f64, 5.0..250.0_f64), 1..40)
    ) {
        let mut x = 0.0;
        let slots: Vec<Slot> = gaps.iter().map(|&(gap, wide)| { x += gap; Slot { x, wide } }).collect();
        let rows = rows(&slots);
        for (i, first) in slots.iter().enumerate() {
            for (j, second) in slots.iter().enumerate().filter(|&(j, _)| j != i) {
                let covers = first.x <= second.x && second.x <= first.x + first.wide;
                // A leader runs from its own row down to the axis and passes every row below.
                prop_assert!(!(covers && (rows[i] < rows[j] || (rows[i] == rows[j] && i < j))));
            }
        }
    }

    #[test]
    fn the_axis_never_runs_backwards(minutes in prop::collection::vec(0..5_000_000_i64, 1..30)) {
        let start = at("2020-03-01T00:00:00Z");
        let mut instants: Vec<_> = minutes.iter().map(|&by| start + TimeDelta::minutes(by)).collect();
        let axis = TimeAxis::new(Zone::Named(chrono_tz::Europe::Berlin), &instants);
        instants.sort_unstable();
        let places: Vec<f64> = instants.iter().map(|&instant| axis.x(instant)).collect();
        prop_assert!(places.windows(2).all(|pair| pair[0] <= pair[1]));
        prop_assert!(places.iter().all(|x| (axis::LEFT..=axis::RIGHT).contains(x)));
        for (from, to) in axis.breaks() {
            prop_assert!(!instants.iter().any(|&instant| from < instant && instant < to));
        }
    }

    #[test]
    fn wrapped_text_keeps_to_its_width(text in "[ a-zA-Zäß→,.]{0,120}", used in 0.0..60.0_f64) {
        let lines = glyphs::wrap(&text, 11.5, 200.0, used, 3);
        prop_assert!((1..=3).contains(&lines.len()));
        for (nth, line) in lines.iter().enumerate() {
            let room = if nth == 0 { 200.0 - used } else { 200.0 };
            prop_assert!(line.is_empty() || glyphs::width(line, 11.5) <= room, "{line:?}");
        }
    }

    #[test]
    fn any_text_is_escaped(text in "\\PC{0,60}") {
        let svg = draw(&[entry("2024-01-01T00:00:00Z", Role::Event, &text)], None, UTC).svg;
        let tags = svg.matches('<').count();
        let plain = draw(&[entry("2024-01-01T00:00:00Z", Role::Event, "")], None, UTC).svg;
        // A second and a third line are the only elements that text can add.
        prop_assert!(tags <= plain.matches('<').count() + 4);
        prop_assert_eq!(&svg, &draw(&[entry("2024-01-01T00:00:00Z", Role::Event, &text)], None, UTC).svg);
    }
}

#[test]
fn phases_are_named_with_their_lengths() {
    let svg = draw(&[entry("2023-08-05T02:10:00Z", Role::Detected, "Alert")], Some(outage()), UTC).svg;
    for words in ["undetected 10 min", "detected, not mitigated 1 h 50 min", "mitigated, not resolved 30 min"]
    {
        assert!(svg.contains(words), "{words}");
    }
    assert!(svg.contains("resolved 2023-08-05 04:30 (2 h 30 min later)"));
}

#[test]
fn an_outage_without_an_end_is_open() {
    let window = Window { end: None, mitigated: None, ..outage() };
    let entries = [
        entry("2023-08-05T02:00:00Z", Role::Start, "Start"),
        entry("2023-08-05T05:00:00Z", Role::Event, "Later"),
    ];
    assert!(draw(&entries, Some(window), UTC).svg.contains("detected, not resolved, end not known"));
}

#[test]
fn a_long_quiet_stretch_is_cut_out_and_labelled() {
    let instants =
        ["01:30", "01:35", "02:00", "04:30"].map(|time| at(&format!("2014-01-11T{time}:00Z"))).into_iter();
    let axis = TimeAxis::new(UTC, &instants.chain([at("2014-01-13T00:40:00Z")]).collect::<Vec<_>>());
    assert_eq!(axis.breaks().count(), 1);
    assert!(axis.x(at("2014-01-11T04:30:00Z")) > 500.0, "the busy part gets the room");
    let picture = chart(&Chart { id: "c", title: "Chart", window: None, series: &[] }, &axis);
    assert!(picture.contains(">44 h<"), "{picture}");
}

#[test]
fn ticks_follow_the_local_clock_over_a_change_of_season() {
    let zone = Zone::Named(chrono_tz::Europe::Berlin);
    let axis = TimeAxis::new(zone, &[at("2024-03-30T23:00:00Z"), at("2024-03-31T03:00:00Z")]);
    let picture = chart(&Chart { id: "c", title: "Chart", window: None, series: &[] }, &axis);
    assert!(picture.contains(">01:00<") && picture.contains(">03:00<"));
    assert!(!picture.contains(">02:00<"), "an hour that did not exist");
    assert!(picture.contains("Sun 31 Mar"));
}

#[test]
fn too_many_entries_are_numbered() {
    let start = at("2024-01-01T00:00:00Z");
    let entries: Vec<Entry> = (0..400)
        .map(|nth| Entry {
            at: start + TimeDelta::minutes(nth),
            until: None,
            text: "words ".repeat(9),
            role: Role::Event,
        })
        .collect();
    let drawing = draw(&entries, None, UTC);
    assert!(drawing.numbered);
    assert_eq!(drawing.svg.matches("<circle").count(), 400);
    assert!(!drawing.svg.contains("words words words…"));
    assert!(!draw(&entries[..3], None, UTC).numbered);
}

#[test]
fn a_chart_shows_its_gaps_and_names_and_stays_small() {
    let start = at("2024-01-01T00:00:00Z");
    let samples: Vec<Sample> = (0..20_000)
        .map(|nth| {
            let value = if (5000..6000).contains(&nth) { f64::NAN } else { f64::from(nth % 7) / 7.0 };
            Sample {
                at: start + TimeDelta::seconds(i64::from(nth)),
                value,
                interval: Some((value - 0.1, value)),
            }
        })
        .collect();
    let axis = TimeAxis::new(UTC, &[start, start + TimeDelta::seconds(20_000)]);
    let series = [Series { name: "as <it> happened", samples: &samples }];
    let picture = chart(&Chart { id: "c", title: "Chart", window: Some(outage()), series: &series }, &axis);
    assert!(picture.contains("as &lt;it&gt; happened"));
    assert!(picture.len() < 60_000, "{}", picture.len());
    let path = picture.split("class=\"series\" d=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert_eq!(path.matches('M').count(), 2, "the line stops where nothing was asked");
}

#[test]
fn extreme_instants_do_no_harm() {
    for instants in
        [vec![], vec![DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC], vec![DateTime::<Utc>::MIN_UTC]]
    {
        let axis = TimeAxis::new(Zone::Named(chrono_tz::Asia::Kathmandu), &instants);
        let entries: Vec<Entry> = instants
            .iter()
            .map(|&at| Entry { at, until: Some(at), text: String::new(), role: Role::Event })
            .collect();
        let drawing = timeline(&Timeline { id: "t", title: "T", window: None, entries: &entries }, &axis);
        assert!(drawing.svg.ends_with("</svg>") && !drawing.svg.contains("NaN"));
    }
}

#[test]
fn a_picture_stands_alone() {
    let file = standalone(&draw(&[], Some(outage()), UTC).svg);
    assert!(file.starts_with("<svg ") && file.contains("xmlns=\"http://www.w3.org/2000/svg\"><style>:root"));
}
