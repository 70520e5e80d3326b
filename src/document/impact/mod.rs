//! Who was affected and how many: shares with what they measure, counts, symptoms.

use super::cues::Cue;
use super::front::Front;
use super::plain::tidy;
use super::reader::{Reader, settle};
use super::scan::What;
use super::{Fact, Impact, ImpactOf, Origin, Postmortem, Share, Topic};
use crate::text::Span;

/// What is counted, by the start of the word.
const NOUNS: [(&str, ImpactOf); 55] = [
    ("user", ImpactOf::Users),
    ("customer", ImpactOf::Users),
    ("visitor", ImpactOf::Users),
    ("client", ImpactOf::Users),
    ("people", ImpactOf::Users),
    ("subscriber", ImpactOf::Users),
    ("student", ImpactOf::Users),
    ("member", ImpactOf::Users),
    ("account", ImpactOf::Users),
    ("consumer", ImpactOf::Users),
    ("shopper", ImpactOf::Users),
    ("viewer", ImpactOf::Users),
    ("player", ImpactOf::Users),
    ("passenger", ImpactOf::Users),
    ("buyer", ImpactOf::Users),
    ("patient", ImpactOf::Users),
    ("audience", ImpactOf::Users),
    ("employee", ImpactOf::Users),
    ("developers", ImpactOf::Users),
    ("merchant", ImpactOf::Users),
    ("reader", ImpactOf::Users),
    ("listener", ImpactOf::Users),
    ("guest", ImpactOf::Users),
    ("tenant", ImpactOf::Users),
    ("teacher", ImpactOf::Users),
    ("driver", ImpactOf::Users),
    ("seller", ImpactOf::Users),
    ("learner", ImpactOf::Users),
    ("staff", ImpactOf::Users),
    ("request", ImpactOf::Requests),
    ("call", ImpactOf::Requests),
    ("quer", ImpactOf::Requests),
    ("response", ImpactOf::Requests),
    ("traffic", ImpactOf::Traffic),
    ("visit", ImpactOf::Traffic),
    ("session", ImpactOf::Traffic),
    ("connection", ImpactOf::Traffic),
    ("revenue", ImpactOf::Revenue),
    ("sales", ImpactOf::Revenue),
    ("income", ImpactOf::Revenue),
    ("server", ImpactOf::Servers),
    ("node", ImpactOf::Servers),
    ("pod", ImpactOf::Servers),
    ("instance", ImpactOf::Servers),
    ("machine", ImpactOf::Servers),
    ("host", ImpactOf::Servers),
    ("data", ImpactOf::Data),
    ("record", ImpactOf::Data),
    ("message", ImpactOf::Data),
    ("file", ImpactOf::Data),
    ("order", ImpactOf::Transactions),
    ("transaction", ImpactOf::Transactions),
    ("payment", ImpactOf::Transactions),
    ("job", ImpactOf::Transactions),
    ("experience", ImpactOf::Other),
];

/// Words near a share that say it is one of recovery or of load, not of harm.
const NOT_HARM: [&str; 25] = [
    "loading until",
    "stops at",
    "stopped at",
    "back",
    "restored",
    "online",
    "recovered",
    "operational",
    "cpu",
    "memory",
    "disk",
    "threshold",
    "utilization",
    "utilisation",
    "usage",
    "capacity",
    "uptime",
    "exceed",
    "sla",
    "functional",
    "bandwidth",
    "increase in",
    "completed",
    "normal",
    "functionality",
];

