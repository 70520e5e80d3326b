//! What headings and labels are called: the synonyms of a profile, looked up by normalised wording.

use std::cmp::Reverse;
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
    /// The exact names, normalised, by the opening of their first word.
    groups: Vec<Group>,
    /// A bit for the second and third letter of each, as [`letters`] has them.
    letters: [u64; 16],
}

/// The exact names whose first word opens with the same four letters, the longest first.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    opening: [u8; 4],
    names: Vec<(String, Topic)>,
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
        let names = [more, self].into_iter().flat_map(|own| &own.groups).flat_map(|group| &group.names);
        Self::indexed(topics, names.cloned().collect())
    }

    /// Of names that are there more than once the first counts.
    fn indexed(topics: BTreeMap<Topic, Names>, mut names: Vec<(String, Topic)>) -> Self {
        names.sort_by_cached_key(|(name, _)| (opening(name), Reverse(name.len()), name.clone()));
        names.dedup_by(|(name, _), (first, _)| name == first);
        let longest = names.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        let mut groups: Vec<Group> = Vec::new();
        let mut pairs = [0; 16];
        for (name, topic) in names {
            let opening = opening(&name);
            pairs[letters(opening) / 64] |= 1 << (letters(opening) % 64);
            match groups.last_mut().filter(|group| group.opening == opening) {
                Some(group) => group.names.push((name, topic)),
                None => groups.push(Group { opening, names: vec![(name, topic)] }),
            }
        }
        let words =
            topics.iter().flat_map(|(topic, names)| names.has.iter().map(|word| (word.as_str(), *topic)));
        let has = Phrases::new(words);
        Self { topics, has, longest, groups, letters: pairs }
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
        let slowly = || self.normalised(&normalise(wording));
        let Some(first) = first_word(wording) else { return slowly() };
        let names = self.opening_like(words::opening(first.of(wording).as_bytes()))?;
        let counted = &wording.as_bytes()[first.start..];
        if let Some((_, topic)) = names.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(counted))
        {
            return Some(*topic);
        }
        // The longest bounds what has to be looked at.
        let mut room = [0; LONGEST];
        let room = room.get_mut(..names.first()?.0.len());
        let goes_on = |start: &[u8]| names.iter().any(|(name, _)| name.as_bytes().starts_with(start));
        let Some(normal) = room.map(|room| normalise_plain(&wording[first.start..], room, goes_on)) else {
            return slowly();
        };
        match normal {
            Normal::Plain(normal) => {
                names.iter().find(|(name, _)| name.as_bytes() == normal).map(|(_, topic)| *topic)
            }
            Normal::Other => None,
            Normal::Wide => slowly(),
        }
    }

    /// What a wording announces that is normalised already.
    fn normalised(&self, wording: &str) -> Option<Topic> {
        let names = self.opening_like(opening(wording))?;
        names.iter().find(|(name, _)| name == wording).map(|(_, topic)| *topic)
    }

    /// The exact names whose first word opens so.
    fn opening_like(&self, opening: [u8; 4]) -> Option<&[(String, Topic)]> {
        if self.letters[letters(opening) / 64] >> (letters(opening) % 64) & 1 == 0 {
            return None;
        }
        let at = self.groups.binary_search_by_key(&opening, |group| group.opening).ok()?;
        Some(&self.groups[at].names)
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

/// How the first word of a normalised wording opens.
fn opening(normal: &str) -> [u8; 4] {
    words::opening(normal.split(' ').next().unwrap_or_default().as_bytes())
}

/// A number below 1024 for the second and third letter of a word: of each the low five bits.
fn letters([_, second, third, _]: [u8; 4]) -> usize {
    usize::from(second & 31) * 32 + usize::from(third & 31)
}

/// How long wordings are, in bytes, that are compared without a text of their own.
const LONGEST: usize = 96;

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

/// What `normalise_plain` makes of a wording.
enum Normal<'a> {
    Plain(&'a [u8]),
    /// It gets longer than its room, or no name goes on like it.
    Other,
    /// It has letters beyond ASCII.
    Wide,
}

/// What `normalise` makes of a wording that starts with a word that counts; `goes_on` is asked after each word with
/// the space behind it.
fn normalise_plain<'a>(wording: &str, room: &'a mut [u8], goes_on: impl Fn(&[u8]) -> bool) -> Normal<'a> {
    let (mut length, mut wide) = (0, false);
    let whole = fold(wording, |char| {
        let slot = room.get_mut(length)?;
        wide = !char.is_ascii();
        *slot = u8::try_from(char).ok().filter(u8::is_ascii)?;
        length += 1;
        (char != ' ' || goes_on(&room[..length])).then_some(())
    });
    match (whole, wide) {
        (_, true) => Normal::Wide,
        (None, _) => Normal::Other,
        (Some(()), _) => Normal::Plain(&room[..length]),
    }
}

