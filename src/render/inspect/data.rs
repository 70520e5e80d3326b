//! The facts of a document as plain data with lines and columns.

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::Serialize;

use crate::document::{
    ActionKind, Checklist, DetectionMethod, Document, Doubt, Entry, Fact, HeadingForm, Impact, Moment,
    Origin, Postmortem, RoleKind, SectionKind, Share, Zone, ZoneKind,
};
use crate::finding::Fault;
use crate::text::{Source, Span};

/// What was understood of one file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Inspection {
    /// The file.
    pub path: String,
    /// The checklist of its first postmortem.
    pub checklist: Checklist,
    /// The postmortems in it, usually one.
    pub postmortems: Vec<Facts>,
    /// What was wrong with the bytes or the frontmatter.
    pub faults: Vec<Problem>,
}

/// What was understood of one postmortem. Lists hold every place that gives a fact, best authority first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Facts {
    /// Where it stands.
    pub place: Place,
    /// Its titles.
    pub titles: Vec<Read<String>>,
    /// When users were first affected.
    pub starts: Vec<Read<Time>>,
    /// When users were no longer affected.
    pub ends: Vec<Read<Time>>,
    /// When the team knew.
    pub detected: Vec<Read<Time>>,
    /// When somebody took charge.
    pub acknowledged: Vec<Read<Time>>,
    /// When the worst was over.
    pub mitigated: Vec<Read<Time>>,
    /// How the team came to know.
    pub detection: Vec<Read<DetectionMethod>>,
    /// Time zones.
    pub zones: Vec<Read<ZoneName>>,
    /// Stated durations, in minutes.
    pub durations: Vec<Read<f64>>,
    /// Who or what was affected.
    pub impacts: Vec<Read<Impact>>,
    /// Shares that were affected.
    pub shares: Vec<Read<Share>>,
    /// What users saw.
    pub symptoms: Vec<Read<String>>,
    /// Causes.
    pub causes: Vec<Read<String>>,
    /// What ended it.
    pub resolutions: Vec<Read<String>>,
    /// The timeline.
    pub timeline: Vec<TimelineEntry>,
    /// Tasks.
    pub actions: Vec<Task>,
    /// What could be better, broadly.
    pub improvements: Vec<Read<String>>,
    /// The sections.
    pub sections: Vec<Heading>,
    /// Words in the body.
    pub words: usize,
    /// Whether the prose is English; `null` when there is too little of it.
    pub english: Option<bool>,
}

/// Where something stands: line and column from 1, columns in characters; offsets in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    /// The line it starts on.
    pub line: usize,
    /// The column it starts in.
    pub column: usize,
    /// The line it ends on.
    pub end_line: usize,
    /// Its first byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

/// A value with its place and origin.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// The part of the document it was read from.
    pub origin: Origin,
    /// Whether some of it was worked out from elsewhere.
    pub inferred: bool,
    /// Where it stands.
    pub place: Place,
}

/// A point in time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Time {
    /// ISO 8601 with offset, when day, time and zone are known.
    pub iso: Option<String>,
    /// The day.
    pub date: Option<String>,
    /// The time of day, `HH:MM`, with seconds where they are written.
    pub clock: Option<String>,
    /// The zone as written.
    pub zone: Option<String>,
    /// Whether it says about when.
    pub approximate: bool,
    /// What cannot be decided from the text.
    pub doubts: Vec<Doubt>,
}

/// A time zone.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ZoneName {
    /// As written.
    pub written: String,
    /// The IANA name, where it has one.
    pub name: Option<String>,
    /// The offsets it may stand for, in minutes east of UTC; empty where they depend on the day.
    pub offsets: Vec<i32>,
}

/// An entry of the timeline.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TimelineEntry {
    /// When.
    pub time: Option<Time>,
    /// The end of a range.
    pub until: Option<Time>,
    /// What happened.
    pub text: String,
    /// What it was in the course of the incident.
    pub roles: Vec<EntryRole>,
    /// Where it stands.
    pub place: Place,
}

/// A role of an entry.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EntryRole {
    /// Which.
    pub role: RoleKind,
    /// Whether a marker says so.
    pub marked: bool,
    /// For a detection, by what.
    pub by: Option<DetectionMethod>,
    /// For an escalation, to whom.
    pub to: Option<String>,
}

/// A task.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Task {
    /// What shall be done.
    pub text: String,
    /// Whether it is done, where the document says so.
    pub done: Option<bool>,
    /// Who does it.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<String>,
    /// Where it is tracked.
    pub ticket: Option<String>,
    /// What it is good for.
    pub kind: Option<ActionKind>,
    /// Whether it stands under a label such as "Tasks".
    pub labelled: bool,
    /// The model variant that tries it.
    pub variant: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A section's heading.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Heading {
    /// What it is for.
    pub kind: SectionKind,
    /// Its words.
    pub title: String,
    /// How it is written.
    pub form: HeadingForm,
    /// How deep it lies.
    pub level: u8,
    /// Words under it, subsections not counted.
    pub words: usize,
    /// Where it stands.
    pub place: Place,
}

/// Something that was wrong.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Problem {
    /// What.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Where.
    pub place: Place,
}

