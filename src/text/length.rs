//! Lengths of time in words: `2 h 30 min`.

use chrono::TimeDelta;

/// A length in its two largest units: `45 s`, `2 h 30 min`, `1 d 23 h`.
pub fn length(time: TimeDelta) -> String {
    let seconds = time.num_seconds().abs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => pair(minutes, "min", seconds % 60, "s"),
        (0, _, _) => pair(hours, "h", minutes, "min"),
        _ => pair(days, "d", hours, "h"),
    }
}

fn pair(first: i64, unit: &str, second: i64, smaller: &str) -> String {
    if second == 0 { format!("{first} {unit}") } else { format!("{first} {unit} {second} {smaller}") }
}