/// Reads shares, counts and symptoms.
pub(super) fn read(reader: &Reader<'_>, front: &Front, postmortem: &mut Postmortem) {
    let given = front.frontmatter.as_ref().and_then(|front| front.impact.clone());
    let given = given.filter(|impact| impact.percent.is_some() || impact.count.is_some());
    if let Some(fact) = front.fact("impact", given) {
        if let Some(percent) = fact.value.percent {
            let share = Share { percent, up_to: None, of: fact.value.of, approximate: false };
            postmortem.shares.push(Fact::given(share, fact.span, Origin::Frontmatter));
        }
        postmortem.impacts.push(fact);
    }
    for token in &reader.tokens {
        let What::Percent(percent, up_to) = token.what else { continue };
        let origin = reader.origin(token.span.start);
        if !matches!(origin, Origin::Summary | Origin::Introduction) || percent > 100.0 {
            continue;
        }
        if let Some(share) = share(reader, token.span, percent, up_to) {
            let of = share.of;
            postmortem.shares.push(Fact::given(share, token.span, origin));
            let impact = Impact { percent: Some(percent), of, ..Impact::default() };
            postmortem.impacts.push(Fact::given(impact, token.span, origin));
        }
    }
    in_words(reader, postmortem);
    counts(reader, postmortem);
    symptoms(reader, postmortem);
    settle(&mut postmortem.shares);
    settle(&mut postmortem.impacts);
}

/// Shares in words, and the percentage each stands for.
const FRACTIONS: [(&str, f64); 14] = [
    ("three quarters of ", 75.0),
    ("three-quarters of ", 75.0),
    ("two thirds of ", 67.0),
    ("two-thirds of ", 67.0),
    ("one third of ", 33.0),
    ("one-third of ", 33.0),
    ("a third of ", 33.0),
    ("a quarter of ", 25.0),
    ("one quarter of ", 25.0),
    ("a fifth of ", 20.0),
    ("half of ", 50.0),
    ("half the ", 50.0),
    ("half our ", 50.0),
    ("every second ", 50.0),
];

