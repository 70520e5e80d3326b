//! What was understood of a document: sections, facts, timeline, actions.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use serde::Serialize;

use super::{DetectionMethod, Fact, Frontmatter, Impact, ImpactOf, Label, Moment, Topic, Zone};
use crate::finding::Fault;
use crate::text::{Span, yaml};

/// A file as read: usually one postmortem, sometimes several, always at least one.
#[derive(Clone, Debug)]
pub struct Document {
    /// The postmortems in the order they stand.
    pub postmortems: Vec<Postmortem>,
    /// The text without marks, byte for byte at the same place: code blocks, HTML, comments, images, link targets and
    /// addresses are spaces, emphasis and code ticks U+0001, list markers and heading signs U+0002.
    pub plain: String,
    /// The words of all postmortems.
    pub words: Words,
}

/// One postmortem.
///
/// Facts of the same kind are kept side by side, best authority first, so that they can be compared;
/// the first is the one to show.
#[derive(Clone, Debug, Default)]
pub struct Postmortem {
    /// The whole postmortem with its frontmatter.
    pub span: Span,
    /// The part after the frontmatter.
    pub body: Span,
    /// The frontmatter, as far as it could be read.
    pub frontmatter: Option<Frontmatter>,
    /// The frontmatter's YAML, for the places of its keys and values; its comments.
    pub yaml: yaml::Document,
    /// The title.
    pub titles: Vec<Fact<String>>,
    /// The sections in the order they stand.
    pub sections: Vec<Section>,
    /// Inline labels such as `**Impact:**`, in the order they stand.
    pub labels: Vec<Label>,
    /// When users were first affected.
    pub starts: Vec<Fact<Moment>>,
    /// When users were no longer affected.
    pub ends: Vec<Fact<Moment>>,
    /// When the team knew.
    pub detected: Vec<Fact<Moment>>,
    /// When somebody took charge.
    pub acknowledged: Vec<Fact<Moment>>,
    /// When the worst was over.
    pub mitigated: Vec<Fact<Moment>>,
    /// How the team came to know.
    pub detection: Vec<Fact<DetectionMethod>>,
    /// Zones, wherever they stand.
    pub zones: Vec<Fact<Zone>>,
    /// Durations that the text states, such as "two and a half hours".
    pub durations: Vec<Fact<TimeDelta>>,
    /// Who or what was affected.
    pub impacts: Vec<Fact<Impact>>,
    /// Every share of something affected, in percent, with what it measures.
    pub shares: Vec<Fact<Share>>,
    /// What users saw or could not do.
    pub symptoms: Vec<Fact<String>>,
    /// Root causes and contributing factors.
    pub causes: Vec<Fact<String>>,
    /// What ended the outage.
    pub resolutions: Vec<Fact<String>>,
    /// The timeline's entries in the order they stand.
    pub timeline: Vec<Entry>,
    /// Tasks that were set.
    pub actions: Vec<Action>,
    /// What could be better, broadly; not yet tasks.
    pub improvements: Vec<Fact<String>>,
    /// Words, as a person counts them.
    pub words: Words,
    /// Whether the prose is English; `None` when there is too little of it.
    pub english: Option<bool>,
    /// What went wrong while reading.
    pub faults: Vec<Fault>,
}

/// A section: a heading, in whatever form, and what stands under it up to the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What the section is for.
    pub kind: SectionKind,
    /// What the heading announces, where it is known.
    pub topic: Option<Topic>,
    /// The index of the section that it lies in.
    pub parent: Option<usize>,
    /// The heading's text without its marks.
    pub title: String,
    /// How the heading is written.
    pub form: HeadingForm,
    /// 1 to 6; for bold and bare lines, as deep as they seem to be.
    pub level: u8,
    /// The heading.
    pub heading: Span,
    /// What stands under it, up to the next heading of any level.
    pub content: Span,
    /// The content together with that of its subsections.
    pub whole: Span,
    /// Words in `content`.
    pub words: usize,
}

/// What a section is for.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// What executives read.
    Summary,
    /// Start, end, how long.
    Duration,
    /// Who was affected and how.
    Impact,
    /// How and when it was noticed.
    Detection,
    /// What happened when.
    Timeline,
    /// Why it happened.
    RootCause,
    /// How it was ended.
    Resolution,
    /// Both of the last two.
    RootCauseAndResolution,
    /// What will be done: improvements and tasks.
    Corrective,
    /// What could be better, broadly.
    Improvements,
    /// Specific tasks.
    Tasks,
    /// What went well, what went wrong, where we got lucky.
    Lessons,
    /// Glossaries, attendees, links, background and all the rest.
    Other,
}

/// How a heading is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HeadingForm {
    /// `## Timeline`
    Atx,
    /// Underlined with `---` or `===`.
    Setext,
    /// `**Timeline**` on a line of its own.
    Bold,
    /// `Timeline:` on a line of its own.
    Bare,
}

