//! What a topology promises for every graph: nothing overlaps, nothing is crossed, nothing is cut.

use proptest::prelude::*;

use super::words::passes;
use super::*;

fn node(id: &str, kind: NodeKind, group: Option<&str>) -> Node {
    Node { id: id.to_owned(), title: id.to_owned(), kind, group: group.map(str::to_owned), ..Node::default() }
}

fn edge(from: &str, to: &str) -> Edge {
    Edge { from: from.to_owned(), to: to.to_owned(), ..Edge::default() }
}

/// A client, a balancer, services and a database of shards, each a primary and two replicas.
fn sharded(services: usize, shards: usize) -> Graph {
    let mut graph = Graph {
        groups: vec![Group { id: "db".to_owned(), title: "db".to_owned(), parent: None }],
        nodes: vec![node("users", NodeKind::Client, None), node("lb", NodeKind::LoadBalancer, None)],
        edges: vec![Edge { label: "timeout 5 s".to_owned(), ..edge("users", "lb") }],
    };
    for nth in 0..services {
        let id = format!("api/{nth}");
        graph.nodes.push(node(&id, NodeKind::Service, None));
        graph.edges.extend([edge("lb", &id), edge(&id, "db")]);
    }
    for nth in 0..shards {
        let shard = format!("db/{nth}");
        graph.groups.push(Group {
            id: shard.clone(),
            title: format!("shard {nth}"),
            parent: Some("db".to_owned()),
        });
        let primary = format!("{shard}/primary");
        graph.nodes.push(node(&primary, NodeKind::Primary, Some(&shard)));
        for copy in 0..2 {
            let replica = format!("{shard}/{copy}");
            graph.nodes.push(node(&replica, NodeKind::Replica, Some(&shard)));
            graph.edges.push(edge(&primary, &replica));
        }
    }
    graph
}

/// Any graph of up to 24 nodes in up to 6 nested groups.
fn graphs() -> impl Strategy<Value = Graph> {
    let nodes = prop::collection::vec((0..7_usize, 0..14_usize, 0..4_usize), 1..24);
    let edges = prop::collection::vec((0..30_usize, 0..30_usize, 0..3_usize), 0..40);
    let groups = prop::collection::vec(0..7_usize, 0..6);
    (nodes, edges, groups).prop_map(|(nodes, edges, groups)| {
        let kinds =
            [NodeKind::Client, NodeKind::Primary, NodeKind::Replica, NodeKind::Service, NodeKind::Queue];
        let states = [NodeState::Ok, NodeState::Failed, NodeState::Slow, NodeState::Degraded];
        let names = |nth: usize| if nth < 24 { format!("n{nth}") } else { format!("g{}", nth - 24) };
        Graph {
            groups: groups
                .iter()
                .enumerate()
                .map(|(nth, parent)| Group {
                    id: format!("g{nth}"),
                    title: format!("group {nth}"),
                    parent: Some(format!("g{parent}")),
                })
                .collect(),
            nodes: nodes
                .iter()
                .enumerate()
                .map(|(nth, &(group, kind, state))| Node {
                    id: format!("n{nth}"),
                    title: "word ".repeat(kind % 6 + 1),
                    subtitle: if kind > 6 { "32 workers".to_owned() } else { String::new() },
                    kind: kinds[kind % kinds.len()],
                    state: states[state],
                    badge: String::new(),
                    group: Some(format!("g{group}")),
                })
                .collect(),
            edges: edges
                .iter()
                .map(|&(from, to, state)| Edge {
                    label: if state == 1 { "timeout 1 s".to_owned() } else { String::new() },
                    state: [EdgeState::Ok, EdgeState::Cut, EdgeState::Slow][state],
                    ..edge(&names(from), &names(to))
                })
                .collect(),
        }
    })
}

