//! What a document claims beside what replaying its model gave.
//!
//! A claim agrees when the stated value lies inside the range of the runs, widened by a tolerance:
//! times by the settings' `time` or a twentieth of what is stated, shares by five percentage points,
//! because documents round.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::outcome::{Outcome, Replay};
use super::settings::Tolerances;
use crate::document::{Action, ImpactOf, Postmortem};
use crate::text::Span;

/// How far a stated share may lie from the simulated one, in percentage points.
const SHARE_TOLERANCE: f64 = 5.0;
/// A variant has an effect when it takes at least this part off what it is meant to reduce.
const EFFECT: f64 = 0.1;

/// Something the document says, and what the model says to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What kind of statement it is.
    pub kind: ClaimKind,
    /// What is compared, in words.
    pub what: String,
    /// Where the document states it; absent when it does not.
    pub span: Option<Span>,
    /// What the document says.
    pub stated: String,
    /// What the runs gave.
    pub simulated: String,
    /// Whether the two agree.
    pub verdict: Verdict,
    /// Whether the document itself calls its value assumed.
    pub assumed: bool,
}

/// What kind of statement a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimKind {
    /// A moment or a length of time.
    Time,
    /// The share that was affected.
    Impact,
    /// An event of the model that must stand in the timeline.
    Event,
    /// A task that names the variant which tries it.
    Task,
}

/// Whether a claim and the runs agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The statement lies inside what the model produces.
    Agrees,
    /// It does not.
    Differs,
    /// One of the two says nothing.
    Unchecked,
}

/// Compares a document with the replay of its model.
pub fn claims(postmortem: &Postmortem, outcome: &Outcome, tolerances: &Tolerances) -> Vec<Claim> {
    let Some(base) = outcome.variants.first() else { return Vec::new() };
    let comparison = Comparison { postmortem, outcome, base, tolerances };
    let mut claims = comparison.times();
    claims.extend(comparison.impact());
    claims.extend(comparison.events());
    claims.extend(postmortem.actions.iter().filter_map(|action| comparison.task(action)));
    claims
}

struct Comparison<'a> {
    postmortem: &'a Postmortem,
    outcome: &'a Outcome,
    base: &'a Replay,
    tolerances: &'a Tolerances,
}

