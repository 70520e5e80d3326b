//! What headings and labels are called: the synonyms of a profile, looked up by normalised wording.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{SectionKind, words};
use crate::text::{Phrases, Span};

/// What a heading or a label such as `**Impact:**` announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// What executives read.
    Summary,
    /// From when to when, or how long.
    Duration,
    /// When it began.
    Start,
    /// When it ended.
    End,
    /// The day it happened.
    Date,
    /// The zone of all times.
    Timezone,
    /// Who was affected and how.
    Impact,
    /// What happened when.
    Timeline,
    /// How and when it was noticed.
    Detection,
    /// By what it was noticed.
    DetectionMethod,
    /// When somebody took charge.
    Acknowledged,
    /// What was looked at and tried.
    Investigation,
    /// What was suspected.
    Hypothesis,
    /// What turned out wrong.
    Misleading,
    /// Who was called in.
    Escalation,
    /// When the worst was over.
    Mitigation,
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
    /// What went well, what went wrong.
    Lessons,
    /// How serious it was.
    Severity,
    /// How far the document is.
    Status,
    /// Who wrote it.
    Authors,
    /// Who does a task.
    Owner,
    /// By when a task is done.
    Due,
    /// Where a task is tracked.
    Ticket,
    /// Headings that are known to be none of these: conclusions, glossaries, attendees, appendices.
    Other,
}

impl Topic {
    /// Whether it is one of the questions that a timeline answers one by one.
    pub(super) fn is_question(self) -> bool {
        matches!(
            self,
            Self::Detection
                | Self::DetectionMethod
                | Self::Investigation
                | Self::Misleading
                | Self::Escalation
                | Self::Hypothesis
        )
    }

    /// What a section with such a heading is for; `None` for topics that are labels only.
    pub fn section(self) -> Option<SectionKind> {
        Some(match self {
            Self::Summary => SectionKind::Summary,
            Self::Duration => SectionKind::Duration,
            Self::Impact => SectionKind::Impact,
            Self::Timeline => SectionKind::Timeline,
            Self::Detection | Self::DetectionMethod => SectionKind::Detection,
            Self::RootCause => SectionKind::RootCause,
            Self::Resolution | Self::Mitigation => SectionKind::Resolution,
            Self::RootCauseAndResolution => SectionKind::RootCauseAndResolution,
            Self::Corrective => SectionKind::Corrective,
            Self::Improvements => SectionKind::Improvements,
            Self::Tasks => SectionKind::Tasks,
            Self::Lessons => SectionKind::Lessons,
            Self::Other => SectionKind::Other,
            _ => return None,
        })
    }
}

/// How one topic is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Names {
    /// Whole headings and labels, in lower case, without numbers, signs and the article.
    pub is: Vec<String>,
    /// Words that decide when they occur in a heading, in lower case.
    pub has: Vec<String>,
}

/// How a profile's sections and labels are called.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(from = "BTreeMap<Topic, Names>", into = "BTreeMap<Topic, Names>")]
#[schemars(with = "BTreeMap<Topic, Names>")]
pub struct Vocabulary {
    topics: BTreeMap<Topic, Names>,
    exact: HashMap<String, Topic>,
    has: Phrases<Topic>,
    longest: usize,
    /// How the first two words of all exact names open, in order.
    openings: Vec<u64>,
}

impl From<BTreeMap<Topic, Names>> for Vocabulary {
    fn from(topics: BTreeMap<Topic, Names>) -> Self {
        let mut exact = HashMap::new();
        for (&topic, names) in &topics {
            for name in &names.is {
                exact.entry(normalise(name)).or_insert(topic);
            }
        }
        Self::indexed(topics, exact)
    }
}

impl From<Vocabulary> for BTreeMap<Topic, Names> {
    fn from(vocabulary: Vocabulary) -> Self {
        vocabulary.topics
    }
}