/// Hands over what of a wording is compared, as long as it is taken.
fn fold(wording: &str, mut put: impl FnMut(char) -> Option<()>) -> Option<()> {
    let (mut at, mut any, mut gap, mut depth) = (0, false, false, 0_u32);
    while let Some(&byte) = wording.as_bytes().get(at) {
        at += 1;
        let class = CLASSES[usize::from(byte)];
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
                match wide {
                    Some(wide) => wide.to_lowercase().try_for_each(&mut put)?,
                    None => put(char::from(class))?,
                }
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
    let class = |at: usize| bytes.get(at).map_or(GAP, |byte| CLASSES[usize::from(*byte)]);
    let wide = |at: usize| wording.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    // What goes on with a word or hides it.
    let joins = |at: usize| match class(at) {
        OPEN => true,
        WIDE => is_letter(wide(at)) || wide(at) == '’',
        _ => false,
    };
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while class(at) > WIDE {
            at += 1;
        }
        if joins(at) {
            return None;
        }
        if at == start {
            at += if class(at) == WIDE { wide(at).len_utf8() } else { 1 };
            continue;
        }
        let word = &wording[start..at];
        if class(at) == SILENT {
            return None;
        }
        if !uncounted(word) {
            return (!leads(word)).then_some(Span::new(start, at));
        }
    }
    None
}

/// Where the words of a normalised wording begin that count.
fn leading(normal: &str) -> usize {
    let mut rest = normal;
    while let Some((first, after)) = rest.split_once(' ') {
        let part = part(first) && after.starts_with(|next: char| next.is_ascii_digit());
        let asked = first == "what" && ["was ", "were ", "is "].iter().any(|verb| after.starts_with(verb));
        if !(uncounted(first) || part || asked) {
            break;
        }
        rest = if asked { after.split_once(' ').map_or(after, |(_, after)| after) } else { after };
    }
    normal.len() - rest.len()
}

/// Whether a word of letters and digits does not count at the start of a wording, whatever follows: numbers and
/// articles.
fn uncounted(word: &str) -> bool {
    let word = word.as_bytes();
    let known = || match &words::opening(word) {
        b"the\0" | b"our\0" | b"a\0\0\0" | b"an\0\0" | b"i\0\0\0" | b"ii\0\0" | b"iii\0" | b"iv\0\0"
        | b"v\0\0\0" | b"vi\0\0" => true,
        opening => opening[..word.len()].iter().all(u8::is_ascii_digit),
    };
    word.len() <= 3 && known()
}

/// Whether a word does not count at the start of a wording where the right one follows: "section 3", "what was".
fn leads(word: &str) -> bool {
    part(word) || word.eq_ignore_ascii_case("what")
}

/// Whether a word may stand before a number.
fn part(word: &str) -> bool {
    ["section", "part", "step"].iter().any(|part| word.eq_ignore_ascii_case(part))
}
