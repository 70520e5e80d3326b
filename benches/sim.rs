//! How fast the simulator is: against a loop written by hand for one system, and as systems grow.
//!
//! The system is Poisson 1000/s → random balancer over 4 servers (10 workers, exp 8 ms) → database (50
//! workers, exp 12 ms, one answer of a hundred fails), with a timeout of 1 s and up to three attempts for
//! each request, histograms of latencies and time series for all components and calls. Rounds alternate,
//! medians of CPU-bound wall time are compared; a figure counts as a ratio.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::fmt::Write;
use std::time::Instant;

use afterword::model::{self, outcome::Replay};
use afterword::sim::{self, Options};
use afterword::text::Source;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const SECONDS: u64 = 1000;
const ROUNDS: usize = 5;

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--memory").skip(1);
    if let Some(times) = arguments.next().and_then(|times| times.parse().ok()) {
        return memory(times);
    }
    let tandem = tandem(1);
    let mut ours = Vec::new();
    let mut reference = Vec::new();
    for round in 0..ROUNDS {
        let start = Instant::now();
        let requests = by_hand(round as u64);
        reference.push(requests as f64 / start.elapsed().as_secs_f64());
        let start = Instant::now();
        let requests = simulate(&tandem, round as u64).impact.requests;
        ours.push(requests as f64 / start.elapsed().as_secs_f64());
    }
    let (ours, reference) = (median(&mut ours), median(&mut reference));
    println!("by hand      {reference:>12.0} requests/s");
    println!("afterword    {ours:>12.0} requests/s");
    println!("ratio        {:>12.2}", ours / reference);
    println!();
    let mut first = None;
    for components in [10, 100, 1000] {
        let model = chain(components);
        let mut pending = 0;
        let mut costs: Vec<f64> = (0..3)
            .map(|round| {
                let start = Instant::now();
                let replay = simulate(&model, round);
                pending = replay.pending;
                start.elapsed().as_secs_f64() * 1e9 / replay.steps as f64
            })
            .collect();
        let cost = median(&mut costs);
        let log = (pending as f64).ln();
        let (base, least) = *first.get_or_insert((cost, log));
        println!(
            "{components:>5} components {cost:>6.0} ns per event, at most {pending} pending: {:.2} times the \
             cost where log(pending) is {:.2} times",
            cost / base,
            log / least
        );
    }
    println!();
    for times in [1, 10] {
        match peak(times) {
            Some(peak) => println!("{times:>2} times the requests: {peak} kB of memory at most"),
            None => println!("{times:>2} times the requests: no peak of memory known on this system"),
        }
    }
}

