//! PM304: 943 of 2000 is not over half.

use crate::document::{Fact, Impact, Share};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

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

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let postmortem = cx.postmortem;
    for impact in &postmortem.impacts {
        let Some(real) = ratio(&impact.value) else { continue };
        if impact.value.percent.is_some_and(|stated| (stated - real).abs() > cx.settings.tolerances.percent) {
            let stated = super::percent(impact.value.percent.unwrap_or_default());
            found(report, impact, impact.span, real, &stated);
            return;
        }
        if let Some(share) = postmortem.shares.iter().find(|share| contradicts(cx, impact, share, real)) {
            found(report, impact, share.span, real, cx.text(share.span).trim());
            return;
        }
    }
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
    let before = cx.source.text[..share.span.start].trim_end().to_lowercase();
    let over = ["over", "more than", "at least"]
        .iter()
        .any(|word| before.ends_with(word) || cx.text(share.span).to_lowercase().starts_with(word));
    if over {
        return real < share.value.percent;
    }
    let slack = if share.value.approximate { 5.0 } else { cx.settings.tolerances.percent };
    real < share.value.percent - slack || real > share.value.up_to.unwrap_or(share.value.percent) + slack
}

fn found(report: &mut Report<'_>, impact: &Fact<Impact>, place: crate::text::Span, real: f64, stated: &str) {
    let (count, total) = (impact.value.count.unwrap_or_default(), impact.value.total.unwrap_or_default());
    let real = super::percent(real);
    let draft = report
        .at(place, format!("share is stated as {stated}, but {count} of {total} is {real}"))
        .help(format!("write {real}, or correct the counts"));
    if impact.span != place {
        draft.and(impact.span, real);
    }
}
