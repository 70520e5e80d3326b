//! The timeline's entries: list items, lines, table rows, headings per time, answers to questions.

mod extent;
mod regions;
mod states;

use super::lines::{Kind, Line};
use super::moment::{Context, Stamp, moment, shared_meridiem};
use super::plain::tidy;
use super::reader::Reader;
use super::{Entry, EntryForm, Moment, Postmortem, Topic, calendar, label, outline, roles, window};
use crate::text::Span;
use extent::{leading, text_after, undated};
pub(super) use regions::{facts, region_without_name};

/// Reads the timeline.
pub(super) fn read(reader: &Reader<'_>, context: &Context, postmortem: &mut Postmortem) {
    let mut context = context.clone();
    context.zone = window::timeline_zone(reader, postmortem);
    let mut walk = Walk {
        reader,
        context: &context,
        entries: Vec::new(),
        topics: Vec::new(),
        days: Vec::new(),
        day: None,
        question: None,
        later: false,
    };
    let regions = regions::regions(reader);
    if regions.is_empty() {
        walk.states();
    }
    for (from, to) in regions {
        // Most entries have one time.
        let times = regions::span(reader, from, to).map_or(0, |span| reader.stamps_in(span).len());
        walk.entries.reserve(times);
        walk.topics.reserve(times);
        walk.days.reserve(times);
        // "Follow-up timeline": what stands there came after.
        let heading = reader.page.lines.get(from).and_then(|line| reader.outline.section_at(line.span.start));
        walk.later = heading.is_some_and(|section| {
            reader.outline.ancestors(section).any(|above| above.title.to_lowercase().contains("follow"))
        });
        walk.question = walk.later.then_some(Topic::Corrective);
        walk.lines(from, to);
        walk.question = None;
        walk.day = None;
    }
    walk.drop_introduction();
    let Walk { entries, topics, days, .. } = walk;
    postmortem.timeline = entries;
    calendar::afternoon(&mut postmortem.timeline, postmortem.ends.first().map(|end| &end.value));
    calendar::roll(
        &mut postmortem.timeline,
        &days,
        postmortem.starts.first().map(|start| &start.value),
        &context,
    );
    roles::assign(reader, &topics, postmortem);
}

struct Walk<'a, 'b> {
    reader: &'b Reader<'a>,
    context: &'b Context,
    entries: Vec<Entry>,
    /// The question each entry answers.
    topics: Vec<Option<Topic>>,
    /// The day that a line above each entry gives.
    days: Vec<Option<chrono::NaiveDate>>,
    day: Option<chrono::NaiveDate>,
    question: Option<Topic>,
    /// Whether what is read came after the outage.
    later: bool,
}

