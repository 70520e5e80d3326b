//! The topology of a system: nested groups, nodes, edges, and what failed.

mod draw;
mod grid;
mod icons;
mod layers;
mod layout;
mod place;
mod ports;
mod route;
mod tree;
mod words;

#[cfg(test)]
mod tests;

use super::glyphs;
use super::out::{self, Esc, N, put};
use layout::{Flow, Layout, Rect, Sizes};
use tree::Tree;

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

/// The widest picture whose flow goes to the right; wider ones flow down where that is narrower.
const WIDEST: f64 = 980.0;
/// Beyond this many nodes and groups, nothing could be read.
const MOST_BOXES: usize = 400;
/// Beyond this many edges, nothing could be read.
const MOST_EDGES: usize = 1200;
const LABEL: f64 = 130.0;

/// Draws a graph; `id` is a prefix for ids that is unique on the page.
///
/// A graph of more than 400 boxes or 1,200 edges is only counted.
pub fn topology(id: &str, title: &str, graph: &Graph) -> String {
    let tree = Tree::new(graph);
    let mut svg = String::new();
    if tree.len() > MOST_BOXES || tree.edges.len() > MOST_EDGES {
        let words = format!("{} boxes and {} edges: too many to draw", tree.len(), tree.edges.len());
        out::open(&mut svg, id, "topology", (480.0, 60.0), title, &words);
        out::text(&mut svg, "small", (24.0, 34.0), &words);
        svg.push_str("</svg>");
        return svg;
    }
    let picture = Picture::new(graph, &tree);
    out::open(&mut svg, id, "topology", picture.layout.size, title, &describe(graph, &tree));
    picture.draw(&mut svg, graph, &tree);
    svg.push_str("</svg>");
    svg
}

/// Everything with its place.
struct Picture {
    layout: Layout,
    /// The words of each group's title.
    titles: Vec<Rect>,
    /// The corners of each edge of the tree.
    routes: Vec<Vec<(f64, f64)>>,
    /// The label of each edge and its place.
    labels: Vec<(String, Option<(f64, f64)>)>,
}

/// The font size of a group's title.
const GROUP: f64 = 11.5;

impl Picture {
    fn new(graph: &Graph, tree: &Tree) -> Self {
        let words: Vec<String> = tree
            .edges
            .iter()
            .map(|link| glyphs::fit(&graph.edges[link.source].label, words::SIZE, LABEL))
            .collect();
        let wide = |label: &String| if label.is_empty() { 0.0 } else { glyphs::width(label, words::SIZE) };
        let sizes = Sizes { boxes: sizes(graph, tree), labels: words.iter().map(wide).collect() };
        let right = layout::layout(tree, &sizes, Flow::Right);
        let (layout, flow) = if right.size.0 <= WIDEST {
            (right, Flow::Right)
        } else {
            let down = layout::layout(tree, &sizes, Flow::Down);
            if down.size.0 < right.size.0 { (down, Flow::Down) } else { (right, Flow::Right) }
        };
        let states: Vec<u8> = tree.edges.iter().map(|link| graph.edges[link.source].state as u8).collect();
        let titles: Vec<Rect> = (tree.nodes..tree.len())
            .map(|group| {
                let title = &graph.groups[tree.source[group]].title;
                let at = layout.boxes[group];
                Rect {
                    x: at.x + 10.0,
                    y: at.y + 8.0,
                    wide: glyphs::width(title, GROUP * 1.1) + 4.0,
                    high: 15.0,
                }
            })
            .collect();
        let ports = ports::ports(tree, &layout.boxes, &states, flow);
        let routes = route::routes(tree, &layout, &ports, &states, &titles);
        let mut taken: Vec<Rect> = layout.boxes[..tree.nodes].iter().map(|rect| rect.grown(2.0)).collect();
        taken.extend(&titles);
        let cut = |nth: &usize| states[*nth] == EdgeState::Cut as u8;
        let crosses = (0..routes.len()).filter(cut).filter_map(|nth| draw::cross(&routes[nth]));
        taken.extend(crosses.map(|(x, y)| Rect { x, y, wide: 0.0, high: 0.0 }.grown(7.5)));
        let wanted: Vec<(f64, &[(f64, f64)])> =
            sizes.labels.iter().copied().zip(routes.iter().map(Vec::as_slice)).collect();
        let places = words::places(&wanted, &taken, layout.size);
        Self { layout, titles, routes, labels: words.into_iter().zip(places).collect() }
    }

