//! What is particular to each kind of component; what they share is in `flow` and `part`.

pub(crate) mod balancer;
pub(crate) mod cache;
pub(crate) mod database;
pub(crate) mod lease;
pub(crate) mod pool;
pub(crate) mod quorum;
pub(crate) mod resource;
pub(crate) mod service;

use balancer::Balancer;
use cache::Cache;
use database::Database;
use lease::Lease;
use pool::Pool;
use quorum::Quorum;
use resource::Resource;
use service::Service;

use super::calls::{Call, Cause};
use super::part::Part;
use super::world::World;

/// A component's kind with its state; what is large stays out of the way of plain services.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Service(Service),
    Balancer(Box<Balancer>),
    Database(Box<Database>),
    Cache(Box<Cache>),
    Pool(Box<Pool>),
    Resource(Box<Resource>),
    Quorum(Box<Quorum>),
    Lease(Box<Lease>),
}

/// What a call does next.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Next {
    /// Makes its component's calls.
    Calls,
    /// Makes one call over this edge.
    Send(u16),
    /// Waits for something else.
    Wait,
    /// Is answered.
    Done(Option<Cause>),
}

impl Part {
    /// The node that takes a call.
    pub(crate) fn route(&mut self, call: &mut Call) -> Result<u16, Cause> {
        let Self { kind, nodes, rng, .. } = self;
        match kind {
            Kind::Service(service) => service.route(nodes),
            Kind::Database(database) => database.route(nodes, call, &mut rng.route),
            Kind::Cache(cache) => cache.route(nodes, call.key),
            Kind::Pool(_) => Ok(by_key(call.key, nodes.len())),
            Kind::Quorum(quorum) => quorum.route(nodes, call, &mut rng.route),
            Kind::Balancer(_) | Kind::Resource(_) | Kind::Lease(_) => Ok(0),
        }
    }
}

/// The node of a key.
pub(crate) fn by_key(key: u32, nodes: usize) -> u16 {
    let place = super::random::mix(u64::from(key)) % (nodes.max(1) as u64);
    u16::try_from(place).unwrap_or_default()
}

impl World<'_> {
    /// What a call does once its component's own work is done.
    pub(crate) fn after_work(&mut self, child: u32) -> Next {
        match &self.parts[usize::from(self.calls[child].part)].kind {
            Kind::Cache(_) => self.looked_up(child),
            Kind::Resource(_) => self.take_resource(child),
            Kind::Balancer(_) => self.pass_on(child),
            Kind::Quorum(_) => self.commit(child),
            Kind::Database(_) => self.replicate(child),
            Kind::Service(_) | Kind::Pool(_) | Kind::Lease(_) => Next::Calls,
        }
    }

    /// What a call does once one of its calls is answered.
    pub(crate) fn after_reply(&mut self, parent: u32, result: Option<Cause>) -> Next {
        match &self.parts[usize::from(self.calls[parent].part)].kind {
            Kind::Cache(_) => self.fetched(parent, result),
            _ => Next::Calls,
        }
    }

    /// Whether a call that is answered keeps its worker.
    pub(crate) fn keeps(&mut self, child: u32) -> bool {
        let part = usize::from(self.calls[child].part);
        matches!(self.parts[part].kind, Kind::Pool(_)) && self.leaks(child)
    }

    /// A call has left its component.
    pub(crate) fn finished(&mut self, child: u32, result: Option<Cause>) {
        let part = usize::from(self.calls[child].part);
        if let Kind::Cache(_) = &self.parts[part].kind {
            self.cache_finished(child, result);
        }
    }
}
