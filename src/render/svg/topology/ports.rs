//! Where edges leave and enter boxes.

use std::collections::BTreeMap;

use super::layout::{Flow, Rect};
use super::tree::Tree;

/// A side of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

/// From the border to the first place where an edge may turn.
pub(super) const STUB: f64 = 12.0;

/// One end of an edge: on the border, and the way out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Port {
    pub(super) side: Side,
    pub(super) at: (f64, f64),
}

impl Port {
    /// The first place where the edge may turn.
    pub(super) fn stub(&self) -> (f64, f64) {
        let (x, y) = self.at;
        match self.side {
            Side::Left => (x - STUB, y),
            Side::Right => (x + STUB, y),
            Side::Top => (x, y - STUB),
            Side::Bottom => (x, y + STUB),
        }
    }

    /// Whether the edge leaves to the left or right.
    pub(super) fn sideways(&self) -> bool {
        matches!(self.side, Side::Left | Side::Right)
    }

    fn across(&mut self) -> &mut f64 {
        if self.sideways() { &mut self.at.1 } else { &mut self.at.0 }
    }
}

/// What leaves a side together: edges out or in, in one state. Such edges share a trunk.
type Trunk = (usize, Side, bool, u8);

/// The ports of every edge of the tree, `(from, to)`; `state` tells edges that may not share a trunk.
pub(super) fn ports(tree: &Tree, boxes: &[Rect], states: &[u8], flow: Flow) -> Vec<(Port, Port)> {
    let mut trunks: BTreeMap<Trunk, Vec<f64>> = BTreeMap::new();
    let mut ends = Vec::with_capacity(tree.edges.len());
    for (edge, &state) in tree.edges.iter().zip(states) {
        let (a, b) = (&boxes[edge.from], &boxes[edge.to]);
        let (out, into) = sides(a, b, flow);
        let (out, into) = ((edge.from, out, true, state), (edge.to, into, false, state));
        trunks.entry(out).or_default().push(across(out.1, b.centre()));
        trunks.entry(into).or_default().push(across(into.1, a.centre()));
        ends.push((out, into));
    }
    let places = places(&trunks, boxes);
    let mut ports: Vec<(Port, Port)> = ends
        .iter()
        .map(|(out, into)| {
            (port(&boxes[out.0], out.1, places[out]), port(&boxes[into.0], into.1, places[into]))
        })
        .collect();
    for ((from, to), (out, into)) in ports.iter_mut().zip(&ends) {
        let alone = trunks[out].len() == 1 && trunks[into].len() == 1;
        if alone && from.sideways() == to.sideways() {
            straighten(from, to, (&boxes[out.0], &boxes[into.0]));
        }
    }
    ports
}

fn across(side: Side, (x, y): (f64, f64)) -> f64 {
    if matches!(side, Side::Left | Side::Right) { y } else { x }
}

fn range(rect: &Rect, side: Side) -> (f64, f64) {
    if matches!(side, Side::Left | Side::Right) { (rect.y, rect.bottom()) } else { (rect.x, rect.right()) }
}

/// The sides that face each other, those along the flow first.
fn sides(a: &Rect, b: &Rect, flow: Flow) -> (Side, Side) {
    let level = if a.right() <= b.x {
        Some((Side::Right, Side::Left))
    } else if b.right() <= a.x {
        Some((Side::Left, Side::Right))
    } else {
        None
    };
    let upright = if a.bottom() <= b.y {
        Some((Side::Bottom, Side::Top))
    } else if b.bottom() <= a.y {
        Some((Side::Top, Side::Bottom))
    } else {
        None
    };
    let facing = match flow {
        Flow::Right => level.or(upright),
        Flow::Down => upright.or(level),
    };
    facing.unwrap_or((Side::Right, Side::Left))
}

/// The trunks of a side share it evenly, in the order of what they lead to.
fn places(trunks: &BTreeMap<Trunk, Vec<f64>>, boxes: &[Rect]) -> BTreeMap<Trunk, f64> {
    let mut sides: BTreeMap<(usize, Side), Vec<(f64, Trunk)>> = BTreeMap::new();
    for (&trunk, goals) in trunks {
        let mean = goals.iter().sum::<f64>() / goals.len() as f64;
        sides.entry((trunk.0, trunk.1)).or_default().push((mean, trunk));
    }
    let mut places = BTreeMap::new();
    for ((item, side), mut trunks) in sides {
        trunks.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (start, end) = range(&boxes[item], side);
        let share = (end - start) / (trunks.len() + 1) as f64;
        for (nth, (_, trunk)) in trunks.into_iter().enumerate() {
            places.insert(trunk, (start + share * (nth + 1) as f64).round());
        }
    }
    places
}

fn port(rect: &Rect, side: Side, place: f64) -> Port {
    let at = match side {
        Side::Left => (rect.x, place),
        Side::Right => (rect.right(), place),
        Side::Top => (place, rect.y),
        Side::Bottom => (place, rect.bottom()),
    };
    Port { side, at }
}

/// Puts both ends of a lone edge on one line, where their sides lie side by side and the step is small.
fn straighten(from: &mut Port, to: &mut Port, boxes: (&Rect, &Rect)) {
    let step = (*from.across() - *to.across()).abs();
    let (a, b) = (range(boxes.0, from.side), range(boxes.1, to.side));
    let (low, high) = (a.0.max(b.0) + 8.0, a.1.min(b.1) - 8.0);
    if step <= 12.0 && low <= high {
        let place = to.across().clamp(low, high);
        *from.across() = place;
        *to.across() = place;
    }
}
