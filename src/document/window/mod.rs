//! When it began and ended: zones, days, the outage's two ends, stated durations, the detection.

mod durations;

use std::borrow::Cow;

use super::cues::Cue;
use super::front::{Front, date_time};
use super::lines::Kind;
use super::moment::{Context, Stamp, moment as make, shared_meridiem};
use super::reader::{Reader, settle};
use super::roles::detection::detection_method;
use super::scan::{Clock, What, zone_named};
use super::{
    Doubt, Entry, Fact, Moment, Origin, Postmortem, RoleKind, SectionKind, Topic, Zone, ZoneKind, timeline,
    title,
};
use crate::text::{Span, last_from};

/// All zones, wherever they stand.
pub(super) fn zones(reader: &Reader<'_>, front: &Front, postmortem: &mut Postmortem) {
    postmortem.zones.extend(front.zone());
    for token in reader.zone_tokens() {
        let What::Zone(zone) = &token.what else { continue };
        let written = || token.span.of(&reader.page.plain).replace('\u{1}', "");
        let written = zone.name.map_or_else(|| Cow::Owned(written()), Cow::Borrowed);
        let zone = Zone { written, span: token.span, kind: zone.kind };
        postmortem.zones.push(Fact::given(zone, token.span, reader.origin(token.span.start)));
    }
    for label in reader.labels.iter().filter(|label| label.topic == Topic::Timezone) {
        let written = super::plain::tidy(&reader.page.plain, label.value);
        if let Some((name, kind)) = zone_named(&written) {
            let zone = Zone { written: Cow::Borrowed(name), span: label.value, kind };
            postmortem.zones.push(Fact::given(zone, label.value, reader.origin(label.value.start)));
        }
    }
    settle(&mut postmortem.zones);
}

/// What holds for all times: the day, the year, the zone.
pub(super) fn context(reader: &Reader<'_>, front: &Front, postmortem: &Postmortem) -> Context {
    let mut context = Context {
        zone: postmortem.zones.first().map(|zone| zone.value.clone()),
        twelve: writes_twelve(reader),
        ..Context::default()
    };
    let own = |stamp: &&Stamp| !of_history(reader, stamp.span);
    let year_of = |stamp: &Stamp| stamp.date.and_then(|date| date.year);
    // The day on which the document was written lends its year, too, where no other is told.
    context.year = only(reader.stamps.iter().filter_map(year_of))
        .or_else(|| only(reader.stamps.iter().filter(own).filter_map(year_of)));
    let start = front.frontmatter.as_ref().and_then(|front| front.start.as_ref());
    let first = || {
        let titles: Vec<Span> = title::places(reader).collect();
        let rank = |stamp: &Stamp| match reader.origin(stamp.span.start) {
            Origin::Summary => Some(0),
            _ if titles.iter().any(|title| title.contains(stamp.span.start)) => Some(2),
            Origin::Introduction => Some(1),
            _ => None,
        };
        let dated = reader.stamps.iter().filter_map(|stamp| Some((rank(stamp)?, stamp, stamp.date?)));
        let (_, _, date) = dated.filter(|(_, stamp, _)| own(stamp)).min_by_key(|(rank, ..)| *rank)?;
        date.day(context.year)
    };
    context.date = start.and_then(|start| date_time(start)).map(|(local, _)| local.date()).or_else(first);
    context
}

/// The value that all of some are equal to.
fn only<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

/// Whether the document writes am and pm, and no hour past 12.
fn writes_twelve(reader: &Reader<'_>) -> bool {
    let any = |fits: fn(Clock) -> bool| {
        reader.stamps.iter().any(|stamp| stamp.clock.is_some_and(fits) && !in_words(reader, stamp))
    };
    any(|clock| clock.pm.is_some()) && !any(|clock| clock.pm.is_none() && clock.hour > 12)
}

/// Whether a time is told as people speak: "three in the morning", which says little of how others are written.
fn in_words(reader: &Reader<'_>, stamp: &Stamp) -> bool {
    let words = reader.lower(stamp.span);
    // The shortest of these has seven letters.
    words.len() >= 7
        && [" in the ", "o'clock", "half past", "quarter"].iter().any(|part| words.contains(part))
}

