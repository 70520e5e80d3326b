//! What a fair reviewer would tick off: the questions of the brief format, answered from the facts.

use chrono::{NaiveDateTime, TimeDelta};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    DetectionMethod, Document, Fact, ImpactOf, Moment, Origin, Postmortem, RoleKind, SectionKind, calendar,
};

/// The answers. `null` where the document gives no ground for one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "a checklist is a list of answers")]
pub struct Checklist {
    /// There is a title.
    pub has_title: bool,
    /// The outage has a start and an end, each with a time of day, outside the timeline.
    pub duration_start_end: bool,
    /// A time zone is named somewhere.
    pub timezone_given: bool,
    /// The start with its offset, when day, time and zone are known.
    pub start_iso: Option<String>,
    /// The end with its offset.
    pub end_iso: Option<String>,
    /// The start's time of day, `HH:MM`.
    pub start_clock: Option<String>,
    /// The end's time of day.
    pub end_clock: Option<String>,
    /// The stated duration fits the stated start and end.
    pub duration_consistent: Option<bool>,
    /// It says what was down or slow, or what users saw.
    pub impact_what: bool,
    /// The share that was affected, in percent.
    pub impact_percent: Option<f64>,
    /// The share is one of users, or of what users send.
    pub impact_percent_is_users: Option<bool>,
    /// The summary names the cause.
    pub summary_root_cause: bool,
    /// There is a timeline.
    pub timeline_present: bool,
    /// The timeline is a list whose items start with their time.
    pub timeline_bullets: bool,
    /// How many entries have a time.
    pub timeline_n: usize,
    /// The entries stand in order.
    pub timeline_monotonic: Option<bool>,
    /// All entries lie between start and end.
    pub timeline_within_window: Option<bool>,
    /// The timeline says when it was detected.
    pub detected_when: bool,
    /// By what it was detected: `monitoring`, `engineer`, `customer` or `other`.
    pub detected_how: Option<DetectionMethod>,
    /// It says what was looked at and tried.
    pub actions_taken: bool,
    /// It says which paths were misleading.
    pub misleading_paths: bool,
    /// It says to whom it was escalated.
    pub escalated: bool,
    /// It says how it ended.
    pub resolved: bool,
    /// A section explains the cause.
    pub root_cause_section: bool,
    /// It explains how it was fixed.
    pub resolution_detail: bool,
    /// A section says what will be done.
    pub corrective_section: bool,
    /// There is a list of tasks.
    pub todo_list: bool,
    /// The tasks stand under a label such as "Tasks" or "Action items".
    pub todo_labelled: bool,
    /// A task names its owner.
    pub todo_has_owner: bool,
    /// A task has a due date.
    pub todo_has_due: bool,
    /// Words in the whole file.
    pub word_count_total: usize,
    /// The word count lies between 400 and 600.
    pub in_range_400_600: bool,
    /// The prose is English.
    pub language_english: bool,
    /// From start to end, in minutes.
    pub duration_minutes: Option<i64>,
}

impl Document {
    /// The checklist of the file's first postmortem.
    pub fn checklist(&self) -> Checklist {
        let words = self.words.total;
        self.postmortems.first().map_or_else(Checklist::default, |postmortem| Checklist {
            word_count_total: words,
            in_range_400_600: (400..=600).contains(&words),
            ..postmortem.checklist()
        })
    }
}

