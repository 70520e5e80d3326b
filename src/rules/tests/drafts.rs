//! Drafts: many gaps are one finding, and frontmatter is written from what the text says, not more.

use super::{everything, findings};
use crate::finding::Finding;

const GAPS: &str = "# Checkout\n\n## Timeline\n- HH:MM – TODO: one\n- HH:MM – two\n- HH:MM – three\n\
                    - HH:MM – four <!-- afterword: ignore PM014 because the vendor will say -->\n\
                    - HH:MM – five\n";

fn of<'a>(found: &'a [Finding], code: &str) -> Vec<&'a Finding> {
    found.iter().filter(|finding| finding.code == code).collect()
}

#[test]
fn many_gaps_are_one_finding_with_every_place() {
    let found = findings(GAPS, &everything());
    let [gaps] = of(&found, "PM014")[..] else { panic!("{found:#?}") };
    assert_eq!(gaps.message, "4 places are still to be filled in: lines 4 to 6, 8");
    let places: Vec<&str> = gaps.others.iter().map(|other| other.span.of(GAPS)).collect();
    assert_eq!(places, ["HH:MM"; 3]);
    let few = findings("# Checkout\n\n## Timeline\n- HH:MM – one\n- HH:MM – two\n", &everything());
    assert_eq!(of(&few, "PM014").len(), 2, "{few:#?}");
}

/// What the correction of PM006 puts at the top of a text.
fn written(text: &str) -> String {
    let found = findings(text, &everything());
    let fix = of(&found, "PM006").first().and_then(|finding| finding.fix.clone());
    fix.map(|fix| fix.edits[0].with.clone()).unwrap_or_default()
}

#[test]
fn frontmatter_says_no_more_than_the_text() {
    let ports =
        "# Reload\n\n## Summary\nOn 2 March 2026 from 14:05 to 14:47 UTC 20% of ports lost connectivity.\n";
    assert!(written(ports).contains("\nimpact: { percent: 20 }\n"), "{}", written(ports));
    let users = ports.replace("ports", "users");
    assert!(written(&users).contains("\nimpact: { percent: 20, of: users }\n"), "{}", written(&users));
    let mail = "# Mirror\n\n## Summary\nStart: 9 August 2023, 18:20 UTC\n\n## Timeline\n\
                - 2023-08-09 16:48 UTC – An alert pages the on-call engineer.\n\
                - 2023-08-09 20:50 UTC – Resolved.\n";
    let front = written(mail);
    assert!(front.contains("\ndetected: 2023-08-09T16:48\n") && front.contains("\nstart:\n"), "{front}");
}

#[test]
fn a_byte_order_mark_changes_nothing() {
    let text =
        "# Checkout\n\n## Summary\nOn 2 March 2026 from 14:05 to 14:47 UTC, 40% of users could not pay.\n";
    let codes = |text: &str| findings(text, &everything()).iter().map(|one| one.code).collect::<Vec<_>>();
    assert_eq!(codes(text), codes(&format!("\u{feff}{text}")));
}

#[test]
fn what_is_no_text_is_one_finding() {
    let bytes: Vec<u8> = (0..3000_u32).map(|nth| u8::try_from(nth * 167 % 256).unwrap_or_default()).collect();
    let (source, decoding) = crate::text::Source::decode("a.md", bytes);
    let found = super::decoded(&source, &decoding, &everything());
    let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["PM001"]);
}
