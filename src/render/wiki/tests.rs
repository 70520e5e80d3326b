//! A site hangs together: every link leads somewhere, nothing is loaded from elsewhere, nothing is lost.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::render::svg::{Node, Role};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn incident(slug: &str, start: &str) -> IncidentPage {
    let start = at(start);
    let entry = |minutes, role, text: &str| Entry {
        at: start + TimeDelta::minutes(minutes),
        until: None,
        text: text.to_owned(),
        role,
    };
    let sample = |minutes, value| Sample { at: start + TimeDelta::minutes(minutes), value, interval: None };
    IncidentPage {
        slug: slug.to_owned(),
        source: format!("postmortems/{slug}.md"),
        title: format!("Queue <full> & stuck ({slug})"),
        status: "in-review".to_owned(),
        severity: "SEV2".to_owned(),
        zone: Zone::Named(chrono_tz::Europe::Berlin),
        window: Some(Window {
            start,
            detected: Some(start + TimeDelta::minutes(7)),
            acknowledged: None,
            mitigated: None,
            end: Some(start + TimeDelta::minutes(95)),
        }),
        day: None,
        impact: "30% of orders".to_owned(),
        services: vec!["orders".to_owned(), "mail".to_owned()],
        flavors: vec!["software".to_owned()],
        detection: "customer".to_owned(),
        authors: vec!["@mira".to_owned()],
        body: "# Queue\n\n## Summary\n\nSee [the model](models/q.yaml), [the graph](graph.png), \
               [the other](./b.md#summary) and [nothing](../missing.md).\n\n## Timeline\n"
            .to_owned(),
        summary: "Summary".to_owned(),
        entries: vec![entry(0, Role::Start, "The queue fills"), entry(7, Role::Detected, "A customer calls")],
        replay: Some(Replay {
            model: "queue".to_owned(),
            runs: "30 runs, seed 7".to_owned(),
            topology: Graph {
                nodes: vec![Node { id: "q".to_owned(), title: "orders-queue".to_owned(), ..Node::default() }],
                ..Graph::default()
            },
            topology_caption: "At the worst moment.".to_owned(),
            series: vec![Line {
                name: "as it happened".to_owned(),
                samples: vec![sample(0, 0.2), sample(95, 1.0)],
            }],
            claims: vec![Claim {
                what: "duration".to_owned(),
                stated: "95 min".to_owned(),
                simulated: "90 to 99 min".to_owned(),
                verdict: Verdict::Agrees,
                assumed: true,
            }],
            parameters: vec![Parameter {
                name: "load.users.rate".to_owned(),
                value: "50/s".to_owned(),
                quote: "about fifty orders a second".to_owned(),
                assumed: false,
                note: String::new(),
            }],
        }),
        actions: vec![Action {
            text: "Bound the queue".to_owned(),
            done: false,
            owner: "@mira".to_owned(),
            due: "2026-02-01".to_owned(),
            ticket: "#12".to_owned(),
            variant: "bounded".to_owned(),
        }],
        findings: vec![FindingLine {
            code: "PM501".to_owned(),
            level: "warning".to_owned(),
            line: 12,
            message: "this action names no date".to_owned(),
        }],
    }
}

fn site() -> Site {
    Site {
        title: "Outages".to_owned(),
        description: "What went wrong".to_owned(),
        incidents: vec![incident("a", "2024-03-01T22:30:00Z"), incident("b", "2025-01-10T08:00:00Z")],
        rules: vec![RulePage {
            code: "PM501".to_owned(),
            name: "action-without-owner".to_owned(),
            level: "warning".to_owned(),
            doc: "## What it checks\n\nEvery open action names an owner, see [here](x.html).\n".to_owned(),
        }],
        files: BTreeMap::from([("postmortems/graph.png".to_owned(), "files/graph.png".to_owned())]),
        templates: BTreeMap::new(),
    }
}

fn page<'a>(files: &'a [(String, String)], path: &str) -> &'a str {
    let found = files.iter().find(|(name, _)| name == path);
    found.map_or_else(|| panic!("{path} is missing"), |(_, text)| text)
}

fn is_html(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "html")
}

/// The values of an attribute in a page.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let opening = format!(" {attribute}=\"");
    html.split(&opening).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let site = site();
    let files = render(&site).unwrap();
    let mut count = 0;
    for (path, html) in files.iter().filter(|(path, _)| is_html(path)) {
        for link in values(html, "href").into_iter().chain(values(html, "src")) {
            let (target, fragment) = link.split_once('#').unwrap_or((link, ""));
            let mut parts: Vec<&str> = path.split('/').collect();
            parts.pop();
            for part in target.split('/').filter(|part| !part.is_empty()) {
                if part == ".." {
                    assert!(parts.pop().is_some(), "{link} leaves the site");
                } else {
                    parts.push(part);
                }
            }
            let target = if target.is_empty() { path.clone() } else { parts.join("/") };
            if site.files.values().any(|file| *file == target) {
                continue;
            }
            let text = page(&files, &target);
            assert!(fragment.is_empty() || values(text, "id").contains(&fragment), "{path}: {link}");
            count += 1;
        }
        let mut ids = values(html, "id");
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{path} has an id twice");
    }
    assert!(count > 30, "only {count} links");
}

#[test]
fn nothing_is_inline_or_from_elsewhere() {
    for (path, text) in render(&site()).unwrap() {
        assert!(!text.contains("://"), "{path} names a network address");
        assert!(
            !text.contains(" style=") && !text.contains("<style") && !text.contains("<script>"),
            "{path}"
        );
        assert!(!is_html(&path) || text.contains("Content-Security-Policy"), "{path}");
    }
}

