//! Lengths of time where there is little room: `44 h`.

use chrono::TimeDelta;

/// A length in one unit, where there is little room: `44 h`, `3 d`.
pub(super) fn rough(time: TimeDelta) -> String {
    let seconds = time.num_seconds().abs();
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", (seconds + 30) / 60),
        3600..259_200 => format!("{} h", (seconds + 1800) / 3600),
        _ => format!("{} d", (seconds + 43_200) / 86_400),
    }
}
