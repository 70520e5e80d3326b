//! The topology of a system: nested groups, nodes, edges, and what failed.

/// What a node is; each kind has its own shape or icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum NodeKind {
    /// Whoever sends the load.
    Client,
    /// A load balancer.
    LoadBalancer,
    /// A stateless service.
    #[default]
    Service,
    /// A database or shard drawn as one node.
    Database,
    /// The primary of a database.
    Primary,
    /// A replica of a database.
    Replica,
    /// A cache.
    Cache,
    /// A queue or log.
    Queue,
    /// A firewall or security group.
    Firewall,
    /// A switch, router or link.
    Network,
    /// A coordination service: leader election, locks.
    Coordinator,
    /// A monitor or alert.
    Monitor,
    /// A person or team.
    Human,
    /// Something outside the system.
    External,
}

/// How a node is, told by more than its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum NodeState {
    /// It works.
    #[default]
    Ok,
    /// It answers some requests, or only reads.
    Degraded,
    /// It answers late.
    Slow,
    /// It does not answer.
    Failed,
}

/// How a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum EdgeState {
    /// It works.
    #[default]
    Ok,
    /// Answers come late.
    Slow,
    /// Nothing passes.
    Cut,
}

/// A frame around nodes and other groups.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Group {
    /// A name that is unique among nodes and groups.
    pub id: String,
    /// What is printed.
    pub title: String,
    /// The group around it.
    pub parent: Option<String>,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Node {
    /// A name that is unique among nodes and groups.
    pub id: String,
    /// What is printed.
    pub title: String,
    /// A second, smaller line; may be empty.
    pub subtitle: String,
    /// What it is.
    pub kind: NodeKind,
    /// How it is.
    pub state: NodeState,
    /// A few words on its state, such as `reinstalled 17:31`; may be empty.
    pub badge: String,
    /// The group it stands in.
    pub group: Option<String>,
}

/// An arrow.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Edge {
    /// A node or a group.
    pub from: String,
    /// A node or a group.
    pub to: String,
    /// A few words; may be empty.
    pub label: String,
    /// How it is.
    pub state: EdgeState,
}

/// What a topology shows. Names that refer to nothing, second uses of a name and circles of groups are ignored.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Graph {
    /// The groups, in any order.
    pub groups: Vec<Group>,
    /// The nodes; their order breaks ties.
    pub nodes: Vec<Node>,
    /// The edges.
    pub edges: Vec<Edge>,
}
