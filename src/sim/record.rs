//! What users see, step by step: requests by the step in which they were sent.

use super::calls::Cause;
use super::part::Part;
use super::stats::Causes;

/// What is counted in a step.
#[derive(Clone, Debug, Default)]
#[repr(align(64))]
pub(crate) struct Step {
    pub(crate) sent: u64,
    pub(crate) succeeded: u64,
    pub(crate) failed: u64,
    /// Successes that came back within the step.
    pub(crate) completed: u64,
    /// When the first and the last request that failed was sent.
    pub(crate) first_failed: Option<u64>,
    pub(crate) last_failed: Option<u64>,
}

/// What is counted about a load over the whole run, for its monitors.
#[derive(Clone, Debug, Default)]
#[repr(C, align(64))]
pub(crate) struct LoadStats {
    pub(crate) sent: u64,
    pub(crate) steps: Vec<Step>,
    pub(crate) succeeded: u64,
    /// Successes slower than each monitor's limit.
    pub(crate) slow: Vec<(u64, u64)>,
    pub(crate) failed: u64,
    pub(crate) causes: Causes,
}

/// A component's areas and counts at the end of a step.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mark {
    pub(crate) arrived: u64,
    pub(crate) failed: u64,
    pub(crate) succeeded: u64,
    pub(crate) busy_area: u128,
    pub(crate) queue_area: u128,
}

/// The record of a run.
#[derive(Clone, Debug)]
pub(crate) struct Recorder {
    /// The starts of the steps, and the end of the run.
    pub(crate) edges: Vec<u64>,
    at: usize,
    pub(crate) next_edge: u64,
    pub(crate) loads: Vec<LoadStats>,
    /// For each component, a mark at the end of each step.
    pub(crate) marks: Vec<Vec<Mark>>,
}

impl Recorder {
    /// Steps of about `step`, with an edge at each of `exact`.
    pub(crate) fn new(end: u64, step: u64, exact: &[u64], loads: usize, parts: usize) -> Self {
        let count = (end / step.max(1)).min(20_000);
        let mut edges: Vec<u64> = (0..=count).map(|index| index * step).chain([0, end]).collect();
        edges.extend(exact.iter().copied().filter(|at| *at < end));
        edges.retain(|at| *at <= end);
        edges.sort_unstable();
        edges.dedup();
        let steps = vec![Step::default(); edges.len() - 1];
        let next_edge = edges.get(1).copied().unwrap_or(end);
        let loads = vec![LoadStats { steps, ..LoadStats::default() }; loads];
        Self { edges, at: 0, next_edge, loads, marks: vec![Vec::new(); parts] }
    }

    /// Closes the steps that end at or before `now`.
    pub(crate) fn advance(&mut self, now: u64, parts: &[Part]) {
        while now >= self.next_edge && self.at + 1 < self.edges.len() {
            for (part, marks) in parts.iter().zip(&mut self.marks) {
                let stats = &part.stats;
                marks.push(Mark {
                    arrived: stats.arrived,
                    failed: stats.failed,
                    succeeded: stats.succeeded,
                    busy_area: stats.busy.area(self.next_edge),
                    queue_area: stats.queued.area(self.next_edge),
                });
            }
            self.at += 1;
            self.next_edge = self.edges.get(self.at + 1).copied().unwrap_or(u64::MAX);
        }
    }

    /// Counts a request that is sent; returns its step.
    pub(crate) fn sent(&mut self, load: usize) -> u32 {
        let stats = &mut self.loads[load];
        stats.sent += 1;
        if let Some(step) = stats.steps.get_mut(self.at) {
            step.sent += 1;
        }
        u32::try_from(self.at).unwrap_or(u32::MAX)
    }

    /// Counts an answer to a request of step `bin`.
    pub(crate) fn done(&mut self, load: usize, bin: u32, sent: u64, now: u64, result: Option<Cause>) {
        let at = self.at;
        let stats = &mut self.loads[load];
        match result {
            None => {
                stats.succeeded += 1;
                let time = now - sent;
                for (limit, count) in &mut stats.slow {
                    *count += u64::from(time > *limit);
                }
                if let Some(step) = stats.steps.get_mut(at) {
                    step.completed += 1;
                }
                if let Some(step) = stats.steps.get_mut(bin as usize) {
                    step.succeeded += 1;
                }
            }
            Some(cause) => {
                stats.failed += 1;
                stats.causes[cause as usize] += 1;
                if let Some(step) = stats.steps.get_mut(bin as usize) {
                    step.failed += 1;
                    step.first_failed = Some(step.first_failed.map_or(sent, |first| first.min(sent)));
                    step.last_failed = Some(step.last_failed.map_or(sent, |last| last.max(sent)));
                }
            }
        }
    }

    /// The steps that start within a window.
    pub(crate) fn within(&self, from: u64, to: u64) -> std::ops::Range<usize> {
        let steps = &self.edges[..self.edges.len() - 1];
        let first = steps.partition_point(|start| *start < from);
        let last = steps.partition_point(|start| *start < to);
        first..last.max(first)
    }
}
