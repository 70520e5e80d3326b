//! What readers write comes out readable, what attackers write comes out harmless.

use super::*;

fn html(markdown: &str) -> String {
    render(markdown, Style::default()).html
}

/// Cases are `## case: name`, the Markdown in a `~~~` fence, then lines `has: …` and `not: …` about its HTML.
fn walk(cases: &str) -> usize {
    let mut count = 0;
    for case in cases.split("\n## case: ").skip(1) {
        let (name, rest) = case.split_once('\n').unwrap();
        let mut parts = rest.splitn(3, "~~~\n");
        let markdown = parts.nth(1).unwrap_or_else(|| panic!("{name}: no fence"));
        let wanted = parts.next().unwrap_or_else(|| panic!("{name}: fence not closed"));
        let html = html(markdown);
        let mut claims = 0;
        for line in wanted.lines().filter(|line| !line.is_empty()) {
            match (line.strip_prefix("has: "), line.strip_prefix("not: ")) {
                (Some(text), _) => assert!(html.contains(text), "{name}: {text:?} is missing in\n{html}"),
                (_, Some(text)) => assert!(!html.contains(text), "{name}: {text:?} is in\n{html}"),
                _ => panic!("{name}: {line:?} is neither has nor not"),
            }
            claims += 1;
        }
        assert!(claims > 0, "{name} claims nothing");
        assert_harmless(name, &html);
        count += 1;
    }
    count
}

/// No element or attribute that runs code, loads from elsewhere or breaks the policy, in any case.
fn assert_harmless(name: &str, html: &str) {
    for tag in html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default().to_lowercase()) {
        let element = tag.split([' ', '/', '\n']).find(|part| !part.is_empty()).unwrap_or_default();
        let forbidden =
            ["script", "style", "iframe", "object", "embed", "svg", "math", "form", "base", "meta", "link"];
        assert!(!forbidden.contains(&element), "{name}: <{tag}>");
        for (nth, part) in tag.split('"').enumerate() {
            let compact: String = part.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
            if nth % 2 == 1 {
                assert!(
                    !compact.starts_with("javascript:") && !compact.starts_with("vbscript:"),
                    "{name}: <{tag}>"
                );
                continue;
            }
            for attribute in part.split([' ', '\n', '\t', '/']).skip(usize::from(nth == 0)) {
                let bad =
                    attribute.starts_with("on") && attribute.contains('=') || attribute.starts_with("style=");
                assert!(!bad, "{name}: <{tag}>");
            }
        }
    }
}

#[test]
fn attacks_are_harmless() {
    assert_eq!(walk(include_str!("attacks.md")), 24);
}

#[test]
fn documents_are_readable() {
    assert_eq!(walk(include_str!("documents.md")), 12);
}

#[test]
fn headings_move_down_and_stop_at_six() {
    let style = Style { heading_offset: 2, ..Style::default() };
    let rendered = render("# One\n\n##### Five\n", style);
    assert!(rendered.html.contains("<h3 id=\"one\">") && rendered.html.contains("<h6 id=\"five\">"));
    assert_eq!(rendered.headings.iter().map(|heading| heading.level).collect::<Vec<_>>(), [3, 6]);
}

#[test]
fn the_title_of_the_page_is_not_printed_twice() {
    let style = Style { title: Some("The  pool ran dry"), ..Style::default() };
    assert_eq!(render("# The pool ran dry\n\nText\n", style).html, "<p>Text</p>\n");
    assert!(render("# Another\n\n# The pool ran dry\n", style).html.contains("ran dry"));
}

#[test]
fn targets_are_asked_for_relative_addresses_only() {
    let target = |address: &str| {
        assert_eq!(address, "models/a.yaml");
        Target::Nowhere("not part of the site")
    };
    let style = Style { target: &target, ..Style::default() };
    let html = render("[m](models/a.yaml) [w](https://example.com) [s](#here)", style).html;
    assert!(html.contains("<span class=\"unlinked\" title=\"not part of the site\">m</span>"));
    assert!(html.contains("href=\"https://example.com\"") && html.contains("href=\"#here\""));
}

proptest::proptest! {
    #[test]
    fn any_text_is_harmless(text in "(<|>|\"|'|script|on|load|=|javascript|:|[ \\n#*`|\\[\\]()!-]|a|&lt;|svg|style|/){0,60}") {
        assert_harmless("random", &html(&text));
    }
}
