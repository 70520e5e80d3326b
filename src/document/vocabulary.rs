//! What headings and labels are called: the synonyms of a profile, looked up by normalised wording.

use std::collections::BTreeMap;
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
    has: Phrases<Topic>,
    /// The length of the longest exact name.
    longest: usize,
    /// The exact names, normalised, by the slot of their first word.
    names: Vec<(String, Topic)>,
    /// Where the names of each slot start, and where those of the last end.
    starts: Vec<usize>,
}

/// A set of topics.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Topics(u32);

impl Topics {
    fn insert(&mut self, topic: Topic) {
        self.0 |= 1 << topic as u32;
    }

    /// Whether it holds a topic.
    pub(super) fn has(self, topic: Topic) -> bool {
        self.0 >> topic as u32 & 1 == 1
    }
}

impl FromIterator<Topic> for Topics {
    fn from_iter<T: IntoIterator<Item = Topic>>(topics: T) -> Self {
        let mut all = Self::default();
        topics.into_iter().for_each(|topic| all.insert(topic));
        all
    }
}

impl From<BTreeMap<Topic, Names>> for Vocabulary {
    fn from(topics: BTreeMap<Topic, Names>) -> Self {
        let names =
            topics.iter().flat_map(|(topic, names)| names.is.iter().map(|name| (normalise(name), *topic)));
        let names = names.collect();
        Self::indexed(topics, names)
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
            entry.is.extend(names.is.iter().filter(|name| more.normalised(name).is_none()).cloned());
            entry.has.extend(names.has.iter().cloned());
        }
        let names = more.names.iter().chain(&self.names);
        Self::indexed(topics, names.cloned().collect())
    }

    /// Of names that are there more than once the first counts.
    fn indexed(topics: BTreeMap<Topic, Names>, mut names: Vec<(String, Topic)>) -> Self {
        names.sort_by_cached_key(|(name, _)| (slot(first(name)), name.clone()));
        names.dedup_by(|(name, _), (first, _)| name == first);
        let longest = names.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        let mut starts = vec![0; SLOTS + 1];
        for (name, _) in &names {
            starts[slot(first(name)) + 1] += 1;
        }
        for slot in 0..SLOTS {
            starts[slot + 1] += starts[slot];
        }
        let words =
            topics.iter().flat_map(|(topic, names)| names.has.iter().map(|word| (word.as_str(), *topic)));
        let has = Phrases::new(words);
        Self { topics, has, longest, names, starts }
    }

    /// What exactly this wording announces.
    pub fn exact(&self, wording: &str) -> Option<Topic> {
        if wording.len() > self.longest * 2 + 24 {
            return None;
        }
        self.named(wording)
    }

    /// The same for a wording of any length. Names are compared in place where the first word that counts is plain
    /// letters and digits, which leaves few of them.
    fn named(&self, wording: &str) -> Option<Topic> {
        let Some(first) = first_word(wording) else { return self.normalised(&normalise(wording)) };
        let names = self.beside(first.of(wording).as_bytes());
        if names.is_empty() {
            return None;
        }
        let counted = &wording[first.start..];
        let same = names.iter().find(|(name, _)| name.eq_ignore_ascii_case(counted));
        same.or_else(|| said(names, counted)).map(|(_, topic)| *topic)
    }

    /// What a wording announces that is normalised already.
    fn normalised(&self, wording: &str) -> Option<Topic> {
        let names = self.beside(first(wording));
        names.iter().find(|(name, _)| name == wording).map(|(_, topic)| *topic)
    }

    /// The exact names in the slot of a first word.
    fn beside(&self, word: &[u8]) -> &[(String, Topic)] {
        let slot = slot(word);
        &self.names[self.starts[slot]..self.starts[slot + 1]]
    }

    /// What a heading announces: its exact wording, or else the words in it.
    pub fn heading(&self, wording: &str) -> Option<Topic> {
        if wording.len() > 160 {
            return None;
        }
        if let Some(topic) = self.named(wording) {
            return Some(topic);
        }
        let normal = normalise(wording);
        let mut found = Topics::default();
        self.has.find(&normal, Span::new(0, normal.len()), |word, topic| {
            let space = |at: Option<usize>| {
                at.and_then(|at| normal.as_bytes().get(at)).is_none_or(|&byte| byte == b' ')
            };
            if space(word.start.checked_sub(1)) && space(Some(word.end)) {
                found.insert(topic);
            }
        });
        if found.has(Topic::RootCause) && found.has(Topic::Resolution) {
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
        .find(|&topic| found.has(topic))
    }
}

