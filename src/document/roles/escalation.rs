//! Who was called in, and by which words.

use std::sync::LazyLock;

use memchr::memmem::{self, Finder};

use super::said::Said;
use crate::document::cues::Cue;
use crate::document::{Role, RoleKind};
use crate::text::Span;

/// Who is called: a name, or one of a team's roles.
const CALLED: [&str; 36] = [
    "squad",
    "guild",
    "crew",
    "department",
    "group",
    "helpdesk",
    "sysadmin",
    "rota",
    "desk",
    "hotline",
    "supplier",
    "contractor",
    "consultant",
    "colleague",
    "colleagues",
    "maintainer",
    "maintainers",
    "secondary",
    "team",
    "lead",
    "dba",
    "engineer",
    "admin",
    "administrator",
    "architect",
    "manager",
    "developer",
    "developers",
    "provider",
    "vendor",
    "support",
    "cto",
    "expert",
    "specialist",
    "mentor",
    "author",
];

/// The escalation that an entry's wording tells of; `detected` when the team knew before.
pub(super) fn escalation(said: &Said<'_>, detected: bool) -> Option<Role> {
    if !said.has_any(&[Cue::Escalate, Cue::Alerted, Cue::Summon]) || not_escalated(said.lower) {
        return None;
    }
    let role = |span, to| Role { kind: RoleKind::Escalated, span, marked: false, by: None, to };
    if let Some(span) = said.called_in() {
        let summoned = || said.summoned().and_then(|verb| said.object(verb));
        return Some(role(span, said.to(span).or_else(summoned)));
    }
    if said.has(Cue::Monitor) {
        return None;
    }
    if let Some(span) = said.told_others(detected) {
        let to = said.subject(span).or_else(|| said.object(span));
        return Some(role(span, to));
    }
    said.summoned().map(|span| role(span, said.object(span)))
}

/// "There was no need to escalate."
pub(super) fn not_escalated(lower: &str) -> bool {
    static ESCALATE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("escalat"));
    let reach = 24;
    ESCALATE.find_iter(lower.as_bytes()).any(|at| {
        let start =
            (at.saturating_sub(reach)..=at).find(|&start| lower.is_char_boundary(start)).unwrap_or(at);
        let before = &lower[start..at];
        ["not ", "no ", "never ", "without ", "n't ", "nobody "].iter().any(|word| before.contains(word))
    })
}

/// Whether a word names somebody who is called.
fn is_called(word: &str) -> bool {
    let word = word.trim_matches(|char: char| !char.is_alphanumeric());
    CALLED.iter().any(|called| word.eq_ignore_ascii_case(called))
}

fn gap(char: char) -> bool {
    char.is_whitespace() || char == '\u{1}'
}