/// The numbers in "one in five".
const NUMBERS: [(&str, f64); 10] = [
    ("ten", 10.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("one", 1.0),
];

/// "Half of our users", "one in five visitors": shares in words, where they count something.
fn in_words(reader: &Reader<'_>, postmortem: &mut Postmortem) {
    for line in &reader.page.lines[reader.from..reader.to] {
        if line.text.is_empty()
            || line.kind == super::lines::Kind::Output
            || !matches!(reader.origin(line.text.start), Origin::Summary | Origin::Introduction)
        {
            continue;
        }
        let lower = reader.plain(line.text).to_ascii_lowercase();
        let fraction = FRACTIONS
            .iter()
            .find_map(|&(words, percent)| Some((lower.find(words)?, words.len(), percent)))
            .or_else(|| one_in(&lower));
        let Some((at, length, percent)) = fraction else { continue };
        let glued = lower[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let counted = first_noun(&lower[at + length..]).filter(|(noun, _)| *noun <= 30);
        let Some((_, of)) = counted.filter(|_| !glued) else { continue };
        let span = Span::new(line.text.start + at, line.text.start + at + length);
        let span = reader.trim(span);
        let Some(share) = share(reader, span, percent, None) else { continue };
        let share = Share { of: Some(of), approximate: true, ..share };
        let origin = reader.origin(span.start);
        postmortem.shares.push(Fact::inferred(share, span, origin));
        let impact = Impact { percent: Some(percent), of: Some(of), ..Impact::default() };
        postmortem.impacts.push(Fact::inferred(impact, span, origin));
    }
}

/// "One in five", "9 in 10", "1 out of 8": where it stands, how long it is, and the percentage.
fn one_in(lower: &str) -> Option<(usize, usize, f64)> {
    let number = |word: &str| {
        word.parse()
            .ok()
            .or_else(|| NUMBERS.iter().find(|(name, _)| *name == word).map(|&(_, number)| number))
    };
    [" in ", " out of "].iter().find_map(|join| {
        lower.match_indices(join).find_map(|(at, _)| {
            let before = lower[..at].rsplit(|char: char| !char.is_ascii_alphanumeric()).next()?;
            let after = lower[at + join.len()..].split(|char: char| !char.is_ascii_alphanumeric()).next()?;
            let (part, whole): (f64, f64) = (number(before)?, number(after)?);
            let length = before.len() + join.len() + after.len() + 1;
            let in_text = at - before.len() + length <= lower.len();
            let start = at - before.len();
            (part >= 1.0 && part < whole && whole <= 20.0 && in_text)
                .then(|| (start, length, (part / whole * 100.0).round()))
        })
    })
}

/// A share with what it measures; `None` when it is not one of harm.
fn share(reader: &Reader<'_>, span: Span, percent: f64, up_to: Option<f64>) -> Option<Share> {
    let sentence = reader.sentence(span.start);
    let before = Span::new(sentence.start.max(reader.floor(span.start, 120)), span.start);
    let after = Span::new(span.end, sentence.end.min(reader.roof(span.end, 90)).max(span.end));
    let before = reader.plain(before).to_ascii_lowercase();
    let after = reader.plain(after).to_ascii_lowercase();
    let following = first_noun(&after);
    let of = following.map(|(_, of)| of).or_else(|| last_noun(&before));
    let near_before = tail(&before, 32);
    let near_after = head(&after, following.map_or(28, |(at, _)| at + 40));
    let harmless = NOT_HARM.iter().any(|word| near_before.contains(word) || near_after.contains(word));
    let harm = ["affect", "impact", "unable", "fail", "could not", "down", "lost", "error", "experienc"]
        .iter()
        .any(|word| before.contains(word) || after.contains(word));
    if harmless && !(harm && of == Some(ImpactOf::Users)) {
        return None;
    }
    let approximate = [
        "about",
        "approximately",
        "around",
        "roughly",
        "over",
        "up to",
        "nearly",
        "almost",
        "~",
        "more than",
        "some",
        "only about",
        "estimated",
    ]
    .iter()
    .any(|word| near_before.trim_end().ends_with(word));
    Some(Share { percent, up_to, of, approximate })
}

fn head(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

fn tail(text: &str, most: usize) -> &str {
    let start =
        (text.len().saturating_sub(most)..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[start..]
}

/// The first counted thing after a share, and how far it is.
fn first_noun(text: &str) -> Option<(usize, ImpactOf)> {
    let (at, word, of) =
        words(text).find_map(|(at, word)| noun(word, words_rest(text, at, word)).map(|of| (at, word, of)))?;
    // Of "payment requests" the second word counts.
    let rest = words_rest(text, at, word);
    let next = rest.strip_prefix(' ').and_then(|rest| words(rest).next().filter(|(start, _)| *start == 0));
    let second = next.and_then(|(_, word)| noun(word, "")).filter(|_| of != ImpactOf::Users);
    Some((at, second.unwrap_or(of)))
}

fn last_noun(text: &str) -> Option<ImpactOf> {
    words(text).filter_map(|(at, word)| noun(word, words_rest(text, at, word))).last()
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|char: char| !char.is_alphanumeric())
        .filter(|word| word.len() >= 3)
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn words_rest<'a>(text: &'a str, at: usize, word: &str) -> &'a str {
    text.get(at + word.len()..).unwrap_or_default()
}

fn noun(word: &str, rest: &str) -> Option<ImpactOf> {
    // "user experience" and "user traffic" measure the second word.
    let next = rest.trim_start_matches([' ', '\u{1}']);
    if word == "user"
        && ["experience", "traffic", "request", "session", "data"]
            .iter()
            .any(|second| next.starts_with(second))
    {
        return None;
    }
    if word.starts_with("experience") && word != "experience" {
        return None;
    }
    NOUNS.iter().find(|(start, _)| word.starts_with(start)).map(|&(_, of)| of)
}

/// "943 of 2000", "12 unique visitors", "around 15,000 users".
fn counts(reader: &Reader<'_>, postmortem: &mut Postmortem) {
    for line in &reader.page.lines[reader.from..reader.to] {
        if line.kind == super::lines::Kind::Output || line.text.is_empty() {
            continue;
        }
        let origin = reader.origin(line.text.start);
        if !matches!(origin, Origin::Summary | Origin::Introduction) {
            continue;
        }
        let text = reader.plain(line.text);
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(offset) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
            let start = at + offset;
            let length = bytes[start..]
                .iter()
                .enumerate()
                .take_while(|(index, byte)| {
                    byte.is_ascii_digit()
                        || (**byte == b',' && bytes.get(start + index + 1).is_some_and(u8::is_ascii_digit))
                })
                .count();
            at = start + length;
            let glued = start.checked_sub(1).is_some_and(|before| {
                bytes[before].is_ascii_alphanumeric() || b".:-/_".contains(&bytes[before])
            });
            let number = text[start..at].replace(',', "").parse::<u64>().ok().filter(|_| !glued);
            let Some((count, impact)) =
                number.and_then(|number| Some((number, counted(number, text.get(at..)?)?)))
            else {
                continue;
            };
            let span = Span::new(line.text.start + start, line.text.start + at + impact.1);
            if impact.0.of != Some(ImpactOf::Users) && !harmed(reader, span) {
                continue;
            }
            let impact = Impact { count: Some(count), ..impact.0 };
            postmortem.impacts.push(Fact::given(impact, span, origin));
        }
    }
}

/// Whether a sentence speaks of harm.
fn harmed(reader: &Reader<'_>, span: Span) -> bool {
    let sentence = reader.plain(reader.sentence(span.start)).to_ascii_lowercase();
    let rate = reader.plain(Span::new(span.end, reader.roof(span.end, 12))).trim_start().starts_with("per ");
    !rate
        && [
            "fail", "affect", "unable", "impact", "lost", "error", "inquir", "complain", "drop", "reject",
            "delay",
        ]
        .iter()
        .any(|word| sentence.contains(word))
}

/// What follows a number that counts something affected, and how long that is in bytes.
fn counted(number: u64, rest: &str) -> Option<(Impact, usize)> {
    if !rest.starts_with([' ', '+', '\u{1}']) {
        return None;
    }
    let lower = head(rest, 64).to_ascii_lowercase();
    let trimmed = lower.trim_start_matches(['+', ' ', '\u{1}']);
    for join in ["out of ", "of the ", "of "] {
        let Some(after) = trimmed.strip_prefix(join) else { continue };
        let digits: String = after
            .chars()
            .take_while(|char| char.is_ascii_digit() || *char == ',')
            .filter(char::is_ascii_digit)
            .collect();
        if let Ok(total) = digits.parse::<u64>()
            && total >= number
            && total > 0
        {
            let of = first_noun(after).filter(|(at, _)| *at < 30).map(|(_, of)| of);
            let end = lower.len() - after.len() + digits.len();
            return Some((Impact { total: Some(total), of, ..Impact::default() }, end));
        }
    }
    let mut seen = 0;
    for (at, word) in words(trimmed) {
        seen += 1;
        if seen > 3
            || ["minute", "hour", "second", "day", "error", "percent", "thread"]
                .iter()
                .any(|unit| word.starts_with(unit))
        {
            return None;
        }
        let plural = word.ends_with('s') || word == "people";
        if let Some(of) = noun(word, words_rest(trimmed, at, word)).filter(|_| plural) {
            let end = lower.len() - trimmed.len() + at + word.len();
            return Some((Impact { of: Some(of), ..Impact::default() }, end));
        }
    }
    None
}

/// What users saw: the impact's own text, and sentences of the summary that say so.
fn symptoms(reader: &Reader<'_>, postmortem: &mut Postmortem) {
    for label in reader.labels.iter().filter(|label| label.topic == Topic::Impact) {
        let origin = reader.origin(label.name.start);
        let text = tidy(&reader.page.plain, label.value);
        if !text.is_empty() && matches!(origin, Origin::Summary | Origin::Introduction) {
            postmortem.symptoms.push(Fact::given(text, label.value, origin));
        }
    }
    let mut end = 0;
    for hit in reader.hits.iter().filter(|hit| hit.cue == Cue::Symptom) {
        let origin = reader.origin(hit.span.start);
        if hit.span.start < end || !matches!(origin, Origin::Summary | Origin::Introduction) {
            continue;
        }
        if postmortem.titles.iter().any(|title| title.span.contains(hit.span.start)) {
            continue;
        }
        let heading = reader
            .outline
            .section_at(hit.span.start)
            .is_some_and(|section| reader.outline.sections[section].heading.contains(hit.span.start));
        if heading {
            continue;
        }
        let sentence = reader.sentence(hit.span.start);
        end = sentence.end;
        let known = reader.labelled(hit.span.start, Topic::Impact);
        if !known {
            postmortem.symptoms.push(Fact::inferred(tidy(&reader.page.plain, sentence), sentence, origin));
        }
    }
    settle(&mut postmortem.symptoms);
}
