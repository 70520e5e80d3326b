//! The screen that a person reads: what was understood, on which lines, and what is missing.

use std::fmt::Write;

use super::data::{Facts, Inspection, Read, Time, TimelineEntry};
use crate::document::{DetectionMethod, Impact, ImpactOf, Origin, RoleKind};

/// How many lines long lists may take before they are cut.
const MOST: usize = 40;

/// Writes an inspection for a screen that is `width` columns wide.
pub fn text(inspection: &Inspection, width: usize) -> String {
    let mut screen = Screen { out: String::new(), width: width.max(40) };
    screen.line(&inspection.path);
    for fault in &inspection.faults {
        screen.row("fault", fault.place.line, &fault.message, "");
    }
    let several = inspection.postmortems.len() > 1;
    for (index, facts) in inspection.postmortems.iter().enumerate() {
        if several {
            screen.out.push('\n');
            let (from, to) = (facts.place.line, facts.place.end_line);
            screen.line(&format!(
                "postmortem {} of {}, lines {from} to {to}",
                index + 1,
                inspection.postmortems.len()
            ));
        }
        screen.facts(facts);
    }
    screen.out
}

struct Screen {
    out: String,
    width: usize,
}

impl Screen {
    fn line(&mut self, text: &str) {
        let text = clip(text, self.width);
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// `  12  name        value  note`; a line of 0 is left out.
    fn row(&mut self, name: &str, line: usize, value: &str, note: &str) {
        let number = if line == 0 { String::new() } else { line.to_string() };
        let note = if note.is_empty() { String::new() } else { format!("  ({note})") };
        let room = self.width.saturating_sub(20 + note.chars().count());
        self.line(&format!("{number:>5}  {name:<12} {}{note}", clip(value, room)));
    }

    fn facts(&mut self, facts: &Facts) {
        if let Some(title) = facts.titles.first() {
            self.row("title", title.place.line, &title.value, "");
        }
        self.times("start", &facts.starts);
        self.times("end", &facts.ends);
        self.duration(facts);
        self.times("detected", &facts.detected);
        if let Some(method) = facts.detection.first() {
            self.row("detected by", method.place.line, method.value.name(), "");
        }
        self.times("acknowledged", &facts.acknowledged);
        self.times("mitigated", &facts.mitigated);
        for zone in distinct(&facts.zones, |zone| zone.written.clone()) {
            let meaning = match (&zone.value.name, zone.value.offsets.as_slice()) {
                (Some(name), _) if *name != zone.value.written => name.clone(),
                (None, several) if several.len() > 1 => "may mean several zones".to_owned(),
                _ => String::new(),
            };
            self.row("zone", zone.place.line, &zone.value.written, &meaning);
        }
        for impact in distinct(&facts.impacts, impact_text).into_iter().take(4) {
            self.row("impact", impact.place.line, &impact_text(&impact.value), origin(impact.origin));
        }
        for (name, list, most) in [
            ("symptom", &facts.symptoms, 2),
            ("cause", &facts.causes, 3),
            ("resolution", &facts.resolutions, 2),
        ] {
            for fact in list.iter().take(most) {
                self.row(name, fact.place.line, &fact.value, "");
            }
        }
        self.timeline(&facts.timeline);
        self.actions(facts);
        self.sections(facts);
        let language = match facts.english {
            Some(true) => "English",
            Some(false) => "not English",
            None => "",
        };
        self.row("words", 0, &facts.words.to_string(), language);
        let missing = missing(facts);
        if !missing.is_empty() {
            self.row("missing", 0, &missing.join(", "), "");
        }
    }

    fn times(&mut self, name: &str, times: &[Read<Time>]) {
        for time in distinct(times, time_text).into_iter().take(4) {
            self.row(name, time.place.line, &time_text(&time.value), origin(time.origin));
        }
    }

    fn duration(&mut self, facts: &Facts) {
        for duration in facts.durations.iter().take(2) {
            self.row("duration", duration.place.line, &span(duration.value), "stated");
        }
    }

    fn timeline(&mut self, entries: &[TimelineEntry]) {
        if entries.is_empty() {
            return;
        }
        self.row("timeline", 0, &count(entries.len(), "entry", "entries"), "");
        let mut day = String::new();
        for entry in entries.iter().take(MOST) {
            let clock = entry.time.as_ref().map_or_else(
                || "--:--".to_owned(),
                |time| {
                    let about = if time.approximate { "~" } else { "" };
                    let until = entry.until.as_ref().and_then(|until| until.clock.as_deref());
                    let until = until.map_or_else(String::new, |until| format!("–{until}"));
                    format!("{about}{}{until}", time.clock.as_deref().unwrap_or("--:--"))
                },
            );
            let date = entry.time.as_ref().and_then(|time| time.date.as_deref());
            if let Some(date) = date.filter(|date| *date != day) {
                date.clone_into(&mut day);
                self.line(&format!("         {date}"));
            }
            let roles: Vec<String> = entry
                .roles
                .iter()
                .filter(|role| role.role != RoleKind::Action)
                .map(|role| {
                    let detail =
                        role.by.map(DetectionMethod::name).map(str::to_owned).or_else(|| role.to.clone());
                    let detail = detail.map_or_else(String::new, |detail| format!(": {detail}"));
                    let marked = if role.marked { "!" } else { "" };
                    format!("{}{marked}{detail}", role_name(role.role))
                })
                .collect();
            let roles = if roles.is_empty() { String::new() } else { format!(" [{}]", roles.join(", ")) };
            self.line(&format!(
                "{:>5}    {clock:<11} {}{roles}",
                entry.place.line,
                clip(&entry.text, self.width.saturating_sub(22 + roles.chars().count()).max(24))
            ));
        }
        self.cut(entries.len());
    }

    fn actions(&mut self, facts: &Facts) {
        if !facts.actions.is_empty() {
            self.row("tasks", 0, &facts.actions.len().to_string(), "");
        }
        for task in facts.actions.iter().take(MOST) {
            let state = match task.done {
                Some(true) => "[x]",
                Some(false) => "[ ]",
                None => " - ",
            };
            let details: Vec<String> = [
                task.owner.clone(),
                task.due.as_ref().map(|due| format!("due {due}")),
                task.ticket.clone(),
                task.variant.as_ref().map(|variant| format!("variant {variant}")),
            ]
            .into_iter()
            .flatten()
            .collect();
            let details =
                if details.is_empty() { String::new() } else { format!("  ({})", details.join(", ")) };
            let room = self.width.saturating_sub(14 + details.chars().count()).max(24);
            self.line(&format!("{:>5}    {state} {}{details}", task.place.line, clip(&task.text, room)));
        }
        self.cut(facts.actions.len());
        for better in facts.improvements.iter().take(8) {
            self.row("improve", better.place.line, &better.value, "");
        }
    }

    fn sections(&mut self, facts: &Facts) {
        let timed =
            |title: &str| title.starts_with(|first: char| first.is_ascii_digit()) && title.contains(':');
        for section in facts.sections.iter().filter(|section| !timed(&section.title)).take(MOST) {
            let indent = "  ".repeat(usize::from(section.level.saturating_sub(1)));
            let kind = serde_json::to_value(section.kind).ok();
            let kind = kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or_default().replace('_', " ");
            let note = format!("{kind}, {}", count(section.words, "word", "words"));
            self.row("section", section.place.line, &format!("{indent}{}", section.title), &note);
        }
        self.cut(facts.sections.len());
    }

    fn cut(&mut self, all: usize) {
        if all > MOST {
            let more = all - MOST;
            self.line(&format!("         … and {more} more"));
        }
    }
}

/// What a reviewer would ask for and not find.
fn missing(facts: &Facts) -> Vec<&'static str> {
    let timed = facts.starts.iter().any(|start| start.value.clock.is_some());
    let ended = facts.ends.iter().any(|end| end.value.clock.is_some());
    let role =
        |kind: RoleKind| facts.timeline.iter().any(|entry| entry.roles.iter().any(|role| role.role == kind));
    [
        (facts.titles.is_empty(), "title"),
        (!timed, "start"),
        (!ended, "end"),
        (timed && facts.starts.iter().all(|start| start.value.date.is_none()), "date of the start"),
        (facts.zones.is_empty(), "time zone"),
        (facts.impacts.is_empty(), "share of users affected"),
        (facts.causes.is_empty(), "root cause"),
        (facts.timeline.is_empty(), "timeline"),
        (facts.detected.is_empty() && !role(RoleKind::Detected), "time of detection"),
        (facts.detection.is_empty(), "how it was detected"),
        (facts.resolutions.is_empty() && !role(RoleKind::Resolved), "resolution"),
        (facts.actions.is_empty(), "tasks"),
    ]
    .into_iter()
    .filter_map(|(missing, name)| missing.then_some(name))
    .collect()
}