/// Whether the words around a date say that it is the document's own and not the incident's.
fn of_history(reader: &Reader<'_>, span: Span) -> bool {
    let near = Span::new(reader.floor(span.start, 40), span.start);
    let told = reader.hits_in(near).iter().rfind(|hit| hit.cue == Cue::History);
    told.is_some_and(|told| told.span.start >= reader.sentence(span.start).start)
        || of_author(reader, span)
        || of_letter(reader, span)
}

/// Whether a date stands in a byline: "4 March 2024 · by the billing team".
fn of_author(reader: &Reader<'_>, span: Span) -> bool {
    let after = reader.lower(Span::new(span.end, reader.roof(span.end, 12)));
    let Some(by) = after.as_bytes().windows(3).position(|word| word == b"by ") else { return false };
    let first = after[..by].chars().all(|char| !char.is_alphanumeric() && char != '\n');
    first && reader.sentence(span.start).len() <= 80
}

/// Whether a date is that of a mail, in its header.
fn of_letter(reader: &Reader<'_>, span: Span) -> bool {
    let Some(line) = reader.line_at(span.start + 1).checked_sub(1) else { return false };
    let starts = |at: usize, name: &str| {
        reader.page.lines.get(at).is_some_and(|line| reader.lower(line.text).starts_with(name))
    };
    starts(line, "date:")
        && (line.saturating_sub(3)..line + 4).any(|near| starts(near, "from:") || starts(near, "subject:"))
}

/// Starts, ends, detections and stated durations from the frontmatter and the summary.
pub(super) fn read(reader: &Reader<'_>, front: &Front, context: &Context, postmortem: &mut Postmortem) {
    if let Some(given) = &front.frontmatter {
        let zone = front.zone().map(|zone| zone.value);
        postmortem.starts.extend(front.moment("start", given.start.as_ref(), zone.as_ref()));
        postmortem.ends.extend(front.moment("end", given.end.as_ref(), zone.as_ref()));
        postmortem.detected.extend(front.moment("detected", given.detected.as_ref(), zone.as_ref()));
        postmortem.acknowledged.extend(front.moment(
            "acknowledged",
            given.acknowledged.as_ref(),
            zone.as_ref(),
        ));
        postmortem.mitigated.extend(front.moment("mitigated", given.mitigated.as_ref(), zone.as_ref()));
        postmortem.detection.extend(front.fact("detection", given.detection));
    }
    labelled(reader, context, postmortem);
    columns(reader, context, postmortem);
    sections(reader, context, postmortem);
    stated(reader, context, postmortem);
    settle(&mut postmortem.starts);
    settle(&mut postmortem.ends);
    durations::read(reader, postmortem);
}

/// `Start:`, `End time:`, `Detected:`.
fn labelled(reader: &Reader<'_>, context: &Context, postmortem: &mut Postmortem) {
    let facts = timeline::facts(reader);
    for label in &reader.labels {
        let mut origin = reader.origin(label.name.start);
        if facts.is_some_and(|facts| facts.contains(label.name.start)) {
            origin = Origin::Summary;
        }
        if !origin.is_account() {
            continue;
        }
        let value = Span::new(label.value.start, label.value.end.min(label.value.start + 400));
        let stamps = reader.stamps_in(value);
        let Some(stamp) = stamps.iter().find(|stamp| stamp.clock.is_some()) else { continue };
        let ranged = stamp.to_next;
        // "Recovery: 11:00 UTC" beside "Onset: …", not "Recovery: we restarted it at 11:00".
        let alone =
            stamp.span.start <= label.value.start + 2 && stamp.span.end + 2 >= reader.trim(label.value).end;
        let list = match label.topic {
            Topic::Resolution if !ranged && alone => &mut postmortem.ends,
            Topic::Mitigation if !ranged && alone => &mut postmortem.mitigated,
            Topic::Start if !ranged => &mut postmortem.starts,
            Topic::End if !ranged => &mut postmortem.ends,
            Topic::Detection => &mut postmortem.detected,
            _ => continue,
        };
        list.push(fact(stamp, None, context, origin));
    }
    // The end takes its day from the start, one day on when it would come before it.
    if let (Some(start), Some(end)) = (postmortem.starts.last().cloned(), postmortem.ends.last_mut())
        && !end.value.date_given
        && end.origin != Origin::Frontmatter
    {
        follow(&start.value, &mut end.value);
    }
}

