//! Edges as right-angled lines: shortest paths on a sparse grid in which boxes are obstacles.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::grid::Grid;
use super::layout::{Layout, Rect};
use super::ports::Port;
use super::tree::Tree;

const BEND: u32 = 28;
const CROSSING: u32 = 40;
/// Running along an edge that goes elsewhere.
const ALONG: u32 = 600;
/// Through the words of a group's title.
const TITLE: u32 = 300;
/// How much dearer a way through a group is that has nothing to do with the edge.
const FOREIGN: u32 = 3;

/// What the paths of all edges have in common.
pub(super) struct Router<'a> {
    tree: &'a Tree,
    states: &'a [u8],
    ports: &'a [(Port, Port)],
    grid: Grid,
    /// The edges on the way to the right and down from every point.
    used: [Vec<Vec<usize>>; 2],
}

/// The bends of every edge, from border to border. Short edges are laid first, then each once more.
pub(super) fn routes(
    tree: &Tree,
    layout: &Layout,
    ports: &[(Port, Port)],
    states: &[u8],
    titles: &[Rect],
) -> Vec<Vec<(f64, f64)>> {
    let grid = Grid::new(tree, layout, ports, titles);
    let empty = vec![Vec::new(); grid.len()];
    let mut router = Router { tree, states, ports, grid, used: [empty.clone(), empty] };
    let mut order: Vec<usize> = (0..ports.len()).collect();
    let reach = |nth: usize| {
        let ((ax, ay), (bx, by)) = (ports[nth].0.at, ports[nth].1.at);
        (ax - bx).abs() + (ay - by).abs()
    };
    order.sort_by(|&a, &b| reach(a).total_cmp(&reach(b)).then(a.cmp(&b)));
    let mut paths: Vec<Vec<usize>> = vec![Vec::new(); ports.len()];
    for round in 0..2 {
        for &edge in &order {
            if round > 0 {
                router.mark(edge, &paths[edge], false);
            }
            paths[edge] = router.find(edge);
            router.mark(edge, &paths[edge], true);
        }
    }
    paths.iter().zip(ports).map(|(path, (from, to))| router.corners(path, from, to)).collect()
}

impl Router<'_> {
    /// Edges may share a line when they have an end and their state in common.
    fn may_share(&self, one: usize, other: usize) -> bool {
        let (a, b) = (self.tree.edges[one], self.tree.edges[other]);
        self.states[one] == self.states[other] && (a.from == b.from || a.to == b.to)
    }

    /// The cheapest path as points of the grid; empty when there is none.
    fn find(&self, edge: usize) -> Vec<usize> {
        let (from, to) = &self.ports[edge];
        let (Some(start), Some(goal)) = (self.grid.at(from.stub()), self.grid.at(to.stub())) else {
            return Vec::new();
        };
        let foreign = self.foreign(edge);
        // A state is a point and the way it was reached: 0 level, 1 upright.
        let mut cost = vec![u32::MAX; self.grid.len() * 2];
        let mut back = vec![usize::MAX; self.grid.len() * 2];
        let mut open = BinaryHeap::new();
        let first = start * 2 + usize::from(!from.sideways());
        let last = usize::from(!to.sideways());
        cost[first] = 0;
        open.push(Reverse((self.grid.distance(start, goal) / 2, first)));
        while let Some(Reverse((_, state))) = open.pop() {
            let (point, way) = (state / 2, state % 2);
            if point == goal && way == last {
                return trace(&back, state);
            }
            let mut reach = |state_to: usize, price: u32| {
                let total = cost[state].saturating_add(price);
                if total < cost[state_to] {
                    cost[state_to] = total;
                    back[state_to] = state;
                    open.push(Reverse((total + self.grid.distance(state_to / 2, goal) / 2, state_to)));
                }
            };
            reach(point * 2 + 1 - way, BEND);
            for (next, segment) in self.grid.steps(point, way) {
                reach(next * 2 + way, self.price(edge, segment, next, way, &foreign));
            }
        }
        Vec::new()
    }

    /// How many groups around each box have nothing to do with an edge.
    fn foreign(&self, edge: usize) -> Vec<u32> {
        let link = self.tree.edges[edge];
        let own = |group: usize| self.tree.within(link.from, group) || self.tree.within(link.to, group);
        let strange = |group: usize| u32::from(!own(group) || group == link.from || group == link.to);
        (0..self.tree.len())
            .map(|item| {
                let itself = if item >= self.tree.nodes { strange(item) } else { 0 };
                itself + self.tree.around(item).map(strange).sum::<u32>()
            })
            .collect()
    }

    fn price(&self, edge: usize, segment: usize, next: usize, way: usize, foreign: &[u32]) -> u32 {
        let mut price = self.grid.length(segment, way);
        if let Some(group) = self.grid.group(segment, way) {
            price += price * FOREIGN * foreign[group];
        }
        if self.grid.in_title(segment, way) {
            price += TITLE;
        }
        let here = &self.used[way][segment];
        if here.iter().any(|&other| !self.may_share(edge, other)) {
            price += ALONG;
        } else if !here.is_empty() {
            price /= 2;
        }
        let across = &self.used[1 - way];
        let before = self.grid.before(next, 1 - way).map_or(&[][..], |segment| &across[segment]);
        let crossed = across[next].iter().chain(before).any(|&other| !self.may_share(edge, other));
        price + if crossed { CROSSING } else { 0 }
    }

    /// Enters or removes a path in the record of what is used.
    fn mark(&mut self, edge: usize, path: &[usize], enter: bool) {
        for pair in path.windows(2) {
            let (segment, way) = self.grid.segment(pair[0], pair[1]);
            let used = &mut self.used[way][segment];
            if enter {
                used.push(edge);
            } else {
                used.retain(|&other| other != edge);
            }
        }
    }

    /// The corners of a path, with the borders at its ends.
    fn corners(&self, path: &[usize], from: &Port, to: &Port) -> Vec<(f64, f64)> {
        let mut points = vec![from.at];
        if path.is_empty() {
            points.extend([from.stub(), to.stub()]);
        }
        points.extend(path.iter().map(|&point| self.grid.place(point)));
        points.push(to.at);
        let mut corners: Vec<(f64, f64)> = Vec::new();
        for point in points {
            if let [.., before, last] = corners.as_mut_slice() {
                let level = (before.1 - last.1).abs() < 0.01 && (last.1 - point.1).abs() < 0.01;
                let upright = (before.0 - last.0).abs() < 0.01 && (last.0 - point.0).abs() < 0.01;
                if level || upright {
                    *last = point;
                    continue;
                }
            }
            corners.push(point);
        }
        corners
    }
}

fn trace(back: &[usize], mut state: usize) -> Vec<usize> {
    let mut path = vec![state / 2];
    while let Some(&before) = back.get(state).filter(|&&before| before != usize::MAX) {
        if path.last() != Some(&(before / 2)) {
            path.push(before / 2);
        }
        state = before;
    }
    path.reverse();
    path
}
