//! Quorums: a leader, elections, and what a one-way partition makes of them.
//!
//! Followers hear of the leader every heartbeat, at the same phase for all. One that hears nothing for its
//! election timeout (drawn anew at each heartbeat) stands for election in a higher term, which ends the
//! leadership of whoever it reaches, directly or through others. It wins when a majority can exchange
//! messages with it and none of that majority has a newer log.

use crate::model::component::Quorum as Spec;
use crate::model::units::{Duration, Work};

use crate::sim::calls::{Call, Cause, State};
use crate::sim::components::{Kind, Next};
use crate::sim::part::Node;
use crate::sim::queue::What;
use crate::sim::random::{Stream, draw};
use crate::sim::timer::Timer;
use crate::sim::world::World;

#[derive(Clone, Debug)]
pub(crate) struct Quorum {
    pub(crate) leader: Option<usize>,
    heartbeat: u64,
    election: Work,
    round_trip: u64,
    linearizable: bool,
    preferred: Option<usize>,
    term: u32,
    /// Messages that do not get through: `cut[from][to]`.
    pub(crate) cut: Vec<Vec<bool>>,
    /// When each node last had everything the leader had.
    log: Vec<u64>,
    /// How far each node's clock is ahead, in nanoseconds.
    pub(crate) skew: Vec<i64>,
    stream: Stream,
    phase: u64,
    pub(crate) elections: u64,
    leaderless_since: Option<u64>,
    pub(crate) leaderless: u64,
}

/// What a call notes: it waits for the followers.
const COMMITTING: u32 = 1;

impl Quorum {
    pub(crate) fn new(spec: &Spec, mut stream: Stream) -> Self {
        let nodes = spec.nodes as usize;
        let heartbeat = spec.heartbeat.map_or(50_000_000, |heartbeat| heartbeat.0.max(1));
        let usual = Work::Uniform(Duration(150_000_000), Duration(300_000_000));
        let phase = crate::sim::random::ticks(stream.unit() * heartbeat as f64 - 0.5);
        Self {
            leader: Some(0),
            heartbeat,
            election: spec.election.clone().unwrap_or(usual),
            round_trip: spec.round_trip.map_or(1_000_000, |time| time.0),
            linearizable: spec.linearizable_reads,
            preferred: spec.preferred_leader.map(|node| node as usize),
            term: 1,
            cut: vec![vec![false; nodes]; nodes],
            log: vec![0; nodes],
            skew: vec![0; nodes],
            stream,
            phase,
            elections: 0,
            leaderless_since: None,
            leaderless: 0,
        }
    }

    fn majority(&self) -> usize {
        self.cut.len() / 2 + 1
    }

    /// Whether two nodes can exchange messages.
    fn exchange(&self, nodes: &[Node], a: usize, b: usize) -> bool {
        nodes[a].serves() && nodes[b].serves() && !self.cut[a][b] && !self.cut[b][a]
    }

    /// Whether the leader can commit.
    pub(crate) fn commits(&self, nodes: &[Node]) -> bool {
        self.leader.is_some_and(|leader| {
            (0..nodes.len()).filter(|node| self.exchange(nodes, leader, *node)).count() >= self.majority()
        })
    }

    /// The node that takes a request: the leader for writes, any live node for reads.
    pub(crate) fn route(&mut self, nodes: &[Node], call: &Call, stream: &mut Stream) -> Result<u16, Cause> {
        let short = |node: usize| u16::try_from(node).map_err(|_| Cause::NoInstance);
        if call.write || self.linearizable {
            if !self.commits(nodes) {
                return Err(Cause::NoLeader);
            }
            return self.leader.map_or(Err(Cause::NoLeader), short);
        }
        let alive: Vec<usize> = (0..nodes.len()).filter(|node| nodes[*node].serves()).collect();
        let bound = u32::try_from(alive.len()).unwrap_or(0);
        if bound == 0 {
            return Err(Cause::Refused);
        }
        alive.get(stream.below(bound) as usize).copied().map_or(Err(Cause::Refused), short)
    }

    /// The time of a node's clock.
    pub(crate) fn clock(&self, node: usize, now: u64) -> i64 {
        i64::try_from(now).unwrap_or(i64::MAX).saturating_add(self.skew[node])
    }

    fn note_leader(&mut self, now: u64, leader: Option<usize>) {
        self.leader = leader;
        match (leader, self.leaderless_since) {
            (None, None) => self.leaderless_since = Some(now),
            (Some(_), Some(since)) => {
                self.leaderless += now - since;
                self.leaderless_since = None;
            }
            _ => {}
        }
    }

    /// The time without a leader up to `now`.
    pub(crate) fn without_leader(&self, now: u64) -> u64 {
        self.leaderless + self.leaderless_since.map_or(0, |since| now - since)
    }
}

