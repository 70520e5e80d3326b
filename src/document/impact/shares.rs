//! Shares of those affected, in figures and in words.

use super::nouns::{first_noun, last_noun};
use crate::document::cues::Cue;
use crate::document::reader::Reader;
use crate::document::scan::number_word;
use crate::document::{Fact, Impact, ImpactOf, Postmortem, Share};
use crate::text::Span;

/// Whether a text starts with a word that, near a share, says it is one of recovery or of load, not of harm.
fn harmless(text: &[u8]) -> bool {
    let words: &[&str] = match text.first() {
        Some(b'a') => &["availability"],
        Some(b'b') => &["battery", "bandwidth"],
        Some(b'c') => &["cpu", "capacity", "completed"],
        Some(b'd') => &["disk"],
        Some(b'e') => &["exceed"],
        Some(b'f') => &["functional"],
        Some(b'i') => &["increase in"],
        Some(b'm') => &["memory"],
        Some(b'n') => &["normal"],
        Some(b'o') => &["operational"],
        Some(b'p') => &["previous"],
        Some(b'r') => &["recovered"],
        Some(b's') => &["sla"],
        Some(b't') => &["threshold"],
        Some(b'u') => &["utilization", "utilisation", "usage", "uptime"],
        _ => &[],
    };
    words.iter().any(|word| text.starts_with(word.as_bytes()))
}

/// "Half of our users", "one in five visitors": shares in words, where they count something.
pub(super) fn in_words(reader: &Reader<'_>, postmortem: &mut Postmortem) {
    let found =
        reader.hits_in(reader.account()).iter().filter(|hit| matches!(hit.cue, Cue::Fraction | Cue::In));
    for hit in found {
        let origin = reader.origin(hit.span.start);
        if !origin.is_account() {
            continue;
        }
        let told = match hit.cue {
            Cue::Fraction => fraction(reader.lower(hit.span)).map(|percent| (hit.span, percent)),
            _ => one_in(reader, hit.span),
        };
        let Some((span, percent)) = told else { continue };
        let rest = Span::new(span.end, reader.roof(span.end, 90));
        let Some((_, of)) = first_noun(reader.lower(rest)).filter(|(noun, _)| *noun <= 30) else { continue };
        let span = reader.trim(span);
        let Some(share) = share(reader, span, percent, None) else { continue };
        let share = Share { of: Some(of), approximate: percent < 100.0, ..share };
        postmortem.shares.push(Fact::inferred(share, span, origin));
        let impact = Impact { percent: Some(percent), of: Some(of), ..Impact::default() };
        postmortem.impacts.push(Fact::inferred(impact, span, origin));
    }
}

/// The percentage that a share in words stands for.
fn fraction(words: &str) -> Option<f64> {
    let by_start = [
        ("three", 75.0),
        ("two", 67.0),
        ("one third", 33.0),
        ("one-third", 33.0),
        ("a third", 33.0),
        ("a quarter", 25.0),
        ("one quarter", 25.0),
        ("a fifth", 20.0),
        ("half", 50.0),
        ("every second", 50.0),
        ("every", 100.0),
    ];
    by_start.iter().find(|(start, _)| words.starts_with(start)).map(|&(_, percent)| percent)
}

/// "One in five", "9 in 10", "1 out of 8": where it stands and the percentage; `join` is the span of "in ".
fn one_in(reader: &Reader<'_>, join: Span) -> Option<(Span, f64)> {
    let number = |word: &str| {
        let named = || number_word(word).filter(|&number| number <= 10.0 && !word.starts_with('a'));
        word.parse().ok().or_else(named)
    };
    let is_sign = |char: char| !char.is_ascii_alphanumeric();
    let before = reader.lower(Span::new(reader.floor(join.start, 12), join.start)).strip_suffix(' ')?;
    let before = before.rsplit(is_sign).next()?;
    let after = reader.lower(Span::new(join.end, reader.roof(join.end, 12)));
    // "1 in each 8".
    let each = if after.starts_with("each ") { "each ".len() } else { 0 };
    let after = after[each..].split(is_sign).next()?;
    let (part, whole): (f64, f64) = (number(before)?, number(after)?);
    let span = Span::new(join.start - 1 - before.len(), join.end + each + after.len());
    (part >= 1.0 && part < whole && whole <= 20.0).then(|| (span, (part / whole * 100.0).round()))
}

/// A share with what it measures; `None` when it is not one of harm.
pub(super) fn share(reader: &Reader<'_>, span: Span, percent: f64, up_to: Option<f64>) -> Option<Share> {
    let sentence = reader.sentence(span.start);
    let before = Span::new(sentence.start.max(reader.floor(span.start, 120)), span.start);
    let after = Span::new(span.end, sentence.end.min(reader.roof(span.end, 90)).max(span.end));
    let (before, after) = (reader.lower(before), reader.lower(after));
    let following = first_noun(after);
    // "7 out of every 10 customers that tried to order, that is 70%".
    let stated = || before.rfind(" out of ").and_then(|at| first_noun(&before[at..]));
    let of = following.or_else(stated).map(|(_, of)| of).or_else(|| last_noun(before));
    let near_before = tail(before, 32);
    let lead = near_before.trim_end();
    let near_after = head(after, following.map_or(28, |(at, _)| at + 40));
    // "Users who were online" tells who was hit, "80% are online" what came back.
    let present =
        ["that were online", "who were online", "that are online", "who are online", "users online"];
    // "Orders fell by 35% compared with the previous week" compares with what is normal.
    let fell = [
        "fell by",
        "fallen by",
        "dropped by",
        "drop of",
        "decreased by",
        "declined by",
        "went down by",
        "down by",
    ];
    let fell = fell.iter().any(|verb| lead.ends_with(verb));
    let recovers = |near: &str| {
        if fell {
            return false;
        }
        let told =
            if ["loading until", "stops at", "stopped at", "restored"].iter().any(|word| near.contains(word))
            {
                true
            } else if near.contains("online") {
                !present.iter().any(|present| near.contains(present))
            } else {
                (0..near.len()).any(|at| harmless(&near.as_bytes()[at..]))
            };
        told || is_back(near)
    };
    let harm = || {
        ["affect", "impact", "unable", "fail", "could not", "down", "lost", "error", "experienc"]
            .iter()
            .any(|word| before.contains(word) || after.contains(word))
    };
    let harms_users = of == Some(ImpactOf::Users) && harm();
    if !harms_users && (recovers(near_before) || recovers(near_after)) {
        return None;
    }
    // "3% of them wrote to us" is a share of those who are counted already; "only 20% could log in" is of those well off.
    let of_those = percent < 100.0
        && ["of them", "of those", "of these"].iter().any(|of| after.trim_start().starts_with(of));
    let well =
        ["could still", "could log", "could use", "could access", "were able", "still able", "succeeded"];
    if of_those || (lead.ends_with("only") && well.iter().any(|word| after.contains(word))) {
        return None;
    }
    // "The remaining 60% noticed nothing."
    if ["remaining", "the other", "the rest,"].iter().any(|rest| lead.ends_with(rest)) {
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
    .any(|word| lead.ends_with(word));
    Some(Share { percent, up_to, of, approximate })
}

/// Whether something came back; users who are thrown back have not.
fn is_back(near: &str) -> bool {
    let away = ["thrown ", "sent ", "kicked ", "bounced ", "redirected ", "forced "];
    near.match_indices("back").any(|(at, _)| !away.iter().any(|verb| near[..at].ends_with(verb)))
}

pub(super) fn head(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

fn tail(text: &str, most: usize) -> &str {
    let start =
        (text.len().saturating_sub(most)..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[start..]
}
