//! The systems of the benchmark as a loop written for them alone: a heap of 24-byte events, a slab of
//! attempts, a FIFO for the timeouts.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::counts::{Counts, Histogram};
use crate::{Size, whole};

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
    copy: u16,
    server: u8,
    number: u8,
    timed_out: bool,
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

/// One of the systems.
struct System {
    servers: [Pool; 4],
    database: Pool,
    lb: Counts,
    api: Counts,
    db: Counts,
    asked: Histogram,
    stored: Histogram,
    series: Vec<Step>,
}

impl System {
    fn new(steps: usize) -> Self {
        Self {
            servers: std::array::from_fn(|_| Pool { free: 10, ..Pool::default() }),
            database: Pool { free: 50, ..Pool::default() },
            lb: Counts::new(),
            api: Counts::new(),
            db: Counts::new(),
            asked: Histogram::new(),
            stored: Histogram::new(),
            series: vec![Step::default(); steps],
        }
    }
}

/// Runs the systems; returns how many requests and how many events there were. They have the same timeout
/// and retries as in the simulator, and record what it does: for each request the latencies at the
/// balancer, the servers and the database, the waits at the last two, the latencies of both calls and of
/// the user by step (eight in all); for each component its counts, its areas and a row of its series each
/// step.
#[expect(clippy::too_many_lines, reason = "one loop over four kinds of events, as one would write it")]
pub(crate) fn by_hand(size: Size, seed: u64) -> (u64, u64) {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut unit = move || (random.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0;
    let (end, step, gap) = (size.seconds * 1_000_000_000, whole(size.step * 1e9), 1e9 / size.rate);
    let steps = usize::try_from(end.div_ceil(step)).unwrap_or(1);
    let mut heap: BinaryHeap<Reverse<Event>> = BinaryHeap::new();
    let mut timeouts: VecDeque<(u64, u32, u32)> = VecDeque::new();
    let mut slab: Vec<Attempt> = Vec::new();
    let mut unused: Vec<u32> = Vec::new();
    let mut systems: Vec<System> = (0..size.copies).map(|_| System::new(steps)).collect();
    let mut latency: Vec<Histogram> = (0..steps).map(|_| Histogram::new()).collect();
    let (mut seq, mut done, mut sent, mut attempts, mut failed) = (0_u64, 0_u64, 0_u64, 0_u64, 0_u64);
    let (mut at, mut next_step, mut events) = (0_usize, step, 0_u64);
    let exp = |unit: &mut dyn FnMut() -> f64, mean: f64| whole(-libm::log(1.0 - unit()) * mean);
    for copy in 0..size.copies {
        seq += 1;
        heap.push(Reverse(Event { time: exp(&mut unit, gap), seq, what: ARRIVAL << 56 | u64::from(copy) }));
    }
    while let Some(Reverse(event)) = heap.pop() {
        if event.time >= end {
            break;
        }
        let now = event.time;
        events += 1;
        while now >= next_step {
            for System { lb, api, db, .. } in &mut systems {
                lb.mark(next_step);
                api.mark(next_step);
                db.mark(next_step);
            }
            at += 1;
            next_step += step;
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
            let pause = whole(1e8 * libm::pow(2.0, f64::from(attempt.number)));
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
                let System { asked, series, .. } = &mut systems[usize::from(attempt.copy)];
                asked.record(1_000_000_000);
                if let Some((time, attempt)) = again(*attempt, due, series) {
                    push(time, AGAIN, make(attempt, &mut slab, &mut unused));
                }
            }
        }
        let mut request = u32::try_from(event.what & 0xffff_ffff).unwrap_or(0);
        let copy = match event.what >> 56 {
            ARRIVAL => u16::try_from(request).unwrap_or(0),
            _ => slab[request as usize].copy,
        };
        let System { servers, database, lb, api, db, asked, stored, series } =
            &mut systems[usize::from(copy)];
        match event.what >> 56 {
            kind @ (ARRIVAL | AGAIN) => {
                if kind == ARRIVAL {
                    push(now + exp(&mut unit, gap), ARRIVAL, u32::from(copy));
                    sent += 1;
                    series[at].sent += 1;
                    let bin = u32::try_from(at).unwrap_or(0);
                    let attempt = Attempt { first_sent: now, bin, copy, ..Attempt::default() };
                    request = make(attempt, &mut slab, &mut unused);
                }
                let attempt = &mut slab[request as usize];
                attempt.sent = now;
                attempt.server = u8::try_from(whole(unit() * 4.0 - 0.5).min(3)).unwrap_or(0);
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
                } else if let Some((time, attempt)) = again(attempt, now, series) {
                    push(time, AGAIN, make(attempt, &mut slab, &mut unused));
                }
            }
        }
    }
    assert!(done > sent * 9 / 10 && failed < sent / 1000 && attempts > sent * 1005 / 1000);
    assert_eq!(latency.iter().map(|step| step.count).sum::<u64>(), done);
    for System { asked, stored, lb, api, .. } in &systems {
        assert_eq!(asked.count.min(stored.count).min(lb.latency.count).min(api.wait.count), lb.latency.count);
    }
    (sent, events)
}