/// The facts of each value once, the first place of each.
fn distinct<T>(facts: &[Read<T>], key: impl Fn(&T) -> String) -> Vec<&Read<T>> {
    let mut seen: Vec<String> = Vec::new();
    facts
        .iter()
        .take(200)
        .filter(|fact| {
            let key = key(&fact.value);
            let fresh = !seen.contains(&key);
            seen.push(key);
            fresh
        })
        .collect()
}

fn time_text(time: &Time) -> String {
    let about = if time.approximate { "about " } else { "" };
    let parts = [time.date.as_deref(), time.clock.as_deref(), time.zone.as_deref()];
    let known: Vec<&str> = parts.into_iter().flatten().collect();
    let doubt = if time.doubts.is_empty() { "" } else { " ?" };
    format!("{about}{}{doubt}", known.join(" "))
}

fn impact_text(impact: &Impact) -> String {
    let of = impact.of.map(ImpactOf::noun).unwrap_or_default();
    let of = if of.is_empty() { String::new() } else { format!(" of {of}") };
    match (impact.percent, impact.count, impact.total) {
        (Some(percent), ..) => format!("{percent}%{of}"),
        (None, Some(count), Some(total)) => format!("{count} of {total}"),
        (None, Some(count), None) => format!("{count} {}", impact.of.map(ImpactOf::noun).unwrap_or_default()),
        _ => of.trim_start_matches(" of ").to_owned(),
    }
}