/// The JSON Schema of an inspection.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Inspection).to_value()
}

impl Inspection {
    /// What was understood; `decoding` is what was wrong with the bytes.
    pub fn new(source: &Source, decoding: &[Fault], document: &Document) -> Self {
        let faults =
            decoding.iter().chain(document.postmortems.iter().flat_map(|postmortem| &postmortem.faults));
        Self {
            path: source.path.clone(),
            checklist: document.checklist(),
            postmortems: document.postmortems.iter().map(|postmortem| facts(source, postmortem)).collect(),
            faults: faults
                .map(|fault| Problem {
                    message: fault.message.clone(),
                    help: fault.help.clone(),
                    place: place(source, fault.span),
                })
                .collect(),
        }
    }
}

fn facts(source: &Source, postmortem: &Postmortem) -> Facts {
    let times = |facts: &[Fact<Moment>]| facts.iter().map(|fact| read(source, fact, time)).collect();
    let texts = |facts: &[Fact<String>]| facts.iter().map(|fact| read(source, fact, String::clone)).collect();
    Facts {
        place: place(source, postmortem.span),
        titles: texts(&postmortem.titles),
        starts: times(&postmortem.starts),
        ends: times(&postmortem.ends),
        detected: times(&postmortem.detected),
        acknowledged: times(&postmortem.acknowledged),
        mitigated: times(&postmortem.mitigated),
        detection: postmortem.detection.iter().map(|fact| read(source, fact, |method| *method)).collect(),
        zones: postmortem.zones.iter().map(|fact| read(source, fact, zone)).collect(),
        durations: postmortem.durations.iter().map(|fact| read(source, fact, minutes)).collect(),
        impacts: postmortem.impacts.iter().map(|fact| read(source, fact, Impact::clone)).collect(),
        shares: postmortem.shares.iter().map(|fact| read(source, fact, Share::clone)).collect(),
        symptoms: texts(&postmortem.symptoms),
        causes: texts(&postmortem.causes),
        resolutions: texts(&postmortem.resolutions),
        timeline: postmortem.timeline.iter().map(|entry| timeline_entry(source, entry)).collect(),
        actions: postmortem
            .actions
            .iter()
            .map(|action| Task {
                text: action.text.clone(),
                done: action.done,
                owner: action.owner.as_ref().map(|fact| fact.value.clone()),
                due: action.due.as_ref().map(|fact| fact.value.to_string()),
                ticket: action.ticket.as_ref().map(|fact| fact.value.clone()),
                kind: action.kind,
                labelled: action.labelled,
                variant: action.variant.as_ref().map(|fact| fact.value.clone()),
                place: place(source, action.span),
            })
            .collect(),
        improvements: texts(&postmortem.improvements),
        sections: postmortem
            .sections
            .iter()
            .map(|section| Heading {
                kind: section.kind,
                title: section.title.clone(),
                form: section.form,
                level: section.level,
                words: section.words,
                place: place(source, section.heading),
            })
            .collect(),
        words: postmortem.words.total,
        english: postmortem.english,
    }
}

fn read<T, U>(source: &Source, fact: &Fact<T>, value: impl Fn(&T) -> U) -> Read<U> {
    Read {
        value: value(&fact.value),
        origin: fact.origin,
        inferred: fact.inferred,
        place: place(source, fact.span),
    }
}

fn place(source: &Source, span: Span) -> Place {
    let start = source.position(span.start);
    let end_line = source.lines.index(span.end.max(span.start + 1) - 1) + 1;
    Place { line: start.line, column: start.column, end_line, start: span.start, end: span.end }
}

fn time(moment: &Moment) -> Time {
    let clock = moment.clock.map(|clock| {
        let text = clock.format("%H:%M:%S").to_string();
        text.strip_suffix(":00").map_or_else(|| text.clone(), str::to_owned)
    });
    Time {
        iso: moment.iso(),
        date: moment.date.map(|date| date.to_string()),
        clock,
        zone: moment.zone.as_ref().map(|zone| zone.written.to_string()).filter(|written| !written.is_empty()),
        approximate: moment.approximate,
        doubts: moment.doubts.clone(),
    }
}

fn zone(zone: &Zone) -> ZoneName {
    let (name, offsets) = match &zone.kind {
        ZoneKind::Rules(rules) => (Some(rules.name().to_owned()), Vec::new()),
        ZoneKind::Offset(minutes) => (None, vec![*minutes]),
        ZoneKind::Ambiguous(candidates) => (None, candidates.to_vec()),
    };
    ZoneName { written: zone.written.to_string(), name, offsets }
}

fn minutes(duration: &TimeDelta) -> f64 {
    // Stated durations are whole seconds, far below 2^52.
    duration.as_seconds_f64() / 60.0
}

fn timeline_entry(source: &Source, entry: &Entry) -> TimelineEntry {
    TimelineEntry {
        time: entry.time.as_ref().map(time),
        until: entry.until.as_ref().map(time),
        text: entry.text.clone(),
        roles: entry
            .roles
            .iter()
            .map(|role| EntryRole { role: role.kind, marked: role.marked, by: role.by, to: role.to.clone() })
            .collect(),
        place: place(source, entry.span),
    }
}
