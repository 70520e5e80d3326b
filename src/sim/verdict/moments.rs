//! Claims about when something happened: recovered, detected.

use crate::model::expect::{Detected, Recovered};
use crate::model::units::Duration;

use crate::sim::impact;

use super::{Claim, Judge};

impl Judge<'_> {
    pub(super) fn recovered(&self, recovered: &Recovered) -> Claim {
        let got = impact::recovered(self.world, self.steps, recovered.to.map(|to| to.0));
        let what = match recovered.to {
            Some(to) => format!("recovered to {to}"),
            None => "recovered".to_owned(),
        };
        let times = Times {
            after: recovered.after,
            within: recovered.within,
            at: recovered.at,
            before: recovered.before,
            never: recovered.never,
        };
        self.moment(&what, got, &times)
    }

    pub(super) fn detected(&self, detected: &Detected) -> Claim {
        let detection = self.replay.impact.detected.as_ref();
        let times = Times {
            after: detected.after,
            within: detected.within,
            at: detected.at,
            before: detected.before,
            never: detected.never,
        };
        let mut claim = if times.given() {
            self.moment("detected", detection.map(|detection| detection.at), &times)
        } else {
            let got = detection.map_or_else(|| "never".to_owned(), |found| self.clock(found.at));
            Claim { expected: "detected".to_owned(), got, holds: detection.is_some(), margin: 0.0 }
        };
        if let Some(by) = detected.by {
            claim.expected = format!("{} by {}", claim.expected, word(by));
            claim.holds &= detection.is_some_and(|detection| detection.by == by);
        }
        if let Some(monitor) = &detected.monitor {
            claim.expected = format!("{} by {monitor}", claim.expected);
            claim.holds &= detection.is_some_and(|detection| &detection.monitor == monitor);
        }
        if let Some(detection) = detection {
            claim.got = format!("{} by {} ({})", claim.got, detection.monitor, word(detection.by));
        }
        claim
    }

    fn moment(&self, what: &str, got: Option<u64>, times: &Times) -> Claim {
        let began = self.replay.impact.began;
        let told = match (got, began) {
            (Some(got), Some(began)) => {
                format!(
                    "{}, {} after the first failures",
                    self.clock(got),
                    Duration(got.saturating_sub(began)).short()
                )
            }
            (Some(got), None) if times.before.or(times.after).is_some() => {
                format!("{}, and no failures to count from: say `at`", self.clock(got))
            }
            (Some(got), None) => self.clock(got),
            (None, None) if what.starts_with("recovered") => "no failures".to_owned(),
            (None, _) => "never".to_owned(),
        };
        if times.never {
            let missing = got.is_none() && (began.is_some() || what == "detected");
            return Claim { expected: format!("never {what}"), got: told, holds: missing, margin: 0.0 };
        }
        let since = got.map(|got| got.saturating_sub(began.unwrap_or(0)));
        if let Some(before) = times.before {
            let unhurt = began.is_none() && what.starts_with("recovered");
            return Claim {
                expected: format!("{what} within {before} of the first failures"),
                got: told,
                holds: unhurt || since.is_some_and(|since| since <= before.0),
                margin: -(since.unwrap_or(u64::MAX) as f64),
            };
        }
        let (target, actual, words, usual) = match (times.after, times.at) {
            (Some(after), _) => (
                i64::try_from(after.0).unwrap_or(i64::MAX),
                since.filter(|_| began.is_some()),
                format!("{what} {} after the first failures", after.short()),
                after.0 / 10,
            ),
            (None, Some(at)) => {
                (self.world.spec.clock.offset(at), got, format!("{what} at {at}"), 300_000_000_000)
            }
            (None, None) => (0, got, what.to_owned(), u64::MAX),
        };
        let within = times.within.map_or(usual, |within| within.0);
        let far = actual.map(|actual| i64::try_from(actual).unwrap_or(i64::MAX).abs_diff(target));
        Claim {
            expected: format!("{words} ± {}", Duration(within).short()),
            got: told,
            holds: far.is_some_and(|far| far <= within),
            margin: -(far.unwrap_or(u64::MAX) as f64),
        }
    }
}

/// The times of a claim about a moment.
struct Times {
    after: Option<Duration>,
    within: Option<Duration>,
    at: Option<crate::model::moment::At>,
    before: Option<Duration>,
    never: bool,
}

impl Times {
    fn given(&self) -> bool {
        self.after.is_some() || self.at.is_some() || self.before.is_some() || self.never
    }
}

fn word(by: crate::model::monitor::By) -> &'static str {
    match by {
        crate::model::monitor::By::Monitoring => "monitoring",
        crate::model::monitor::By::Engineer => "engineer",
        crate::model::monitor::By::Customer => "customer",
    }
}
