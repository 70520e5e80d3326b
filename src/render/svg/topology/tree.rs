//! A graph's names resolved: which box stands in which, and which boxes an edge joins at which level.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Graph;

/// The boxes of a graph by number: first the nodes, then the groups.
pub(super) struct Tree {
    /// How many nodes there are; groups have the numbers from here on.
    pub(super) nodes: usize,
    /// Positions in [`Graph::nodes`] and [`Graph::groups`], by number.
    pub(super) source: Vec<usize>,
    /// The group around each box.
    pub(super) parent: Vec<Option<usize>>,
    /// The edges whose ends exist, differ and do not contain one another.
    pub(super) edges: Vec<Link>,
}

/// An edge between boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// Its position in [`Graph::edges`].
    pub(super) source: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Tree {
    pub(super) fn new(graph: &Graph) -> Self {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut source = Vec::new();
        let mut number = |position: usize, id: &str, source: &mut Vec<usize>| {
            if let Entry::Vacant(free) = numbers.entry(id.to_owned()) {
                free.insert(source.len());
                source.push(position);
            }
        };
        for (position, node) in graph.nodes.iter().enumerate() {
            number(position, &node.id, &mut source);
        }
        let nodes = source.len();
        for (position, group) in graph.groups.iter().enumerate() {
            number(position, &group.id, &mut source);
        }
        let group = |name: &Option<String>| {
            let number = *numbers.get(name.as_deref()?)?;
            (number >= nodes).then_some(number)
        };
        let mut parent: Vec<Option<usize>> =
            source[..nodes].iter().map(|&at| group(&graph.nodes[at].group)).collect();
        parent.extend(source[nodes..].iter().map(|&at| group(&graph.groups[at].parent)));
        let mut tree = Self { nodes, source, parent, edges: Vec::new() };
        tree.break_circles();
        let links = graph.edges.iter().enumerate().filter_map(|(source, edge)| {
            let (from, to) = (*numbers.get(edge.from.as_str())?, *numbers.get(edge.to.as_str())?);
            tree.lift(from, to).map(|_| Link { source, from, to })
        });
        tree.edges = links.collect();
        tree
    }

    /// All boxes.
    pub(super) fn len(&self) -> usize {
        self.source.len()
    }

    /// The boxes directly inside a group, or outside of all.
    pub(super) fn children(&self, of: Option<usize>) -> Vec<usize> {
        (0..self.len()).filter(|&item| self.parent[item] == of).collect()
    }

    /// The groups, innermost first.
    pub(super) fn inner_first(&self) -> Vec<usize> {
        let mut groups: Vec<usize> = (self.nodes..self.len()).collect();
        groups.sort_by_key(|&group| std::cmp::Reverse(self.around(group).count()));
        groups
    }

    /// The groups around a box, innermost first.
    pub(super) fn around(&self, item: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.parent[item], |&group| self.parent[group])
    }

    /// Whether `item` is `other` or stands in it.
    pub(super) fn within(&self, item: usize, other: usize) -> bool {
        item == other || self.around(item).any(|group| group == other)
    }

    /// The two boxes side by side that contain the ends of an edge, and the group around both.
    pub(super) fn lift(&self, from: usize, to: usize) -> Option<(usize, usize, Option<usize>)> {
        if self.within(from, to) || self.within(to, from) {
            return None;
        }
        let chain = |item: usize| std::iter::once(item).chain(self.around(item));
        chain(from).find_map(|a| {
            let b = chain(to).find(|&b| self.parent[b] == self.parent[a])?;
            Some((a, b, self.parent[a]))
        })
    }

    /// Whether a group is one of several collections in a larger one: nothing leads from child to child, neither in it
    /// nor in the group around it.
    pub(super) fn is_nested_collection(&self, group: usize) -> bool {
        let Some(parent) = self.parent[group] else { return false };
        let around = |link: &Link| self.lift(link.from, link.to).and_then(|(.., around)| around);
        self.edges.iter().all(|link| ![Some(group), Some(parent)].contains(&around(link)))
    }

    /// Takes a group that contains itself out of what it claims to stand in.
    fn break_circles(&mut self) {
        for group in self.nodes..self.len() {
            let mut seen = 0;
            let mut at = self.parent[group];
            while let Some(next) = at {
                seen += 1;
                if next == group || seen > self.len() {
                    self.parent[group] = None;
                    break;
                }
                at = self.parent[next];
            }
        }
    }
}