    fn draw(&self, svg: &mut String, graph: &Graph, tree: &Tree) {
        for group in tree.inner_first().into_iter().rev() {
            let rect = &self.layout.boxes[group];
            out::rect(svg, "group", (rect.x, rect.y), (rect.wide, rect.high), 8.0);
        }
        for (link, route) in tree.edges.iter().zip(&self.routes) {
            let edge = &graph.edges[link.source];
            draw::edge(svg, route, edge.state, &sentence(edge));
        }
        for node in 0..tree.nodes {
            draw::node(svg, &graph.nodes[tree.source[node]], &self.layout.boxes[node]);
        }
        for (group, title) in (tree.nodes..tree.len()).zip(&self.titles) {
            let room = self.layout.boxes[group].wide - 20.0;
            let words = glyphs::fit(&graph.groups[tree.source[group]].title, GROUP * 1.1, room);
            out::text(svg, "group-title", (title.x + 2.0, title.y + 11.5), &words);
        }
        for (words, place) in &self.labels {
            if let Some((x, y)) = place {
                put!(svg, "<text class=\"edge-label\" x=\"{}\" y=\"{}\">{}</text>", N(*x), N(*y), Esc(words));
            }
        }
    }
}

/// The size of each node, and of each group what its title needs.
fn sizes(graph: &Graph, tree: &Tree) -> Vec<(f64, f64)> {
    let nodes = tree.source[..tree.nodes].iter().map(|&at| draw::node_size(&graph.nodes[at]));
    let groups = tree.source[tree.nodes..].iter().map(|&at| {
        let title = glyphs::width(&graph.groups[at].title, GROUP * 1.1);
        ((title + 28.0).clamp(90.0, 420.0).ceil(), layout::TITLE + 16.0)
    });
    nodes.chain(groups).collect()
}

/// An edge in words.
fn sentence(edge: &Edge) -> String {
    let mut words = format!("{} to {}", edge.from, edge.to);
    if !edge.label.is_empty() {
        put!(words, ": {}", edge.label);
    }
    match edge.state {
        EdgeState::Ok => {}
        EdgeState::Slow => words.push_str(" (slow)"),
        EdgeState::Cut => words.push_str(" (cut)"),
    }
    words
}

/// The picture in a sentence or two.
fn describe(graph: &Graph, tree: &Tree) -> String {
    let mut words = format!(
        "{} nodes in {} groups, {} connections",
        tree.nodes,
        tree.len() - tree.nodes,
        tree.edges.len()
    );
    for state in [NodeState::Failed, NodeState::Degraded, NodeState::Slow] {
        let nodes =
            tree.source[..tree.nodes].iter().map(|&at| &graph.nodes[at]).filter(|node| node.state == state);
        let names: Vec<&str> = nodes.map(|node| node.id.as_str()).collect();
        if !names.is_empty() {
            put!(words, "; {}: {}", draw::state_name(state), names.join(", "));
        }
    }
    let cut =
        tree.edges.iter().map(|link| &graph.edges[link.source]).filter(|edge| edge.state == EdgeState::Cut);
    let cut: Vec<String> = cut.map(|edge| format!("{} to {}", edge.from, edge.to)).collect();
    if !cut.is_empty() {
        put!(words, "; cut: {}", cut.join(", "));
    }
    words
}