/// The cells under `| Start | End |`.
fn columns(reader: &Reader<'_>, context: &Context, postmortem: &mut Postmortem) {
    for (at, pair) in reader.page.lines[reader.from..reader.to].windows(3).enumerate() {
        let [header, rule, row] = pair else { continue };
        if rule.kind != Kind::RowRule || row.kind != Kind::Row {
            continue;
        }
        let origin = reader.origin(row.text.start);
        let single = reader.page.lines.get(reader.from + at + 3).is_none_or(|next| next.kind != Kind::Row);
        if !origin.is_account() || !single {
            continue;
        }
        for (name, value) in reader.cells(header).into_iter().zip(reader.cells(row)) {
            let list = match reader.vocabulary.exact(reader.plain(name)) {
                Some(Topic::Start) => &mut postmortem.starts,
                Some(Topic::End) => &mut postmortem.ends,
                Some(Topic::Detection) => &mut postmortem.detected,
                _ => continue,
            };
            let stamps = reader.stamps_in(value);
            list.extend(
                stamps
                    .iter()
                    .find(|stamp| stamp.clock.is_some())
                    .map(|stamp| fact(stamp, None, context, origin)),
            );
        }
    }
}

/// The time that a section on the detection begins with.
fn sections(reader: &Reader<'_>, context: &Context, postmortem: &mut Postmortem) {
    if !postmortem.detected.is_empty() {
        return;
    }
    for index in reader.sections(SectionKind::Detection) {
        let section = &reader.outline.sections[index];
        let origin = reader.outline.origin(Some(index));
        let first = reader.stamps_in(section.content).first();
        let first = first.filter(|stamp| stamp.clock.is_some_and(|clock| !clock.weak) && !stamp.to_next);
        if let Some(stamp) = first.filter(|_| origin != Origin::Timeline) {
            let fact = Fact { inferred: true, ..fact(stamp, None, context, origin) };
            postmortem.detected.push(fact);
        }
    }
}

fn fact(stamp: &Stamp, pm: Option<bool>, context: &Context, origin: Origin) -> Fact<Moment> {
    let (value, inferred) = make(stamp, pm, context);
    Fact { value, span: stamp.span, origin, inferred }
}

/// Gives an end without a day the start's day, or the next.
fn follow(start: &Moment, end: &mut Moment) {
    if end.date_given {
        return;
    }
    end.date = start.date;
    // What is doubtful about the day is doubtful here too.
    end.doubts.extend(
        start.doubts.iter().filter(|doubt| matches!(doubt, Doubt::DayOrMonth(_) | Doubt::Year)).cloned(),
    );
    if let (Some(from), Some(to)) = (start.clock, end.clock)
        && to < from
    {
        end.date = start.date.and_then(|date| date.succ_opt());
    }
}

