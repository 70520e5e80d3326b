//! Profiles: which sections and facts a kind of postmortem has, how they are called, how long it is.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::{Postmortem, SectionKind, Topic, Vocabulary, check_format};
use crate::finding::{Fault, FaultKind};
use crate::text::{Source, Span, did_you_mean, shape, yaml};

/// A kind of postmortem. A team's profile of the same name replaces a built-in one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name, that of its folder.
    pub profile: String,
    /// The name to show.
    #[serde(default)]
    pub title: String,
    /// What it is for, in one sentence.
    #[serde(default)]
    pub about: String,
    /// The profile whose sections, facts, words, rules and names hold where this one gives none.
    #[serde(default)]
    pub extends: Option<String>,
    /// How long the body is.
    #[serde(default)]
    pub words: Option<WordRange>,
    /// The facts that it must give.
    #[serde(default)]
    pub facts: Vec<RequiredFact>,
    /// The sections that it must have, in their usual order.
    #[serde(default)]
    pub sections: Vec<WantedSection>,
    /// Levels of rules, by code or name.
    #[serde(default)]
    pub rules: BTreeMap<String, RuleLevel>,
    /// How headings and labels are called, on top of those of the profile that it extends.
    #[serde(default)]
    pub vocabulary: Vocabulary,
}

/// The fewest and the most words of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WordRange {
    /// The fewest.
    pub min: usize,
    /// The most.
    pub max: usize,
}

/// A section that a profile asks for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedSection {
    /// What it is for.
    pub kind: SectionKind,
    /// What to call it.
    pub title: String,
}

/// How much a rule matters in a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RuleLevel {
    /// Not at all.
    Disabled,
    /// A hint.
    Hint,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// A fact that a profile can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequiredFact {
    /// What happened, in one line.
    Title,
    /// When users were first affected.
    Start,
    /// When users were no longer affected.
    End,
    /// The zone of the times.
    Timezone,
    /// Who or what was affected.
    Impact,
    /// What share was affected.
    ImpactPercent,
    /// Why it happened.
    RootCause,
    /// What ended it.
    Resolution,
    /// When the team knew.
    Detected,
    /// How the team came to know.
    Detection,
    /// How serious it was.
    Severity,
    /// What was affected, by the catalogue's names.
    Services,
    /// Who wrote it.
    Authors,
    /// What will be done.
    Actions,
}

/// The built-in profiles, the default first.
const BUILT_IN: [(&str, &str); 6] = [
    ("brief", include_str!("../../templates/brief/profile.yaml")),
    ("sre", include_str!("../../templates/sre/profile.yaml")),
    ("pagerduty", include_str!("../../templates/pagerduty/profile.yaml")),
    ("coe", include_str!("../../templates/coe/profile.yaml")),
    ("pir", include_str!("../../templates/pir/profile.yaml")),
    ("gameday", include_str!("../../templates/gameday/profile.yaml")),
];

impl Profile {
    /// The names of the built-in profiles, the default first.
    pub fn names() -> [&'static str; BUILT_IN.len()] {
        BUILT_IN.map(|(name, _)| name)
    }

