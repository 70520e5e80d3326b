//! Tests of the text layer.

use serde::Deserialize;

use super::yaml::{self, Node};
use super::{
    BLOCK, Blocks, Edit, Finder, Lines, Opening, Phrases, Places, Source, Span, apply, bits, ones, shape,
};
use crate::finding::FaultKind;

fn yaml(text: &str) -> (Node, Vec<String>) {
    let document = yaml::parse(text, Span::new(0, text.len()));
    let faults =
        document.faults.iter().map(|fault| format!("{} @{}", fault.message, fault.span.start)).collect();
    (document.root.expect("a root"), faults)
}

#[test]
fn lines_end_in_three_ways() {
    let text = "a\nbä\r\nc\rd";
    let lines = Lines::new(text);
    assert_eq!(lines.count(), 4);
    let position = |at| (lines.position(text, at).line, lines.position(text, at).column);
    assert_eq!([position(0), position(5), position(7), position(9)], [(1, 1), (2, 3), (3, 1), (4, 1)]);
}

#[test]
fn columns_of_long_lines_are_counted_from_their_start() {
    let line = "aä€😀 ".repeat(4000);
    let text = format!("\u{feff}{line}\n{line}");
    let lines = Lines::new(&text);
    for at in (0..text.len()).filter(|&at| text.is_char_boundary(at)).step_by(997) {
        let line = text[..at].rsplit('\n').next().unwrap();
        let counted = line.trim_start_matches('\u{feff}').chars().count();
        assert_eq!(lines.position(&text, at).column, counted + 1, "byte {at}");
        assert_eq!(lines.column_utf16(&text, at), line.encode_utf16().count() + 1, "byte {at}");
    }
}

#[test]
fn overlapping_edits_are_left_out() {
    let edit = |start, end, with: &str| Edit { span: Span::new(start, end), with: with.to_owned() };
    let (text, applied) =
        apply("abcdef", &[edit(2, 4, "X"), edit(0, 1, ""), edit(3, 5, "Y"), edit(6, 6, "!")]);
    assert_eq!((text.as_str(), applied), ("bXef!", 3));
}

#[test]
fn bytes_that_are_not_utf8_keep_the_offsets() {
    let (source, faults) = Source::decode("a.md", b"caf\xe9 \xff\xfe ok".to_vec());
    assert_eq!(source.text, "caf? ?? ok");
    assert_eq!(faults[0].message, "file is not UTF-8: 3 bytes cannot be read");
    assert_eq!(faults[0].span, Span::new(3, 4));
    for (bytes, message) in [
        (&b""[..], "file is empty"),
        (b"\xef\xbb\xbf \n", "file is empty"),
        (b"\xff\xfea\0", "file is UTF-16, not UTF-8"),
        (b"a\0b", "file holds a NUL byte"),
    ] {
        assert_eq!(Source::decode("a.md", bytes.to_vec()).1[0].message, message);
    }
}

#[test]
fn yaml_nodes_know_their_places() {
    let text = "title: \"A b\"\nimpact: { percent: 30, of: users } # why\nlist:\n  - x\n  - y: 1\n";
    let (root, faults) = yaml(text);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(root.get("title").unwrap().span.of(text), "\"A b\"");
    assert_eq!(root.at(["impact", "of"]).span.of(text), "users");
    assert_eq!(root.at(["list", "1", "y"]).span.of(text), "1");
    assert_eq!(root.get("list").unwrap().span.of(text), "- x\n  - y: 1");
}

#[test]
fn yaml_calls_survive_flow_commas() {
    let (root, faults) =
        yaml("load: { keys: zipf(0.9, 100000), to: elb }\nlist: [const(1ms), normal(8ms, 2ms)]");
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(root.at(["load", "keys"]).text(), Some("zipf(0.9, 100000)"));
    assert_eq!(root.at(["load", "to"]).text(), Some("elb"));
    assert_eq!(root.at(["list", "1"]).text(), Some("normal(8ms, 2ms)"));
}

#[test]
fn yaml_faults_do_not_stop_the_rest() {
    let (root, faults) = yaml("a: 1\na: 2\nb: *nope\nc: {x: &x [1], y: *x}\nd: plain: text\n");
    assert_eq!(root.get("a").unwrap().text(), Some("1"));
    assert_eq!(root.at(["c", "y", "0"]).text(), Some("1"));
    assert_eq!(faults.len(), 3, "{faults:?}");
}

#[test]
fn yaml_alias_bombs_end_early() {
    use std::fmt::Write;
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let alias = format!("*a{}", level - 1);
        writeln!(text, "a{level}: &a{level} [{}]", [alias.as_str(); 10].join(", ")).unwrap();
    }
    let (_, faults) = yaml(&text);
    assert!(faults[0].contains("more than 100000 values"), "{faults:?}");
}

#[derive(Debug, Deserialize, PartialEq, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
struct Sample {
    title: String,
    percent: Option<f64>,
    #[serde(default)]
    tags: Vec<String>,
    status: Option<Status>,
    part: Option<Part>,
}

#[derive(Debug, Deserialize, PartialEq, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Draft,
    InReview,
}

#[derive(Debug, Deserialize, PartialEq, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Part {
    Service { workers: u32 },
    Database { shards: u32 },
}

fn sample(text: &str) -> (Option<Sample>, Vec<(FaultKind, String)>) {
    let schema = shape::Schema::new(&schemars::schema_for!(Sample).to_value());
    let (root, _) = yaml(text);
    let (sample, faults) = shape::into(&root, &schema, "the sample", &|_, _| Ok(()));
    let told = |fault: crate::finding::Fault| {
        (
            fault.kind,
            format!("{}: {} ({})", fault.span.of(text), fault.message, fault.help.unwrap_or_default()),
        )
    };
    (sample, faults.into_iter().map(told).collect())
}