/// Ranges ("from 10:05 AM to 10:15 AM WAT"), and single times with the words around them.
fn stated(reader: &Reader<'_>, context: &Context, postmortem: &mut Postmortem) {
    let taken: Vec<usize> = [&postmortem.starts, &postmortem.ends, &postmortem.detected]
        .into_iter()
        .flatten()
        .map(|fact| fact.span.start)
        .collect();
    // Whether a start is known, of the summary and of the introduction.
    let mut known = [Origin::Summary, Origin::Introduction]
        .map(|origin| postmortem.starts.iter().any(|start| start.origin == origin));
    let timed = timeline::region_without_name(reader);
    let end = reader.account().end;
    let mut at = 0;
    while let Some(stamp) = reader.stamps.get(at).filter(|stamp| stamp.span.start < end) {
        at += 1;
        let origin = reader.origin(stamp.span.start);
        if !origin.is_account()
            || timed.is_some_and(|timed| timed.contains(stamp.span.start))
            || stamp.clock.is_none_or(|clock| clock.weak)
            || taken.contains(&stamp.span.start)
            || of_history(reader, stamp.span)
        {
            continue;
        }
        let known = &mut known[usize::from(origin == Origin::Introduction)];
        let next = reader.stamps.get(at).filter(|next| stamp.to_next && next.clock.is_some());
        if let Some(next) = next {
            at += 1;
            range(stamp, next, context, origin, postmortem);
            *known = true;
        } else if !(origin == Origin::Introduction && stamp.date.is_none() && in_words(reader, stamp)) {
            *known |= single(reader, stamp, context, origin, *known, postmortem);
        }
    }
}

fn range(from: &Stamp, to: &Stamp, context: &Context, origin: Origin, postmortem: &mut Postmortem) {
    let (from_pm, to_pm) = shared_meridiem(from.clock, to.clock);
    let mut shared = context.clone();
    // A zone or a day at one end holds for the other.
    shared.zone = from.zone.clone().or_else(|| to.zone.clone()).or(shared.zone);
    let mut start = fact(from, from_pm, &shared, origin);
    let mut end = fact(to, to_pm, &shared, origin);
    follow(&start.value, &mut end.value);
    if !start.value.date_given && end.value.date_given && start.value.date.is_none() {
        start.value.date = end.value.date;
        start.inferred = true;
    }
    if end.value.date_given && !start.value.date_given && start.value.date > end.value.date {
        start.value.date = end.value.date;
    }
    postmortem.starts.push(start);
    postmortem.ends.push(end);
}

/// A time alone is an end after "until", a detection after "detected", and else the start, once. Whether it was
/// the start.
fn single(
    reader: &Reader<'_>,
    stamp: &Stamp,
    context: &Context,
    origin: Origin,
    known: bool,
    postmortem: &mut Postmortem,
) -> bool {
    let sentence = reader.sentence(stamp.span.start);
    let before = Span::new(sentence.start.max(reader.floor(stamp.span.start, 60)), stamp.span.start);
    let words = reader.lower(before).as_bytes();
    let last = (0..words.len()).rev().find_map(|at| told_by(&words[at..]));
    let mut fact = fact(stamp, None, context, origin);
    fact.inferred = true;
    if last == Some(Told::End) {
        if let Some(start) = postmortem.starts.last().filter(|start| start.origin == origin) {
            follow(&start.value, &mut fact.value);
        }
        postmortem.ends.push(fact);
    } else if last == Some(Told::Noticed) {
        postmortem.detected.push(fact);
    } else if !known {
        postmortem.starts.push(fact);
        return true;
    }
    false
}

/// What a word before a time says that it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Start,
    End,
    Noticed,
}

/// What the word says that a text starts with.
fn told_by(text: &[u8]) -> Option<Told> {
    use Told::{End, Noticed, Start};
    let cues: &[(&str, Told)] = match text.first()? {
        b' ' => &[(" to ", End)],
        b'a' => &[("alerted", Noticed), ("alert ", Noticed)],
        b'b' => {
            &[("began", Start), ("begin", Start), ("back online", End), ("back at", End), ("back up", End)]
        }
        b'c' => &[("came back", End)],
        b'd' => &[("detected", Noticed), ("discovered", Noticed)],
        b'e' => &[("ended", End), ("ending", End), ("end:", End), ("end time", End)],
        b'f' => &[("from", Start), ("fixed at", End), ("fixed by", End)],
        b'h' => &[("happen", Start)],
        b'i' => &[("identified", Noticed)],
        b'l' => &[("lasted to", End)],
        b'n' => &[("noticed", Noticed)],
        b'o' => &[("occur", Start), ("over by", End)],
        b'r' => &[("resolved", End), ("restored", End), ("recovered", End), ("reported", Noticed)],
        b's' => &[("start", Start), ("since", Start)],
        b't' => &[("till ", End)],
        b'u' => &[("until", End)],
        b'w' => &[("was over", End), ("went down", Start)],
        _ => return None,
    };
    cues.iter().find(|(cue, _)| text.starts_with(cue.as_bytes())).map(|&(_, told)| told)
}

