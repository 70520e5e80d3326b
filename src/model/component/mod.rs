//! The kinds of components a system is built from.

mod balancer;
mod cache;
mod database;
mod lease;
mod pool;
mod quorum;
mod resource;
mod service;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::edge::Call;

pub use balancer::{Eject, Health, LoadBalancer, Names, Policy, Probe};
pub use cache::{Cache, CacheStart, Placement};
pub use database::{Database, Failover, ReadFrom, Reads, Rebuild, Replication, Restore};
pub use lease::Lease;
pub use pool::Pool;
pub use quorum::Quorum;
pub use resource::{Exhausted, Reclaim, Resource};
pub use service::{Autoscale, Order, Overload, Service};

/// A part of the system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Component {
    /// Instances with workers and a queue, which work and call others.
    Service(Service),
    /// Spreads requests over instances.
    LoadBalancer(LoadBalancer),
    /// Shards of a primary and replicas, with data that can be lost and restored.
    Database(Database),
    /// Answers what it has seen before, and asks the component behind it for the rest.
    Cache(Cache),
    /// A bounded number of connections to another component, each held for a whole call.
    Pool(Pool),
    /// Something that is used up, or held and given back, and reclaimed by a janitor.
    Resource(Resource),
    /// Nodes that elect a leader and need a majority to write.
    Quorum(Quorum),
    /// Workers that take a lease with a time to live before they run a job.
    Lease(Lease),
}

impl Component {
    /// The kind's name as written.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Service(_) => "service",
            Self::LoadBalancer(_) => "load_balancer",
            Self::Database(_) => "database",
            Self::Cache(_) => "cache",
            Self::Pool(_) => "pool",
            Self::Resource(_) => "resource",
            Self::Quorum(_) => "quorum",
            Self::Lease(_) => "lease",
        }
    }

    /// The components it sends requests to, each with how it calls them where that is said.
    pub fn callees(&self) -> Vec<(&str, Option<&Call>)> {
        match self {
            Self::Service(service) => service.calls.iter().map(|(name, call)| (name, Some(call))).collect(),
            Self::LoadBalancer(balancer) => {
                balancer.to.names().into_iter().map(|name| (name, None)).collect()
            }
            Self::Cache(cache) => vec![(cache.to.as_str(), None)],
            Self::Pool(pool) => vec![(pool.to.as_str(), None)],
            Self::Resource(resource) => resource.to.iter().map(|name| (name.as_str(), None)).collect(),
            Self::Lease(lease) => vec![(lease.quorum.as_str(), None)],
            Self::Database(_) | Self::Quorum(_) => Vec::new(),
        }
    }
}

fn one() -> u32 {
    1
}

fn three() -> u32 {
    3
}

fn yes() -> bool {
    true
}
