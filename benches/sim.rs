//! How fast the simulator is: against a loop written by hand for one system, and as systems grow.
//!
//! The system is Poisson 1000/s → random balancer over 4 servers (10 workers, exp 8 ms) → database (50
//! workers, exp 12 ms), with a timeout of 1 s for each request, a histogram of latencies and a time series.
//! Rounds alternate, medians of CPU-bound wall time are compared; a figure counts as a ratio.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::fmt::Write;
use std::time::Instant;

use afterword::model;
use afterword::sim::{self, Options};
use afterword::text::Source;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const SECONDS: u64 = 1000;
const ROUNDS: usize = 5;

fn main() {
    let tandem = tandem();
    let mut ours = Vec::new();
    let mut reference = Vec::new();
    for round in 0..ROUNDS {
        let start = Instant::now();
        let requests = by_hand(round as u64);
        reference.push(requests as f64 / start.elapsed().as_secs_f64());
        let start = Instant::now();
        let (requests, _) = simulate(&tandem, round as u64);
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
        let mut costs: Vec<f64> = (0..3)
            .map(|round| {
                let start = Instant::now();
                let (_, events) = simulate(&model, round);
                start.elapsed().as_secs_f64() * 1e9 / events as f64
            })
            .collect();
        let cost = median(&mut costs);
        let base = *first.get_or_insert(cost);
        println!("{components:>5} components {cost:>8.0} ns per event, {:.2} of that at 10", cost / base);
    }
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

/// Requests and events of a run.
fn simulate(model: &model::Model, seed: u64) -> (u64, u64) {
    let options = Options { seed: Some(seed + 1), runs: Some(1), variant: None };
    let outcome = sim::run(model, &options).expect("a runnable model");
    let replay = &outcome.variants[0];
    (replay.impact.requests, replay.steps)
}

fn tandem() -> model::Model {
    read(&format!(
        "model: tandem\nclock: {{ start: 2024-01-01T00:00, run_for: {SECONDS}s, step: 5s }}\nload:\n  \
         users: {{ rate: 1000/s, call: lb, timeout: 1s }}\ncomponents:\n  \
         lb: {{ kind: load_balancer, to: api, policy: random }}\n  \
         api: {{ kind: service, instances: 4, workers: 10, work: exp(8ms), blocking: false, calls: {{ db: {{}} }} }}\n  \
         db: {{ kind: service, workers: 50, work: exp(12ms) }}\n"
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
    /// The kind in the top byte, the generation of the request, its number.
    what: u64,
}

const ARRIVAL: u64 = 0;
const SERVED: u64 = 1;
const STORED: u64 = 2;

#[derive(Clone, Copy, Default)]
struct Request {
    sent: u64,
    server: usize,
    generation: u32,
    timed_out: bool,
}

/// The same system as a loop written for it alone: a heap of 24-byte events, a slab of requests, a FIFO
/// for the timeouts, a logarithmic histogram and a series of steps.
fn by_hand(seed: u64) -> u64 {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut unit = move || (random.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0;
    let end = SECONDS * 1_000_000_000;
    let mut heap: BinaryHeap<Reverse<Event>> = BinaryHeap::new();
    let mut timeouts: VecDeque<(u64, u32, u32)> = VecDeque::new();
    let mut slab: Vec<Request> = Vec::new();
    let mut free: Vec<u32> = Vec::new();
    let mut servers: [(u32, VecDeque<u32>); 4] = Default::default();
    let mut database: (u32, VecDeque<u32>) = (0, VecDeque::new());
    let mut histogram = vec![0_u64; 64 * 64];
    let mut series = vec![[0_u64; 3]; usize::try_from(SECONDS / 5 + 1).unwrap_or(1)];
    let (mut seq, mut done, mut sent) = (0_u64, 0_u64, 0_u64);
    let exp = |unit: &mut dyn FnMut() -> f64, mean: f64| to_nanos(-libm::log(1.0 - unit()) * mean);
    let step = |now: u64| usize::try_from(now / 5_000_000_000).unwrap_or(0);
    let pack = |kind: u64, request: u32, generation: u32| {
        kind << 56 | u64::from(generation & 0xff_ffff) << 32 | u64::from(request)
    };
    heap.push(Reverse(Event { time: exp(&mut unit, 1e6), seq, what: pack(ARRIVAL, 0, 0) }));
    while let Some(Reverse(event)) = heap.pop() {
        if event.time >= end {
            break;
        }
        let now = event.time;
        while timeouts.front().is_some_and(|(due, ..)| *due <= now) {
            let Some((_, request, generation)) = timeouts.pop_front() else { break };
            if slab[request as usize].generation == generation {
                slab[request as usize].timed_out = true;
                series[step(now)][2] += 1;
            }
        }
        let mut push = |time: u64, what: u64| {
            seq += 1;
            heap.push(Reverse(Event { time, seq, what }));
        };
        let request = u32::try_from(event.what & 0xffff_ffff).unwrap_or(0);
        match event.what >> 56 {
            ARRIVAL => {
                push(now + exp(&mut unit, 1e6), pack(ARRIVAL, 0, 0));
                sent += 1;
                series[step(now)][0] += 1;
                let request = free.pop().unwrap_or_else(|| {
                    slab.push(Request::default());
                    u32::try_from(slab.len() - 1).unwrap_or(0)
                });
                let server =
                    if unit() < 0.5 { usize::from(unit() < 0.5) } else { 2 + usize::from(unit() < 0.5) };
                let slot = &mut slab[request as usize];
                *slot = Request { sent: now, server, generation: slot.generation, timed_out: false };
                timeouts.push_back((now + 1_000_000_000, request, slot.generation));
                if servers[server].0 < 10 {
                    servers[server].0 += 1;
                    push(now + exp(&mut unit, 8e6), pack(SERVED, request, slot.generation));
                } else {
                    servers[server].1.push_back(request);
                }
            }
            SERVED => {
                let server = slab[request as usize].server;
                if let Some(next) = servers[server].1.pop_front() {
                    let generation = slab[next as usize].generation;
                    push(now + exp(&mut unit, 8e6), pack(SERVED, next, generation));
                } else {
                    servers[server].0 -= 1;
                }
                if database.0 < 50 {
                    database.0 += 1;
                    let generation = slab[request as usize].generation;
                    push(now + exp(&mut unit, 12e6), pack(STORED, request, generation));
                } else {
                    database.1.push_back(request);
                }
            }
            _ => {
                if let Some(next) = database.1.pop_front() {
                    let generation = slab[next as usize].generation;
                    push(now + exp(&mut unit, 12e6), pack(STORED, next, generation));
                } else {
                    database.0 -= 1;
                }
                let slot = &mut slab[request as usize];
                if !slot.timed_out {
                    let latency = now - slot.sent;
                    let octave = (64 - latency.leading_zeros()).saturating_sub(6);
                    let sub = if octave == 0 { latency } else { (latency >> (octave - 1)) - 64 };
                    histogram[octave as usize * 64 + usize::try_from(sub).unwrap_or(0)] += 1;
                    series[step(now)][1] += 1;
                    done += 1;
                }
                slot.generation = slot.generation.wrapping_add(1);
                free.push(request);
            }
        }
    }
    assert!(done > sent * 9 / 10 && histogram.iter().sum::<u64>() == done);
    sent
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, as wanted")]
fn to_nanos(value: f64) -> u64 {
    (value + 0.5) as u64
}