impl Said<'_> {
    /// Words that call others in, whoever they are.
    fn called_in(&self) -> Option<Span> {
        let monitor = self.first(Cue::Monitor);
        let calls = |&span: &Span| {
            let (words, before, after) = (self.of(span), self.before(span), self.after(span));
            let after = after.trim_start_matches(gap);
            // "I did not hand it over to anybody".
            let denied = before.trim_end_matches(gap);
            if ["not", "n't", "n’t", "never", "no need to"].iter().any(|word| denied.ends_with(word)) {
                return false;
            }
            match words {
                // A monitor wakes those on call.
                "wakes up" | "woke up the" | "woken" | "out of bed" => {
                    monitor.is_none_or(|monitor| monitor.start > span.start)
                }
                // "The API was called with curl".
                "is called" | "was called" => {
                    !["with ", "by curl", "from ", "via ", "through ", "directly", "again", "over ", "twice"]
                        .iter()
                        .any(|word| after.starts_with(word))
                }
                // "What we had handed to them".
                "handed to" => !["them", "it ", "it."].iter().any(|word| after.starts_with(word)),
                // "Quota raised to 400".
                "raised to " => !after.starts_with(|next: char| next.is_ascii_digit()),
                // "Passed the mail on to the web team", but not "passed the checks".
                "passed the " | "passes the " | "passed this " | "passed our " | "passed my "
                | "passed her " | "passed his " => {
                    let clause = after.split(['.', ',', ';', '\n']).next().unwrap_or_default();
                    [
                        "mail",
                        "e-mail",
                        "email",
                        "ticket",
                        "case",
                        "issue",
                        "message",
                        "complaint",
                        "report",
                        "problem",
                        "call",
                        "incident",
                        "alert",
                        "page",
                        "request",
                        "screenshot",
                    ]
                    .iter()
                    .any(|passed| clause.starts_with(passed))
                        && [" on to ", " to ", " along to ", " up to "]
                            .iter()
                            .any(|word| clause.contains(word))
                }
                // "The load went up to 400", "the queue goes up to the limit".
                "went up to" | "goes up to" | "routed to" | "rerouted to" | "dispatched to" => {
                    after.to_ascii_lowercase().split(gap).take(6).any(is_called)
                }
                "forward" => {
                    let fixed =
                        ["roll ", "rolled ", "rolling ", "going ", "moving ", "fast ", "fix ", "port "];
                    !fixed.iter().any(|word| {
                        let lead = before.strip_suffix(word);
                        lead.is_some_and(|lead| !lead.ends_with(|char: char| char.is_alphanumeric()))
                    })
                }
                // Memory is paged too.
                "paging " => {
                    monitor.is_none_or(|monitor| monitor.start > span.start)
                        && !["to ", "in ", "out ", "file", "space", "activity"]
                            .iter()
                            .any(|word| after.starts_with(word))
                }
                _ => true,
            }
        };
        let mut found = self.all(Cue::Escalate).filter(calls).peekable();
        let first = found.peek().copied()?;
        // "Raised to severity 1 and handed to the cache team": who it went to tells more than how severe it is.
        let level = self.of(first) == "raised to " && phrase(self.after(first)).is_none();
        level.then(|| found.nth(1)).flatten().or(Some(first))
    }

    /// "alerted their supervisor": a person told others; "the keyholders are paged", once it was known.
    fn told_others(&self, detected: bool) -> Option<Span> {
        let span = self.first(Cue::Alerted)?;
        let before = self.before(span).trim_end();
        let passive = ["was", "were", "been", "got", "is", "are", "be", "team", "being", "gets", "get"]
            .iter()
            .any(|word| before.ends_with(word));
        if passive {
            let subject = before.rsplit_once(' ').map_or("", |(subject, _)| subject.trim_end());
            let on_call = ["on-call", "on call", "oncall", "engineer", "team", "we"]
                .iter()
                .any(|word| subject.ends_with(word));
            return (detected && self.of(span) == "paged" && !on_call && !subject.is_empty()).then_some(span);
        }
        (!before.is_empty()).then_some(span)
    }

    /// "Ola calls Ebuka, who set up the cluster", "pings the DBA": somebody else was called in.
    fn summoned(&self) -> Option<Span> {
        let calls = |span: &Span| {
            let after = self.after(*span);
            if !after.starts_with(gap) && !self.of(*span).ends_with(' ') {
                return false;
            }
            let mut words = after.split(gap).filter(|word| !word.is_empty()).take(5).peekable();
            let name = words.peek().is_some_and(|next| {
                next.starts_with(char::is_uppercase) && next.chars().skip(1).any(char::is_lowercase)
            });
            let own = words.peek().is_some_and(|next| matches!(*next, "ourselves" | "themselves" | "myself"));
            !own && (name || words.any(is_called))
        };
        // "Calls" may open an entry as a noun, "called" is a verb.
        let verb = |&hit: &Span| {
            !self.outsider_before(hit)
                && (hit.start > self.span.start
                    || ["the ", "our "].iter().any(|word| self.after(hit).trim_start().starts_with(word))
                    || ["ed", "woke", "rang", "i call ", "we call "]
                        .iter()
                        .any(|end| self.of(hit).ends_with(end)))
        };
        self.all(Cue::Summon).filter(verb).filter(|&hit| !self.orders(hit)).find(calls)
    }

    /// Whether something is only asked for: "asked the bank for a new key", but not "for help".
    fn orders(&self, verb: Span) -> bool {
        if !self.of(verb).starts_with("ask") {
            return false;
        }
        let after = self.lower_after(verb);
        let clause = after.split(['.', ',', ';', '\n']).next().unwrap_or_default();
        clause.split_once(" for ").is_some_and(|(_, what)| {
            [
                "a new ",
                "an new ",
                "a fresh ",
                "another ",
                "a refund",
                "a quota",
                "more ",
                "a copy",
                "patience",
                "a list",
                "a certificate",
                "an extension",
            ]
            .iter()
            .any(|thing| what.starts_with(thing))
        })
    }

    /// Whether somebody from outside calls: customers who call are not called in.
    fn outsider_before(&self, verb: Span) -> bool {
        let of_house = ["support", "help", "service", "call"];
        self.all(Cue::Outsider)
            .any(|hit| hit.end <= verb.start && !of_house.iter().any(|desk| self.of(hit).starts_with(desk)))
    }

    /// To whom: after "to", or as what a verb has for its object or subject.
    fn to(&self, span: Span) -> Option<String> {
        let words = self.of(span);
        let takes = [
            "calls in",
            "called in",
            "brought in",
            "brings in",
            "bring in",
            "pulled in",
            "looped in",
            "engaged",
            "contacted",
            "joined by",
            "involved the ",
            "involves the ",
            "paging ",
            "is called",
            "was called",
            "woken",
            "joins",
            "joined the",
            "asked to help",
            "asked to join",
            "asked to assist",
        ];
        if takes.contains(&words) || comes(words) {
            return self.subject(span).or_else(|| self.object(span));
        }
        let after = self.after(span);
        // The phrase itself may end with "to", or be "got hold of".
        if words.trim_end().ends_with(" to") || words.ends_with("hold of") {
            return phrase(after);
        }
        let from =
            ["from ", "with "].iter().find_map(|word| after.trim_start_matches(gap).strip_prefix(word));
        if let Some(from) = from.filter(|_| words.contains("help") || words.contains("case")) {
            return phrase(from);
        }
        if ["help from", "assistance from", "backup from"].contains(&words) {
            return phrase(after);
        }
        let near = &after.as_bytes()[..after.len().min(39)];
        let at = memmem::find(near, b" to ")?;
        phrase(&after[at + 4..])
    }

    /// "The sysadmin was brought in", "Storage team engaged".
    fn subject(&self, span: Span) -> Option<String> {
        let words = self.of(span);
        let length = self.before(span).len();
        let before = self.text.get(..length)?.trim_end_matches(gap);
        let start = before.bytes().rposition(parts).map_or(0, |at| at + 1);
        let clause = before[start..].trim_matches(gap);
        let auxiliary = [" was", " were", " is", " are", " been", " got", " being"];
        let passive = words.starts_with("is ") || words.starts_with("was ");
        let mut subject = auxiliary.iter().find_map(|word| clause.strip_suffix(word));
        if subject.is_none()
            && (passive || comes(words) || words.starts_with("join") || ends_clause(self.after(span)))
        {
            subject = Some(clause);
        }
        phrase(subject?)
    }

    /// "calls Ebuka", "asks the firewall team to …".
    fn object(&self, span: Span) -> Option<String> {
        phrase(self.after(span))
    }
}

