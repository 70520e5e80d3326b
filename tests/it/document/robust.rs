//! Whatever the bytes are: a postmortem comes back, and every span lies in the file on character boundaries.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]

use afterword::document::{self, Document, Vocabulary};
use afterword::render::inspect::{Inspection, text};
use afterword::text::{Source, Span};
use proptest::prelude::*;

/// Reads bytes and checks what must hold for any.
fn check(bytes: Vec<u8>) -> Document {
    let length = bytes.len();
    let (source, faults) = Source::decode("any.md", bytes);
    let document = document::read(&source, &Vocabulary::default());
    assert!(!document.postmortems.is_empty(), "there is always a postmortem");
    assert!(document.plain.len() == source.text.len(), "offsets of the plain text are those of the file");
    let mut spans: Vec<Span> = Vec::new();
    for postmortem in &document.postmortems {
        spans.extend([postmortem.span, postmortem.body]);
        spans.extend(postmortem.titles.iter().map(|fact| fact.span));
        spans.extend(postmortem.starts.iter().chain(&postmortem.ends).map(|fact| fact.span));
        spans.extend(postmortem.detected.iter().chain(&postmortem.acknowledged).map(|fact| fact.span));
        spans.extend(postmortem.mitigated.iter().map(|fact| fact.span));
        spans.extend(postmortem.detection.iter().map(|fact| fact.span));
        spans.extend(postmortem.zones.iter().flat_map(|fact| [fact.span, fact.value.span]));
        spans.extend(postmortem.durations.iter().map(|fact| fact.span));
        spans.extend(postmortem.impacts.iter().map(|fact| fact.span));
        spans.extend(postmortem.shares.iter().map(|fact| fact.span));
        let texts =
            [&postmortem.symptoms, &postmortem.causes, &postmortem.resolutions, &postmortem.improvements];
        spans.extend(texts.into_iter().flatten().map(|fact| fact.span));
        spans.extend(
            postmortem.sections.iter().flat_map(|section| [section.heading, section.content, section.whole]),
        );
        spans.extend(postmortem.labels.iter().flat_map(|label| [label.name, label.value]));
        for entry in &postmortem.timeline {
            spans.extend([entry.span, entry.text_span]);
            spans.extend(entry.time_span);
            spans.extend(entry.roles.iter().map(|role| role.span));
        }
        for action in &postmortem.actions {
            spans.extend([action.span, action.text_span]);
            spans.extend(action.owner.as_ref().map(|fact| fact.span));
            spans.extend(action.due.as_ref().map(|fact| fact.span));
            spans.extend(action.ticket.as_ref().map(|fact| fact.span));
            spans.extend(action.variant.as_ref().map(|fact| fact.span));
        }
        spans.extend(postmortem.faults.iter().map(|fault| fault.span));
    }
    for span in spans {
        assert!(span.start <= span.end && span.end <= length.max(source.text.len()), "{span:?} is inside");
        assert!(
            source.text.get(span.start..span.end).is_some(),
            "{span:?} is on character boundaries of {:?}",
            source.text
        );
    }
    let screen = text(&Inspection::new(&source, &faults, &document), 80);
    assert!(screen.lines().all(|line| line.chars().count() <= 80), "the screen is as wide as it may be");
    document
}

/// All fixtures, as seeds of what is read by chance.
fn seeds() -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/document/shapes");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