/// What is wrong with a graph's picture, if anything.
fn fault(graph: &Graph) -> Option<String> {
    let tree = Tree::new(graph);
    let picture = Picture::new(graph, &tree);
    let boxes = &picture.layout.boxes;
    let frame = Rect { x: 0.0, y: 0.0, wide: picture.layout.size.0, high: picture.layout.size.1 };
    let holds = |outer: &Rect, inner: &Rect| {
        outer.x <= inner.x
            && outer.y <= inner.y
            && inner.right() <= outer.right()
            && inner.bottom() <= outer.bottom()
    };
    for a in 0..tree.len() {
        if !holds(&frame, &boxes[a]) {
            return Some(format!("box {a} leaves the picture"));
        }
        if let Some(group) = tree.parent[a].filter(|&group| !holds(&boxes[group], &boxes[a])) {
            return Some(format!("box {a} leaves its group {group}"));
        }
        for b in 0..a {
            if !tree.within(a, b) && !tree.within(b, a) && boxes[a].meets(&boxes[b]) {
                return Some(format!("boxes {a} and {b} overlap"));
            }
        }
    }
    for (link, route) in tree.edges.iter().zip(&picture.routes) {
        for node in (0..tree.nodes).filter(|&node| node != link.from && node != link.to) {
            if passes(route, &boxes[node]) {
                return Some(format!("{link:?} runs through box {node}: {route:?}"));
            }
        }
        if route
            .windows(2)
            .any(|pair| (pair[0].0 - pair[1].0).abs() > 0.01 && (pair[0].1 - pair[1].1).abs() > 0.01)
        {
            return Some(format!("{link:?} is not right-angled: {route:?}"));
        }
    }
    let written: Vec<Rect> = picture
        .labels
        .iter()
        .filter_map(|(words, place)| {
            let ((x, y), wide) = ((*place)?, glyphs::width(words, words::SIZE));
            Some(Rect { x: x - wide / 2.0, y: y - 9.0, wide, high: 11.0 })
        })
        .collect();
    for (nth, label) in written.iter().enumerate() {
        let covers = written[..nth].iter().chain(&boxes[..tree.nodes]).chain(&picture.titles);
        if !holds(&frame, label) || covers.into_iter().any(|other| other.meets(label)) {
            return Some(format!("the label at {label:?} is cut or covers something"));
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn nothing_overlaps_or_is_crossed(graph in graphs()) {
        prop_assert_eq!(fault(&graph), None);
    }

    #[test]
    fn the_same_graph_gives_the_same_bytes(graph in graphs()) {
        prop_assert_eq!(topology("t", "T", &graph), topology("t", "T", &graph));
    }

    #[test]
    fn places_keep_their_distances(
        wanted in prop::collection::vec(-100.0..100.0_f64, 1..20),
        least in prop::collection::vec(0.0..30.0_f64, 20),
    ) {
        let places = place::spread(&wanted, &least);
        for (nth, pair) in places.windows(2).enumerate() {
            prop_assert!(pair[1] - pair[0] >= least[nth] - 1e-6);
        }
        let drift: f64 = places.iter().zip(&wanted).map(|(at, want)| at - want).sum();
        prop_assert!(drift.abs() < 1e-6, "the mean stays where it was wanted");
    }
}

#[test]
fn usual_systems_are_sound() {
    for (services, shards) in [(0, 0), (1, 1), (4, 3), (12, 1), (6, 8), (16, 14)] {
        let graph = sharded(services, shards);
        assert_eq!(fault(&graph), None, "{services} services, {shards} shards");
        let picture = topology("t", "T", &graph);
        assert!(picture.contains("timeout 5 s"), "{services} services, {shards} shards");
    }
}

#[test]
fn lines_of_a_ladder_do_not_cross() {
    let mut graph = Graph::default();
    for nth in 0..6 {
        graph.nodes.extend([
            node(&format!("a{nth}"), NodeKind::Service, None),
            node(&format!("b{}", 5 - nth), NodeKind::Cache, None),
        ]);
        graph.edges.push(edge(&format!("a{nth}"), &format!("b{nth}")));
    }
    let tree = Tree::new(&graph);
    let picture = Picture::new(&graph, &tree);
    assert!(picture.routes.iter().all(|route| route.len() == 2), "{:?}", picture.routes);
}

#[test]
fn what_failed_is_told_by_shape_and_words() {
    let mut graph = sharded(1, 1);
    for (id, state, badge) in
        [("db/0/primary", NodeState::Failed, "reinstalled 17:30"), ("db/0/1", NodeState::Slow, "")]
    {
        let node = graph.nodes.iter_mut().find(|node| node.id == id).unwrap();
        (node.state, node.badge) = (state, badge.to_owned());
    }
    graph.edges.last_mut().unwrap().state = EdgeState::Cut;
    let picture = topology("t", "T", &graph);
    for words in
        ["reinstalled 17:30", ">slow<", "failed: db/0/primary; slow: db/0/1; cut: db/0/primary to db/0/1"]
    {
        assert!(picture.contains(words), "{words} is missing in {picture}");
    }
    assert_eq!(picture.matches("class=\"sign\"").count(), 3);
    assert_eq!(picture.matches("class=\"lid solid\"").count(), 1, "the primary has a solid lid");
}

#[test]
fn wrong_names_and_circles_do_no_harm() {
    let mut graph = sharded(2, 1);
    graph.edges.extend([
        edge("lb", "nosuch"),
        edge("lb", "lb"),
        edge("db", "db/0/primary"),
        edge("api/0", "users"),
    ]);
    graph.nodes.push(node("lb", NodeKind::Queue, Some("nosuch")));
    let group = |id: &str, parent: &str| Group {
        id: id.to_owned(),
        title: "<b>".to_owned(),
        parent: Some(parent.to_owned()),
    };
    graph.groups.extend([group("x", "y"), group("y", "x"), group("z", "z"), group("users", "z")]);
    assert_eq!(fault(&graph), None);
    let picture = topology("t", "T", &graph);
    assert!(picture.contains("&lt;b&gt;") && !picture.contains("<b>"));
    assert_eq!(Tree::new(&graph).edges.len(), sharded(2, 1).edges.len() + 1);
}

#[test]
fn a_graph_beyond_reading_is_counted() {
    let picture = topology("t", "T", &sharded(500, 1));
    assert!(picture.contains("507 boxes and 1003 edges: too many to draw"), "{picture}");
}
