//! What a model showed, as the page tells it.

use chrono::{DateTime, TimeDelta, Utc};

use super::topology;
use crate::model::Spec;
use crate::model::claims::{self, Verdict as Agreement};
use crate::model::outcome::{self, Outcome, SourceKind};
use crate::render::svg::Sample;
use crate::render::wiki::{Claim, Line, Parameter, Replay, Verdict};

/// The most variants in one chart; more lines tell nobody anything.
const MOST_LINES: usize = 4;

/// The part of the page that shows a replay. `claims` are those of the document.
pub fn replay(spec: &Spec, outcome: &Outcome, claims: &[claims::Claim]) -> Replay {
    let base = outcome.variants.first();
    Replay {
        model: outcome.model.clone(),
        runs: runs(outcome),
        topology: base.map(|base| topology::graph(spec, base)).unwrap_or_default(),
        topology_caption: caption(base),
        series: outcome.variants.iter().take(MOST_LINES).map(|variant| line(outcome, variant)).collect(),
        claims: claims.iter().map(claim).chain(outcome.expectations.iter().map(expectation)).collect(),
        parameters: outcome.sources.iter().map(parameter).collect(),
    }
}

fn runs(outcome: &Outcome) -> String {
    match u64::from(outcome.runs) {
        0 | 1 => format!("1 run, seed {}", outcome.seed),
        runs => format!("{runs} runs, seeds {}–{}", outcome.seed, outcome.seed + runs - 1),
    }
}

fn caption(base: Option<&outcome::Replay>) -> String {
    let Some(base) = base else { return String::new() };
    let down: Vec<_> =
        base.components.iter().flat_map(|part| &part.nodes).filter(|node| node.down_for > 0).collect();
    match down.len() {
        0 => "Marked is what answered wrongly, late or not at all at any time of the replay.".to_owned(),
        1 => "Marked is what was down or answered wrongly at any time of the replay: one machine was down."
            .to_owned(),
        count => {
            format!(
                "Marked is what was down or answered wrongly at any time of the replay: {count} machines were down."
            )
        }
    }
}

fn line(outcome: &Outcome, variant: &outcome::Replay) -> Line {
    let start = DateTime::parse_from_rfc3339(&outcome.start)
        .map(|start| start.with_timezone(&Utc))
        .unwrap_or_default();
    let at = |offset: u64| start + TimeDelta::nanoseconds(i64::try_from(offset).unwrap_or(i64::MAX));
    let mut samples: Vec<Sample> = variant
        .series
        .at
        .iter()
        .zip(variant.series.availability())
        .map(|(&offset, value)| Sample { at: at(offset), value: value.unwrap_or(f64::NAN), interval: None })
        .collect();
    samples.push(Sample { at: at(outcome.run_for), value: f64::NAN, interval: None });
    Line { name: variant.variant.clone(), samples }
}

fn claim(claim: &claims::Claim) -> Claim {
    Claim {
        what: claim.what.replace('`', ""),
        stated: claim.stated.clone(),
        simulated: claim.simulated.clone(),
        verdict: match claim.verdict {
            Agreement::Agrees => Verdict::Agrees,
            Agreement::Differs => Verdict::Differs,
            Agreement::Unchecked => Verdict::Unchecked,
        },
        assumed: claim.assumed,
    }
}

fn expectation(verdict: &outcome::Verdict) -> Claim {
    let held = match verdict.held {
        0 | 1 => String::new(),
        held => format!(" (in {held} runs)"),
    };
    Claim {
        what: format!("expected: {}", verdict.variant),
        stated: verdict
            .because
            .as_ref()
            .map_or_else(|| verdict.expected.clone(), |because| format!("{}: {because}", verdict.expected)),
        simulated: format!("{}{held}", verdict.got),
        verdict: if verdict.holds { Verdict::Agrees } else { Verdict::Differs },
        assumed: false,
    }
}

fn parameter(sourced: &outcome::Sourced) -> Parameter {
    let assumed = sourced.kind == SourceKind::Assumed;
    Parameter {
        name: sourced.path.clone(),
        value: sourced.value.clone(),
        quote: if assumed { String::new() } else { sourced.text.clone() },
        assumed,
        note: if assumed { sourced.text.clone() } else { String::new() },
    }
}
