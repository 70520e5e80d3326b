//! How fast the simulator is: against a loop written by hand, and as systems grow.
//!
//! The system is Poisson load → random balancer over 4 servers (10 workers, exp 8 ms) → database (50
//! workers, exp 12 ms, one answer of a hundred fails), with a timeout of 1 s and up to three attempts for
//! each request, histograms of latencies and time series for all components and calls. Larger systems are
//! copies of it side by side, in the loop written by hand as well, so that what a machine's caches cost
//! shows in both.
//!
//! The loop draws as one would write it, by a logarithm; the simulator's ziggurat is part of what it is
//! measured for. Both are compiled as what is handed out.
//!
//! Times are those of the processor, not of the clock on the wall; a figure counts as a ratio. The loop by
//! hand and the simulator alternate, and the median of the rounds' ratios is told. Costs per event are
//! those of a longer run less those of a shorter one, so that setting up and summing up, which do not
//! grow with the number of events, are told apart.

mod by_hand;
mod counts;

use std::fmt::Write;

use afterword::model::{self, outcome::Replay};
use afterword::sim::{self, Options};
use afterword::text::Source;

use by_hand::by_hand;

/// How large a system is and how long it runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) copies: u32,
    /// Requests per second of each copy.
    pub(crate) rate: f64,
    pub(crate) seconds: u64,
    /// The step of the series in seconds.
    pub(crate) step: f64,
}

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--memory").skip(1);
    if let Some(times) = arguments.next().and_then(|times| times.parse().ok()) {
        return memory(times);
    }
    ratio();
    println!("\nevery copy with 100 requests/s of its own:");
    growth(|_| 100.0);
    println!("\n3,000 requests/s over all copies together:");
    growth(|copies| 3000.0 / f64::from(copies));
    println!();
    for times in [1, 10] {
        match peak(times) {
            Some(peak) => println!("{times:>2} times the requests: {peak} kB of memory at most"),
            None => println!("{times:>2} times the requests: no peak of memory known on this system"),
        }
    }
}

/// One system, both ways in turn.
fn ratio() {
    let size = Size { copies: 1, rate: 1000.0, seconds: 1000, step: 5.0 };
    let model = tandems(size);
    let (mut hand, mut ours, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..9 {
        let (requests, time) = timed(|| by_hand(size, round).0);
        let by_hand = requests as f64 / time;
        let (requests, time) = timed(|| simulate(&model, round).impact.requests);
        let afterword = requests as f64 / time;
        hand.push(by_hand);
        ours.push(afterword);
        ratios.push(afterword / by_hand);
    }
    let ratio = median(&mut ratios);
    println!("by hand      {:>12.0} requests per second of the processor", median(&mut hand));
    println!("afterword    {:>12.0}", median(&mut ours));
    println!("ratio        {ratio:>12.2} ({:.2} to {:.2} in {} rounds)", ratios[0], ratios[8], ratios.len());
}

/// The cost per event of 9, 99 and 999 components: simulator and loop by hand.
fn growth(rate: impl Fn(u32) -> f64) {
    let mut first = None;
    for copies in [3, 33, 333] {
        let rate = rate(copies);
        let seconds = (300_000.0 / rate / f64::from(copies)).round();
        let sized = |seconds: f64| Size { copies, rate, seconds: whole(seconds), step: seconds / 100.0 };
        let (short, long) = (sized(seconds), sized(3.0 * seconds));
        let models = (tandems(short), tandems(long));
        let (mut ours, mut hand, mut fixed) = (Vec::new(), Vec::new(), Vec::new());
        let mut pending = 0;
        for round in 0..5 {
            let (less, short_time) = timed(|| simulate(&models.0, round).steps);
            let (more, long_time) = timed(|| {
                let replay = simulate(&models.1, round);
                pending = replay.pending;
                replay.steps
            });
            let cost = (long_time - short_time) / (more - less) as f64;
            ours.push(cost * 1e9);
            fixed.push((short_time - cost * less as f64) * 1e3);
            let (less, short_time) = timed(|| by_hand(short, round).1);
            let (more, long_time) = timed(|| by_hand(long, round).1);
            hand.push((long_time - short_time) * 1e9 / (more - less) as f64);
        }
        let (ours, hand, log) = (median(&mut ours), median(&mut hand), (pending as f64).ln());
        let (first_ours, first_hand, first_log) = *first.get_or_insert((ours, hand, log));
        println!(
            "{:>5} components {ours:>5.0} ns per event, by hand {hand:>4.0} ns; at most {pending} pending: \
             {:.2} times the cost, by hand {:.2} times, log(pending) {:.2} times; {:.0} ms at start and end",
            3 * copies,
            ours / first_ours,
            hand / first_hand,
            log / first_log,
            median(&mut fixed)
        );
    }
}

/// The result of `work` and the seconds of the processor that it took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = processor();
    let result = work();
    (result, processor() - start)
}

/// The seconds that all threads of this process have run.
fn processor() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The most memory that a process of its own had for a run of so many times the usual length, in kB.
fn peak(times: u64) -> Option<u64> {
    let program = std::env::current_exe().ok()?;
    let output = std::process::Command::new(program).arg("--memory").arg(times.to_string()).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

/// Runs the system for so many times the usual length, in the same number of steps, and prints the most
/// memory that this process had (Linux).
fn memory(times: u32) {
    let times = f64::from(times);
    simulate(
        &tandems(Size { copies: 1, rate: 1000.0, seconds: whole(1000.0 * times), step: 5.0 * times }),
        0,
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{}", line.unwrap_or_default().trim().trim_end_matches(" kB"));
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn simulate(model: &model::Model, seed: u64) -> Replay {
    let options = Options { seed: Some(seed + 1), runs: Some(1), variant: None };
    let mut outcome = sim::run(model, &options).expect("a runnable model");
    outcome.variants.remove(0)
}

fn tandems(size: Size) -> model::Model {
    let Size { copies, rate, seconds, step } = size;
    let step = format!("{}ms", whole(step * 1e3));
    let mut text = format!(
        "model: tandems\nclock: {{ start: 2024-01-01T00:00, run_for: {seconds}s, step: {step} }}\nload:\n"
    );
    for at in 0..copies {
        let _ = writeln!(
            text,
            "  users{at}: {{ rate: {rate}/s, call: lb{at}, timeout: 1s, retry: {{ attempts: 3, backoff: 100ms }} }}"
        );
    }
    text += "components:\n";
    for at in 0..copies {
        let _ = writeln!(
            text,
            "  lb{at}: {{ kind: load_balancer, to: api{at}, policy: random }}\n  \
             api{at}: {{ kind: service, instances: 4, workers: 10, work: exp(8ms), blocking: false, calls: {{ db{at}: {{}} }} }}\n  \
             db{at}: {{ kind: service, workers: 50, work: exp(12ms), availability: 99% }}"
        );
    }
    let model = model::read(&Source::new("bench.yaml", text.as_str()));
    assert!(model.runnable(), "{:?}", model.faults);
    model
}

/// Rounds to a whole number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, as wanted")]
pub(crate) fn whole(value: f64) -> u64 {
    (value + 0.5) as u64
}
