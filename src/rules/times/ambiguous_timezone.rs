//! PM108: an abbreviation that stands for several zones.

use crate::document::{Fact, Origin, Zone, ZoneKind};
use crate::rules::rule::declare_rule;
use crate::rules::{Context, Report};

declare_rule! {
    /// ## What it checks
    /// No time zone is an abbreviation that stands for several: `CST` is Chicago, Shanghai and Havana, `IST`
    /// is India, Ireland and Israel, `BST` is Britain and Bangladesh.
    ///
    /// ## Why
    /// Readers elsewhere are hours off and do not notice.
    ///
    /// ## Fails
    /// ```markdown
    /// ## Summary
    /// - **Duration:** 2 March 2026, 14:05–14:47 CST
    /// - **Impact:** 40% of customers could not pay and saw an error page.
    /// - **Root cause:** The certificate of the payment gateway had expired.
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ## Summary
    /// - **Duration:** 2 March 2026, 14:05–14:47 UTC
    /// - **Impact:** 40% of customers could not pay and saw an error page.
    /// - **Root cause:** The certificate of the payment gateway had expired.
    /// ```
    PM108 "ambiguous-timezone" { level: Warning, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    for zone in &cx.postmortem.zones {
        let ZoneKind::Ambiguous(offsets) = &zone.value.kind else { continue };
        if decided(cx, zone, offsets) {
            continue;
        }
        let offsets: Vec<String> = offsets.iter().map(|minutes| offset(*minutes)).collect();
        report
            .at(
                zone.span,
                format!("`{}` stands for several time zones: {}", zone.value.written, offsets.join(", ")),
            )
            .help("write UTC, an offset such as `UTC-6`, or a name such as `America/Chicago`");
        return;
    }
}

/// Whether an offset follows in brackets, or the frontmatter's zone is one of those it stands for.
fn decided(cx: &Context<'_>, zone: &Fact<Zone>, offsets: &[i32]) -> bool {
    let after = cx.source.text[zone.span.end..].trim_start();
    if after.starts_with("(UTC")
        || after.starts_with("(+")
        || after.starts_with("(-")
        || after.starts_with("(GMT")
    {
        return true;
    }
    let day = cx.postmortem.starts.iter().find_map(|start| start.value.date).unwrap_or_default();
    let stated = cx.postmortem.zones.iter().find(|zone| zone.origin == Origin::Frontmatter);
    let stated = stated.and_then(|zone| super::minutes(&zone.value.kind, day));
    stated.is_some_and(|minutes| offsets.contains(&minutes))
}

/// `UTC+5:30`.
fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    match minutes.abs() % 60 {
        0 => format!("UTC{sign}{}", minutes.abs() / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes.abs() / 60),
    }
}
