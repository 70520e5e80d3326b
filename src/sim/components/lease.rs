//! Leases: workers that run a job while they hold a lock with a time to live.
//!
//! The quorum's leader keeps the expiry as a time of its own clock. A new leader with a clock ahead of the
//! old one's finds the lease expired too early, and grants it to a second worker while the first still
//! works.

use crate::model::component::Lease as Spec;

use crate::sim::components::Kind;
use crate::sim::random::draw;
use crate::sim::timer::Timer;
use crate::sim::world::World;

#[derive(Clone, Debug)]
pub(crate) struct Lease {
    spec: Spec,
    pub(crate) quorum: usize,
    workers: Vec<Worker>,
    /// The worker that holds the lease, as the quorum sees it, and when it expires by the leader's clock.
    held: Option<(usize, i64)>,
    /// Changes with every grant, renewal and expiry.
    epoch: u32,
    pub(crate) jobs: u64,
    pub(crate) refused: u64,
    pub(crate) expired_early: u64,
    pub(crate) most: u32,
    running_since: u64,
    /// The time with two or more jobs at once.
    pub(crate) overlap: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Worker {
    running: bool,
    /// Whether its lease was taken from it while it ran.
    lost: bool,
    epoch: u32,
    granted: u64,
}

impl Lease {
    pub(crate) fn new(spec: &Spec, quorum: usize) -> Self {
        Self {
            spec: spec.clone(),
            quorum,
            workers: vec![Worker::default(); spec.contenders.unwrap_or(2) as usize],
            held: None,
            epoch: 0,
            jobs: 0,
            refused: 0,
            expired_early: 0,
            most: 0,
            running_since: 0,
            overlap: 0,
        }
    }

    pub(crate) fn contenders(&self) -> usize {
        self.workers.len()
    }

    pub(crate) fn running(&self) -> u32 {
        u32::try_from(self.workers.iter().filter(|worker| worker.running).count()).unwrap_or(0)
    }

    fn note(&mut self, now: u64) {
        if self.running() > 1 {
            self.overlap += now - self.running_since;
        }
        self.running_since = now;
    }
}

impl World<'_> {
    fn lease(&mut self, at: usize) -> Option<&mut Lease> {
        match &mut self.parts[at].kind {
            Kind::Lease(lease) => Some(lease.as_mut()),
            _ => None,
        }
    }

    /// The clock of the quorum's leader, when it has one that can commit.
    fn leader_clock(&self, at: usize) -> Option<i64> {
        let Kind::Lease(lease) = &self.parts[at].kind else { return None };
        let part = &self.parts[lease.quorum];
        let Kind::Quorum(quorum) = &part.kind else { return None };
        quorum.leader.filter(|_| quorum.commits(&part.nodes)).map(|leader| quorum.clock(leader, self.now))
    }

    /// A worker asks for the lease.
    pub(crate) fn lease_try(&mut self, at: usize, worker: usize, epoch: u32) {
        let now = self.now;
        let clock = self.leader_clock(at);
        let up = self.parts[at].nodes.get(worker).is_some_and(crate::sim::part::Node::serves);
        let name = self.parts[at].node_name(worker);
        let Self { parts, .. } = self;
        let part = &mut parts[at];
        let Kind::Lease(lease) = &mut part.kind else { return };
        if lease.workers[worker].epoch != epoch || lease.workers[worker].running {
            return;
        }
        let retry = lease.spec.retry.0.max(1);
        let Some(clock) = clock.filter(|clock| up && lease.held.is_none_or(|(_, expires)| expires <= *clock))
        else {
            return self.after(retry, Timer::LeaseTry(at, worker, epoch));
        };
        let ttl = i64::try_from(lease.spec.ttl.0).unwrap_or(i64::MAX);
        lease.held = Some((worker, clock.saturating_add(ttl)));
        lease.epoch += 1;
        lease.note(now);
        lease.workers[worker] = Worker { running: true, lost: false, epoch: epoch + 1, granted: now };
        lease.jobs += 1;
        lease.most = lease.most.max(lease.running());
        let (running, renew, granted, ttl) =
            (lease.running(), lease.spec.renew, lease.epoch, lease.spec.ttl.0);
        let job = draw(&lease.spec.job, &mut part.rng.work);
        if running > 1 {
            let why = "the lease of the first had expired by the leader's clock";
            self.say(
                format!("{name} starts its job while {} still run", running - 1),
                None,
                Some(why.to_owned()),
            );
        }
        self.after(job, Timer::LeaseDone(at, worker, epoch + 1));
        if let Some(renew) = renew {
            self.after(renew.0.max(1), Timer::LeaseRenew(at, worker, epoch + 1));
        }
        self.after(ttl, Timer::LeaseExpired(at, granted));
    }