/// What the timeline adds: the moments of its roles, and the two ends where nothing else gives them.
pub(super) fn complete(reader: &Reader<'_>, postmortem: &mut Postmortem) {
    let of_role = |entries: &[Entry], kind: RoleKind, last: bool| {
        let mut entries = entries.iter().filter(|entry| entry.time.is_some() && entry.has(kind));
        let entry = if last { entries.next_back() } else { entries.next() }?;
        let marked = entry.roles.iter().any(|role| role.kind == kind && role.marked);
        let fact = Fact {
            value: entry.time.clone()?,
            span: entry.time_span?,
            origin: Origin::Timeline,
            inferred: !marked,
        };
        Some(fact)
    };
    let onset = of_role(&postmortem.timeline, RoleKind::Onset, false);
    let detected = of_role(&postmortem.timeline, RoleKind::Detected, false);
    let acknowledged = of_role(&postmortem.timeline, RoleKind::Acknowledged, false);
    let over = postmortem.timeline.iter().rposition(|entry| entry.has(RoleKind::Resolved));
    let until = over.map_or(postmortem.timeline.len(), |over| over + 1);
    let mitigated = of_role(&postmortem.timeline[..until], RoleKind::Mitigated, true);
    let resolved = of_role(&postmortem.timeline, RoleKind::Resolved, true);
    postmortem.starts.extend(onset);
    postmortem.detected.extend(detected);
    postmortem.acknowledged.extend(acknowledged);
    postmortem.mitigated.extend(mitigated);
    postmortem.ends.extend(resolved);
    detection_method(reader, postmortem);
    for list in [&mut postmortem.starts, &mut postmortem.ends, &mut postmortem.detected] {
        settle(list);
    }
}

/// The zone to use for a timeline: its own, else the document's.
pub(super) fn timeline_zone(reader: &Reader<'_>, postmortem: &Postmortem) -> Option<Zone> {
    let own = |zone: &&Fact<Zone>| zone.origin == Origin::Timeline && !in_passing(reader, zone.span);
    let own = postmortem.zones.iter().find(own);
    let zone = own.or_else(|| postmortem.zones.first()).map(|zone| zone.value.clone());
    zone.filter(|zone| !matches!(&zone.kind, ZoneKind::Ambiguous(offsets) if offsets.is_empty()))
}

/// Whether a zone is one that an entry's sentence speaks of in passing, with a time or without: "sees that the job is
/// planned for 7:00 in UTC, two hours late", "sees that the clock runs on UTC".
fn in_passing(reader: &Reader<'_>, zone: Span) -> bool {
    let Some(line) = last_from(&reader.page.lines, zone.start, |line| line.span.start) else { return false };
    let Some(stamp) = reader.stamp_around(zone.start).filter(|stamp| stamp.clock.is_some()) else {
        let before = reader.plain(Span::new(line.text.start.min(zone.start), zone.start)).trim_end();
        let holds = ["in", "times", "time", "timezone", "zone", "zone:", ":", "(", "["];
        let entry = !reader.stamps_in(Span::new(line.span.start, zone.start)).is_empty();
        return entry
            && before.split_whitespace().nth(4).is_some()
            && !holds.iter().any(|word| before.ends_with(word));
    };
    let before = reader.plain(Span::new(line.text.start.min(stamp.span.start), stamp.span.start));
    let after = reader.plain(Span::new(stamp.span.end, line.text.end.max(stamp.span.end)));
    before.split_whitespace().nth(3).is_some()
        && !before.ends_with('(')
        && after.trim_start_matches([',', ' ']).starts_with(char::is_alphabetic)
}