/// How many slots there are for first words.
const SLOTS: usize = 1024;

/// The slot of a word, whether its letters are large or small.
fn slot(word: &[u8]) -> usize {
    let [length, ..] = word.len().to_le_bytes();
    let key = u32::from_le_bytes(words::opening(word)) ^ u32::from(length) << 5;
    (key.wrapping_mul(0x9e37_79b1) >> 22) as usize
}

/// The first word of a normalised wording.
fn first(normal: &str) -> &[u8] {
    let normal = normal.as_bytes();
    &normal[..memchr::memchr(b' ', normal).unwrap_or(normal.len())]
}

/// Which of some names, in their order, a wording is when normalised; it starts with a word that counts.
fn said<'a>(mut names: &'a [(String, Topic)], wording: &str) -> Option<&'a (String, Topic)> {
    let mut length = 0;
    fold(wording, |char| {
        for &byte in char.encode_utf8(&mut [0; 4]).as_bytes() {
            let next = |(name, _): &(String, Topic)| name.as_bytes().get(length).copied();
            while next(names.first()?) < Some(byte) {
                names = &names[1..];
            }
            while next(names.last()?) > Some(byte) {
                names = &names[..names.len() - 1];
            }
            length += 1;
        }
        Some(())
    })?;
    names.first().filter(|(name, _)| name.len() == length)
}

// What bytes are to `normalise` that are no letters or digits.
const GAP: u8 = 0;
const SILENT: u8 = 1;
const OPEN: u8 = 2;
const CLOSE: u8 = 3;
const WIDE: u8 = 4;

/// What a byte is to `normalise`: letters in lower case and digits themselves, or one of the above.
static CLASSES: [u8; 256] = {
    let mut classes = [WIDE; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        classes[byte as usize] = match byte {
            b'0'..=b'9' | b'a'..=b'z' => byte,
            b'A'..=b'Z' => byte.to_ascii_lowercase(),
            b'(' => OPEN,
            b')' => CLOSE,
            1 | b'\'' => SILENT,
            _ => GAP,
        };
        byte += 1;
    }
    classes
};

/// Lower case, letters and digits only, single spaces, without brackets and what stands in them, without
/// a leading number ("3.", "Section 1:") and without a leading article; "we're" is "we are".
pub(super) fn normalise(wording: &str) -> String {
    let mut normal = String::with_capacity(wording.len());
    _ = fold(wording, |char| {
        normal.push(char);
        Some(())
    });
    let from = leading(&normal);
    normal.drain(..from);
    normal
}

/// Hands over what of a wording is compared, as long as it is taken.
fn fold(wording: &str, mut put: impl FnMut(char) -> Option<()>) -> Option<()> {
    let (mut at, mut any, mut gap, mut depth) = (0, false, false, 0_u32);
    while let Some(&byte) = wording.as_bytes().get(at) {
        at += 1;
        let class = CLASSES[usize::from(byte)];
        if class > WIDE && depth == 0 {
            if std::mem::take(&mut gap) && any {
                put(' ')?;
            }
            any = true;
            put(char::from(class))?;
            continue;
        }
        let wide = if class == WIDE { wording[at - 1..].chars().next() } else { None };
        at += wide.map_or(0, |wide| wide.len_utf8() - 1);
        match class {
            SILENT => {}
            OPEN => depth += 1,
            CLOSE => depth = depth.saturating_sub(1),
            GAP => gap = true,
            WIDE if !wide.is_some_and(is_letter) => gap |= wide != Some('’'),
            _ if depth > 0 => gap = true,
            _ => {
                if std::mem::take(&mut gap) && any {
                    put(' ')?;
                }
                any = true;
                wide.into_iter().flat_map(char::to_lowercase).try_for_each(&mut put)?;
            }
        }
        if (byte == b'\'' || wide == Some('’')) && depth == 0 && is_are(&wording[at..]) {
            put(' ')?;
            put('a')?;
        }
    }
    Some(())
}

