//! Tasks and improvements, with owner, due date, ticket and state.

use super::lines::{Kind, Line};
use super::moment::Context;
use super::plain::tidy;
use super::reader::Reader;
use super::scan::What;
use super::{Action, ActionKind, Fact, Origin, Postmortem, SectionKind, Topic, label};
use crate::text::Span;

/// Reads tasks and improvements from the sections on what will be done.
pub(super) fn read(reader: &Reader<'_>, context: &Context, postmortem: &mut Postmortem) {
    let mut walk = Walk { reader, context, postmortem, mode: Mode::Open, header: Vec::new() };
    for (index, section) in reader.outline.sections.iter().enumerate() {
        if reader.outline.origin(Some(index)) != Origin::Actions {
            continue;
        }
        walk.mode = match section.kind {
            SectionKind::Tasks => Mode::Tasks,
            SectionKind::Improvements => Mode::Improvements,
            SectionKind::Corrective => Mode::Open,
            _ if walk.under_tasks(index) => Mode::Tasks,
            _ => Mode::Open,
        };
        walk.header.clear();
        walk.lines(index);
    }
}

/// What the lines under the last heading or label are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Under no label: items are tasks.
    Open,
    /// Under "Tasks", "Action items".
    Tasks,
    /// Under "Improvements".
    Improvements,
}

struct Walk<'a, 'b> {
    reader: &'b Reader<'a>,
    context: &'b Context,
    postmortem: &'b mut Postmortem,
    mode: Mode,
    /// What a table's columns hold.
    header: Vec<Column>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Text,
    Owner,
    Due,
    Ticket,
    State,
    Kind,
    Other,
}

impl Walk<'_, '_> {
    fn under_tasks(&self, section: usize) -> bool {
        self.reader.outline.ancestors(section).any(|ancestor| ancestor.kind == SectionKind::Tasks)
    }