impl<'b> Walk<'_, 'b> {
    /// Prose above the first entry that has a time introduces the timeline.
    fn drop_introduction(&mut self) {
        let Some(first) = self.entries.iter().position(|entry| entry.time.is_some()) else { return };
        if first == 0 {
            return;
        }
        let mut kept = self.entries[..first].iter().map(|entry| entry.form != EntryForm::Line);
        let kept: Vec<bool> = kept.by_ref().chain(self.entries[first..].iter().map(|_| true)).collect();
        let mut keep = kept.iter();
        self.entries.retain(|_| *keep.next().unwrap_or(&true));
        let mut keep = kept.iter();
        self.topics.retain(|_| *keep.next().unwrap_or(&true));
        let mut keep = kept.iter();
        self.days.retain(|_| *keep.next().unwrap_or(&true));
    }

    fn lines(&mut self, from: usize, to: usize) {
        let mut at = from;
        while at < to {
            at = self.line(at, to).max(at + 1);
        }
    }

    /// Reads what starts at a line; the line to go on with.
    fn line(&mut self, at: usize, to: usize) -> usize {
        let line = self.reader.page.lines[at];
        if let Some(section) = self.reader.heading_at(at) {
            return self.heading(section, at, to);
        }
        match line.kind {
            Kind::Row => {
                let header =
                    self.reader.page.lines.get(at + 1).is_some_and(|next| next.kind == Kind::RowRule);
                if !header {
                    self.row(at);
                }
                at + 1
            }
            Kind::Bullet | Kind::Number => self.item(at, to),
            Kind::Text => self.text(at, to),
            _ => at + 1,
        }
    }

    fn heading(&mut self, section: usize, at: usize, to: usize) -> usize {
        let section = &self.reader.outline.sections[section];
        let timed = outline::starts_with_time(&section.title);
        let stamp = self.reader.stamps_in(section.heading).first();
        match stamp {
            Some(stamp)
                if timed || (stamp.clock.is_some_and(|clock| !clock.weak) && section.topic.is_none()) =>
            {
                let whole = section.heading.to(section.content);
                let whole = Span::new(whole.start, section.content.end.max(section.heading.end));
                let next = self.reader.line_at(section.content.end).max(at + 1).min(to);
                self.push(whole, Some(stamp), EntryForm::Heading, timed, self.question);
                next
            }
            stamp => {
                self.day = stamp.and_then(|stamp| stamp.date?.day(self.context.year)).or(self.day);
                self.question = if self.later { Some(Topic::Corrective) } else { section.topic };
                at + 1
            }
        }
    }

    fn row(&mut self, at: usize) {
        let line = &self.reader.page.lines[at];
        let stamps = self.reader.stamps_in(line.text);
        let head = line.text.start + 64;
        let mut stamp = stamps.iter().find(|stamp| stamp.clock.is_some() && stamp.span.start < head).cloned();
        let date = stamps
            .iter()
            .find(|stamp| stamp.date.is_some() && stamp.clock.is_none() && stamp.span.start < head);
        match (&mut stamp, date) {
            (Some(stamp), Some(date)) if stamp.date.is_none() && date.span.start < stamp.span.start => {
                stamp.date = date.date;
                stamp.span = date.span.to(stamp.span);
            }
            (None, Some(date)) => stamp = Some(date.clone()),
            _ => {}
        }
        let first = stamp.as_ref().is_some_and(|stamp| {
            let before = Span::new(line.text.start, stamp.span.start);
            self.reader.plain(before).bytes().all(|byte| !byte.is_ascii_alphanumeric())
        });
        let Some(stamp) = stamp else { return };
        let label = label::of_row(self.reader.page, at, self.reader.vocabulary);
        self.push(line.text, Some(&stamp), EntryForm::Row, first, label.map(|label| label.topic));
        // What happened is the longest cell after the time.
        let cells = self.reader.cells(line).into_iter().filter(|cell| cell.start >= stamp.span.end);
        let longest = cells.max_by_key(|cell| self.reader.plain(*cell).trim().len());
        if let (Some(cell), Some(entry)) = (longest, self.entries.last_mut()) {
            entry.text_span = self.reader.trim(cell);
            entry.text = tidy(&self.reader.page.plain, entry.text_span);
        }
    }

    fn item(&mut self, at: usize, to: usize) -> usize {
        let line = self.reader.page.lines[at];
        let end = self.extent(at, to);
        let last = self.reader.page.lines[end - 1];
        let whole = Span::new(line.text.start, last.text.end.max(line.text.end));
        let own = self.leading_or_inside(&line);
        let nested_times = self.reader.page.lines[at + 1..end]
            .iter()
            .filter(|nested| nested.kind.is_item() && leading(self.reader, nested).is_some())
            .count();
        let label = self.reader.label_at(at);
        if own.is_none() && nested_times >= 2 {
            self.question = label.map(|label| label.topic).or(self.question);
            self.day = self
                .reader
                .stamps_in(line.text)
                .first()
                .and_then(|stamp| stamp.date?.day(self.context.year))
                .or(self.day);
            self.lines(at + 1, end);
            return end;
        }
        let topic = self.asked(label.map(|label| label.topic));
        let (stamp, first) = if let Some((stamp, first)) = own {
            (Some(stamp), first)
        } else {
            let inside = self
                .reader
                .stamps_in(whole)
                .iter()
                .find(|stamp| stamp.clock.is_some_and(|clock| !clock.weak));
            (inside, false)
        };
        let form =
            if first || (topic.is_none() && label.is_none()) { EntryForm::Item } else { EntryForm::Answer };
        self.push(whole, stamp, form, first, topic);
        end
    }

    /// The question an entry answers: its own label's, unless that only says "start time" under a question.
    fn asked(&self, label: Option<Topic>) -> Option<Topic> {
        match (label, self.question) {
            (Some(Topic::Start | Topic::End | Topic::Date | Topic::Duration), Some(question)) => {
                Some(question)
            }
            (label, question) => label.or(question),
        }
    }

    fn text(&mut self, at: usize, to: usize) -> usize {
        let line = self.reader.page.lines[at];
        let label = self.reader.label_at(at);
        let timed = self.leading_or_inside(&line);
        if let Some((stamp, true)) = timed {
            let end = self.paragraph(at, to);
            let whole = Span::new(line.text.start, self.reader.page.lines[end - 1].text.end);
            self.push(whole, Some(stamp), EntryForm::Line, true, self.question);
            return end;
        }
        if let Some(date) = self.date_line(&line) {
            self.day = Some(date);
            return at + 1;
        }
        if label.is_none()
            && timed.is_some()
            && let Some(end) = self.told(at, to)
        {
            return end;
        }
        let topic = self.asked(label.map(|label| label.topic));
        let stamp = timed.map(|(stamp, _)| stamp);
        if label.is_some() || stamp.is_some() {
            let end = if label.is_some() {
                self.extent(at, to).max(self.paragraph(at, to))
            } else {
                self.paragraph(at, to)
            };
            let whole = Span::new(line.text.start, self.reader.page.lines[end - 1].text.end);
            let inside = || {
                self.reader.stamps_in(whole).iter().find(|stamp| stamp.clock.is_some_and(|clock| !clock.weak))
            };
            let form = if label.is_some() { EntryForm::Answer } else { EntryForm::Line };
            self.push(whole, stamp.or_else(inside), form, false, topic);
            return end;
        }
        let end = self.paragraph(at, to);
        let whole = Span::new(line.text.start, self.reader.page.lines[end - 1].text.end);
        let text = self.reader.plain(whole);
        let note = text.trim_end().ends_with(':') || self.reader.lower(whole).contains("all times");
        if !note && text.split_whitespace().count() >= 4 {
            let form = if self.question.is_some() { EntryForm::Answer } else { EntryForm::Line };
            self.push(whole, None, form, false, topic);
        }
        end
    }

    /// A paragraph that tells of two times or more: each sentence with a time is an entry, those after it go on with
    /// it. The line after the paragraph.
    fn told(&mut self, at: usize, to: usize) -> Option<usize> {
        let reader = self.reader;
        let lines = &reader.page.lines;
        let end = (at..to.min(at + 40))
            .find(|&next| lines[next].kind != Kind::Text || reader.heading_at(next).is_some())
            .unwrap_or(to.min(at + 40));
        let whole = Span::new(lines[at].text.start, lines[end.checked_sub(1)?].text.end);
        let mut found: Vec<(usize, &Stamp)> = Vec::new();
        for stamp in reader.stamps_in(whole) {
            let start = reader.sentence(stamp.span.start).start.max(whole.start);
            let new = found.last().is_none_or(|(last, _)| *last < start);
            if new && stamp.clock.is_some_and(|clock| !clock.weak) {
                found.push((start, stamp));
            }
        }
        if found.len() < 2 {
            return None;
        }
        for (index, (start, stamp)) in found.iter().enumerate() {
            let stop = found.get(index + 1).map_or(whole.end, |(next, _)| *next);
            let start = if index == 0 { whole.start } else { *start };
            self.push(
                reader.trim(Span::new(start, stop)),
                Some(stamp),
                EntryForm::Line,
                false,
                self.question,
            );
        }
        Some(end)
    }

    /// A line that is nothing but a day, above the entries of that day.
    fn date_line(&self, line: &Line) -> Option<chrono::NaiveDate> {
        let stamps = self.reader.stamps_in(line.text);
        let [stamp] = stamps else { return None };
        let rest = line.text.len().checked_sub(stamp.span.len())?;
        (stamp.clock.is_none() && rest <= 16).then(|| stamp.date?.day(self.context.year)).flatten()
    }

    fn leading_or_inside(&self, line: &Line) -> Option<(&'b Stamp, bool)> {
        if let Some(stamp) = leading(self.reader, line) {
            return Some((stamp, true));
        }
        let mut inside = self
            .reader
            .stamps_in(line.text)
            .iter()
            .filter(|stamp| stamp.clock.is_some_and(|clock| !clock.weak));
        // "… planned for 7:00 in UTC (8:40 AM)": the time in brackets at the end is that of the entry.
        let in_brackets = |stamp: &&Stamp| {
            self.reader.plain(Span::new(line.text.start, stamp.span.start)).ends_with('(')
                && self.reader.plain(Span::new(stamp.span.end, line.text.end)).trim_end() == ")"
        };
        let stamp = inside.clone().find(in_brackets).or_else(|| inside.next())?;
        Some((stamp, false))
    }

    fn push(
        &mut self,
        span: Span,
        stamp: Option<&Stamp>,
        form: EntryForm,
        time_first: bool,
        topic: Option<Topic>,
    ) {
        let reader = self.reader;
        let mut until = None;
        let mut time: Option<Moment> = None;
        let mut time_span = stamp.map(|stamp| stamp.span);
        if let Some(stamp) = stamp {
            let next = if stamp.to_next {
                reader.stamps_in(Span::new(stamp.span.end, span.end)).first()
            } else {
                None
            };
            let next = next
                .filter(|next| next.clock.is_some() && reader.same_line(stamp.span.start, next.span.start));
            // "15:40 – between 2000 lines there is one": a plain number ends no range of times.
            let plain = |next: &&Stamp| {
                next.clock.is_some_and(|clock| clock.weak) && !stamp.clock.is_some_and(|clock| clock.weak)
            };
            let next = next.filter(|next| !plain(next));
            let (pm, until_pm) = next.map_or((None, None), |next| shared_meridiem(stamp.clock, next.clock));
            time = Some(moment(stamp, pm, self.context).0).map(|moment| undated(moment, stamp));
            if let Some(next) = next {
                let stamp = Stamp { zone: next.zone.clone().or_else(|| stamp.zone.clone()), ..next.clone() };
                until = Some(undated(moment(&stamp, until_pm, self.context).0, &stamp));
                time_span = time_span.map(|span| span.to(next.span));
            }
        }
        let text_span = text_after(reader, span, time_span, time_first);
        self.entries.push(Entry {
            span,
            time_span,
            time,
            until,
            instant: None,
            text: tidy(&reader.page.plain, text_span),
            text_span,
            form,
            time_first,
            roles: Vec::new(),
        });
        self.topics.push(topic);
        self.days.push(self.day);
    }
}