/// Whether a contracted "are" follows: that of "we're".
fn is_are(rest: &str) -> bool {
    matches!(rest.as_bytes(), [b'r' | b'R', b'e' | b'E', b' ', ..])
}

/// Whether a character beyond ASCII is a letter or digit. The usual dashes and quotation marks need no look into tables.
fn is_letter(wide: char) -> bool {
    !matches!(wide, '\u{2010}'..='\u{2027}') && wide.is_alphanumeric()
}

/// The first word that counts, where it is plain letters and digits and no brackets stand before it.
fn first_word(wording: &str) -> Option<Span> {
    let bytes = wording.as_bytes();
    let mut start = 0;
    loop {
        let class = CLASSES[usize::from(*bytes.get(start)?)];
        if class <= WIDE {
            start += parts(wording, start, class)?;
            continue;
        }
        let rest = &bytes[start..];
        let length = rest.iter().position(|&byte| CLASSES[usize::from(byte)] <= WIDE).unwrap_or(rest.len());
        let end = start + length;
        // What goes on with the word or hides it.
        match bytes.get(end).map_or(GAP, |&next| CLASSES[usize::from(next)]) {
            GAP | CLOSE => {}
            WIDE => _ = parts(wording, end, WIDE)?,
            _ => return None,
        }
        let word = &rest[..length];
        if !uncounted(word) {
            return (!leads(word)).then_some(Span::new(start, end));
        }
        start = end;
    }
}

/// The length of the character at `at`, which is of a class below letters, where it only parts words.
#[inline]
fn parts(wording: &str, at: usize, class: u8) -> Option<usize> {
    match class {
        OPEN => None,
        WIDE => {
            let wide = wording[at..].chars().next()?;
            (!is_letter(wide) && wide != '’').then(|| wide.len_utf8())
        }
        _ => Some(1),
    }
}

/// Where the words of a normalised wording begin that count.
fn leading(normal: &str) -> usize {
    let mut rest = normal;
    while let Some((first, after)) = rest.split_once(' ') {
        let part = part(first.as_bytes()) && after.starts_with(|next: char| next.is_ascii_digit());
        let asked = first == "what" && ["was ", "were ", "is "].iter().any(|verb| after.starts_with(verb));
        if !(uncounted(first.as_bytes()) || part || asked) {
            break;
        }
        rest = if asked { after.split_once(' ').map_or(after, |(_, after)| after) } else { after };
    }
    normal.len() - rest.len()
}

/// Whether a word of letters and digits does not count at the start of a wording, whatever follows: numbers and
/// articles.
fn uncounted(word: &[u8]) -> bool {
    if word.len() > 3 {
        return false;
    }
    let digits = || word.iter().all(u8::is_ascii_digit);
    match &words::opening(word) {
        b"the\0" | b"our\0" | b"a\0\0\0" | b"an\0\0" | b"i\0\0\0" | b"ii\0\0" | b"iii\0" | b"iv\0\0"
        | b"v\0\0\0" | b"vi\0\0" => true,
        [b'0'..=b'9', ..] => digits(),
        _ => word.is_empty(),
    }
}

/// Whether a word does not count at the start of a wording where the right one follows: "section 3", "what was".
fn leads(word: &[u8]) -> bool {
    matches!(word.len(), 4 | 7) && (part(word) || word.eq_ignore_ascii_case(b"what"))
}

/// Whether a word may stand before a number.
fn part(word: &[u8]) -> bool {
    [b"section".as_slice(), b"part", b"step"].iter().any(|part| word.eq_ignore_ascii_case(part))
}
