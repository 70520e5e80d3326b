//! A call's way from caller to callee: limits, patience and retries while the model runs.

use crate::model::edge::{Call as CallSpec, Jitter, OnTimeout};
use crate::model::units::{Share, Work};

use super::calls::Cause;
use super::queue::{Lane, Queue};
use super::random::{Stream, ticks};
use super::stats::EdgeStats;

/// What a load or component knows of a component it calls. What every call needs stands together at the
/// start, in two lines of the processor's cache.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub(crate) struct Edge {
    pub(crate) to: u16,
    pub(crate) port: Option<u16>,
    lane: Lane,
    pub(crate) attempts: u8,
    pub(crate) in_flight: u32,
    pub(crate) most: Option<u32>,
    pub(crate) cancel: bool,
    pub(crate) disabled: bool,
    pub(crate) cut: bool,
    pub(crate) ignore: bool,
    /// The timeout in nanoseconds, or `FOREVER`.
    timeout: u64,
    pub(crate) limit: Option<Box<Bucket>>,
    pub(crate) breaker: Option<Box<Breaker>>,
    budget: Option<Box<Budget>>,
    pub(crate) latency: Option<Box<Work>>,
    /// The latency and the loss that faults add, and whether nothing gets through.
    pub(crate) delay: Option<Box<Work>>,
    pub(crate) loss: f64,
    pub(crate) lost: f64,
    pub(crate) stats: EdgeStats,
    pub(crate) stream: Stream,
    jitter: Jitter,
    backoff: u64,
    growth: f64,
    longest: u64,
    /// The edge to the component that is called when this one has failed for good.
    pub(crate) fallback: Option<u16>,
    pub(crate) from: String,
    pub(crate) flag: Option<String>,
}

const _: () = assert!(std::mem::offset_of!(Edge, stats) + 24 <= 128, "two lines of the processor's cache");

/// The timeout of a caller that waits for ever.
const FOREVER: u64 = u64::MAX;

impl Edge {
    pub(crate) fn new(
        from: &str,
        to: u16,
        to_name: &str,
        spec: &CallSpec,
        seed: u64,
        queue: &mut Queue,
    ) -> Self {
        let retry = spec.retry.as_ref();
        Self {
            from: from.to_owned(),
            to,
            timeout: spec.timeout.map_or(FOREVER, |timeout| timeout.0),
            lane: spec.timeout.map_or(Lane::MAX, |timeout| queue.lane(timeout.0)),
            cancel: spec.on_timeout == OnTimeout::Cancel,
            attempts: retry.map_or(1, |retry| u8::try_from(retry.attempts).unwrap_or(u8::MAX)),
            backoff: retry.and_then(|retry| retry.backoff).map_or(0, |backoff| backoff.0),
            growth: retry.and_then(|retry| retry.growth).map_or(2.0, |growth| growth.0),
            longest: retry.and_then(|retry| retry.max).map_or(u64::MAX, |max| max.0),
            jitter: retry.map_or(Jitter::None, |retry| retry.jitter),
            budget: retry.and_then(|retry| retry.budget).map(Budget::new).map(Box::new),
            latency: spec.latency.clone().map(Box::new),
            loss: spec.loss.map_or(0.0, |loss| loss.0),
            delay: None,
            lost: 0.0,
            cut: false,
            port: spec.port,
            limit: spec.rate_limit.as_ref().map(|limit| Box::new(Bucket::new(limit))),
            most: spec.max_in_flight,
            in_flight: 0,
            breaker: spec.breaker.as_ref().map(|breaker| Box::new(Breaker::new(breaker))),
            flag: spec.flag.clone(),
            disabled: false,
            ignore: spec.fallback.as_deref() == Some("ignore"),
            fallback: None,
            stream: Stream::new(seed, &format!("{from}->{to_name}"), "edge"),
            stats: EdgeStats::default(),
        }
    }

    /// How long the caller waits, and the lane of that delay; none when it waits for ever.
    pub(crate) fn patience(&self) -> Option<(u64, Lane)> {
        (self.timeout != FOREVER).then_some((self.timeout, self.lane))
    }

    pub(crate) fn set_patience(&mut self, timeout: Option<u64>, queue: &mut Queue) {
        self.timeout = timeout.unwrap_or(FOREVER);
        self.lane = timeout.map_or(Lane::MAX, |timeout| queue.lane(timeout));
    }

    /// Counts a first attempt towards the retry budget.
    pub(crate) fn first_attempt(&mut self) {
        self.stats.calls += 1;
        if let Some(budget) = &mut self.budget {
            budget.tokens = (budget.tokens + budget.share).min(Budget::MOST);
        }
    }

    /// Whether a failed attempt, counted from 0, is tried again, and after which pause.
    pub(crate) fn retry(&mut self, attempt: u8, cause: Cause) -> Option<u64> {
        if attempt + 1 >= self.attempts || cause == Cause::BreakerOpen {
            return None;
        }
        if let Some(budget) = &mut self.budget {
            if budget.tokens < 1.0 {
                return None;
            }
            budget.tokens -= 1.0;
        }
        if self.backoff == 0 {
            return Some(0);
        }
        let pause = self.backoff as f64 * libm::pow(self.growth, f64::from(attempt));
        let pause = pause.min(self.longest as f64);
        Some(ticks(match self.jitter {
            Jitter::None => pause,
            Jitter::Full => pause * self.stream.unit(),
            Jitter::Equal => pause * (0.5 + self.stream.unit() / 2.0),
        }))
    }