fn role_name(role: RoleKind) -> &'static str {
    match role {
        RoleKind::LeadUp => "lead-up",
        RoleKind::Onset => "onset",
        RoleKind::Detected => "detected",
        RoleKind::Acknowledged => "acknowledged",
        RoleKind::Action => "action",
        RoleKind::Hypothesis => "hypothesis",
        RoleKind::Misleading => "misleading",
        RoleKind::Escalated => "escalated",
        RoleKind::Diagnosed => "diagnosed",
        RoleKind::Mitigated => "mitigated",
        RoleKind::Resolved => "resolved",
        RoleKind::FollowUp => "follow-up",
    }
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Frontmatter => "frontmatter",
        Origin::Title => "title",
        Origin::Summary => "summary",
        Origin::Introduction => "introduction",
        Origin::Timeline => "timeline",
        Origin::Causes => "causes",
        Origin::Resolution => "resolution",
        Origin::Actions => "actions",
        Origin::Elsewhere => "elsewhere",
    }
}

fn span(minutes: f64) -> String {
    let mut text = String::new();
    let hours = (minutes / 60.0).floor();
    let rest = minutes - hours * 60.0;
    if hours > 0.0 {
        _ = write!(text, "{hours} h");
    }
    if rest > 0.0 || hours == 0.0 {
        let gap = if hours > 0.0 { " " } else { "" };
        _ = write!(text, "{gap}{} min", (rest * 10.0).round() / 10.0);
    }
    text
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The start of a text, with an ellipsis where it is cut.
fn clip(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(room.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}