/// Whether who is called in stands before the words: "the wallet team woken up", "Ada dials in".
fn comes(words: &str) -> bool {
    ["woken", "gets out of", "got out of", "is on the line", "dial", "hops on", "hopped on"]
        .iter()
        .any(|start| words.starts_with(start))
}

/// Whether nothing goes on from here that could be an object.
fn ends_clause(after: &str) -> bool {
    let after = after.trim_start_matches(gap);
    after.bytes().next().is_none_or(parts)
}

/// Whether a sign parts what it stands between.
fn parts(byte: u8) -> bool {
    matches!(byte, b'.' | b',' | b';' | b':' | b'(' | b'|' | b'\n' | 2)
}

/// Whether a word goes on after the name of somebody.
fn stops(word: &str) -> bool {
    let words: &[&str] = match word.as_bytes().first().map(u8::to_ascii_lowercase) {
        Some(b'a') => &["as", "after", "at", "about", "again"],
        Some(b'b') => &["because", "by"],
        Some(b'd') => &["due"],
        Some(b'f') => &["for"],
        Some(b'i') => &["in", "if"],
        Some(b'o') => &["on"],
        Some(b't') => &["to", "that"],
        Some(b'v') => &["via"],
        Some(b'w') => &["who", "which", "when", "with"],
        _ => &[],
    };
    words.iter().any(|stop| word.eq_ignore_ascii_case(stop))
}

/// The words at the start of a text that name somebody.
fn phrase(text: &str) -> Option<String> {
    let text = text.trim_start_matches(gap);
    // "Woke up Ada".
    let text = text.strip_prefix("up ").unwrap_or(text);
    let dash = |rest: &[u8]| matches!(rest, [0xe2, 0x80, 0x93 | 0x94, ..]);
    let bytes = text.as_bytes();
    let end = (0..bytes.len()).find(|&at| parts(bytes[at]) || dash(&bytes[at..]));
    let text = &text[..end.unwrap_or(text.len())];
    let mut first = [""; 9];
    let count = first
        .iter_mut()
        .zip(text.split(gap).filter(|word| !word.is_empty()))
        .map(|(to, word)| *to = word)
        .count();
    let mut words = &first[..count];
    let stop = words.iter().enumerate().position(|(at, word)| {
        // "The DevOps and Network teams", but "the author and restarts".
        let more = || {
            words.get(at + 1).is_some_and(|next| {
                next.starts_with(char::is_uppercase) && !["We", "I", "He", "She", "They", "It"].contains(next)
            })
        };
        stops(word) || (word.eq_ignore_ascii_case("and") && !more())
    });
    words = &words[..stop.unwrap_or(count).min(8)];
    if words
        .first()
        .is_some_and(|word| ["the", "a", "an", "our"].iter().any(|it| word.eq_ignore_ascii_case(it)))
    {
        words = &words[1..];
    }
    let level = words.first().is_some_and(|word| {
        ["priority", "severity", "sev", "themselves", "ourselves", "p1", "p0"]
            .iter()
            .any(|it| word.eq_ignore_ascii_case(it))
    });
    (!words.is_empty() && !level).then(|| words.join(" "))
}
