//! Claims about whether something happened: alerts, events, jobs at once, a system that stays down.

use crate::model::expect::{AlertClaim, EventClaim, Holders};
use crate::model::units::Duration;

use super::{Claim, Judge};

impl Judge<'_> {
    pub(super) fn alert(&self, claim: &AlertClaim) -> Claim {
        let fired = self.replay.alerts.iter().find(|alert| alert.monitor == claim.monitor);
        let first = fired.and_then(|alert| alert.fired.first().copied());
        let limit = claim.before.and_then(|at| u64::try_from(self.world.spec.clock.offset(at)).ok());
        let should = claim.fires != Some(false);
        let in_time = first.is_some_and(|first| limit.is_none_or(|limit| first < limit));
        let expected = match (should, claim.before) {
            (true, None) => format!("alert {} fires", claim.monitor),
            (true, Some(at)) => format!("alert {} fires before {at}", claim.monitor),
            (false, _) => format!("alert {} stays silent", claim.monitor),
        };
        let got =
            first.map_or_else(|| "silent".to_owned(), |first| format!("fires at {}", self.clock(first)));
        Claim { expected, got, holds: in_time == should, margin: 0.0 }
    }

    pub(super) fn event(&self, claim: &EventClaim) -> Claim {
        let at = self.world.spec.timeline.iter().position(|event| event.id.as_ref() == Some(&claim.id));
        let began = at.and_then(|at| self.world.scenario.events.get(at)?.began);
        let should = claim.happens != Some(false);
        let got =
            began.map_or_else(|| "does not happen".to_owned(), |began| format!("at {}", self.clock(began)));
        if let (true, Some(wanted)) = (should, claim.at) {
            let within = claim.within.map_or(300_000_000_000, |within| within.0);
            let target = self.world.spec.clock.offset(wanted);
            let far = began.map(|began| i64::try_from(began).unwrap_or(i64::MAX).abs_diff(target));
            let expected = format!("{} at {wanted} ± {}", claim.id, Duration(within).short());
            let holds = far.is_some_and(|far| far <= within);
            return Claim { expected, got, holds, margin: -(far.unwrap_or(u64::MAX) as f64) };
        }
        let word = if should { "happens" } else { "does not happen" };
        Claim { expected: format!("{} {word}", claim.id), got, holds: began.is_some() == should, margin: 0.0 }
    }

    /// How many held a lease at once.
    pub(super) fn holders(&self, claim: &Holders) -> Claim {
        let part = self.replay.components.iter().find(|part| part.name == claim.of);
        let most = part.and_then(|part| part.extra.iter().find(|(name, _)| name == "holders_max"));
        let most = most.map_or(0.0, |(_, most)| *most);
        let low = claim.at_least.is_none_or(|least| most >= f64::from(least));
        let high = claim.at_most.is_none_or(|bound| most <= f64::from(bound));
        let expected = match (claim.at_least, claim.at_most) {
            (Some(least), _) => format!("at least {least} jobs of {} at once", claim.of),
            (None, Some(bound)) => format!("at most {bound} jobs of {} at once", claim.of),
            (None, None) => format!("jobs of {}", claim.of),
        };
        Claim { expected, got: format!("{most}"), holds: low && high, margin: 0.0 }
    }

    pub(super) fn metastable(&self, wanted: bool) -> Claim {
        let word =
            |stuck: bool| if stuck { "stays down after the trigger" } else { "comes back after the trigger" };
        Claim {
            expected: word(wanted).to_owned(),
            got: word(self.replay.metastable).to_owned(),
            holds: self.replay.metastable == wanted,
            margin: 0.0,
        }
    }
}