/// A share of something that was affected.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Share {
    /// In percent; the lower end of a range.
    pub percent: f64,
    /// The upper end of a range, in percent.
    pub up_to: Option<f64>,
    /// What it is a share of.
    pub of: Option<ImpactOf>,
    /// Whether it is "about", "over" or "up to".
    pub approximate: bool,
}

/// One entry of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The whole entry with its marker and nested lines.
    pub span: Span,
    /// Where its time stands.
    pub time_span: Option<Span>,
    /// Its time.
    pub time: Option<Moment>,
    /// The end of a range (`16:03-16:04`).
    pub until: Option<Moment>,
    /// Its time on the document's clock, days rolled over past midnight.
    pub instant: Option<DateTime<FixedOffset>>,
    /// What happened, as plain text without the time.
    pub text: String,
    /// Where the text stands.
    pub text_span: Span,
    /// How the entry is written.
    pub form: EntryForm,
    /// Whether the time is the first thing in it.
    pub time_first: bool,
    /// What it was in the course of the incident.
    pub roles: Vec<Role>,
}

/// How a timeline entry is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryForm {
    /// A list item, whatever its marker.
    Item,
    /// A line or paragraph.
    Line,
    /// A row of a table.
    Row,
    /// A heading with text under it.
    Heading,
    /// An answer to a question such as "How was it detected?".
    Answer,
}

/// What an entry was in the course of the incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Role {
    /// Which role.
    pub kind: RoleKind,
    /// The words it was recognised by, or the marker.
    pub span: Span,
    /// Whether a marker such as `<!-- detected -->` says so.
    pub marked: bool,
    /// For a detection, by what; `None` when the text does not say.
    pub by: Option<DetectionMethod>,
    /// For an escalation, to whom.
    pub to: Option<String>,
}

/// The roles an entry can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleKind {
    /// Happened before users were affected.
    LeadUp,
    /// Users began to be affected.
    Onset,
    /// The team came to know.
    Detected,
    /// Somebody took charge.
    Acknowledged,
    /// Something was looked at or tried.
    Action,
    /// A cause was suspected.
    Hypothesis,
    /// A suspicion or a fix turned out wrong.
    Misleading,
    /// Others were called in.
    Escalated,
    /// The cause was found.
    Diagnosed,
    /// The worst was over.
    Mitigated,
    /// Users were no longer affected.
    Resolved,
    /// Happened after the outage.
    FollowUp,
}

/// A task that was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The whole item.
    pub span: Span,
    /// What shall be done, as plain text without owner, due date and ticket.
    pub text: String,
    /// Where that text stands.
    pub text_span: Span,
    /// The state of its checkbox, or that the text says it is done; `None` without either.
    pub done: Option<bool>,
    /// Who does it.
    pub owner: Option<Fact<String>>,
    /// By when.
    pub due: Option<Fact<NaiveDate>>,
    /// The ticket: `#1234`, `OPS-17`, a link.
    pub ticket: Option<Fact<String>>,
    /// Whether it prevents, detects or mitigates, where the document says so.
    pub kind: Option<ActionKind>,
    /// Whether it stands under a label such as "Tasks" or "Action items".
    pub labelled: bool,
    /// The model variant that tries it (`variant: fast-restore`).
    pub variant: Option<Fact<String>>,
}

/// What a task is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// It will not happen again.
    Prevent,
    /// It will be noticed sooner.
    Detect,
    /// It will do less harm or end sooner.
    Mitigate,
}

/// Words, as a person counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    /// In the body; code, HTML, URLs and images left out, link texts counted.
    pub total: usize,
}

impl Postmortem {
    /// The title to show.
    pub fn title(&self) -> Option<&str> {
        self.titles.first().map(|fact| fact.value.as_str())
    }

    /// When it began, if day, time and zone are known.
    pub fn start(&self) -> Option<DateTime<FixedOffset>> {
        self.starts.iter().find_map(|fact| fact.value.instant())
    }

    /// When it ended, if day, time and zone are known.
    pub fn end(&self) -> Option<DateTime<FixedOffset>> {
        self.ends.iter().find_map(|fact| fact.value.instant())
    }

    /// When it was detected, if day, time and zone are known.
    pub fn detected(&self) -> Option<DateTime<FixedOffset>> {
        self.detected.iter().find_map(|fact| fact.value.instant())
    }

    /// The entries with a role.
    pub fn with_role(&self, kind: RoleKind) -> impl Iterator<Item = &Entry> {
        self.timeline.iter().filter(move |entry| entry.roles.iter().any(|role| role.kind == kind))
    }

    /// The first section of a kind.
    pub fn section(&self, kind: SectionKind) -> Option<&Section> {
        self.sections.iter().find(|section| section.kind == kind)
    }

    /// Where a frontmatter key stands, or its value.
    pub fn field(&self, key: &str) -> Option<(&yaml::Key, &yaml::Node)> {
        self.yaml.root.as_ref()?.entry(key)
    }
}
