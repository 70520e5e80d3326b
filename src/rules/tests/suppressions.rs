//! What comments keep silent.

use super::{SOUND, everything, findings};

fn codes(text: &str) -> Vec<&'static str> {
    findings(text, &everything()).iter().map(|finding| finding.code).collect()
}

/// The sound document with a task that has no owner after `before`, and `after` behind it.
fn with_task(before: &str, after: &str) -> String {
    SOUND
        .replace("### Tasks\n", &format!("### Tasks\n{before}\n- [ ] Rotate the spare keys (PAY-1){after}\n"))
}

#[test]
fn a_comment_keeps_its_line_or_the_next_silent() {
    assert_eq!(codes(&with_task("", "")), ["PM501"]);
    assert_eq!(
        codes(&with_task("", " <!-- afterword: ignore PM501 because the vendor does it -->")),
        [""; 0]
    );
    assert_eq!(
        codes(&with_task("\n<!-- afterword: ignore PM501 because the vendor does it -->\n", "")),
        [""; 0]
    );
    assert_eq!(
        codes(&with_task("", " <!-- afterword: ignore action-without-owner because of it -->")),
        [""; 0]
    );
    assert_eq!(codes(&with_task("", " <!-- afterword: ignore PM5 because of it -->")), [""; 0]);
}

#[test]
fn a_comment_keeps_its_section_or_file_silent() {
    let section = "\n<!-- afterword: ignore-section PM501 because the vendor does them all -->\n";
    assert_eq!(codes(&with_task(section, "")), [""; 0]);
    let elsewhere = with_task("", "").replace(
        "## Summary\n",
        "## Summary\n\n<!-- afterword: ignore-section PM501 because the vendor does it -->\n",
    );
    assert_eq!(codes(&elsewhere), ["PM090", "PM501"]);
    let file = elsewhere.replace("ignore-section", "ignore-file");
    assert_eq!(codes(&file), [""; 0]);
}

#[test]
fn a_comment_in_the_frontmatter_works_too() {
    let text = SOUND
        .replace("severity: SEV2", "sevrity: SEV2 # afterword: ignore PM003 because an importer reads it");
    assert_eq!(codes(&text), [""; 0]);
    let text = with_task("", "").replacen(
        "---\n",
        "---\n# afterword: ignore-file PM501 because the vendor does it, until 2026-12-31\n",
        1,
    );
    assert_eq!(codes(&text), [""; 0]);
}

#[test]
fn a_comment_that_is_over_keeps_nothing_silent() {
    let text = with_task("", " <!-- afterword: ignore PM501 because of the vendor (until 2026-03-09) -->");
    assert_eq!(codes(&text), ["PM501", "PM091"]);
    let text = text.replace("2026-03-09", "2026-03-10");
    assert_eq!(codes(&text), [""; 0]);
}

#[test]
fn a_comment_with_a_slip_is_a_finding() {
    let finding = |comment: &str| codes(&with_task("", &format!(" <!-- afterword: {comment} -->")));
    assert_eq!(finding("ignore PM5O1 because of it"), ["PM501", "PM092"]);
    assert_eq!(finding("ignor PM501 because of it"), ["PM501", "PM092"]);
    assert_eq!(finding("ignore because of it"), ["PM501", "PM092"]);
    assert_eq!(finding("ignore PM501 because of it until soon"), ["PM092"]);
}

#[test]
fn comments_in_code_are_text() {
    let text = with_task("", "\n\n```\n<!-- afterword: ignore PM999 -->\n```\n");
    assert_eq!(codes(&text), ["PM501"]);
}
