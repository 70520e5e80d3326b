//! A model's components and what became of them, as a picture's nodes and arrows.

use crate::model::Spec;
use crate::model::component::Component;
use crate::model::event::Verb;
use crate::model::outcome::{ComponentSummary, EdgeSummary, NodeSummary, Replay, share};
use crate::model::target::Place;
use crate::model::units::Duration;
use crate::render::svg::{Edge, EdgeState, Graph, Group, Node, NodeKind, NodeState};

/// Components with more instances or copies than this are drawn as one box.
const MOST_NODES: usize = 16;
/// From this share of failures on, a component or call is marked.
const MARKED: f64 = 0.02;

/// The system of `spec` as it fared in `replay`.
pub(super) fn graph(spec: &Spec, replay: &Replay) -> Graph {
    let mut graph = Graph::default();
    for (name, load) in spec.load.iter() {
        let rate =
            load.represents.as_ref().or(load.rate.as_ref()).map(ToString::to_string).unwrap_or_default();
        graph.nodes.push(Node {
            id: name.to_owned(),
            title: name.to_owned(),
            subtitle: rate,
            kind: NodeKind::Client,
            ..Node::default()
        });
    }
    for summary in &replay.components {
        let Some(component) = spec.components.get(&summary.name) else { continue };
        if firewalled(component) {
            graph.nodes.push(firewall(spec, &summary.name));
            graph.edges.push(arrow(&firewall_id(&summary.name), &summary.name, String::new(), EdgeState::Ok));
        }
        draw(&mut graph, component, summary);
    }
    let entrance = |name: &str| match spec.components.get(name) {
        Some(component) if firewalled(component) => firewall_id(name),
        _ => name.to_owned(),
    };
    for edge in &replay.edges {
        let (label, state) = condition(spec, edge);
        graph.edges.push(arrow(&edge.from, &entrance(&edge.to), label, state));
    }
    for (from, component) in spec.components.iter() {
        let counted = |to: &str| replay.edges.iter().any(|edge| edge.from == from && edge.to == to);
        for (to, _) in component.callees().into_iter().filter(|(to, _)| !counted(to)) {
            graph.edges.push(arrow(from, &entrance(to), String::new(), EdgeState::Ok));
        }
    }
    graph
}

fn arrow(from: &str, to: &str, label: String, state: EdgeState) -> Edge {
    Edge { from: from.to_owned(), to: to.to_owned(), label, state }
}

/// Adds a component: one box, or a frame with its instances, shards and copies.
fn draw(graph: &mut Graph, component: &Component, summary: &ComponentSummary) {
    let failed: u64 = summary.failed.iter().map(|(_, count)| count).sum();
    let failing = share(failed, summary.requests).filter(|&share| share >= MARKED);
    let badge = failing.map(|share| format!("{:.0}% failed", share * 100.0)).unwrap_or_default();
    let down = summary.nodes.iter().filter(|node| node.down_for > 0).count();
    if summary.nodes.len() < 2 || summary.nodes.len() > MOST_NODES {
        let state = match (down, failing) {
            (0, None) => NodeState::Ok,
            (down, _) if down > 0 && down == summary.nodes.len() => NodeState::Failed,
            _ => NodeState::Degraded,
        };
        graph.nodes.push(Node {
            id: summary.name.clone(),
            title: summary.name.clone(),
            subtitle: subtitle(component),
            kind: kind(component),
            state,
            badge,
            group: None,
        });
        return;
    }
    graph.groups.push(Group { id: summary.name.clone(), title: summary.name.clone(), parent: None });
    let shards = summary.nodes.iter().filter(|node| node.role == "primary").count();
    for node in &summary.nodes {
        let mut group = summary.name.clone();
        if shards > 1
            && let Some((shard, _)) = node.name.rsplit_once('/')
        {
            if graph.groups.iter().all(|known| known.id != shard) {
                let title = format!("shard {}", shard.rsplit('/').next().unwrap_or_default());
                graph.groups.push(Group { id: shard.to_owned(), title, parent: Some(summary.name.clone()) });
            }
            shard.clone_into(&mut group);
        }
        graph.nodes.push(copy(component, node, group, failing.is_some() && down == 0));
    }
}