#[test]
fn a_healthy_value_is_read() {
    let (sample, faults) =
        sample("title: 404\npercent: 30\nstatus: in-review\npart: { kind: service, workers: 3 }\ntags: [a]");
    assert_eq!(faults, []);
    let part = Some(Part::Service { workers: 3 });
    let expected = Sample {
        title: "404".into(),
        percent: Some(30.0),
        tags: vec!["a".into()],
        status: Some(Status::InReview),
        part,
    };
    assert_eq!(sample, Some(expected));
}

#[test]
fn every_fault_is_told_and_the_rest_is_read() {
    let (sample, faults) =
        sample("title: x\npercnt: 3\npercent: half\nstatus: draff\ntags: one\npart: { kind: servce }\n");
    assert_eq!(sample.map(|sample| sample.title), Some("x".to_owned()));
    let expected = [
        (FaultKind::UnknownKey, "percnt: unknown key `percnt` in the sample (did you mean `percent`?)"),
        (FaultKind::WrongValue, "half: `percent` must be a number, not `half` ()"),
        (FaultKind::WrongValue, "draff: `status` cannot be `draff` (did you mean `draft`?)"),
        (FaultKind::WrongValue, "one: `tags` must be a list, not `one` (write `tags: [one]`)"),
        (FaultKind::WrongValue, "servce: `kind` cannot be `servce` (did you mean `service`?)"),
    ];
    assert_eq!(faults, expected.map(|(kind, text)| (kind, text.to_owned())));
}

#[test]
fn a_missing_key_leaves_nothing() {
    let (sample, faults) = sample("percent: 3\npart: { kind: service }");
    assert_eq!(sample, None);
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert_eq!(faults[0].1, "kind: `workers` is missing in `part` (add `workers:`)");
}

#[test]
fn phrases_are_found_where_words_start() {
    let phrases = Phrases::new([("fail", 'a'), ("failed over", 'b'), ("over", 'c'), ("5xx", 'd'), ("", 'e')]);
    let text = "x failed over, 5xx (fail) infail é-overfail";
    let mut found = Vec::new();
    phrases.find(text, Span::new(0, text.len()), |span, value| found.push((span.of(text), value)));
    let expected =
        [("fail", 'a'), ("failed over", 'b'), ("over", 'c'), ("5xx", 'd'), ("fail", 'a'), ("over", 'c')];
    assert_eq!(found, expected);
}

#[test]
fn phrases_end_inside_the_span() {
    let phrases = Phrases::new([("fail", ()), ("failed over", ())]);
    let text = "failed over, failed ov";
    for (span, expected) in
        [(Span::new(0, 10), 1), (Span::new(0, 11), 2), (Span::new(1, 11), 0), (Span::new(13, 16), 0)]
    {
        let mut found = 0;
        phrases.find(text, span, |_, ()| found += 1);
        assert_eq!(found, expected, "{span:?}");
    }
}

#[test]
fn short_phrases_are_found_once_whatever_follows() {
    let phrases = Phrases::new([("a", 1), ("i ", 2), ("qa ", 3), ("qa team", 4)]);
    for (text, expected) in [
        ("a", &[1][..]),
        ("a\u{e9}", &[1]),
        ("az", &[1]),
        ("i", &[]),
        ("i ", &[2]),
        ("i \u{2013} x", &[2]),
        ("i see", &[2]),
        ("it", &[]),
        ("qa", &[]),
        ("qa team", &[3, 4]),
        ("QA team", &[]),
    ] {
        let mut found = Vec::new();
        phrases.starting(text.as_bytes(), Opening::of(text.as_bytes()), |_, value| found.push(value));
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn any_number_of_short_phrases_is_found() {
    let letters: Vec<String> = ('a'..='z').map(String::from).collect();
    let phrases = Phrases::new(letters.iter().map(|letter| (letter.as_str(), letter.as_str())));
    for letter in &letters {
        let word = format!("{letter}bcd");
        let mut found = Vec::new();
        phrases.starting(word.as_bytes(), Opening::of(word.as_bytes()), |_, value| found.push(value));
        assert_eq!(found, [letter]);
    }
}

#[test]
fn each_byte_has_its_bit() {
    let text: Vec<u8> = (0..=u8::MAX).cycle().take(300).collect();
    let test = |byte: u8| byte % 3 == 1 || byte == 64;
    let mut found = Vec::new();
    for (index, block) in Blocks::of(&text).iter().enumerate() {
        found.extend(ones(bits(block, test)).map(|at| index * BLOCK + at));
    }
    let expected: Vec<usize> = (0..text.len()).filter(|&at| test(text[at])).collect();
    assert_eq!(found, expected);
    let body = Span::new(7, 290);
    let mut places = Places::new(body);
    Blocks::of(&text[7..290]).iter().for_each(|block| places.push(bits(block, test)));
    for (start, end) in
        [(7, 290), (7, 7), (8, 9), (70, 71), (71, 135), (72, 200), (100, 101), (280, 400), (300, 400)]
    {
        let inside: Vec<usize> =
            expected.iter().copied().filter(|at| (start..end.min(290)).contains(at)).collect();
        assert_eq!(places.within(Span::new(start, end)).collect::<Vec<_>>(), inside, "{start}..{end}");
        assert_eq!(places.count(Span::new(start, end)), inside.len(), "{start}..{end}");
    }
    let (mut finder, mut at, mut next) = (Finder::default(), 0, Vec::new());
    while let Some(place) = finder.next(&text, at, 290, |block| bits(block, test)) {
        next.push(place);
        at = place + 1;
    }
    assert_eq!(next, expected.iter().copied().filter(|&at| at < 290).collect::<Vec<_>>());
}