impl Default for Vocabulary {
    /// The vocabulary of the profile `brief`.
    fn default() -> Self {
        static BRIEF: OnceLock<Vocabulary> = OnceLock::new();
        BRIEF.get_or_init(built_in).clone()
    }
}

/// The part of `templates/brief/profile.yaml` that reading needs; the `model` layer reads all of it.
fn built_in() -> Vocabulary {
    #[derive(Deserialize)]
    struct Part {
        vocabulary: Vocabulary,
    }
    let text = include_str!("../../templates/brief/profile.yaml");
    serde_yaml::from_str::<Part>(text).map_or_else(|_| BTreeMap::new().into(), |part| part.vocabulary)
}

impl Vocabulary {
    /// The same with `more` on top: its names come first.
    #[must_use]
    pub fn extended(&self, more: &Self) -> Self {
        let mut topics = more.topics.clone();
        for (topic, names) in &self.topics {
            let entry = topics.entry(*topic).or_default();
            entry.is.extend(names.is.iter().filter(|name| !more.exact.contains_key(*name)).cloned());
            entry.has.extend(names.has.iter().cloned());
        }
        let mut extended = Self::from(topics);
        // Where a name stands in both, `more` decides.
        extended.exact.extend(more.exact.iter().map(|(name, topic)| (name.clone(), *topic)));
        Self::indexed(extended.topics, extended.exact)
    }

    fn indexed(topics: BTreeMap<Topic, Names>, exact: HashMap<String, Topic>) -> Self {
        let longest = exact.keys().map(String::len).max().unwrap_or_default();
        let opening = |word: Option<&str>| words::opening(word.unwrap_or_default().as_bytes());
        let openings: BTreeSet<u64> = exact
            .keys()
            .map(|name| {
                let mut words = name.split(' ');
                pair(opening(words.next()), opening(words.next()))
            })
            .collect();
        let openings = openings.into_iter().collect();
        let words =
            topics.iter().flat_map(|(topic, names)| names.has.iter().map(|word| (word.as_str(), *topic)));
        let has = Phrases::new(words);
        Self { topics, exact, has, longest, openings }
    }

    /// Whether a wording may be an exact name, as far as its first two words show. Words that do not count at the
    /// start are passed over; where that takes more than a look at one word, the full comparison decides.
    fn may_be_exact(&self, wording: &str) -> bool {
        let mut rest = wording;
        let mut first = None;
        loop {
            let gap = rest.find(|char: char| char.is_alphanumeric()).unwrap_or(rest.len());
            if rest[..gap].contains('(') {
                return true;
            }
            let length = rest[gap..].bytes().take_while(u8::is_ascii_alphanumeric).count();
            let (word, after) = rest[gap..].split_at(length);
            rest = after.trim_start_matches(['\u{1}', '\'', '’']);
            // Here a word goes on that has an apostrophe, a mark or another letter in it.
            let goes_on =
                |next: char| next.is_alphanumeric() && (length == 0 || !next.is_ascii() || rest != after);
            if rest.starts_with(goes_on) {
                return true;
            }
            let word = word.as_bytes();
            let is_one_of =
                |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()));
            match first {
                Some(first) => {
                    return self.openings.binary_search(&pair(first, words::opening(word))).is_ok();
                }
                None if word.is_empty()
                    || (word.len() <= 7 && (is_one_of(&PARTS) || is_one_of(&["what"]))) =>
                {
                    return true;
                }
                None if word.len() <= 3
                    && (word.iter().all(u8::is_ascii_digit)
                        || is_one_of(&ARTICLES)
                        || is_one_of(&NUMERALS)) => {}
                None => first = Some(words::opening(word)),
            }
        }
    }

    /// What exactly this wording announces.
    pub fn exact(&self, wording: &str) -> Option<Topic> {
        if wording.len() > self.longest * 2 + 24 || !self.may_be_exact(wording) {
            return None;
        }
        let normal = normalise(wording);
        self.exact.get(&normal).copied()
    }

    /// What a heading announces: its exact wording, or else the words in it.
    pub fn heading(&self, wording: &str) -> Option<Topic> {
        if wording.len() > 160 {
            return None;
        }
        let normal = normalise(wording);
        if let Some(topic) = self.exact.get(&normal) {
            return Some(*topic);
        }
        let mut found: BTreeSet<Topic> = BTreeSet::new();
        self.has.find(&normal, Span::new(0, normal.len()), |word, topic| {
            let space = |at: Option<usize>| {
                at.and_then(|at| normal.as_bytes().get(at)).is_none_or(|&byte| byte == b' ')
            };
            if space(word.start.checked_sub(1)) && space(Some(word.end)) {
                found.insert(topic);
            }
        });
        let has = |topic: Topic| found.contains(&topic);
        if has(Topic::RootCause) && has(Topic::Resolution) {
            return Some(Topic::RootCauseAndResolution);
        }
        // The order decides between several: "timeline of the resolution" is a timeline.
        [
            Topic::Timeline,
            Topic::Misleading,
            Topic::Lessons,
            Topic::Tasks,
            Topic::Corrective,
            Topic::Improvements,
            Topic::RootCause,
            Topic::Resolution,
            Topic::Detection,
            Topic::Escalation,
            Topic::Investigation,
            Topic::Impact,
            Topic::Duration,
            Topic::Summary,
            Topic::Other,
        ]
        .into_iter()
        .find(|&topic| has(topic))
    }
}

