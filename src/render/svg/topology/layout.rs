//! Where every box goes: each group laid out alone, then placed as one box in the group around it.

use super::tree::Tree;
use super::{layers, place};

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) wide: f64,
    pub(super) high: f64,
}

impl Rect {
    pub(super) fn right(&self) -> f64 {
        self.x + self.wide
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.high
    }

    pub(super) fn centre(&self) -> (f64, f64) {
        (self.x + self.wide / 2.0, self.y + self.high / 2.0)
    }

    /// Whether the two share more than a border.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// The same, larger by `by` on every side.
    pub(super) fn grown(&self, by: f64) -> Self {
        Self { x: self.x - by, y: self.y - by, wide: self.wide + by * 2.0, high: self.high + by * 2.0 }
    }
}

/// Where the edges mostly lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Right,
    Down,
}

/// Around the boxes of a group; its title stands at the top.
const PAD: f64 = 16.0;
pub(super) const TITLE: f64 = 30.0;
/// Where edges come from above, they turn between the title and the boxes.
const TITLE_BELOW_EDGES: f64 = 42.0;
/// Between boxes of one layer.
const GAP: f64 = 26.0;
/// Between layers.
const LAYER_GAP: f64 = 54.0;
/// The corridor of an edge that passes a layer.
const CORRIDOR: f64 = 4.0;
/// Around the whole picture.
const MARGIN: f64 = 24.0;

/// What is known of each box before it has a place.
pub(super) struct Sizes {
    /// Nodes: their size. Groups: the least size, for their title.
    pub(super) boxes: Vec<(f64, f64)>,
    /// Width of the label of each edge of the tree; 0 without one.
    pub(super) labels: Vec<f64>,
}

/// Every box, by the tree's numbers, and the size of the picture.
pub(super) struct Layout {
    pub(super) boxes: Vec<Rect>,
    pub(super) size: (f64, f64),
}

/// Lays a tree out.
pub(super) fn layout(tree: &Tree, sizes: &Sizes, flow: Flow) -> Layout {
    // Places relative to the group around, until the last step adds the groups' own.
    let mut boxes: Vec<Rect> =
        sizes.boxes.iter().map(|&(wide, high)| Rect { wide, high, ..Rect::default() }).collect();
    let title = if flow == Flow::Down { TITLE_BELOW_EDGES } else { TITLE };
    for group in tree.inner_first() {
        let least = sizes.boxes[group];
        let (wide, high) = arrange(tree, sizes, flow, Some(group), (PAD, title), &mut boxes);
        boxes[group].wide = (wide + PAD).max(least.0);
        boxes[group].high = (high + PAD).max(least.1);
    }
    let (wide, high) = arrange(tree, sizes, flow, None, (MARGIN, MARGIN), &mut boxes);
    for group in tree.inner_first().into_iter().rev() {
        let (x, y) = (boxes[group].x, boxes[group].y);
        for child in tree.children(Some(group)) {
            boxes[child].x += x;
            boxes[child].y += y;
        }
    }
    Layout { boxes, size: (wide + MARGIN, high + MARGIN) }
}

/// Places the children of a group from `corner` on; returns where they end.
fn arrange(
    tree: &Tree,
    sizes: &Sizes,
    flow: Flow,
    group: Option<usize>,
    corner: (f64, f64),
    boxes: &mut [Rect],
) -> (f64, f64) {
    let children = tree.children(group);
    let number = |item: usize| children.iter().position(|&child| child == item);
    let mut edges = Vec::new();
    let mut label = 0.0_f64;
    for (nth, edge) in tree.edges.iter().enumerate() {
        let Some((from, to, around)) = tree.lift(edge.from, edge.to) else { continue };
        if let (true, Some(from), Some(to)) = (around == group, number(from), number(to)) {
            edges.push((from, to));
            label = label.max(sizes.labels[nth]);
        }
    }
    // Collections lie across the flow, those in them along it, so that shards of copies become a square.
    let nested = group.is_some_and(|group| tree.is_nested_collection(group));
    if nested {
        edges = (1..children.len()).map(|to| (to - 1, to)).collect();
    }
    let layers = layers::layers(children.len(), &edges);
    // `along` the flow and `across` it.
    let extent = |item: usize| {
        let rect =
            children.get(item).map_or(Rect { wide: 0.0, high: CORRIDOR, ..Rect::default() }, |&c| boxes[c]);
        let bend = item >= children.len();
        match flow {
            Flow::Right => (rect.wide, rect.high),
            Flow::Down if bend => (0.0, CORRIDOR),
            Flow::Down => (rect.high, rect.wide),
        }
    };
    let total = layers.rows.iter().flatten().max().map_or(0, |&last| last + 1);
    let extents: Vec<(f64, f64)> = (0..total).map(extent).collect();
    let across: Vec<f64> = extents.iter().map(|&(_, across)| across).collect();
    let centres = place::centres(&layers, &across, GAP);
    let first = (0..children.len()).map(|item| centres[item] - across[item] / 2.0).fold(f64::MAX, f64::min);
    let gap = match flow {
        _ if nested => GAP,
        Flow::Right if label > 0.0 => LAYER_GAP.max(label + 44.0),
        Flow::Down if label > 0.0 => LAYER_GAP + 14.0,
        _ => LAYER_GAP,
    };
    let (along_start, across_start) = match flow {
        Flow::Right => corner,
        Flow::Down => (corner.1, corner.0),
    };
    let mut end = corner;
    let mut along = along_start;
    for row in &layers.rows {
        let deep = row.iter().map(|&item| extents[item].0).fold(0.0, f64::max);
        for &item in row.iter().filter(|&&item| item < children.len()) {
            let begin = along + (deep - extents[item].0) / 2.0;
            let beside = across_start + centres[item] - across[item] / 2.0 - first;
            let rect = &mut boxes[children[item]];
            (rect.x, rect.y) = match flow {
                Flow::Right => (begin.round(), beside.round()),
                Flow::Down => (beside.round(), begin.round()),
            };
            end = (end.0.max(rect.right()), end.1.max(rect.bottom()));
        }
        along += deep + gap;
    }
    end
}
