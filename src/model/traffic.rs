//! The rate of a load over time, from a CSV file beside the model.

use super::clock::Clock;
use super::moment::At;
use super::named::Named;
use super::spec::{Point, Spec};
use super::units::{Duration, Rate};
use crate::finding::{Fault, FaultKind};
use crate::text::counted;
use crate::text::yaml::Node;

/// Gives the text of a file by its path from the model, or says why there is none.
pub type Beside<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// More faults of one file than these are not told.
const MOST_FAULTS: usize = 5;

/// Reads the replayed rates that stand in files of their own into the loads.
pub(super) fn read(spec: &mut Spec, root: &Node, beside: Beside<'_>, faults: &mut Vec<Fault>) {
    let Spec { clock, load: Named(loads), .. } = spec;
    for (name, load) in loads {
        let Some(path) = load.replay_csv.clone() else { continue };
        let span = root.at(["load", name.as_str(), "replay_csv"]).span;
        let mut fault = |message: String, help: &str| {
            faults.push(Fault::new(FaultKind::WrongValue, span, message).help(help));
        };
        if !load.replay.is_empty() {
            fault(format!("load `{name}` has both `replay` and `replay_csv`"), "keep one of them");
            continue;
        }
        match beside(&path) {
            Ok(text) => match points(&text, clock) {
                Ok(points) => load.replay = points,
                Err(wrong) => {
                    for (line, message) in wrong.into_iter().take(MOST_FAULTS) {
                        fault(format!("{path}:{line}: {message}"), EXAMPLE);
                    }
                }
            },
            Err(why) => fault(why, "name a CSV file by its path from the model"),
        }
    }
}

const EXAMPLE: &str = "begin with `time,rate`, then write lines such as `17:30,120/s` or `+15m,120`";

/// The points of a file, or what is wrong with it, by line.
fn points(text: &str, clock: &Clock) -> Result<Vec<Point>, Vec<(u64, String)>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().cloned().map_err(|error| vec![(1, error.to_string())])?;
    let column = |wanted: &str| head.iter().position(|name| name.eq_ignore_ascii_case(wanted));
    let (Some(time), Some(rate)) = (column("time"), column("rate")) else {
        return Err(vec![(1, "the first line must name the columns `time` and `rate`".to_owned())]);
    };
    let mut points: Vec<Point> = Vec::new();
    let mut wrong = Vec::new();
    let mut before = i64::MIN;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                wrong.push((error.position().map_or(1, csv::Position::line), uneven(&error)));
                continue;
            }
        };
        let line = record.position().map_or(1, csv::Position::line);
        let field = |column: usize| record.get(column).unwrap_or_default();
        match (moment(field(time)), per_second(field(rate))) {
            (Ok(at), Ok(rate)) => {
                let offset = clock.offset(at);
                if offset <= before {
                    wrong.push((line, format!("`{}` is not later than the line before", field(time))));
                }
                before = offset;
                points.push(Point { at, rate });
            }
            (at, rate) => wrong.extend([at.err(), rate.err()].into_iter().flatten().map(|why| (line, why))),
        }
    }
    if points.is_empty() && wrong.is_empty() {
        wrong.push((1, "there is no line after the first".to_owned()));
    }
    if wrong.is_empty() { Ok(points) } else { Err(wrong) }
}

fn uneven(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the line has {}, the first line has {expected_len}", counted(*len, "field"))
        }
        _ => error.to_string(),
    }
}

/// A time as models write it, or seconds after the start.
fn moment(text: &str) -> Result<At, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds >= 0.0 && seconds.is_finite() => {
            Ok(At::After(Duration::from_secs_f64(seconds)))
        }
        Ok(_) => Err(format!("`{text}` is not a time: seconds after the start are 0 or more")),
        Err(_) => text.parse(),
    }
}

/// A rate as models write it, or requests per second.
fn per_second(text: &str) -> Result<Rate, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate >= 0.0 && rate.is_finite() => Ok(Rate(rate)),
        Ok(_) => Err(format!("`{text}` is not a rate: requests per second are 0 or more")),
        Err(_) => text.parse(),
    }
}
