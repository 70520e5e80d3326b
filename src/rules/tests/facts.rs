//! What rules make of facts that stand apart from one another.

use super::{SOUND, everything, findings};

fn codes(text: &str) -> Vec<&'static str> {
    findings(text, &everything()).iter().map(|finding| finding.code).collect()
}

/// The sound document with another impact in its summary and no share elsewhere.
fn with_impact(impact: &str) -> String {
    let start = SOUND.find("- **Impact:**").unwrap();
    let end = SOUND.find("- **Root cause:**").unwrap();
    let text = format!("{}- **Impact:** {impact}\n{}", &SOUND[..start], &SOUND[end..]);
    text.replace("impact: { percent: 40, of: users }\n", "")
}

/// Whether the share is reported as one that the counts do not make.
fn mismatch(impact: &str) -> bool {
    codes(&with_impact(impact)).contains(&"PM304")
}

#[test]
fn more_than_the_counted_failures_make_is_a_mismatch() {
    assert!(mismatch(
        "A probe sent 500 requests, with 180 of them failing. Over 40% of users saw an error page."
    ));
    assert!(mismatch(
        "The canary got 800 requests and 300 were rejected. More than 60% of users could not pay."
    ));
    assert!(mismatch("We replayed 1200 requests, 500 failed. At least 50% of users saw the error page."));
    assert!(!mismatch(
        "A probe sent 500 requests, with 280 of them failing. Over 40% of users saw an error page."
    ));
    assert!(!mismatch("A probe sent 500 requests within 30 seconds. Over 40% of users saw an error page."));
    assert!(!mismatch(
        "We saw 500 requests from 12 regions, and none failed. About 40% of users could not pay."
    ));
}

#[test]
fn every_postmortem_of_a_file_is_checked() {
    let second = "# Search index was stale\n\n## Summary\n\nOn 9 March 2026, 10:00–10:30 UTC, 20% of users saw old \
        results since the indexer had stopped.\n\n## Timeline\n\n- 10:00 UTC – The indexer stops.\n- 10:20 UTC – An \
        alert on lag pages the on-call engineer.\n- 10:10 UTC – The indexer is looked at.\n- 10:30 UTC – The indexer is \
        restarted and users see new results.\n\n## Root cause and resolution\n\nThe disk was full.\n\n## Corrective \
        and preventative measures\n\n- [ ] Page when the disk is fuller than 80% (@mira, PAY-1)\n";
    let text = format!("{SOUND}\n{second}");
    let found = findings(&text, &everything());
    let count = |code: &str| found.iter().filter(|finding| finding.code == code).count();
    assert_eq!(count("PM015"), 1, "{found:#?}");
    assert_eq!(count("PM203"), 1, "{found:#?}");
    assert!(found.is_sorted_by_key(|finding| finding.span.start));
    let silent = format!("{text}\n<!-- afterword: ignore-file PM203 because it is told twice -->\n");
    assert!(!codes(&silent).contains(&"PM203"));
    assert!(!codes(&silent).contains(&"PM090"));
}

#[test]
fn a_detection_outside_the_window_is_told_once() {
    let text = SOUND
        .replace("- 14:12 – An alert", "- 2 February 2026, 14:12 – An alert")
        .replace("detected: 2026-03-02T14:12\n", "");
    let found = findings(&text, &everything());
    let place = found.iter().find(|finding| finding.code == "PM105").map(|finding| finding.span).unwrap();
    assert!(!found.iter().any(|finding| finding.code == "PM204" && finding.span == place), "{found:#?}");
}

#[test]
fn addresses_that_are_code_are_told_as_such() {
    for link in ["javascript:alert(1)", "JavaScript:alert(1)", "vbscript:x"] {
        let text = SOUND.replace("No order was lost", &format!("[No order]({link}) was lost"));
        let found = findings(&text, &everything());
        let [finding] = found.as_slice() else { panic!("{found:#?}") };
        assert_eq!(finding.code, "PM702");
        assert!(finding.message.contains("run code"), "{}", finding.message);
    }
}

#[test]
fn what_was_done_needs_no_owner() {
    let owner = |task: &str| {
        let text = SOUND.replace("### Tasks\n", &format!("### Tasks\n\n- {task}\n"));
        codes(&text).contains(&"PM501")
    };
    for done in [
        "The renewal script was changed to end with an error",
        "The alert on expiry has been moved to the payments team",
        "The spare keys have also been rotated on both gateways",
        "Limits were raised to 4,000 connections on each gateway",
    ] {
        assert!(!owner(done), "{done}");
    }
    for open in [
        "Rotate the keys that were issued by hand",
        "Page the team when a certificate has been passed over",
        "Remove the flag which was set during the outage",
        "Write down what was learned about the gateway's retries",
    ] {
        assert!(owner(open), "{open}");
    }
}