impl World<'_> {
    fn quorum(&mut self, at: usize) -> Option<(&mut Quorum, &mut Vec<Node>)> {
        let part = &mut self.parts[at];
        match &mut part.kind {
            Kind::Quorum(quorum) => Some((quorum.as_mut(), &mut part.nodes)),
            _ => None,
        }
    }

    /// A write waits for a majority of the followers.
    pub(crate) fn commit(&mut self, child: u32) -> Next {
        let call = self.calls[child];
        let now = self.now;
        let Some((quorum, nodes)) = self.quorum(usize::from(call.part)) else { return Next::Calls };
        if !call.write {
            return Next::Done(None);
        }
        if quorum.leader != Some(usize::from(call.node)) || !quorum.commits(nodes) {
            return Next::Done(Some(Cause::NoLeader));
        }
        if call.note == COMMITTING || quorum.round_trip == 0 {
            return Next::Done(None);
        }
        let time = quorum.round_trip;
        self.calls[child].note = COMMITTING;
        self.calls[child].state = State::Working;
        self.queue.push(now + time, What::Worked, child, call.generation);
        Next::Wait
    }

    /// Brings the logs of those that follow the leader up to now; to be called before a link or node
    /// changes.
    pub(crate) fn sync_logs(&mut self, at: usize) {
        let now = self.now;
        let Some((quorum, nodes)) = self.quorum(at) else { return };
        let Some(leader) = quorum.leader.filter(|_| quorum.commits(nodes)) else { return };
        for node in 0..nodes.len() {
            if quorum.exchange(nodes, leader, node) {
                quorum.log[node] = now;
            }
        }
    }

    /// Links or nodes have changed: followers that no longer hear the leader will stand for election, and
    /// a leader without a majority steps down.
    pub(crate) fn quorum_changed(&mut self, at: usize) {
        let now = self.now;
        let Some((quorum, nodes)) = self.quorum(at) else { return };
        let deaf: Vec<usize> = (0..nodes.len())
            .filter(|node| nodes[*node].serves() && Some(*node) != quorum.leader)
            .filter(|node| {
                quorum.leader.is_none_or(|leader| !nodes[leader].serves() || quorum.cut[leader][*node])
            })
            .collect();
        let heard = now.saturating_sub((now + quorum.heartbeat - quorum.phase) % quorum.heartbeat);
        let mut soonest: Option<(u64, usize)> = None;
        for node in deaf {
            let at = heard + draw(&quorum.election, &mut quorum.stream);
            if soonest.is_none_or(|(best, _)| at < best) {
                soonest = Some((at, node));
            }
        }
        if let Some((time, _)) = soonest {
            let term = quorum.term;
            self.at(time.max(now), Timer::Elect(at, term));
        }
        let Some((quorum, nodes)) = self.quorum(at) else { return };
        if quorum.leader.is_some_and(|leader| nodes[leader].serves()) && !quorum.commits(nodes) {
            let (wait, term) = (draw(&quorum.election, &mut quorum.stream), quorum.term);
            self.after(wait, Timer::StepDown(at, term));
        }
    }

    /// A leader that reaches no majority gives up.
    pub(crate) fn step_down(&mut self, at: usize, term: u32) {
        let now = self.now;
        let name = self.parts[at].name.clone();
        let Some((quorum, nodes)) = self.quorum(at) else { return };
        if quorum.term != term || quorum.leader.is_none() || quorum.commits(nodes) {
            return;
        }
        quorum.note_leader(now, None);
        self.say(format!("{name} has no leader"), None, Some("the leader reaches no majority".to_owned()));
        self.check_conditions();
    }

    /// Somebody stands for election.
    pub(crate) fn elect(&mut self, at: usize, term: u32) {
        let now = self.now;
        let name = self.parts[at].name.clone();
        self.sync_logs(at);
        let Some((quorum, nodes)) = self.quorum(at) else { return };
        if quorum.term != term {
            return;
        }
        let count = nodes.len();
        let deaf = |quorum: &Quorum, node: usize| {
            nodes[node].serves()
                && Some(node) != quorum.leader
                && quorum.leader.is_none_or(|leader| !nodes[leader].serves() || quorum.cut[leader][node])
        };
        let candidates: Vec<usize> = (0..count).filter(|node| deaf(quorum, *node)).collect();
        if candidates.is_empty() {
            return;
        }
        let bound = u32::try_from(candidates.len()).unwrap_or(1);
        let first = candidates[quorum.stream.below(bound) as usize];
        let candidate = quorum.preferred.filter(|node| candidates.contains(node)).unwrap_or(first);
        quorum.term += 1;
        quorum.elections += 1;
        let votes = (0..count)
            .filter(|node| {
                quorum.exchange(nodes, candidate, *node) && quorum.log[*node] <= quorum.log[candidate]
            })
            .count();
        let reached = (0..count).any(|node| quorum.exchange(nodes, candidate, node) && node != candidate);
        let had_leader = quorum.leader.is_some();
        let won = votes >= quorum.majority();
        if won {
            quorum.note_leader(now, Some(candidate));
        } else if reached {
            quorum.note_leader(now, None);
        }
        let (term, count, led) = (quorum.term, quorum.elections, quorum.leader.is_some());
        let again = draw(&quorum.election, &mut quorum.stream);
        if count <= 3 || won != had_leader && count <= 20 {
            let node = self.parts[at].node_name(candidate);
            let what = if won { "is elected leader" } else { "stands for election and does not win" };
            self.say(format!("{node} {what}"), None, None);
        }
        if won {
            self.quorum_changed(at);
        } else {
            self.after(again, Timer::Elect(at, term));
        }
        if had_leader && !led && count <= 20 {
            self.say(
                format!("{name} has no leader"),
                None,
                Some("a higher term ends the leadership".to_owned()),
            );
        }
        self.lease_leader_changed(at);
        self.check_conditions();
    }
}
