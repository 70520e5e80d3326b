//! The days of a timeline's entries, rolled over past midnight.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use super::moment::{Context, doubt_zone};
use super::{Entry, Moment};

/// A clock that goes back by at least this much has passed midnight; by less, the entries are out of order.
const BACK: TimeDelta = TimeDelta::hours(10);

/// On a clock of twelve hours 1:05 follows 12:40: where no entry is later than 12:59 and the outage ends in the
/// afternoon, what comes after noon and not after that end is of the afternoon.
pub(super) fn afternoon(entries: &mut [Entry], end: Option<&Moment>) {
    let Some(end) = end.and_then(|end| end.clock).filter(|end| end.hour() > 12) else { return };
    let clocks = || entries.iter().filter_map(|entry| entry.time.as_ref()?.clock);
    if clocks().any(|clock| clock.hour() > 12) {
        return;
    }
    let mut noon = false;
    for entry in entries {
        let times = entry.time.iter_mut().chain(&mut entry.until);
        for clock in times.filter_map(|time| time.clock.as_mut()) {
            noon |= clock.hour() == 12;
            let (later, wraps) = clock.overflowing_add_signed(TimeDelta::hours(12));
            if noon && clock.hour() < 12 && wraps == 0 && later <= end {
                *clock = later;
            }
        }
    }
}

/// Gives every entry its day: the one written, else that of the line above, else that of the entry before, one on
/// when the clock passed midnight.
pub(super) fn roll(
    entries: &mut [Entry],
    days: &[Option<NaiveDate>],
    start: Option<&Moment>,
    context: &Context,
) {
    let mut before: Option<NaiveDateTime> = None;
    let mut above: Option<NaiveDate> = None;
    let first = start.and_then(|start| start.date).or(context.date);
    for (entry, &day) in entries.iter_mut().zip(days) {
        let fresh = day.filter(|_| day != above);
        above = day.or(above);
        let Some(time) = &mut entry.time else { continue };
        if time.date.is_none() {
            time.date = match (fresh, before, time.clock) {
                (Some(day), ..) => Some(day),
                (None, Some(before), Some(clock)) => next_day(before, clock),
                (None, Some(before), None) => Some(before.date()),
                (None, None, clock) => first_day(first, clock, start.and_then(|start| start.clock)),
            };
            doubt_zone(time);
        }
        let local = time.date.zip(time.clock).map(|(date, clock)| date.and_time(clock));
        before = local.or(before);
        entry.instant = time.instant();
        if let (Some(until), Some(local)) = (&mut entry.until, local)
            && until.date.is_none()
        {
            until.date = until.clock.and_then(|clock| {
                let later = u64::from(clock < local.time());
                local.date().checked_add_days(Days::new(later))
            });
        }
    }
}

fn next_day(before: NaiveDateTime, clock: NaiveTime) -> Option<NaiveDate> {
    if before.time() - clock >= BACK { before.date().succ_opt() } else { Some(before.date()) }
}

/// The first entry stands on the day of the start, or on the day before when its clock is far ahead of the start's.
fn first_day(
    day: Option<NaiveDate>,
    clock: Option<NaiveTime>,
    start: Option<NaiveTime>,
) -> Option<NaiveDate> {
    let ahead = clock.zip(start).is_some_and(|(clock, start)| clock - start > TimeDelta::hours(12));
    if ahead { day?.pred_opt() } else { day }
}

/// The entries' times on one clock, days counted from a day that does not matter where none is known. `None` for an
/// entry without a time of day.
pub(super) fn local_times(entries: &[Entry]) -> Vec<Option<NaiveDateTime>> {
    let mut before: Option<NaiveDateTime> = None;
    entries
        .iter()
        .map(|entry| {
            let time = entry.time.as_ref()?;
            let clock = time.clock?;
            let date = match (time.date, before) {
                (Some(date), _) => date,
                (None, Some(before)) => next_day(before, clock)?,
                (None, None) => NaiveDate::default(),
            };
            let local = date.and_time(clock);
            before = Some(local);
            Some(local)
        })
        .collect()
}