/// Two openings of words as one number.
fn pair(first: [u8; 4], second: [u8; 4]) -> u64 {
    u64::from(u32::from_be_bytes(first)) << 32 | u64::from(u32::from_be_bytes(second))
}

// Words that do not count at the start of a wording.
const ARTICLES: [&str; 4] = ["the", "our", "a", "an"];
const PARTS: [&str; 3] = ["section", "part", "step"];
const NUMERALS: [&str; 6] = ["i", "ii", "iii", "iv", "v", "vi"];

/// Lower case, letters and digits only, single spaces, without brackets and what stands in them, without
/// a leading number ("3.", "Section 1:") and without a leading article.
pub(super) fn normalise(wording: &str) -> String {
    let bytes = wording.as_bytes();
    let mut normal = String::with_capacity(wording.len());
    let (mut at, mut gap, mut depth) = (0, false, 0_u32);
    let push = |normal: &mut String, gap: &mut bool, word: &str| {
        if std::mem::take(gap) && !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(word);
    };
    while let Some(&byte) = bytes.get(at) {
        let mut length = 1;
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            1 | b'\'' => {}
            _ if byte.is_ascii_alphanumeric() => {
                length = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                if depth == 0 {
                    push(&mut normal, &mut gap, &wording[at..at + length]);
                } else {
                    gap = true;
                }
            }
            0x80.. => {
                let char = wording[at..].chars().next().unwrap_or(' ');
                length = char.len_utf8();
                if char.is_alphanumeric() && depth == 0 {
                    push(&mut normal, &mut gap, &char.to_lowercase().to_string());
                } else if char != '’' {
                    gap = true;
                }
            }
            _ => gap = true,
        }
        at += length;
    }
    normal.make_ascii_lowercase();
    loop {
        let (first, rest) = normal.split_once(' ').unwrap_or((&normal, ""));
        let numbered = first.len() <= 3 && first.bytes().all(|byte| byte.is_ascii_digit());
        let numeral = NUMERALS.contains(&first);
        let part = PARTS.contains(&first) && rest.starts_with(|next: char| next.is_ascii_digit());
        let asked = first == "what" && ["was ", "were ", "is "].iter().any(|verb| rest.starts_with(verb));
        let article = asked || ARTICLES.contains(&first);
        if rest.is_empty() || !(numbered || numeral || part || article) {
            return normal;
        }
        normal = if asked { rest.split_once(' ').map_or(rest, |(_, rest)| rest) } else { rest }.to_owned();
    }
}
