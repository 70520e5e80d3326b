//! No rule panics, whatever the text: pieces that rules look for, between characters of every width.

use proptest::prelude::*;

use super::{SOUND, everything, findings};
use crate::rules::INTERNAL;
use crate::text::Span;

/// What rules look for, whole or cut.
const PIECES: &[&str] = &[
    "---\n",
    "start: 2026-03-02T14:05\n",
    "end:\n",
    "timezone: Lagos\n",
    "impact: { percent: 40 }\n",
    "profile: brif\n",
    "## Timeline\n",
    "### Tasks\n",
    "## Summary\n",
    "\n- ",
    "\n- [ ] ",
    "\n| # | Time | What |\n|---|---|---|\n| 1 | ",
    " | ",
    "\n\n",
    "\r\n",
    "14:05 – ",
    "2:35 PM PST ",
    "2 h 30 min",
    "from 10:00 to 11:30 UTC",
    "on 5 August 2023",
    "over 50% of users",
    "943 of 2,000 requests, that is ",
    "43%",
    "should have been",
    "human error",
    "Root cause: ",
    "**Impact:** ",
    "TODO: ",
    "HH:MM",
    "??",
    "(date)",
    "(@mira, due 2026-03-01, #12)",
    "password=",
    "token: ",
    "ulimit=4096",
    "AKIA",
    "://a:b@c",
    "-----BEGIN PRIVATE KEY-----",
    "[link](no-such-file.md)",
    "<!-- detected -->",
    "<!-- afterword: ignore PM501 because of until 2026-01-01 -->",
    "<!-- afterword: ",
    "the alert fires and payments fail",
    "moved to the second region",
    "\u{feff}",
    "–",
    "“",
    "ü",
    "İ",
    "ﬀ",
    "→",
    "🔥",
    "é\u{301}",
    "\u{a0}",
    "日本",
    "\0",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[ -~–üé🔥=:%.]{0,12}",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// The sound document with hostile text put in at some places.
fn spoilt() -> impl Strategy<Value = String> {
    let places = proptest::collection::vec((0..SOUND.len(), hostile()), 1..6);
    places.prop_map(|mut places| {
        places.sort();
        let mut text = SOUND.to_owned();
        for (at, part) in places.into_iter().rev() {
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
            text.insert_str(at, &part);
        }
        text
    })
}

/// What is wrong with what the rules found in a text, if anything.
fn wrong(text: &str) -> Option<String> {
    for finding in findings(text, &everything()) {
        if finding.code == INTERNAL {
            return Some(finding.message);
        }
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        let others = finding.others.iter().filter(|label| label.file.is_none()).map(|label| label.span);
        let cut = |span: &Span| text.get(span.start..span.end).is_none();
        if let Some(span) = edits.chain(others).chain([finding.span]).find(cut) {
            return Some(format!("{} points at {span:?}, which is not a piece of the text", finding.code));
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_rule_panics_on_pieces(text in hostile()) {
        prop_assert_eq!(wrong(&text), None);
    }

    #[test]
    fn no_rule_panics_on_a_spoilt_document(text in spoilt()) {
        prop_assert_eq!(wrong(&text), None);
    }
}