    /// Whether this attempt may leave at all.
    pub(crate) fn admit(&mut self, now: u64) -> Result<(), Cause> {
        if self.most.is_some_and(|most| self.in_flight >= most) {
            return Err(Cause::TooManyInFlight);
        }
        if self.breaker.as_mut().is_some_and(|breaker| !breaker.admit(now)) {
            return Err(Cause::BreakerOpen);
        }
        if self.limit.as_mut().is_some_and(|limit| !limit.take(now)) {
            return Err(Cause::RateLimited);
        }
        Ok(())
    }

    /// Whether the request is lost on the way.
    pub(crate) fn loses(&mut self) -> bool {
        self.cut || self.stream.chance(self.loss) || self.stream.chance(self.lost)
    }

    /// The time on the way, in one direction.
    pub(crate) fn way(&mut self) -> u64 {
        let stream = &mut self.stream;
        let mut draw = |work: &Option<Box<Work>>| match work {
            Some(work) => super::random::draw(work, stream),
            None => 0,
        };
        draw(&self.latency) + draw(&self.delay)
    }

    /// Counts the end of an attempt.
    pub(crate) fn ended(&mut self, now: u64, result: Option<Cause>) {
        self.in_flight -= 1;
        match result {
            None => self.stats.succeeded += 1,
            Some(cause) => self.stats.causes[cause as usize] += 1,
        }
        if let Some(breaker) = &mut self.breaker {
            breaker.ended(now, result.is_some());
        }
    }
}

/// A retry budget: each first attempt earns a share of a retry.
#[derive(Clone, Debug)]
struct Budget {
    share: f64,
    tokens: f64,
}

impl Budget {
    /// The most retries that can be saved up.
    const MOST: f64 = 100.0;

    fn new(share: Share) -> Self {
        Self { share: share.0, tokens: 0.0 }
    }
}

/// A token bucket.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    rate: f64,
    burst: f64,
    tokens: f64,
    at: u64,
}

impl Bucket {
    pub(crate) fn new(spec: &crate::model::edge::RateLimit) -> Self {
        let burst = spec.burst.map_or_else(|| spec.rate.0.max(1.0), f64::from);
        Self { rate: spec.rate.0, burst, tokens: burst, at: 0 }
    }

    /// Takes a token if there is one.
    pub(crate) fn take(&mut self, now: u64) -> bool {
        let earned = (now - self.at) as f64 * 1e-9 * self.rate;
        self.tokens = (self.tokens + earned).min(self.burst);
        self.at = now;
        let there = self.tokens >= 1.0;
        if there {
            self.tokens -= 1.0;
        }
        there
    }
}

/// A circuit breaker over the last calls.
#[derive(Clone, Debug)]
pub(crate) struct Breaker {
    share: f64,
    over: usize,
    open_for: u64,
    trials: u32,
    /// The last results, newest at `next`; true is a failure.
    last: Vec<bool>,
    next: usize,
    state: BreakerState,
    pub(crate) opened: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BreakerState {
    Closed,
    Open { until: u64 },
    HalfOpen { sent: u32, good: u32 },
}

impl Breaker {
    fn new(spec: &crate::model::edge::Breaker) -> Self {
        Self {
            share: spec.failures.0,
            over: spec.over.unwrap_or(20) as usize,
            open_for: spec.open_for.0,
            trials: spec.half_open.unwrap_or(1),
            last: Vec::new(),
            next: 0,
            state: BreakerState::Closed,
            opened: 0,
        }
    }

    fn admit(&mut self, now: u64) -> bool {
        if let BreakerState::Open { until } = self.state
            && now >= until
        {
            self.state = BreakerState::HalfOpen { sent: 0, good: 0 };
        }
        match &mut self.state {
            BreakerState::Closed => true,
            BreakerState::Open { .. } => false,
            BreakerState::HalfOpen { sent, .. } => {
                *sent += 1;
                *sent <= self.trials
            }
        }
    }

    fn ended(&mut self, now: u64, failed: bool) {
        match &mut self.state {
            BreakerState::Open { .. } => {}
            BreakerState::HalfOpen { .. } if failed => self.open(now),
            BreakerState::HalfOpen { good, .. } => {
                *good += 1;
                if *good >= self.trials {
                    self.state = BreakerState::Closed;
                    self.last.clear();
                    self.next = 0;
                }
            }
            BreakerState::Closed => {
                if self.last.len() < self.over {
                    self.last.push(failed);
                } else {
                    self.last[self.next] = failed;
                    self.next = (self.next + 1) % self.over;
                }
                let failures = self.last.iter().filter(|failed| **failed).count();
                if self.last.len() == self.over && failures as f64 >= self.share * self.over as f64 {
                    self.open(now);
                }
            }
        }
    }

    fn open(&mut self, now: u64) {
        self.opened += 1;
        self.state = BreakerState::Open { until: now + self.open_for };
    }
}