impl Postmortem {
    /// The answers for this postmortem.
    pub fn checklist(&self) -> Checklist {
        let start = stated(&self.starts);
        let end = stated(&self.ends);
        let words = self.words.total;
        let share = self.main_share();
        let (monotonic, within) = self.order(start, end);
        let minutes = instant(start).zip(instant(end)).map(|(start, end)| (end - start).num_minutes());
        let has = |kind| self.with_role(kind).next().is_some();
        let present = |kinds: &[SectionKind]| {
            self.sections.iter().any(|section| kinds.contains(&section.kind) && section.words_below(self) > 0)
        };
        let timed = self.timeline.iter().filter(|entry| entry.time.as_ref().is_some_and(Moment::has_clock));
        let firsts = self.timeline.iter().filter(|entry| entry.is_listed()).count();
        let tasks = self.actions.len();
        Checklist {
            has_title: !self.titles.is_empty(),
            duration_start_end: start.is_some() && end.is_some(),
            timezone_given: !self.zones.is_empty() || start.is_some_and(|start| start.zone_given),
            start_iso: iso(start),
            end_iso: iso(end),
            start_clock: start.and_then(clock),
            end_clock: end.and_then(clock),
            duration_consistent: self.duration_fits(start, end),
            impact_what: self.impact_is_told(),
            impact_percent: share.map(|(percent, _)| percent),
            impact_percent_is_users: share
                .map(|(_, of)| matches!(of, Some(ImpactOf::Users | ImpactOf::Traffic | ImpactOf::Requests))),
            summary_root_cause: self.causes.iter().any(|cause| cause.origin.is_account()),
            timeline_present: !self.timeline.is_empty() || present(&[SectionKind::Timeline]),
            timeline_bullets: firsts >= 2 && firsts * 2 >= self.timeline.len(),
            timeline_n: timed.count(),
            timeline_monotonic: monotonic,
            timeline_within_window: within,
            detected_when: self.timeline.iter().any(|entry| {
                entry.has(RoleKind::Detected) && entry.time.as_ref().is_some_and(Moment::has_clock)
            }) || self.detected.iter().any(|detected| detected.value.has_clock()),
            detected_how: self.detection.first().map(|fact| fact.value),
            actions_taken: has(RoleKind::Action)
                || has(RoleKind::Mitigated)
                || has(RoleKind::Diagnosed)
                || has(RoleKind::Hypothesis)
                || self.timeline.len() >= 3
                || present(&[SectionKind::Resolution]),
            misleading_paths: has(RoleKind::Misleading),
            escalated: has(RoleKind::Escalated),
            resolved: has(RoleKind::Resolved) || !self.resolutions.is_empty(),
            root_cause_section: self.sections.iter().any(|section| {
                matches!(section.kind, SectionKind::RootCause | SectionKind::RootCauseAndResolution)
                    && section.parent.and_then(|parent| self.sections.get(parent)).is_none_or(|parent| {
                        !matches!(parent.kind, SectionKind::Summary | SectionKind::Timeline)
                    })
            }),
            resolution_detail: self.resolution_is_told(),
            corrective_section: present(&[
                SectionKind::Corrective,
                SectionKind::Tasks,
                SectionKind::Improvements,
            ]),
            todo_list: tasks >= 2
                || (tasks == 1 && self.actions.iter().any(|action| action.labelled))
                || self.improvements.len() >= 3,
            todo_labelled: self.actions.iter().any(|action| action.labelled),
            todo_has_owner: self.actions.iter().any(|action| action.owner.is_some()),
            todo_has_due: self.actions.iter().any(|action| action.due.is_some()),
            word_count_total: words,
            in_range_400_600: (400..=600).contains(&words),
            language_english: self.english.unwrap_or(true),
            duration_minutes: minutes,
        }
    }

    /// The share to show: of users before any other.
    fn main_share(&self) -> Option<(f64, Option<ImpactOf>)> {
        let rank = |share: &&Fact<super::Share>| match share.value.of {
            Some(ImpactOf::Users) => 0,
            Some(ImpactOf::Traffic | ImpactOf::Requests) => 1,
            Some(_) => 2,
            None => 3,
        };
        let share = self.shares.iter().min_by_key(rank)?;
        Some((share.value.percent, share.value.of))
    }

    fn impact_is_told(&self) -> bool {
        !self.symptoms.is_empty()
            || self.impacts.iter().any(|impact| impact.origin.is_account())
            || self
                .sections
                .iter()
                .any(|section| section.kind == SectionKind::Impact && section.words_below(self) > 0)
    }

    fn resolution_is_told(&self) -> bool {
        let told: usize = self
            .resolutions
            .iter()
            .filter(|fact| matches!(fact.origin, Origin::Resolution | Origin::Causes))
            .map(|fact| fact.value.split_whitespace().count())
            .sum();
        let fixes = self.mentions_fix();
        let both = self.section(SectionKind::RootCauseAndResolution);
        told >= 3 || fixes || both.is_some_and(|section| section.words_below(self) >= 8)
    }

    fn mentions_fix(&self) -> bool {
        self.causes.iter().any(|cause| {
            cause.origin == Origin::Causes && {
                let lower = cause.value.to_lowercase();
                [
                    "fixed",
                    "resolved",
                    "restarted",
                    "corrected",
                    "replaced",
                    "rolled back",
                    "returned 200",
                    "reverted",
                    "was enough",
                    "put back",
                    "we put ",
                    "we changed",
                    "we added",
                    "we removed",
                    "we moved",
                    "we raised",
                    "we increased",
                    "we switched",
                    "we replaced",
                ]
                .iter()
                .any(|word| lower.contains(word))
            }
        })
    }