/// The most memory that a process of its own had for a run of so many times the usual length, in kB.
fn peak(times: u64) -> Option<u64> {
    let program = std::env::current_exe().ok()?;
    let output = std::process::Command::new(program).arg("--memory").arg(times.to_string()).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

/// Runs the tandem and prints the most memory that this process had (Linux).
fn memory(times: u64) {
    simulate(&tandem(times), 0);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{}", line.unwrap_or_default().trim().trim_end_matches(" kB"));
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn read(text: &str) -> model::Model {
    let model = model::read(&Source::new("bench.yaml", text));
    assert!(model.runnable(), "{:?}", model.faults);
    model
}

fn simulate(model: &model::Model, seed: u64) -> Replay {
    let options = Options { seed: Some(seed + 1), runs: Some(1), variant: None };
    let mut outcome = sim::run(model, &options).expect("a runnable model");
    outcome.variants.remove(0)
}

/// So many times the usual length, in the same number of steps.
fn tandem(times: u64) -> model::Model {
    let (run, step) = (SECONDS * times, 5 * times);
    read(&format!(
        "model: tandem\nclock: {{ start: 2024-01-01T00:00, run_for: {run}s, step: {step}s }}\nload:\n  \
         users: {{ rate: 1000/s, call: lb, timeout: 1s, retry: {{ attempts: 3, backoff: 100ms }} }}\n\
         components:\n  lb: {{ kind: load_balancer, to: api, policy: random }}\n  \
         api: {{ kind: service, instances: 4, workers: 10, work: exp(8ms), blocking: false, calls: {{ db: {{}} }} }}\n  \
         db: {{ kind: service, workers: 50, work: exp(12ms), availability: 99% }}\n"
    ))
}

/// Pairs of services, each pair with a load of its own; the total rate is the same for every size.
fn chain(components: usize) -> model::Model {
    let pairs = components / 2;
    let mut text = String::from("model: chain\nclock: { start: 2024-01-01T00:00, run_for: 100s }\nload:\n");
    for pair in 0..pairs {
        let rate = 5000.0 / pairs as f64;
        let _ = writeln!(text, "  u{pair}: {{ rate: {rate}/s, call: a{pair}, timeout: 1s }}");
    }
    text += "components:\n";
    for pair in 0..pairs {
        let _ = writeln!(
            text,
            "  a{pair}: {{ kind: service, workers: 100, work: exp(8ms), calls: {{ b{pair}: {{ timeout: 500ms }} }} }}"
        );
        let _ = writeln!(text, "  b{pair}: {{ kind: service, workers: 100, work: exp(4ms) }}");
    }
    read(&text)
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    time: u64,
    seq: u64,
    /// The kind in the top byte, the number of the request below.
    what: u64,
}

const ARRIVAL: u64 = 0;
const SERVED: u64 = 1;
const STORED: u64 = 2;
const AGAIN: u64 = 3;

/// An attempt of a request.
#[derive(Clone, Copy, Default)]
struct Attempt {
    first_sent: u64,
    sent: u64,
    stored_from: u64,
    bin: u32,
    generation: u32,
    server: u8,
    number: u8,
    timed_out: bool,
}

/// Latencies in buckets of a 64th of an octave.
struct Histogram {
    buckets: Vec<u64>,
    count: u64,
    sum: u128,
    max: u64,
}

impl Histogram {
    fn new() -> Self {
        Self { buckets: vec![0; 40 * 64], count: 0, sum: 0, max: 0 }
    }

    fn record(&mut self, value: u64) {
        let octave = (64 - value.leading_zeros()).saturating_sub(6);
        let sub = if octave == 0 { value } else { (value >> (octave - 1)) - 64 };
        self.buckets[octave as usize * 64 + usize::try_from(sub).unwrap_or(0)] += 1;
        self.count += 1;
        self.sum += u128::from(value);
        self.max = self.max.max(value);
    }
}

/// A number and the area under it.
#[derive(Clone, Copy, Default)]
struct Level {
    now: u64,
    moments: i128,
}

impl Level {
    fn up(&mut self, at: u64) {
        self.now += 1;
        self.moments -= i128::from(at);
    }

    fn down(&mut self, at: u64) {
        self.now -= 1;
        self.moments += i128::from(at);
    }

    fn area(&self, at: u64) -> i128 {
        self.moments + i128::from(self.now) * i128::from(at)
    }
}

/// What is counted about a component, with its series: arrived, failed, succeeded, busy and queue area.
struct Counts {
    arrived: u64,
    succeeded: u64,
    failed: u64,
    inside: Level,
    busy: Level,
    queued: Level,
    queue_max: u64,
    left_time: u128,
    latency: Histogram,
    wait: Histogram,
    series: Vec<(u64, u64, u64, i128, i128)>,
}

impl Counts {
    fn new() -> Self {
        Self {
            arrived: 0,
            succeeded: 0,
            failed: 0,
            inside: Level::default(),
            busy: Level::default(),
            queued: Level::default(),
            queue_max: 0,
            left_time: 0,
            latency: Histogram::new(),
            wait: Histogram::new(),
            series: Vec::new(),
        }
    }

    fn arrive(&mut self, now: u64) {
        self.arrived += 1;
        self.inside.up(now);
    }

    fn leave(&mut self, now: u64, time: u64, ok: bool) {
        self.inside.down(now);
        self.left_time += u128::from(time);
        if ok {
            self.succeeded += 1;
            self.latency.record(time);
        } else {
            self.failed += 1;
        }
    }

    fn mark(&mut self, at: u64) {
        let row = (self.arrived, self.failed, self.succeeded, self.busy.area(at), self.queued.area(at));
        self.series.push(row);
    }
}

/// What users see in a step.
#[derive(Clone, Copy, Default)]
struct Step {
    sent: u64,
    succeeded: u64,
    failed: u64,
    completed: u64,
}

/// Workers and who waits for them.
#[derive(Default)]
struct Pool {
    free: u32,
    waiting: VecDeque<u32>,
}

/// The same system as a loop written for it alone: a heap of 24-byte events, a slab of attempts, a FIFO
/// for the timeouts. It has the same timeout and retries, and records what ours does: for each request the
/// latencies at the balancer, the servers and the database, the waits at the last two, the latencies of
/// both calls and of the user by step (eight in all); for each component its counts, its areas and a row of
/// its series each step.
#[expect(clippy::too_many_lines, reason = "one loop over four kinds of events, as one would write it")]
fn by_hand(seed: u64) -> u64 {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut unit = move || (random.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0;
    let end = SECONDS * 1_000_000_000;
    let mut heap: BinaryHeap<Reverse<Event>> = BinaryHeap::new();
    let mut timeouts: VecDeque<(u64, u32, u32)> = VecDeque::new();
    let mut slab: Vec<Attempt> = Vec::new();
    let mut unused: Vec<u32> = Vec::new();
    let mut servers: [Pool; 4] = std::array::from_fn(|_| Pool { free: 10, ..Pool::default() });
    let mut database = Pool { free: 50, ..Pool::default() };
    let (mut lb, mut api, mut db) = (Counts::new(), Counts::new(), Counts::new());
    let (mut asked, mut stored) = (Histogram::new(), Histogram::new());
    let steps = usize::try_from(SECONDS / 5).unwrap_or(1);
    let mut series = vec![Step::default(); steps];
    let mut latency: Vec<Histogram> = (0..steps).map(|_| Histogram::new()).collect();
    let (mut seq, mut done, mut sent, mut attempts, mut failed) = (0_u64, 0_u64, 0_u64, 0_u64, 0_u64);
    let (mut at, mut next_step) = (0_usize, 5_000_000_000_u64);
    let exp = |unit: &mut dyn FnMut() -> f64, mean: f64| to_nanos(-libm::log(1.0 - unit()) * mean);
    heap.push(Reverse(Event { time: exp(&mut unit, 1e6), seq, what: ARRIVAL << 56 }));
    while let Some(Reverse(event)) = heap.pop() {
        if event.time >= end {
            break;
        }
        let now = event.time;
        while now >= next_step {
            for counts in [&mut lb, &mut api, &mut db] {
                counts.mark(next_step);
            }
            at += 1;
            next_step += 5_000_000_000;
        }
        let mut push = |time: u64, kind: u64, request: u32| {
            seq += 1;
            heap.push(Reverse(Event { time, seq, what: kind << 56 | u64::from(request) }));
        };
        // The user of a failed attempt tries again after a pause, or has failed.
        let mut again = |attempt: Attempt, now: u64, series: &mut [Step]| {
            if attempt.number + 1 == 3 {
                series[attempt.bin as usize].failed += 1;
                failed += 1;
                return None;
            }
            let pause = to_nanos(1e8 * libm::pow(2.0, f64::from(attempt.number)));
            Some((now + pause, Attempt { number: attempt.number + 1, timed_out: false, ..attempt }))
        };
        let mut make = |attempt: Attempt, slab: &mut Vec<Attempt>, unused: &mut Vec<u32>| {
            attempts += 1;
            let Some(request) = unused.pop() else {
                slab.push(attempt);
                return u32::try_from(slab.len() - 1).unwrap_or(0);
            };
            let generation = slab[request as usize].generation;
            slab[request as usize] = Attempt { generation, ..attempt };
            request
        };
        while timeouts.front().is_some_and(|(due, ..)| *due <= now) {
            let Some((due, request, generation)) = timeouts.pop_front() else { break };
            let attempt = &mut slab[request as usize];
            if attempt.generation == generation {
                attempt.timed_out = true;
                asked.record(1_000_000_000);
                if let Some((time, attempt)) = again(*attempt, due, &mut series) {
                    push(time, AGAIN, make(attempt, &mut slab, &mut unused));
                }
            }
        }
        let mut request = u32::try_from(event.what & 0xffff_ffff).unwrap_or(0);
        match event.what >> 56 {
            kind @ (ARRIVAL | AGAIN) => {
                if kind == ARRIVAL {
                    push(now + exp(&mut unit, 1e6), ARRIVAL, 0);
                    sent += 1;
                    series[at].sent += 1;
                    let bin = u32::try_from(at).unwrap_or(0);
                    let attempt = Attempt { first_sent: now, bin, ..Attempt::default() };
                    request = make(attempt, &mut slab, &mut unused);
                }
                let attempt = &mut slab[request as usize];
                attempt.sent = now;
                attempt.server = u8::try_from(to_nanos(unit() * 4.0 - 0.5).min(3)).unwrap_or(0);
                timeouts.push_back((now + 1_000_000_000, request, attempt.generation));
                lb.arrive(now);
                api.arrive(now);
                let server = &mut servers[usize::from(attempt.server)];
                if server.free > 0 {
                    server.free -= 1;
                    api.busy.up(now);
                    api.wait.record(0);
                    push(now + exp(&mut unit, 8e6), SERVED, request);
                } else {
                    server.waiting.push_back(request);
                    api.queued.up(now);
                    api.queue_max = api.queue_max.max(server.waiting.len() as u64);
                }
            }
            SERVED => {
                let server = &mut servers[usize::from(slab[request as usize].server)];
                if let Some(next) = server.waiting.pop_front() {
                    api.queued.down(now);
                    api.wait.record(now - slab[next as usize].sent);
                    push(now + exp(&mut unit, 8e6), SERVED, next);
                } else {
                    server.free += 1;
                    api.busy.down(now);
                }
                slab[request as usize].stored_from = now;
                db.arrive(now);
                if database.free > 0 {
                    database.free -= 1;
                    db.busy.up(now);
                    db.wait.record(0);
                    push(now + exp(&mut unit, 12e6), STORED, request);
                } else {
                    database.waiting.push_back(request);
                    db.queued.up(now);
                    db.queue_max = db.queue_max.max(database.waiting.len() as u64);
                }
            }
            _ => {
                if let Some(next) = database.waiting.pop_front() {
                    db.queued.down(now);
                    db.wait.record(now - slab[next as usize].stored_from);
                    push(now + exp(&mut unit, 12e6), STORED, next);
                } else {
                    database.free += 1;
                    db.busy.down(now);
                }
                let ok = unit() < 0.99;
                let attempt = slab[request as usize];
                let whole = now - attempt.sent;
                db.leave(now, now - attempt.stored_from, ok);
                stored.record(now - attempt.stored_from);
                api.leave(now, whole, ok);
                lb.leave(now, whole, ok);
                slab[request as usize].generation = attempt.generation.wrapping_add(1);
                unused.push(request);
                if attempt.timed_out {
                    continue;
                }
                asked.record(whole);
                if ok {
                    series[at].completed += 1;
                    series[attempt.bin as usize].succeeded += 1;
                    latency[attempt.bin as usize].record(now - attempt.first_sent);
                    done += 1;
                } else if let Some((time, attempt)) = again(attempt, now, &mut series) {
                    push(time, AGAIN, make(attempt, &mut slab, &mut unused));
                }
            }
        }
    }
    assert!(done > sent * 9 / 10 && failed < sent / 1000 && attempts > sent * 1005 / 1000);
    assert_eq!(latency.iter().map(|step| step.count).sum::<u64>(), done);
    assert_eq!(asked.count.min(stored.count).min(lb.latency.count).min(api.wait.count), lb.latency.count);
    sent
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, as wanted")]
fn to_nanos(value: f64) -> u64 {
    (value + 0.5) as u64
}