/// Pieces that documents are made of, well and badly.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "---\n",
        "...\n",
        "title: x\n",
        "start: 2023-08-05T02:00\n",
        "timezone: PST\n",
        "# ",
        "## Timeline",
        "## Summary\n",
        "**",
        "__",
        "`",
        "```",
        "~~~",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "- ",
        "1. ",
        "= ",
        "* ",
        "    ",
        "\t",
        "|",
        "|---|\n",
        "<!--",
        "-->",
        "<!-- detected -->",
        "<li>",
        "<div ",
        ">",
        "![",
        "](",
        "[x] ",
        "[ ] ",
        ")",
        "http://a.b/c",
        "10:05 AM",
        "14:??",
        "9.05 AM",
        "0300hrs",
        "~20:20",
        "16:03-16:04",
        "(+1d)",
        "June 9th, 2024",
        "2024-06-09",
        "04-12-2022",
        "2 to 4 PM",
        "noon",
        "UTC+2",
        "EST",
        "Africa/Lagos",
        "Pacific Time",
        "30%",
        "30-40%",
        "943 of 2000",
        "two and a half hours",
        "0h 37m",
        "Root Cause:",
        "**Impact:** ",
        "Duration: ",
        "until",
        " to ",
        "–",
        "é",
        "🚀",
        "\u{a0}",
        "\u{feff}",
        "\u{1}",
        "\0",
        "alert",
        "escalated to",
        "users",
        "@ada",
        "due ",
        "#12",
        "OPS-17",
        "variant: x",
        "HTTP/1.1 500\n",
        "Date: x\n",
        "&amp;",
        "\\",
        "===\n",
        "---",
        ": ",
        "TODO",
        "A",
        "the ",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(bytes);
    }

    #[test]
    fn any_text(text in "\\PC{0,300}") {
        check(text.into_bytes());
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(piece(), 0..60)) {
        check(pieces.concat().into_bytes());
    }

    #[test]
    fn parts_of_documents(seed in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(), pieces in prop::collection::vec(piece(), 0..4), front in any::<bool>()) {
        let seeds = seeds();
        let bytes = seed.get(&seeds);
        let at = cut.index(bytes.len() + 1);
        let kept = if front { &bytes[..at] } else { &bytes[at..] };
        check([kept, pieces.concat().as_bytes()].concat());
    }

    #[test]
    fn line_ends_change_no_fact(seed in any::<prop::sample::Index>()) {
        let seeds = seeds();
        let text = String::from_utf8(seed.get(&seeds).clone()).unwrap().replace("\r\n", "\n");
        let unix = check(text.clone().into_bytes()).checklist();
        let dos = check(text.replace('\n', "\r\n").into_bytes()).checklist();
        let mac = check(text.replace('\n', "\r").into_bytes()).checklist();
        prop_assert_eq!(&unix, &dos);
        prop_assert_eq!(&unix, &mac);
    }
}

/// A line, each time one column further to the right.
fn ladder(line: &str, steps: usize) -> String {
    let indented: Vec<String> = (0..steps).map(|depth| " ".repeat(depth) + line).collect();
    indented.join("\n")
}

/// Shapes that have brought readers down.
#[test]
fn hostile_shapes() {
    let shapes: [(&str, String); 19] = [
        ("nothing but an ending", "ing\n".to_owned()),
        ("open brackets", "[".repeat(50_000)),
        ("link ladders", "](".repeat(50_000)),
        ("images", "![".repeat(50_000)),
        ("backticks", (1..300).map(|run| "`".repeat(run) + " ").collect()),
        ("emphasis", "*a _b ".repeat(20_000)),
        ("tags", "<a ".repeat(50_000)),
        ("comments", "<!-- ".repeat(30_000)),
        ("quotes", ">".repeat(50_000)),
        ("nested lists", ladder("- 10:00 x", 1000)),
        ("nested labels", ladder("- **Tasks:**", 800)),
        ("headings", "# Timeline\n## Tasks\n".repeat(10_000)),
        ("labels among headings", "# x\nTimeline: a\n\n".repeat(10_000)),
        ("names in brackets", "- do it (Ada, (Bob)\n".repeat(5_000)),
        ("times", "10:00 AM to ".repeat(20_000)),
        ("labels", "Duration: 10:00 - 11:00, 2 hours\n".repeat(5_000)),
        ("percents", "30% of users ".repeat(10_000)),
        ("aliases", format!("---\na: &a [{}]\n{}---\n", "x, ".repeat(50), "b: [*a, *a, *a]\n".repeat(50))),
        ("deep yaml", format!("---\na: {}\n---\n", "[".repeat(10_000))),
    ];
    for (name, shape) in shapes {
        for prefix in ["", "## Summary\n", "## Timeline\n", "## Tasks\n", "## Tasks\n- "] {
            let document = check(format!("{prefix}{shape}").into_bytes());
            assert!(!document.postmortems.is_empty(), "{name}");
        }
    }
}