    /// Whether the entries stand in order, and whether they lie between start and end.
    fn order(&self, start: Option<&Moment>, end: Option<&Moment>) -> (Option<bool>, Option<bool>) {
        let times = calendar::local_times(&self.timeline);
        let known: Vec<NaiveDateTime> = times.iter().copied().flatten().collect();
        let monotonic = (known.len() >= 2).then(|| known.is_sorted());
        let within = start.zip(end).and_then(|(start, end)| {
            let (from, to) = window(start, end)?;
            let dated = start.date.is_some();
            let mut inside = None;
            for (entry, local) in self.timeline.iter().zip(&times) {
                let Some(local) = local else { continue };
                let given = entry.time.as_ref().is_some_and(|time| time.date.is_some());
                // Without days on both sides only the clocks can be compared.
                let local = match (dated, given) {
                    (true, true) => match (entry.instant, instant(Some(start)), instant(Some(end))) {
                        (Some(at), Some(first), Some(last)) => {
                            inside = Some(inside.unwrap_or(true) && first <= at && at <= last);
                            continue;
                        }
                        _ => *local,
                    },
                    (false, false) => *local,
                    _ => {
                        let clock = from.date().and_time(local.time());
                        if clock < from && to.date() > from.date() {
                            clock + TimeDelta::days(1)
                        } else {
                            clock
                        }
                    }
                };
                inside = Some(inside.unwrap_or(true) && from <= local && local <= to);
            }
            inside
        });
        (monotonic, within)
    }

    /// Whether the first stated duration fits the window, within a tenth or ten minutes.
    fn duration_fits(&self, start: Option<&Moment>, end: Option<&Moment>) -> Option<bool> {
        let stated = self.durations.first()?.value;
        let (from, to) = start.zip(end).and_then(|(start, end)| window(start, end))?;
        let computed = to - from;
        let slack = (stated / 10).max(TimeDelta::minutes(10)).min((stated / 4).max(TimeDelta::minutes(1)));
        Some((computed - stated).abs() <= slack)
    }
}

impl super::Section {
    /// Words under the heading, subsections included.
    pub fn words_below(&self, postmortem: &Postmortem) -> usize {
        let first = postmortem.sections.partition_point(|section| section.heading.start < self.heading.start);
        postmortem
            .sections
            .iter()
            .skip(first)
            .take_while(|section| section.heading.start < self.whole.end.max(self.heading.end))
            .map(|section| section.words)
            .sum()
    }
}

impl super::Entry {
    /// Whether it is a list item that starts with its time.
    fn is_listed(&self) -> bool {
        self.time_first
            && matches!(self.form, super::EntryForm::Item | super::EntryForm::Answer)
            && self.time.is_some()
    }
}

/// The best stated moment with a time of day: not one that only the timeline gives.
fn stated(facts: &[Fact<Moment>]) -> Option<&Moment> {
    facts
        .iter()
        .find(|fact| fact.origin != Origin::Timeline && fact.value.clock.is_some())
        .map(|fact| &fact.value)
}

/// Start and end on one clock; an end without a day that comes before the start is on the next.
fn window(start: &Moment, end: &Moment) -> Option<(NaiveDateTime, NaiveDateTime)> {
    if let (Some(start), Some(end)) = (start.instant(), end.instant()) {
        let offset = *start.offset();
        return Some((start.naive_local(), end.with_timezone(&offset).naive_local()));
    }
    let from = start.date.unwrap_or_default().and_time(start.clock?);
    let day = end.date.filter(|_| start.date.is_some()).unwrap_or(from.date());
    let to = day.and_time(end.clock?);
    let to = if to < from && !(start.date_given && end.date_given) { to + TimeDelta::days(1) } else { to };
    Some((from, to))
}

/// The instant, where nothing about its day is ambiguous.
fn instant(moment: Option<&Moment>) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    moment.filter(|moment| moment.day_is_certain())?.instant()
}

fn iso(moment: Option<&Moment>) -> Option<String> {
    moment?.iso()
}

fn clock(moment: &Moment) -> Option<String> {
    moment.clock.map(|clock| clock.format("%H:%M").to_string())
}