#[test]
fn a_page_shows_what_is_known() {
    let files = render(&site()).unwrap();
    let html = page(&files, "incidents/a.html").replace('\u{a0}', " ");
    for words in [
        "<h1>Queue &lt;full&gt; &amp; stuck (a)</h1>",
        "1 March 2024, 23:30 to 2 March 2024, 01:05 Europe/Berlin (CET)",
        "1 h 35 min",
        "7 min, by customer",
        "30% of orders",
        "id=\"figure-timeline-title\"",
        "id=\"figure-chart-title\"",
        "id=\"figure-topology-title\"",
        "90 to 99 min",
        "<span class=\"assumed\">assumed</span>",
        "about fifty orders a second",
        "tried: bounded",
        "<a href=\"../rules/PM501.html\">PM501</a>",
        "<a rel=\"next\" class=\"next\" href=\"../incidents/b.html\">",
        "<span class=\"unlinked\" title=\"not part of this site\">the model</span>",
        "href=\"../incidents/b.html#summary\"",
        "href=\"../files/graph.png\"",
        "<h3 id=\"summary\">",
    ] {
        assert!(html.contains(words), "{words} is missing in\n{html}");
    }
}

#[test]
fn the_index_counts_and_sorts() {
    let files = render(&site()).unwrap();
    let html = page(&files, "index.html");
    let place = |words: &str| html.find(words).unwrap_or_else(|| panic!("{words} is missing in\n{html}"));
    assert!(place("year-2025") < place("year-2024") && place("stuck (b)") < place("stuck (a)"));
    let mut dated = site();
    dated.incidents[0].window = None;
    dated.incidents[1].window = None;
    dated.incidents[1].day = "2023-04-05".parse().ok();
    let files = render(&dated).unwrap();
    let undated = page(&files, "index.html");
    assert!(undated.find("year-2023") < undated.find("year-undated"), "{undated}");
    assert!(undated.contains("datetime=\"2023-04-05\""));
    assert!(html.contains("<dd>3 h 10 min</dd>") && html.contains("<dd>7 min</dd>"));
    assert!(html.contains("undetected 7 min, detected 1 h 28 min"));
}

#[test]
fn little_is_enough_and_hostile_names_stay_inside() {
    let bare = IncidentPage {
        slug: "../../etc/passwd".to_owned(),
        source: String::new(),
        title: String::new(),
        status: String::new(),
        severity: String::new(),
        zone: Zone::Named(chrono_tz::UTC),
        window: None,
        day: None,
        impact: String::new(),
        services: Vec::new(),
        flavors: Vec::new(),
        detection: String::new(),
        authors: Vec::new(),
        body: "[up](../../../../x.md)".to_owned(),
        summary: String::new(),
        entries: Vec::new(),
        replay: None,
        actions: Vec::new(),
        findings: Vec::new(),
    };
    let twin = IncidentPage { replay: Some(Replay::default()), ..bare.clone() };
    let files = render(&Site { incidents: vec![bare, twin], ..Site::default() }).unwrap();
    let mut paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    paths.sort_unstable();
    assert_eq!(
        paths,
        ["incidents/etc-passwd-2.html", "incidents/etc-passwd.html", "index.html", "style.css", "theme.js"]
    );
    assert!(page(&files, "index.html").contains("Undated"));
    let empty = render(&Site::default()).unwrap();
    assert!(page(&empty, "index.html").contains("There are no incidents yet"));
}

#[test]
fn the_same_site_gives_the_same_bytes() {
    assert_eq!(render(&site()).unwrap(), render(&site()).unwrap());
}

#[test]
fn a_team_replaces_templates_one_by_one() {
    let own = [
        ("rule.html", "{% include \"_head.html\" %}{{ code }}"),
        ("_head.html", "ours: "),
        ("site.css", "body { color: teal }"),
    ];
    let templates = own.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    let files = render(&Site { templates, ..site() }).unwrap();
    assert_eq!(page(&files, "rules/PM501.html"), "ours: PM501");
    assert!(page(&files, "style.css").ends_with("teal }") && page(&files, "style.css").starts_with(":root"));
    assert!(page(&files, "index.html").contains("<h1>Outages</h1>"));
}

#[test]
fn broken_templates_are_named_with_their_line() {
    let with = |name: &str, text: &str| {
        let templates = BTreeMap::from([(name.to_owned(), text.to_owned())]);
        render(&Site { templates, ..site() }).unwrap_err()
    };
    let error = with("incident.html", "one\n{% if %}\n");
    assert_eq!((error.template.as_str(), error.line), ("incident.html", Some(2)));
    let error = with("incident.html", "{{ title|nosuch }}");
    assert!(
        error.to_string().starts_with("template `incident.html`, line 1: ")
            && error.message.contains("nosuch")
    );
    assert!(with("rule.html", "{{ nosuch }}").message.contains("undefined"));
    let error = with("indx.html", "");
    assert_eq!(error.help.as_deref(), Some("did you mean `index.html`?"));
}

#[test]
fn the_summary_stands_before_the_pictures() {
    let files = render(&site()).unwrap();
    let html = page(&files, "incidents/a.html");
    let place = |words: &str| html.find(words).unwrap_or_else(|| panic!("{words} is missing in\n{html}"));
    assert!(place("class=\"facts\"") < place("id=\"summary\"") && place("id=\"summary\"") < place("<svg"));
    assert!(place("<svg") < place("id=\"timeline\"") && place("id=\"timeline\"") < place("<details"));
    assert!(html.contains("<summary>1 of 1 statement agrees with the model</summary>"));
}
