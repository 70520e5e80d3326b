//! PM301: how many?

use crate::document::SectionKind;
use crate::rules::phrases::Phrases;
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// The impact has a number: a share of users or requests, or a count of them.
    ///
    /// ## Why
    /// "Some users" is everything between three people and all of them. Without a number incidents cannot be
    /// compared, and nobody knows what was lost.
    ///
    /// ## Fails
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// Payments failed on 2 March 2026 from 14:05 to 14:47 UTC. Many customers were affected.
    /// ```
    ///
    /// ## Passes
    /// ```markdown document
    /// # Checkout down
    ///
    /// ## Summary
    /// From 14:05 to 14:47 UTC on 2 March 2026 about 40% of customers could not pay.
    /// ```
    PM301 "impact-without-number" { level: Warning, since: "0.1.0", seeks: [WHOLE] }
}

/// Words that say "100%".
static WHOLE: Phrases = Phrases::new(&[
    "all users",
    "all customers",
    "all requests",
    "all traffic",
    "all inbound traffic",
    "all visitors",
    "all services",
    "every user",
    "every customer",
    "every request",
    "everyone",
    "everybody",
    "anyone",
    "anybody",
    "no one",
    "nobody",
    "total outage",
    "complete outage",
    "full outage",
    "entirely inaccessible",
    "entirely unavailable",
    "completely unavailable",
    "completely inaccessible",
    "completely down",
]);

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let postmortem = cx.postmortem;
    let numbered = postmortem.impacts.iter().any(|impact| {
        impact.value.percent.is_some() || impact.value.count.is_some_and(|count| !YEARS.contains(&count))
    });
    if numbered || !postmortem.shares.is_empty() {
        return;
    }
    let plain = &cx.document.plain;
    let in_section = |part: Span| cx.find(&WHOLE, part).next().is_some() || counts(part.of(plain));
    let in_title = |title: &str| WHOLE.any(title) || counts(title);
    let mut sections = postmortem
        .sections
        .iter()
        .filter(|section| matches!(section.kind, SectionKind::Summary | SectionKind::Impact));
    if sections.any(|section| in_section(section.content))
        || postmortem.titles.iter().any(|title| in_title(title.span.of(plain)))
    {
        return;
    }
    report
        .at(super::place(cx), "impact has no number")
        .help("say how many were affected, be it about: `about 40% of customers`; or `impact: { percent: 40, of: users }`");
}

/// Numbers that are years rather than counts: "in March 2024 users lost …".
const YEARS: std::ops::Range<u64> = 1990..2100;
/// How words begin for what an outage takes away from people or breaks.
const COUNTED: &[&str] = &[
    "account",
    "booking",
    "build",
    "call",
    "cart",
    "client",
    "cluster",
    "connection",
    "customer",
    "deployment",
    "device",
    "employee",
    "host",
    "instance",
    "job",
    "machine",
    "merchant",
    "message",
    "node",
    "order",
    "page",
    "passenger",
    "people",
    "payment",
    "pod",
    "project",
    "record",
    "request",
    "session",
    "shop",
    "site",
    "staff",
    "store",
    "student",
    "subscriber",
    "team",
    "tenant",
    "transaction",
    "upload",
    "user",
    "visitor",
];
/// Numbers as words.
const WORDS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozen",
    "dozens",
];

/// Whether a text counts something, "310 orders", "30 of our 44 teams", "two nodes"; statuses and years are no counts.
fn counts(text: &str) -> bool {
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if is_count(word) {
            let near = words
                .clone()
                .take(3)
                .take_while(|next| !next.ends_with([',', '.', ';', ':', ')']) || is_counted(next));
            if near.into_iter().any(is_counted) {
                return true;
            }
        }
    }
    false
}

fn is_counted(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    COUNTED.iter().any(|start| word.strip_prefix(start).is_some_and(|rest| matches!(rest, "" | "s" | "es")))
}

fn is_count(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if WORDS.iter().any(|number| word.eq_ignore_ascii_case(number)) {
        return true;
    }
    let digits: String = word.chars().filter(|c| !matches!(c, ',' | '.' | '\u{a0}' | '\'')).collect();
    let Ok(number) = digits.parse::<u64>() else { return false };
    number > 0 && !((400..600).contains(&number) || YEARS.contains(&number))
}