impl Comparison<'_> {
    fn times(&self) -> Vec<Claim> {
        let document = self.postmortem;
        let impact = &self.base.impact;
        let start = document.start();
        let mut claims = Vec::new();
        if let Some(stated) = start {
            let simulated = impact.began.and_then(|at| self.clock(at));
            let verdict = verdict(simulated.map(|at| (at - stated).abs() <= self.slack(TimeDelta::zero())));
            claims.push(Claim {
                kind: ClaimKind::Time,
                what: "start of the impact".to_owned(),
                span: document.starts.first().map(|fact| fact.span),
                stated: self.wall(stated),
                simulated: simulated.map_or_else(|| "no impact".to_owned(), |at| self.wall(at)),
                verdict,
                assumed: self.assumed("start"),
            });
        }
        let lengths = [
            (
                "time to detect",
                document.detected(),
                impact.time_to_detect(),
                "time_to_detect",
                "detected",
                "never detected",
            ),
            ("duration", document.end(), impact.duration(), "duration", "end", "never recovers"),
        ];
        for (what, moment, simulated, figure, key, never) in lengths {
            let Some((stated, start)) = moment.zip(start) else { continue };
            let stated = stated - start;
            let range = simulated.map(|one| self.range(figure, one));
            let slack = self.slack(stated);
            let agrees = range.map(|(low, high)| low - slack <= stated && stated <= high + slack);
            claims.push(Claim {
                kind: ClaimKind::Time,
                what: what.to_owned(),
                span: document.field(key).map(|(_, node)| node.span),
                stated: length(stated),
                simulated: range
                    .map_or_else(|| never.to_owned(), |(low, high)| span_of(&length(low), &length(high))),
                verdict: agrees.map_or(Verdict::Differs, |agrees| verdict(Some(agrees))),
                assumed: self.assumed(key),
            });
        }
        claims
    }

    fn impact(&self) -> Option<Claim> {
        let fact = self.postmortem.impacts.iter().find(|fact| fact.value.percent.is_some())?;
        let percent = fact.value.percent?;
        let of = fact.value.of.unwrap_or(ImpactOf::Users);
        let simulated = match of {
            ImpactOf::Users => self.base.impact.affected.map(|one| self.shares("affected", one)),
            ImpactOf::Requests | ImpactOf::Traffic | ImpactOf::Transactions => {
                let during = self.base.windows.iter().find(|window| window.name == "during");
                during
                    .and_then(super::outcome::WindowSummary::availability)
                    .map(|up| (100.0 - up * 100.0, 100.0 - up * 100.0))
            }
            _ => None,
        };
        let agrees = simulated
            .map(|(low, high)| low - SHARE_TOLERANCE <= percent && percent <= high + SHARE_TOLERANCE);
        Some(Claim {
            kind: ClaimKind::Impact,
            what: if of == ImpactOf::Users { "users affected" } else { "requests that failed" }.to_owned(),
            span: Some(fact.span),
            stated: self::percent(percent),
            simulated: simulated.map_or_else(
                || "not part of the model".to_owned(),
                |(low, high)| span_of(&self::percent(low), &self::percent(high)),
            ),
            verdict: verdict(agrees),
            assumed: self.assumed("impact"),
        })
    }

    /// Every event of the model that has a name stands at the same time as an entry.
    fn events(&self) -> Vec<Claim> {
        let mut seen: Vec<&str> = Vec::new();
        let mut claims = Vec::new();
        for logged in &self.base.log {
            let Some(id) = logged.event.as_deref().filter(|id| !seen.contains(id)) else { continue };
            seen.push(id);
            let Some(at) = self.clock(logged.at) else { continue };
            let entries = self.postmortem.timeline.iter().filter_map(|entry| Some((entry, entry.instant?)));
            let nearest = entries.min_by_key(|(_, instant)| (*instant - at).abs());
            let agrees = nearest.map(|(_, instant)| (instant - at).abs() <= self.slack(TimeDelta::zero()));
            claims.push(Claim {
                kind: ClaimKind::Event,
                what: format!("event `{id}`"),
                span: nearest.map(|(entry, _)| entry.time_span.unwrap_or(entry.span)),
                stated: match nearest {
                    Some((_, instant)) if agrees == Some(true) => self.wall(instant),
                    _ => "no entry at that time".to_owned(),
                },
                simulated: self.wall(at),
                verdict: verdict(agrees),
                assumed: false,
            });
        }
        claims
    }

    fn task(&self, action: &Action) -> Option<Claim> {
        let name = action.variant.as_ref()?;
        let replay = self.outcome.variant(&name.value);
        let (simulated, verdict) = match replay {
            Some(replay) => self.effect(replay),
            None => (format!("the model has no variant `{}`", name.value), Verdict::Differs),
        };
        Some(Claim {
            kind: ClaimKind::Task,
            what: format!("task, as variant `{}`", name.value),
            span: Some(name.span),
            stated: action.text.clone(),
            simulated,
            verdict,
            assumed: false,
        })
    }

    /// What a variant changes for users, and whether it is an improvement.
    fn effect(&self, variant: &Replay) -> (String, Verdict) {
        let (before, after) = (&self.base.impact, &variant.impact);
        let failed = |impact: &super::outcome::Impact| impact.availability.map(|up| 1.0 - up);
        let seconds = |nanoseconds: Option<u64>| nanoseconds.map(|time| time as f64);
        let lasted = |impact: &super::outcome::Impact| match (impact.began, impact.duration()) {
            (None, _) => Some(0.0),
            (Some(began), None) => Some(self.outcome.run_for.saturating_sub(began) as f64),
            (Some(_), duration) => seconds(duration),
        };
        let less = |before: Option<f64>, after: Option<f64>| {
            before.zip(after).is_some_and(|(before, after)| after < before * (1.0 - EFFECT))
        };
        let sooner = match (before.time_to_detect(), after.time_to_detect()) {
            (None, Some(_)) => true,
            (first, second) => less(seconds(first), seconds(second)),
        };
        let better = less(failed(before), failed(after)) || less(lasted(before), lasted(after)) || sooner;
        let mut parts = Vec::new();
        if let Some((first, second)) = before.availability.zip(after.availability) {
            parts.push(format!("availability {} → {}", percent(first * 100.0), percent(second * 100.0)));
        }
        if let Some((first, second)) =
            lasted(before).zip(lasted(after)).filter(|(first, second)| (first - second).abs() >= 1.0)
        {
            parts.push(format!("impact {} → {}", length(nanoseconds(first)), length(nanoseconds(second))));
        }
        if sooner {
            let time = |time: Option<u64>| {
                time.map_or_else(|| "never".to_owned(), |time| length(nanoseconds(time as f64)))
            };
            parts.push(format!(
                "detected after {} → {}",
                time(before.time_to_detect()),
                time(after.time_to_detect())
            ));
        }
        (parts.join(", "), if better { Verdict::Agrees } else { Verdict::Differs })
    }

    /// The lowest and the highest of a figure in nanoseconds over all runs; `one` is that of the first.
    fn range(&self, figure: &str, one: u64) -> (TimeDelta, TimeDelta) {
        let spread = self.base.spread.iter().find(|spread| spread.what == figure);
        let (low, high) = spread.map_or((one as f64, one as f64), |spread| (spread.low, spread.high));
        (nanoseconds(low), nanoseconds(high))
    }

    fn shares(&self, figure: &str, one: f64) -> (f64, f64) {
        let spread = self.base.spread.iter().find(|spread| spread.what == figure);
        let (low, high) = spread.map_or((one, one), |spread| (spread.low, spread.high));
        (low * 100.0, high * 100.0)
    }

    fn slack(&self, stated: TimeDelta) -> TimeDelta {
        self.tolerances.time().max(stated.abs() / 20)
    }

    fn clock(&self, at: u64) -> Option<DateTime<FixedOffset>> {
        let start = DateTime::parse_from_rfc3339(&self.outcome.start).ok()?;
        start.checked_add_signed(nanoseconds(at as f64))
    }

    /// The local time of an instant in the model's zone, with the day where it is not the first.
    fn wall(&self, at: DateTime<FixedOffset>) -> String {
        let zone: chrono_tz::Tz = self.outcome.timezone.parse().unwrap_or_default();
        let local = at.with_timezone(&zone);
        let first = self.clock(0).map(|start| start.with_timezone(&zone).date_naive());
        let seconds = if local.timestamp() % 60 == 0 { "" } else { ":%S" };
        let day = if first == Some(local.date_naive()) { "" } else { "%-d %b " };
        local.format(&format!("{day}%H:%M{seconds}")).to_string()
    }

    /// Whether the frontmatter's line of a key ends in `# assumed`.
    fn assumed(&self, key: &str) -> bool {
        let Some((_, node)) = self.postmortem.field(key) else { return false };
        let comments = &self.postmortem.yaml.comments;
        let next = comments.iter().find(|comment| comment.span.start >= node.span.end);
        let following = self.postmortem.yaml.root.as_ref().and_then(|root| {
            root.entries().iter().map(|(key, _)| key.span.start).find(|&start| start > node.span.end)
        });
        next.is_some_and(|comment| {
            comment.text.starts_with("assumed") && following.is_none_or(|start| comment.span.start < start)
        })
    }
}

fn verdict(agrees: Option<bool>) -> Verdict {
    match agrees {
        Some(true) => Verdict::Agrees,
        Some(false) => Verdict::Differs,
        None => Verdict::Unchecked,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "nanoseconds of at most a few years")]
fn nanoseconds(time: f64) -> TimeDelta {
    TimeDelta::nanoseconds(time as i64)
}

/// `2 h 30 min`, `45 s`, `0.2 s`.
fn length(time: TimeDelta) -> String {
    if time > TimeDelta::zero() && time < TimeDelta::seconds(10) {
        return format!("{:.1} s", time.as_seconds_f64());
    }
    crate::text::length(time)
}

fn percent(value: f64) -> String {
    let text = if value > 99.0 && value < 100.0 { format!("{value:.2}") } else { format!("{value:.1}") };
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// One value, or two with a dash when they differ.
fn span_of(low: &str, high: &str) -> String {
    if low == high { low.to_owned() } else { format!("{low}–{high}") }
}
