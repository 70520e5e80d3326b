//! Who was affected and how many: shares with what they measure, counts, symptoms.

mod counts;
mod nouns;
mod shares;

use super::cues::Cue;
use super::front::Front;
use super::plain::tidy;
use super::reader::{Reader, settle};
use super::scan::What;
use super::{Fact, Impact, Origin, Postmortem, Share, Topic, words};
use counts::counts;
use shares::{in_words, share};

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
    for token in reader.tokens_in(reader.account()) {
        let What::Percent(percent, up_to) = token.what else { continue };
        let origin = reader.origin(token.span.start);
        if !origin.is_account() || percent > 100.0 {
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

/// Whether a sentence starts with a word that denies: "no", "nothing", "none of …".
fn denies(lower: &str) -> bool {
    matches!(words::first(lower), Some("no" | "none" | "nothing" | "neither" | "nobody" | "hardly" | "not"))
}

/// What users saw: the impact's own text, and sentences of the summary that say so.
fn symptoms(reader: &Reader<'_>, postmortem: &mut Postmortem) {
    for label in reader.labels.iter().filter(|label| label.topic == Topic::Impact) {
        let origin = reader.origin(label.name.start);
        let text = tidy(&reader.page.plain, label.value);
        if !text.is_empty() && origin.is_account() {
            postmortem.symptoms.push(Fact::given(text, label.value, origin));
        }
    }
    let mut end = 0;
    for hit in reader.hits_in(reader.account()).iter().filter(|hit| hit.cue == Cue::Symptom) {
        if hit.span.start < end {
            continue;
        }
        let origin = reader.origin(hit.span.start);
        if !origin.is_account() {
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
        // "No message could be sent", but not "mail could be sent all the time".
        if reader.lower(hit.span) == "could be " && !denies(reader.lower(sentence)) {
            continue;
        }
        end = sentence.end;
        let known =
            [Topic::Impact, Topic::RootCause].iter().any(|&topic| reader.labelled(hit.span.start, topic));
        if !known {
            postmortem.symptoms.push(Fact::inferred(tidy(&reader.page.plain, sentence), sentence, origin));
        }
    }
    settle(&mut postmortem.symptoms);
}