    fn lines(&mut self, section: usize) {
        let range = self.reader.outline.lines_of(section, self.reader.page);
        let start = self.mode;
        let mut announced = false;
        let mut at = range.start;
        while at < range.end {
            let line = self.reader.page.lines[at];
            match line.kind {
                Kind::Bullet | Kind::Number => {
                    at = self.item(at, range.end, start);
                    announced = false;
                    continue;
                }
                Kind::Row => {
                    let header =
                        self.reader.page.lines.get(at + 1).is_some_and(|next| next.kind == Kind::RowRule);
                    if header {
                        self.header = self.columns(&line);
                    } else {
                        self.row(&line);
                    }
                }
                Kind::Text => {
                    announced = self.text(at, announced, start);
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// An item: a task, an improvement, or the label of those nested under it.
    fn item(&mut self, at: usize, to: usize, start: Mode) -> usize {
        let reader = self.reader;
        let line = reader.page.lines[at];
        let label = label::at_start(&reader.page.plain, line.text, reader.vocabulary);
        let empty = label
            .is_some_and(|label| !reader.plain(label.value).bytes().any(|byte| byte.is_ascii_alphanumeric()));
        let announces = tidy(&reader.page.plain, line.text).ends_with(':');
        if let Some(label) = label
            .filter(|label| matches!(label.topic, Topic::Tasks | Topic::Improvements | Topic::Corrective))
        {
            self.mode = mode_of(label.topic, start);
            if !empty {
                self.push(Span::new(label.value.start, line.text.end), label.value, line.checkbox);
            }
            return at + 1;
        }
        let mut end = at + 1;
        while let Some(next) = reader.page.lines.get(end).filter(|_| end < to) {
            let lazy = next.kind == Kind::Text && !(announces && next.indent <= line.indent);
            if !(lazy || (next.kind == Kind::Code && next.indent > line.indent))
                || reader.heading_at(end).is_some()
            {
                break;
            }
            end += 1;
        }
        let nested = reader
            .page
            .lines
            .get(end)
            .filter(|_| end < to)
            .is_some_and(|next| next.kind.is_item() && next.indent > line.indent);
        let last = reader.page.lines[end - 1].text.end.max(line.text.end);
        let span = Span::new(line.text.start, last);
        if announces && (nested || end < to) && line.checkbox.is_none() {
            return end;
        }
        self.push(span, span, line.checkbox);
        // Lines nested under a task explain it.
        let mut after = end;
        while let Some(next) = reader.page.lines.get(after).filter(|_| after < to) {
            let inside = match next.kind {
                Kind::Blank => true,
                kind => {
                    (kind.is_item() || kind == Kind::Text)
                        && next.indent > line.indent
                        && next.checkbox.is_none()
                }
            };
            if !inside {
                break;
            }
            after += 1;
        }
        if nested { after } else { end }
    }

    /// A line of text: a label, an announcement ending with a colon, or a task without any marker.
    fn text(&mut self, at: usize, announced: bool, start: Mode) -> bool {
        let reader = self.reader;
        let line = reader.page.lines[at];
        let text = tidy(&reader.page.plain, line.text);
        if let Some(label) = label::at_start(&reader.page.plain, line.text, reader.vocabulary)
            && matches!(label.topic, Topic::Tasks | Topic::Improvements | Topic::Corrective)
        {
            self.mode = mode_of(label.topic, start);
            if reader.plain(label.value).bytes().any(|byte| byte.is_ascii_alphanumeric()) {
                let value = Span::new(label.value.start, line.text.end);
                self.push(value, value, None);
            }
            return true;
        }
        if text.ends_with(':') {
            if reader.vocabulary.heading(&text) == Some(Topic::Tasks) {
                self.mode = Mode::Tasks;
            }
            return true;
        }
        let alone = |index: Option<usize>| {
            index.and_then(|index| reader.page.lines.get(index)).is_none_or(|line| line.kind != Kind::Text)
        };
        let wrapped =
            !alone(Some(at + 1)) && text.len() > 60 && !text.ends_with('.') && next_is_lower(reader, at + 1);
        let continues =
            at.checked_sub(1).is_some_and(|before| !alone(Some(before)) && next_is_lower(reader, at));
        let task = (imperative(&text) || (announced && text.split(' ').count() <= 40))
            && !continues
            && !is_prose(&text);
        if task {
            let span = line.text;
            let span = if wrapped { Span::new(span.start, self.paragraph_end(at)) } else { span };
            self.push(span, span, None);
        }
        announced && task
    }

    fn paragraph_end(&self, at: usize) -> usize {
        let lines = &self.reader.page.lines;
        let mut end = at;
        while lines.get(end + 1).is_some_and(|next| next.kind == Kind::Text)
            && end - at < 20
            && next_is_lower(self.reader, end + 1)
        {
            end += 1;
        }
        lines[end].text.end
    }

    fn columns(&self, line: &Line) -> Vec<Column> {
        self.reader
            .cells(line)
            .into_iter()
            .map(|cell| {
                let name = tidy(&self.reader.page.plain, cell).to_lowercase();
                let is = |words: &[&str]| words.iter().any(|word| name.contains(word));
                match () {
                    () if is(&[
                        "owner",
                        "assignee",
                        "responsible",
                        "who",
                        "dri",
                        "assigned",
                        "person",
                        "in charge",
                    ]) =>
                    {
                        Column::Owner
                    }
                    () if is(&["due", "deadline", "eta", "date", "when", "limit", "target"]) => Column::Due,
                    () if is(&["ticket", "issue", "jira", "bug", "link", "tracking", "pr"]) => Column::Ticket,
                    () if is(&["status", "state", "done"]) => Column::State,
                    () if is(&["type", "kind", "category"]) => Column::Kind,
                    () if is(&["action", "task", "description", "item", "what", "todo", "measure"]) => {
                        Column::Text
                    }
                    () => Column::Other,
                }
            })
            .collect()
    }

    fn row(&mut self, line: &Line) {
        let reader = self.reader;
        let cells = reader.cells(line);
        let cell = |wanted: Column| {
            let at = self.header.iter().position(|column| *column == wanted)?;
            cells.get(at).copied().filter(|cell| reader.plain(*cell).chars().any(char::is_alphanumeric))
        };
        let longest = cells.iter().copied().max_by_key(|cell| reader.plain(*cell).trim().len());
        let Some(text) = cell(Column::Text).or(longest) else { return };
        let text = reader.trim(text);
        if text.is_empty() {
            return;
        }
        let given = |cell: Span| {
            let cell = reader.trim(cell);
            Fact::given(tidy(&reader.page.plain, cell), cell, Origin::Actions)
        };
        let (owner, ticket) = (cell(Column::Owner).map(given), cell(Column::Ticket));
        let due = cell(Column::Due).and_then(|cell| self.due_in(cell));
        let state = cell(Column::State).map(|cell| finished(&tidy(&reader.page.plain, cell)));
        let kind = cell(Column::Kind).and_then(|cell| kind(&tidy(&reader.page.plain, cell)));
        self.push(line.text, text, None);
        let list = if self.mode == Mode::Improvements { None } else { self.postmortem.actions.last_mut() };
        if let Some(action) = list {
            action.owner = owner.or(action.owner.take());
            action.due = due.or(action.due.take());
            action.ticket = ticket.and_then(|cell| self::ticket(reader, cell)).or(action.ticket.take());
            action.done = state.or(action.done);
            action.kind = kind.or(action.kind);
        }
    }

    fn due_in(&self, span: Span) -> Option<Fact<chrono::NaiveDate>> {
        self.reader.tokens_in(span).iter().find_map(|token| {
            let What::Date(date) = &token.what else { return None };
            let day = date.day(self.context.year)?;
            let fact = Fact::given(day, token.span, Origin::Actions);
            Some(Fact { inferred: date.year.is_none(), ..fact })
        })
    }

    fn push(&mut self, span: Span, text_span: Span, checkbox: Option<bool>) {
        let reader = self.reader;
        let text_span = reader.trim(text_span);
        let written = reader.plain(text_span);
        if !written.chars().any(char::is_alphabetic) {
            return;
        }
        if self.mode == Mode::Improvements && checkbox.is_none() {
            let text = tidy(&reader.page.plain, text_span);
            self.postmortem.improvements.push(Fact::given(text, text_span, Origin::Actions));
            return;
        }
        let owner = owner(reader, span);
        let due = due_place(reader, span).and_then(|place| self.due_in(place));
        let ticket = ticket(reader, span);
        let variant = variant(reader, span);
        let places = [
            owner.as_ref().map(|fact| fact.span),
            due.as_ref().map(|fact| fact.span),
            ticket.as_ref().map(|fact| fact.span),
            variant.as_ref().map(|fact| fact.span),
        ];
        let text = without_details(reader, text_span, &places);
        let lower = written.to_ascii_lowercase();
        self.postmortem.actions.push(Action {
            span,
            done: checkbox.or_else(|| finished_note(&lower).then_some(true)),
            kind: bracketed_kind(&lower),
            text,
            text_span,
            owner,
            due,
            ticket,
            labelled: self.mode == Mode::Tasks,
            variant,
        });
    }
}

fn mode_of(topic: Topic, start: Mode) -> Mode {
    match topic {
        Topic::Tasks => Mode::Tasks,
        Topic::Improvements => Mode::Improvements,
        _ => start,
    }
}

fn next_is_lower(reader: &Reader<'_>, line: usize) -> bool {
    reader.page.lines.get(line).is_some_and(|line| {
        line.kind == Kind::Text
            && reader.plain(line.text).starts_with(|first: char| first.is_lowercase() || first == '\u{1}')
    })
}

/// Verbs that tasks start with.
const VERBS: [&str; 62] = [
    "add",
    "adjust",
    "apply",
    "ask",
    "audit",
    "automate",
    "build",
    "change",
    "check",
    "clean",
    "conduct",
    "configure",
    "consider",
    "create",
    "define",
    "deploy",
    "develop",
    "document",
    "educate",
    "enable",
    "enforce",
    "enhance",
    "ensure",
    "establish",
    "evaluate",
    "expand",
    "extend",
    "fix",
    "have",
    "host",
    "implement",
    "improve",
    "increase",
    "install",
    "integrate",
    "introduce",
    "investigate",
    "limit",
    "make",
    "migrate",
    "modify",
    "monitor",
    "move",
    "optimize",
    "patch",
    "perform",
    "provide",
    "refactor",
    "remove",
    "replace",
    "review",
    "run",
    "schedule",
    "set",
    "setup",
    "teach",
    "test",
    "train",
    "update",
    "upgrade",
    "use",
    "write",
];

/// Whether a line starts with a verb that sets a task: "Add …", "Adding …", "Set up …".
fn imperative(text: &str) -> bool {
    let first: String =
        text.chars().take_while(|char| char.is_alphabetic()).collect::<String>().to_lowercase();
    let Some(stem) = first.strip_suffix("ing") else { return VERBS.contains(&first.as_str()) };
    VERBS.iter().any(|verb| {
        // "creating", "modifying", "setting".
        verb.strip_suffix('e').unwrap_or(verb) == stem
            || stem.char_indices().next_back().is_some_and(|(last, _)| stem.get(..last) == Some(verb))
    })
}

/// Whether a line tells rather than asks: it speaks of us or begins like a closing remark.
fn is_prose(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "in conclusion",
        "this postmortem",
        "this incident",
        "overall",
        "by implementing",
        "through these",
        "with these",
        "thank",
        "we appreciate",
        "sincerely",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
}

fn finished(state: &str) -> bool {
    let lower = state.to_lowercase();
    ["done", "complete", "closed", "resolved", "finished", "fixed", "merged", "yes", "✅"]
        .iter()
        .any(|word| lower.contains(word))
        && !lower.contains("not ")
        && !lower.contains("in progress")
}

/// "(Accomplished.)", "(done)", "[completed]" at the end of a task.
fn finished_note(lower: &str) -> bool {
    let tail = lower.trim_end_matches([' ', '.', ')', ']', '\u{1}', '*', '!']);
    [
        "accomplished",
        "(done",
        "[done",
        "- done",
        "\u{1}done",
        "(completed",
        "[completed",
        "(finished",
        "(fixed",
        "✅",
        "(complete",
    ]
    .iter()
    .any(|end| tail.ends_with(end))
}

fn kind(text: &str) -> Option<ActionKind> {
    let lower = text.to_lowercase();
    match () {
        () if lower.contains("prevent") => Some(ActionKind::Prevent),
        () if lower.contains("detect") => Some(ActionKind::Detect),
        () if lower.contains("mitigat") || lower.contains("repair") => Some(ActionKind::Mitigate),
        () => None,
    }
}

/// A kind in brackets: "(prevent)", "[detect]", "mitigate: …".
fn bracketed_kind(lower: &str) -> Option<ActionKind> {
    for (word, kind) in
        [("prevent", ActionKind::Prevent), ("detect", ActionKind::Detect), ("mitigate", ActionKind::Mitigate)]
    {
        let found = lower.match_indices(word).any(|(at, _)| {
            let before = lower[..at].chars().next_back();
            let after = lower[at + word.len()..].chars().next();
            matches!(before, None | Some('(' | '[' | '\u{1}' | ' ' | ','))
                && (matches!(before, Some('(' | '[' | '\u{1}'))
                    || lower[..at].trim_end().ends_with(['(', '[', ','])
                    || at == 0)
                && matches!(after, Some(')' | ']' | ',' | ':' | '\u{1}'))
        });
        if found {
            return Some(kind);
        }
    }
    None
}

/// `@ada`, "Owner: Ada", "assigned to Ada".
fn owner(reader: &Reader<'_>, span: Span) -> Option<Fact<String>> {
    let plain = reader.plain(span);
    let fact = |start: usize, end: usize| {
        let span = reader.trim(Span::new(span.start + start, span.start + end));
        let value = tidy(&reader.page.plain, span);
        (!value.is_empty()).then(|| Fact::given(value, span, Origin::Actions))
    };
    for (at, _) in plain.match_indices('@') {
        let name = plain[at + 1..]
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/'))
            .count();
        let before = plain[..at].chars().next_back();
        if name > 0 && !before.is_some_and(char::is_alphanumeric) {
            let name = plain[at + 1..at + 1 + name].trim_end_matches(['.', '-', '/']).len();
            return fact(at, at + 1 + name);
        }
    }
    let lower = plain.to_ascii_lowercase();
    for word in
        ["owner:", "owner -", "assignee:", "assigned to:", "assigned to ", "responsible:", "owned by "]
    {
        if let Some(at) = lower.find(word) {
            let start = at + word.len();
            let length =
                plain[start..].find([',', ')', ';', ']', '|', '\n', '.']).unwrap_or(plain.len() - start);
            if (1..=48).contains(&plain[start..start + length].trim().len()) {
                return fact(start, start + length);
            }
        }
    }
    beside_date(reader, span)
}

/// The words of a name or a team that stand between dashes, commas or brackets beside a date:
/// "– Lena – until 15 December", "(Platform team, 2024-03-01)".
fn beside_date(reader: &Reader<'_>, span: Span) -> Option<Fact<String>> {
    let plain = reader.plain(span);
    let mut parts: Vec<Span> = Vec::new();
    let mut from = 0;
    for (at, sign) in
        plain.match_indices(['–', '—', '-', ',', ';', '(', ')', '[', ']', '/', '|', ':', '.', '→', '>'])
    {
        let spaced =
            plain[..at].ends_with([' ', '\u{1}']) || plain[at + sign.len()..].starts_with([' ', '\u{1}']);
        if spaced || matches!(sign, "(" | ")" | "[" | "]" | "|") {
            parts.push(Span::new(span.start + from, span.start + at));
            from = at + sign.len();
        }
    }
    parts.push(Span::new(span.start + from, span.end));
    let parts: Vec<Span> =
        parts.into_iter().map(|part| reader.trim(part)).filter(|part| !part.is_empty()).collect();
    let dated = |part: &Span| reader.tokens_in(*part).iter().any(|token| matches!(token.what, What::Date(_)));
    let name = (0..parts.len()).find(|&at| {
        let after = at.checked_sub(1).is_some_and(|before| before > 0 && dated(&parts[before]));
        let beside = (at > 0 && parts.get(at + 1).is_some_and(dated)) || after;
        // "Ada – search all tables – 14 April".
        let first = at == 0 && parts.len() >= 3 && parts.last().is_some_and(dated);
        (beside || first) && !dated(&parts[at]) && is_name(reader.plain(parts[at]))
    })?;
    Some(Fact::given(tidy(&reader.page.plain, parts[name]), parts[name], Origin::Actions))
}

/// One to three words with capital letters, or a team.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|char: char| char.is_whitespace() || char == '\u{1}')
        .filter(|word| !word.is_empty())
        .collect();
    let capital =
        |word: &&str| word.starts_with(char::is_uppercase) && word.chars().all(|char| !char.is_ascii_digit());
    let known =
        ["due", "done", "deadline", "eta", "high", "medium", "low", "priority", "open", "todo", "until"];
    (1..=3).contains(&words.len())
        && (words.iter().all(capital) || words.last() == Some(&"team"))
        && !words.iter().any(|word| known.contains(&word.to_ascii_lowercase().as_str()))
}

/// Where a due date stands: after "due", "by", "deadline", "before", "until".
fn due_place(reader: &Reader<'_>, span: Span) -> Option<Span> {
    let plain = reader.plain(span).to_ascii_lowercase();
    for token in reader.tokens_in(span) {
        let What::Date(_) = token.what else { continue };
        let before = plain.get(..token.span.start - span.start)?;
        let before = before.trim_end_matches(|char: char| !char.is_alphanumeric());
        if ["due", "due date", "by", "deadline", "before", "until", "eta", "target", "due by", "due on", "on"]
            .iter()
            .any(|word| before.ends_with(word))
        {
            return Some(Span::new(token.span.start, token.span.end));
        }
    }
    // A date that closes the task in brackets or after a dash or comma.
    let last = reader.tokens_in(span).iter().rfind(|token| matches!(token.what, What::Date(_)))?;
    let before = reader.plain(Span::new(span.start, last.span.start));
    let before = before.trim_end_matches([' ', '\u{1}']);
    let after = reader.plain(Span::new(last.span.end, span.end));
    (before.ends_with(['(', '[', ',', ';', '–', '—', '-', '|', '→', '>', ':'])
        && !after.chars().any(char::is_alphanumeric))
    .then_some(last.span)
}

/// Prefixes that look like a tracker's but name standards.
const NO_TRACKERS: [&str; 12] =
    ["UTF", "SHA", "ISO", "RFC", "CVE", "HTTP", "TLS", "SEV", "MD", "AES", "UTC", "GMT"];

/// `#1234`, `OPS-17`, or a link to an issue or change.
fn ticket(reader: &Reader<'_>, span: Span) -> Option<Fact<String>> {
    let raw = span.of(reader.text);
    for address in ["https://", "http://"] {
        for (at, _) in raw.match_indices(address) {
            let length = raw[at..]
                .find(|char: char| char.is_whitespace() || matches!(char, ')' | '>' | ']' | '|' | ','))
                .unwrap_or(raw.len() - at);
            let link = raw[at..at + length].trim_end_matches(['.', ';', ':']);
            if ["/issues/", "/pull/", "/browse/", "/merge_requests/", "/ticket", "bugs", "jira", "linear.app"]
                .iter()
                .any(|part| link.contains(part))
            {
                let place = Span::new(span.start + at, span.start + at + link.len());
                return Some(Fact::given(link.to_owned(), place, Origin::Actions));
            }
        }
    }
    let plain = reader.plain(span);
    let bytes = plain.as_bytes();
    for (at, _) in plain.match_indices('#') {
        let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let glued = at
            .checked_sub(1)
            .is_some_and(|before| bytes[before].is_ascii_alphanumeric() || bytes[before] == b'#');
        if digits > 0 && !glued {
            let place = Span::new(span.start + at, span.start + at + 1 + digits);
            return Some(Fact::given(place.of(&reader.page.plain).to_owned(), place, Origin::Actions));
        }
    }
    for (at, _) in plain.match_indices('-') {
        let letters = bytes[..at]
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            .count();
        let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let start = at - letters;
        let prefix = &plain[start..at];
        let glued = start
            .checked_sub(1)
            .is_some_and(|before| bytes[before].is_ascii_alphanumeric() || bytes[before] == b'-')
            || bytes.get(at + 1 + digits).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        let tracker = letters >= 2
            && prefix.starts_with(|first: char| first.is_ascii_uppercase())
            && !NO_TRACKERS.contains(&prefix);
        if tracker && digits > 0 && !glued {
            let place = Span::new(span.start + start, span.start + at + 1 + digits);
            return Some(Fact::given(place.of(&reader.page.plain).to_owned(), place, Origin::Actions));
        }
    }
    None
}

/// `variant: fast-restore`.
fn variant(reader: &Reader<'_>, span: Span) -> Option<Fact<String>> {
    let raw = span.of(reader.text);
    let at = raw.find("variant:")?;
    let rest = &raw[at + "variant:".len()..];
    let start = at + "variant:".len() + (rest.len() - rest.trim_start_matches([' ', '`']).len());
    let length = raw[start..]
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        .count();
    let place = Span::new(span.start + start, span.start + start + length);
    (length > 0).then(|| Fact::given(place.of(reader.text).to_owned(), place, Origin::Actions))
}

/// A task's text without its details: a bracket that holds them, or the words themselves.
fn without_details(reader: &Reader<'_>, text: Span, places: &[Option<Span>]) -> String {
    let plain = reader.plain(text);
    let first = places.iter().flatten().map(|place| place.start).min();
    let Some(first) = first.filter(|&first| first > text.start && first < text.end) else {
        return tidy(&reader.page.plain, text);
    };
    let before = &plain[..first - text.start];
    let open = before.rfind(['(', '[']).filter(|&open| !before[open..].contains([')', ']']));
    let (end, rest) = match open {
        Some(open) => {
            let close = plain[open..].find([')', ']']).map_or(plain.len(), |close| open + close + 1);
            (open, plain.get(close..).unwrap_or_default())
        }
        None => (before.len(), ""),
    };
    let kept = format!("{} {}", &plain[..end], rest);
    let kept = tidy(&kept, Span::new(0, kept.len()));
    kept.trim_end_matches([' ', '-', '–', '—', ',', ':', '(', '[', ';'])
        .trim_end_matches(" owner")
        .trim_end_matches(" due")
        .to_owned()
}
