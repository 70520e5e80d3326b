//! The grid that edges are laid on: lines beside boxes and through ports, ways through boxes taken out.

use super::layout::{Layout, Rect};
use super::ports::Port;
use super::tree::Tree;

/// How near to a foreign box an edge may come.
const CLEAR: f64 = 6.0;
/// The least distance of two lines that nothing depends on.
const PITCH: f64 = 8.0;
/// Where lines run beside a node.
const BESIDE: [f64; 3] = [12.0, 21.0, 30.0];
/// Where lines run beside a group.
const BESIDE_GROUP: f64 = 10.0;

/// Points are numbered line by line; a segment has the number of its left or upper point and a way, 0 level
/// and 1 upright.
pub(super) struct Grid {
    xs: Vec<f64>,
    ys: Vec<f64>,
    blocked: [Vec<bool>; 2],
    titled: [Vec<bool>; 2],
    groups: [Vec<Option<usize>>; 2],
}

impl Grid {
    pub(super) fn new(tree: &Tree, layout: &Layout, ports: &[(Port, Port)], titles: &[Rect]) -> Self {
        let stubs = || ports.iter().flat_map(|(from, to)| [from.stub(), to.stub()]);
        let spans = |span: fn(&Rect) -> (f64, f64)| {
            let boxes = layout.boxes.iter().enumerate();
            boxes.map(move |(item, rect)| (item >= tree.nodes, span(rect))).collect::<Vec<_>>()
        };
        let xs = lines(stubs().map(|(x, _)| x), &spans(|rect| (rect.x, rect.right())), layout.size.0);
        let ys = lines(stubs().map(|(_, y)| y), &spans(|rect| (rect.y, rect.bottom())), layout.size.1);
        let size = xs.len() * ys.len();
        let mut grid = Self {
            xs,
            ys,
            blocked: [vec![false; size], vec![false; size]],
            titled: [vec![false; size], vec![false; size]],
            groups: [vec![None; size], vec![None; size]],
        };
        for group in tree.inner_first().into_iter().rev() {
            grid.cover(&layout.boxes[group], |grid, segment, way| grid.groups[way][segment] = Some(group));
        }
        for title in titles {
            grid.cover(title, |grid, segment, way| grid.titled[way][segment] = true);
        }
        for rect in &layout.boxes[..tree.nodes] {
            grid.cover(&rect.grown(CLEAR), |grid, segment, way| grid.blocked[way][segment] = true);
        }
        grid
    }

    /// Visits every segment that shares more than a border with a rectangle.
    fn cover(&mut self, rect: &Rect, mut visit: impl FnMut(&mut Self, usize, usize)) {
        let between = |lines: &[f64], low: f64, high: f64| {
            let first = lines.partition_point(|&line| line <= low);
            let end = lines.partition_point(|&line| line < high);
            (first, end)
        };
        let (x_first, x_end) = between(&self.xs, rect.x, rect.right());
        let (y_first, y_end) = between(&self.ys, rect.y, rect.bottom());
        for y in y_first..y_end {
            for x in x_first.saturating_sub(1)..x_end.min(self.xs.len() - 1) {
                visit(self, y * self.xs.len() + x, 0);
            }
        }
        for x in x_first..x_end {
            for y in y_first.saturating_sub(1)..y_end.min(self.ys.len() - 1) {
                visit(self, y * self.xs.len() + x, 1);
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.xs.len() * self.ys.len()
    }

    pub(super) fn place(&self, point: usize) -> (f64, f64) {
        (self.xs[point % self.xs.len()], self.ys[point / self.xs.len()])
    }

    /// The point at a place that lines were asked for.
    pub(super) fn at(&self, (x, y): (f64, f64)) -> Option<usize> {
        let find = |lines: &[f64], at: f64| lines.iter().position(|&line| (line - at).abs() < 0.01);
        Some(find(&self.ys, y)? * self.xs.len() + find(&self.xs, x)?)
    }

    pub(super) fn distance(&self, a: usize, b: usize) -> u32 {
        let ((ax, ay), (bx, by)) = (self.place(a), self.place(b));
        pixels((ax - bx).abs() + (ay - by).abs())
    }

    /// The neighbours of a point on one way, each with the segment between.
    pub(super) fn steps(&self, point: usize, way: usize) -> impl Iterator<Item = (usize, usize)> {
        let forward = self.after(point, way).map(|next| (next, point));
        let backward = self.before(point, way).map(|next| (next, next));
        forward.into_iter().chain(backward).filter(move |&(_, segment)| !self.blocked[way][segment])
    }

    fn after(&self, point: usize, way: usize) -> Option<usize> {
        let wide = self.xs.len();
        let next = if way == 0 { point + 1 } else { point + wide };
        let exists = if way == 0 { !next.is_multiple_of(wide) } else { next < self.len() };
        exists.then_some(next)
    }

    /// The point to the left or above; also the number of the segment that leads there.
    pub(super) fn before(&self, point: usize, way: usize) -> Option<usize> {
        let wide = self.xs.len();
        if way == 0 { (!point.is_multiple_of(wide)).then(|| point - 1) } else { point.checked_sub(wide) }
    }

    /// The segment between two neighbours, and its way.
    pub(super) fn segment(&self, a: usize, b: usize) -> (usize, usize) {
        let way = usize::from(a.abs_diff(b) >= self.xs.len().max(2));
        (a.min(b), way)
    }

    pub(super) fn length(&self, segment: usize, way: usize) -> u32 {
        self.after(segment, way).map_or(0, |next| self.distance(segment, next))
    }

    /// The innermost group that a segment touches.
    pub(super) fn group(&self, segment: usize, way: usize) -> Option<usize> {
        self.groups[way][segment]
    }

    pub(super) fn in_title(&self, segment: usize, way: usize) -> bool {
        self.titled[way][segment]
    }
}

/// Lines where ports need them, then beside every box and along the frame where there is room.
fn lines(needed: impl Iterator<Item = f64>, spans: &[(bool, (f64, f64))], end: f64) -> Vec<f64> {
    let mut lines: Vec<f64> = needed.collect();
    lines.sort_by(f64::total_cmp);
    lines.dedup_by(|a, b| (*a - *b).abs() < 0.01);
    let mut wanted: Vec<(usize, f64)> = vec![(0, 6.0), (0, end - 6.0)];
    for &(group, (start, end)) in spans {
        if group {
            wanted.extend([(0, start - BESIDE_GROUP), (0, end + BESIDE_GROUP)]);
        } else {
            wanted.extend(
                BESIDE.iter().enumerate().flat_map(|(rank, by)| [(rank, start - by), (rank, end + by)]),
            );
        }
    }
    wanted.retain(|&(_, at)| at > 0.0 && at < end);
    wanted.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    for (rank, at) in wanted {
        let place = lines.partition_point(|&line| line < at);
        let near = |line: Option<&f64>| {
            line.is_some_and(|line| (line - at).abs() < if rank == 0 { 3.0 } else { PITCH })
        };
        if !near(lines.get(place)) && !near(place.checked_sub(1).and_then(|before| lines.get(before))) {
            lines.insert(place, at);
        }
    }
    lines
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths inside a picture")]
fn pixels(length: f64) -> u32 {
    length.round() as u32
}
