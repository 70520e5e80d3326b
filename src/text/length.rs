//! Lengths of time in words: `2 h 30 min`.

use chrono::TimeDelta;

/// From so many seconds on, days are told: an outage is remembered as one of 47 hours, not of a day and 23.
const DAYS: i64 = 4 * 86_400;

/// A length in its two largest units, rounded: `45 s`, `2 h 30 min`, `47 h 10 min`, `5 d 3 h`.
pub fn length(time: TimeDelta) -> String {
    let seconds = time.num_seconds().abs();
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => pair(seconds / 60, "min", seconds % 60, "s"),
        3600..DAYS => {
            let minutes = (seconds + 30) / 60;
            pair(minutes / 60, "h", minutes % 60, "min")
        }
        _ => {
            let hours = seconds / 3600 + i64::from(seconds % 3600 >= 1800);
            pair(hours / 24, "d", hours % 24, "h")
        }
    }
}

fn pair(first: i64, unit: &str, second: i64, smaller: &str) -> String {
    if second == 0 { format!("{first} {unit}") } else { format!("{first} {unit} {second} {smaller}") }
}
