//! PM304: 943 of 2000 is not over half.

use crate::document::{Fact, Impact, Share};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};
use crate::text::Span;

declare_rule! {
    /// ## What it checks
    /// A share and the counts it stands for agree: 943 of 2,000 is 47%, not "over 50%".
    ///
    /// ## Why
    /// One of the two is wrong, and it is the share that is quoted.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// impact: { percent: 40, of: users, count: 943, total: 2000 }
    /// ---
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// impact: { percent: 40, of: users, count: 800, total: 2000 }
    /// ---
    /// ```
    PM304 "share-count-mismatch" { level: Error, since: "0.1.0" }
}

/// Bytes from a count within which a share speaks of it.
const NEAR: usize = 240;
/// How words begin that tell of failure.
const FAILING: &[&str] = &["fail", "error", "drop", "lost", "reject", "unanswered", "affected", "timed"];

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let postmortem = cx.postmortem;
    for share in &postmortem.shares {
        let Some(counted) = restated(cx, share) else { continue };
        if let Some(real) = ratio(&counted.value).filter(|real| differs(cx, share, *real)) {
            found(cx, report, &counted, share.span, real, cx.text(share.span).trim());
            return;
        }
    }
    for impact in &postmortem.impacts {
        let Some(real) = ratio(&impact.value) else {
            if counted_failures(cx, impact, report) {
                return;
            }
            continue;
        };
        if impact.value.percent.is_some_and(|stated| (stated - real).abs() > cx.settings.tolerances.percent) {
            let stated = super::percent(impact.value.percent.unwrap_or_default());
            found(cx, report, impact, impact.span, real, &stated);
            return;
        }
        if let Some(share) = postmortem.shares.iter().find(|share| contradicts(cx, impact, share, real)) {
            found(cx, report, impact, share.span, real, cx.text(share.span).trim());
            return;
        }
    }
}

/// Whether a share that is told soon after "2000 requests, with 943 failing" is more than those counts make, which is
/// reported then.
fn counted_failures(cx: &Context<'_>, impact: &Fact<Impact>, report: &mut Report<'_>) -> bool {
    let (Some(total), None) = (impact.value.count, impact.value.total) else { return false };
    let next = |share: &&Fact<Share>| {
        share.origin == impact.origin && (1..NEAR).contains(&share.span.start.saturating_sub(impact.span.end))
    };
    let Some(share) = cx.postmortem.shares.iter().find(next).filter(|share| is_over(cx, share)) else {
        return false;
    };
    let between = Span::new(impact.span.end, share.span.start).of(&cx.document.plain);
    let sentence = &between[..between.find(". ").unwrap_or(between.len())];
    let mut words = sentence.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    while let Some(word) = words.next() {
        let failing = |word: &str| FAILING.iter().any(|start| word.starts_with(start));
        let Some(count) = word.parse::<u64>().ok().filter(|_| words.clone().take(3).any(failing)) else {
            continue;
        };
        let counted = Impact { count: Some(count), total: Some(total), ..Impact::default() };
        if let Some(real) = ratio(&counted).filter(|real| *real < share.value.percent) {
            let counted = Fact::inferred(counted, impact.span, impact.origin);
            found(cx, report, &counted, share.span, real, cx.text(share.span).trim());
            return true;
        }
    }
    false
}

/// Whether a share is a lower bound.
fn is_over(cx: &Context<'_>, share: &Fact<Share>) -> bool {
    let before = cx.source.text[..share.span.start].trim_end();
    ["over", "more than", "at least"].iter().any(|word| {
        let from = before.len().saturating_sub(word.len());
        before.get(from..).is_some_and(|end| end.eq_ignore_ascii_case(word))
            || cx.text(share.span).get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
    })
}

/// The share that the counts make, in percent.
fn ratio(impact: &Impact) -> Option<f64> {
    let (count, total) = impact.count.zip(impact.total)?;
    (total > 0 && count <= total).then(|| count as f64 / total as f64 * 100.0)
}

fn contradicts(cx: &Context<'_>, impact: &Fact<Impact>, share: &Fact<Share>, real: f64) -> bool {
    if share.origin != impact.origin || share.value.of.is_none() || share.value.of != impact.value.of {
        return false;
    }
    differs(cx, share, real)
}

/// Whether a share is not the one that counts make.
fn differs(cx: &Context<'_>, share: &Fact<Share>, real: f64) -> bool {
    if is_over(cx, share) {
        return real < share.value.percent;
    }
    let slack = if share.value.approximate { 5.0 } else { cx.settings.tolerances.percent };
    real < share.value.percent - slack || real > share.value.up_to.unwrap_or(share.value.percent) + slack
}

/// Words between counts and the share that says them again.
const AGAIN: &[&str] = &["that is", "i.e.", "or", "which is", "equals", "(", "about", "over", "more than"];

/// Bytes between counts and the share that says them again.
const BETWEEN: usize = 60;

/// The counts that a share says again right after them, whatever they count: "340 of 1,000 riders, that is 45%".
fn restated(cx: &Context<'_>, share: &Fact<Share>) -> Option<Fact<Impact>> {
    let again = |text: &str| {
        let text = text.trim_end();
        !text.is_empty() && AGAIN.iter().any(|end| text.ends_with(end))
    };
    let (plain, end) = (cx.document.plain.as_str(), share.span.start);
    if !again(Span::new(plain.ceil_char_boundary(end.saturating_sub(BETWEEN)), end).of(plain)) {
        return None;
    }
    let sentence = Span::new(cx.sentence_start(end), end).of(plain);
    let of = sentence.rfind(" of ")?;
    let digits = |word: &str| word.replace([',', '\u{2}'], "").parse::<u64>().ok();
    let rest = &sentence[of + 4..];
    let (total, tail) = rest.split_once(' ').unwrap_or((rest, ""));
    let mut parts = sentence[..of].rsplitn(2, ' ');
    let word = parts
        .next()
        .filter(|word| *word != "out")
        .or_else(|| sentence[..of].trim_end_matches(" out").rsplit(' ').next())?;
    let counted = Impact { count: Some(digits(word)?), total: Some(digits(total)?), ..Impact::default() };
    let start = end - sentence.len() + of - word.len();
    (again(tail) && tail.len() < BETWEEN)
        .then(|| Fact::inferred(counted, Span::new(start, start + word.len()), share.origin))
}

fn found(
    cx: &Context<'_>,
    report: &mut Report<'_>,
    impact: &Fact<Impact>,
    place: Span,
    real: f64,
    stated: &str,
) {
    let (count, total) = (impact.value.count.unwrap_or_default(), impact.value.total.unwrap_or_default());
    let real = super::percent(real);
    let apart = impact.span != place;
    let line = if apart { format!(" ({})", cx.line(impact.span)) } else { String::new() };
    let draft = report
        .at(place, format!("share is stated as {stated}, but {count} of {total}{line} is {real}"))
        .help(format!("write {real}, or correct the counts"));
    if apart {
        draft.and(impact.span, real);
    }
}