    /// A built-in profile with what it extends; each is read once.
    pub fn built_in(name: &str) -> Option<&'static Self> {
        static READ: [OnceLock<Option<Profile>>; BUILT_IN.len()] =
            [const { OnceLock::new() }; BUILT_IN.len()];
        let at = BUILT_IN.iter().position(|(known, _)| *known == name)?;
        let (path, text) = BUILT_IN.get(at)?;
        let read = || {
            let own: Self = serde_yaml::from_str(text).ok()?;
            Some(match own.extends.as_deref().filter(|base| base != path).and_then(Self::built_in) {
                Some(base) => own.over(base),
                None => own,
            })
        };
        READ.get(at)?.get_or_init(read).as_ref()
    }

    /// Reads a team's profile and says what is wrong with it. What it extends is a built-in profile, or one of `known`.
    pub fn read(source: &Source, known: &[Self]) -> (Option<Self>, Vec<Fault>) {
        static SCHEMA: OnceLock<shape::Schema> = OnceLock::new();
        let schema = SCHEMA.get_or_init(|| shape::Schema::new(&schemars::schema_for!(Profile).to_value()));
        let document = yaml::parse(&source.text, Span::new(source.bom(), source.text.len()));
        let mut faults = document.faults;
        let Some(root) = document.root else {
            let message = "the profile is empty";
            faults
                .push(Fault::new(FaultKind::Empty, Span::at(0), message).help("start with `profile: NAME`"));
            return (None, faults);
        };
        let (own, more) = shape::into::<Self>(&root, schema, "the profile", &check_format);
        faults.extend(more);
        let Some(own) = own else { return (None, faults) };
        let Some(name) = own.extends.clone() else { return (Some(own), faults) };
        let base = known.iter().find(|profile| profile.profile == name).or_else(|| Self::built_in(&name));
        if let Some(base) = base {
            return (Some(own.over(base)), faults);
        }
        let built_in = Self::names();
        let names = built_in.into_iter().chain(known.iter().map(|profile| profile.profile.as_str()));
        let mut fault = Fault::new(
            FaultKind::Reference,
            root.at(["extends"]).span,
            format!("there is no profile `{name}`"),
        );
        fault.help = did_you_mean(&name, names);
        faults.push(fault);
        (Some(own), faults)
    }

    /// This profile with what it leaves out taken from `base`.
    fn over(mut self, base: &Self) -> Self {
        self.words = self.words.or(base.words);
        if self.facts.is_empty() {
            self.facts.clone_from(&base.facts);
        }
        if self.sections.is_empty() {
            self.sections.clone_from(&base.sections);
        }
        for (rule, level) in &base.rules {
            self.rules.entry(rule.clone()).or_insert(*level);
        }
        self.vocabulary = base.vocabulary.extended(&self.vocabulary);
        self
    }

    /// The sections that a postmortem lacks.
    pub fn missing_sections(&self, postmortem: &Postmortem) -> Vec<&WantedSection> {
        self.sections.iter().filter(|wanted| !has_section(postmortem, wanted)).collect()
    }

    /// The facts that a postmortem lacks.
    pub fn missing_facts(&self, postmortem: &Postmortem) -> Vec<RequiredFact> {
        self.facts.iter().copied().filter(|fact| !fact.given(postmortem)).collect()
    }
}

fn has_section(postmortem: &Postmortem, wanted: &WantedSection) -> bool {
    let has = |kind: SectionKind| postmortem.section(kind).is_some();
    let both = SectionKind::RootCauseAndResolution;
    match wanted.kind {
        SectionKind::RootCauseAndResolution => {
            has(both) || (has(SectionKind::RootCause) && has(SectionKind::Resolution))
        }
        kind @ (SectionKind::RootCause | SectionKind::Resolution) => has(kind) || has(both),
        SectionKind::Corrective => {
            has(SectionKind::Corrective) || has(SectionKind::Tasks) || has(SectionKind::Improvements)
        }
        SectionKind::Tasks => {
            has(SectionKind::Tasks) || postmortem.actions.iter().any(|action| action.labelled)
        }
        SectionKind::Impact => has(SectionKind::Impact) || labelled(postmortem, Topic::Impact),
        SectionKind::Duration => has(SectionKind::Duration) || labelled(postmortem, Topic::Duration),
        SectionKind::Detection => has(SectionKind::Detection) || labelled(postmortem, Topic::Detection),
        SectionKind::Other => {
            postmortem.sections.iter().any(|section| section.title.eq_ignore_ascii_case(&wanted.title))
        }
        kind => has(kind),
    }
}

fn labelled(postmortem: &Postmortem, topic: Topic) -> bool {
    postmortem.labels.iter().any(|label| label.topic == topic)
}

impl RequiredFact {
    /// Whether a postmortem gives it.
    pub fn given(self, postmortem: &Postmortem) -> bool {
        let front = postmortem.frontmatter.as_ref();
        match self {
            Self::Title => !postmortem.titles.is_empty(),
            Self::Start => postmortem.starts.iter().any(|fact| fact.value.has_clock()),
            Self::End => postmortem.ends.iter().any(|fact| fact.value.has_clock()),
            Self::Timezone => !postmortem.zones.is_empty(),
            Self::Impact => !postmortem.impacts.is_empty() || !postmortem.symptoms.is_empty(),
            Self::ImpactPercent => !postmortem.shares.is_empty(),
            Self::RootCause => !postmortem.causes.is_empty(),
            Self::Resolution => !postmortem.resolutions.is_empty(),
            Self::Detected => !postmortem.detected.is_empty(),
            Self::Detection => !postmortem.detection.is_empty(),
            Self::Severity => {
                front.is_some_and(|front| front.severity.is_some()) || labelled(postmortem, Topic::Severity)
            }
            Self::Services => front.is_some_and(|front| !front.services.is_empty()),
            Self::Authors => {
                front.is_some_and(|front| !front.authors.is_empty()) || labelled(postmortem, Topic::Authors)
            }
            Self::Actions => !postmortem.actions.is_empty(),
        }
    }
}