/// One instance or copy.
fn copy(component: &Component, node: &NodeSummary, group: String, degraded: bool) -> Node {
    let number = node.name.rsplit('/').next().unwrap_or_default();
    let state = if node.down_for > 0 {
        NodeState::Failed
    } else if degraded {
        NodeState::Degraded
    } else {
        NodeState::Ok
    };
    Node {
        id: node.name.clone(),
        title: match node.role.as_str() {
            "instance" => node.name.clone(),
            "primary" => "primary".to_owned(),
            role => format!("{role} {number}"),
        },
        subtitle: String::new(),
        kind: match node.role.as_str() {
            "primary" => NodeKind::Primary,
            "replica" => NodeKind::Replica,
            "leader" | "follower" => NodeKind::Coordinator,
            _ => kind(component),
        },
        state,
        badge: match node.down_for {
            0 => String::new(),
            down => format!("down {}", Duration(down).short()),
        },
        group: Some(group),
    }
}

fn kind(component: &Component) -> NodeKind {
    match component {
        Component::Service(_) => NodeKind::Service,
        Component::LoadBalancer(_) => NodeKind::LoadBalancer,
        Component::Database(_) => NodeKind::Database,
        Component::Cache(_) => NodeKind::Cache,
        Component::Pool(_) | Component::Resource(_) => NodeKind::Queue,
        Component::Quorum(_) | Component::Lease(_) => NodeKind::Coordinator,
    }
}

/// A few words on the size of what is drawn as one box.
fn subtitle(component: &Component) -> String {
    match component {
        Component::Service(service) if service.instances > 1 => format!("{} instances", service.instances),
        Component::Database(database) if database.shards > 1 => format!("{} shards", database.shards),
        Component::Cache(cache) if cache.nodes > 1 => format!("{} nodes", cache.nodes),
        Component::Pool(pool) => format!("{} connections", pool.size),
        Component::Resource(resource) => format!("{} in all", resource.capacity),
        Component::Service(_)
        | Component::LoadBalancer(_)
        | Component::Database(_)
        | Component::Cache(_)
        | Component::Quorum(_)
        | Component::Lease(_) => String::new(),
    }
}

fn firewalled(component: &Component) -> bool {
    match component {
        Component::Service(service) => service.allow_ports.is_some(),
        Component::LoadBalancer(balancer) => balancer.allow_ports.is_some(),
        Component::Database(database) => database.allow_ports.is_some(),
        _ => false,
    }
}

fn firewall_id(component: &str) -> String {
    format!("firewall of {component}")
}

/// The firewall in front of a component, and whether somebody deleted its rule.
fn firewall(spec: &Spec, component: &str) -> Node {
    let deleted = spec.timeline.iter().find(|event| {
        event.verb == Verb::DeleteRule
            && event.target.iter().flat_map(|target| &target.0).any(
                |place| matches!(place, Place::Nodes { component: name, .. } if name == component || name == "*"),
            )
    });
    Node {
        id: firewall_id(component),
        title: "firewall".to_owned(),
        subtitle: format!("in front of {component}"),
        kind: NodeKind::Firewall,
        state: if deleted.is_some() { NodeState::Failed } else { NodeState::Ok },
        badge: deleted
            .map(|event| {
                event.port.map_or_else(|| "rule deleted".to_owned(), |port| format!("rule {port} deleted"))
            })
            .unwrap_or_default(),
        group: None,
    }
}

/// The label and the state of a call.
fn condition(spec: &Spec, edge: &EdgeSummary) -> (String, EdgeState) {
    let failed: u64 = edge.failed.iter().map(|(_, count)| count).sum();
    let failing = share(failed, edge.attempts).filter(|&share| share >= MARKED);
    let struck = |verb: Verb| {
        spec.timeline.iter().filter(|event| event.verb == verb).any(|event| {
            event.target.iter().flat_map(|target| &target.0).any(|place| match place {
                Place::Link { from, to, both } => {
                    (*from == edge.from && *to == edge.to) || (*both && *to == edge.from && *from == edge.to)
                }
                Place::Nodes { component, .. } => verb == Verb::DeleteRule && *component == edge.to,
            })
        })
    };
    let state = if struck(Verb::Cut) || struck(Verb::Lose) || struck(Verb::DeleteRule) {
        EdgeState::Cut
    } else if struck(Verb::Delay) {
        EdgeState::Slow
    } else {
        EdgeState::Ok
    };
    (failing.map(|share| format!("{:.0}% failed", share * 100.0)).unwrap_or_default(), state)
}