    /// The holder renews its lease.
    pub(crate) fn lease_renew(&mut self, at: usize, worker: usize, epoch: u32) {
        let clock = self.leader_clock(at);
        let Some(lease) = self.lease(at) else { return };
        let Some(renew) = lease.spec.renew else { return };
        if lease.workers[worker].epoch != epoch || !lease.workers[worker].running {
            return;
        }
        let ttl = lease.spec.ttl.0;
        if let (Some(clock), Some((holder, expires))) = (clock, lease.held) {
            if holder == worker && expires > clock {
                lease.held = Some((worker, clock.saturating_add(i64::try_from(ttl).unwrap_or(i64::MAX))));
                lease.epoch += 1;
                let granted = lease.epoch;
                self.after(ttl, Timer::LeaseExpired(at, granted));
            } else {
                lease.workers[worker].lost = true;
            }
        }
        self.after(renew.0.max(1), Timer::LeaseRenew(at, worker, epoch));
    }

    /// A job ends; its worker gives the lease back if it still has it.
    pub(crate) fn lease_done(&mut self, at: usize, worker: usize, epoch: u32) {
        let now = self.now;
        let Some(lease) = self.lease(at) else { return };
        if lease.workers[worker].epoch != epoch || !lease.workers[worker].running {
            return;
        }
        lease.note(now);
        lease.workers[worker].running = false;
        let holds = lease.held.is_some_and(|(holder, _)| holder == worker);
        if holds {
            lease.held = None;
            lease.epoch += 1;
        } else if lease.spec.fencing {
            lease.refused += 1;
        }
        let rest = lease.spec.rest.unwrap_or(lease.spec.retry).0.max(1);
        self.after(rest, Timer::LeaseTry(at, worker, epoch));
    }

    /// The leader looks whether the lease has expired by its clock.
    pub(crate) fn lease_expired(&mut self, at: usize, epoch: u32) {
        let now = self.now;
        let clock = self.leader_clock(at);
        let name = self.parts[at].name.clone();
        let Some(lease) = self.lease(at) else { return };
        let (Some(clock), Some((holder, expires))) = (clock, lease.held) else { return };
        if lease.epoch != epoch || expires > clock {
            return;
        }
        lease.held = None;
        lease.epoch += 1;
        let worker = &mut lease.workers[holder];
        worker.lost = true;
        let early = worker.running && now - worker.granted < lease.spec.ttl.0;
        if early {
            lease.expired_early += 1;
            let age = crate::model::units::Duration(now - lease.workers[holder].granted).short();
            let ttl = lease.spec.ttl.short();
            let why = format!("the leader's clock says {ttl} are over, after {age}");
            self.say(format!("{name}/{holder} loses its lease too early"), None, Some(why));
        }
    }

    /// A new leader, or another clock: leases are looked at anew.
    pub(crate) fn lease_leader_changed(&mut self, quorum: usize) {
        for at in 0..self.parts.len() {
            let Kind::Lease(lease) = &self.parts[at].kind else { continue };
            if lease.quorum != quorum {
                continue;
            }
            let (epoch, held) = (lease.epoch, lease.held);
            let (Some(clock), Some((_, expires))) = (self.leader_clock(at), held) else { continue };
            let left = u64::try_from(expires.saturating_sub(clock)).unwrap_or(0);
            self.after(left, Timer::LeaseExpired(at, epoch));
        }
    }
}
