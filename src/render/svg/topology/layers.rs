//! The boxes of one group in layers along the edges, ordered for few crossings.

/// Boxes and the bends of long edges in layers; numbers from `boxes` on are bends.
pub(super) struct Layers {
    /// The order inside each layer.
    pub(super) rows: Vec<Vec<usize>>,
    /// Links between neighbouring layers, as `(earlier, later)`.
    pub(super) links: Vec<(usize, usize)>,
}

/// How many of the boxes without any edge share a layer.
const UNLINKED_PER_LAYER: usize = 5;
const SWEEPS: usize = 8;

/// Layers `boxes` boxes along `edges`, given as pairs of different boxes in the order of input.
pub(super) fn layers(boxes: usize, edges: &[(usize, usize)]) -> Layers {
    let forward = break_cycles(boxes, edges);
    let layer = ranks(boxes, &forward);
    let depth = layer.iter().max().map_or(0, |&last| last + 1);
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); depth];
    for (item, &at) in layer.iter().enumerate() {
        rows[at].push(item);
    }
    let mut links = Vec::new();
    let mut next = boxes;
    for &(from, to) in &forward {
        let mut last = from;
        for row in &mut rows[layer[from] + 1..layer[to]] {
            row.push(next);
            links.push((last, next));
            last = next;
            next += 1;
        }
        links.push((last, to));
    }
    let mut layers = Layers { rows, links };
    layers.untangle(next);
    layers
}

/// The edges without doubles and turned round where they would close a circle, in the order of input.
fn break_cycles(boxes: usize, edges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); boxes];
    let mut forward: Vec<(usize, usize)> = Vec::new();
    for &(from, to) in edges {
        let edge = if reaches(&out, to, from) { (to, from) } else { (from, to) };
        if !out[edge.0].contains(&edge.1) {
            out[edge.0].push(edge.1);
            forward.push(edge);
        }
    }
    forward
}

fn reaches(out: &[Vec<usize>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; out.len()];
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        if !std::mem::replace(&mut seen[at], true) {
            open.extend(&out[at]);
        }
    }
    false
}

/// The longest path to each box, then sources moved next to what they lead to.
fn ranks(boxes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut layer = vec![0; boxes];
    if edges.is_empty() {
        return (0..boxes).map(|item| item / UNLINKED_PER_LAYER.max(boxes.isqrt())).collect();
    }
    for _ in 0..boxes {
        let mut moved = false;
        for &(from, to) in edges {
            if layer[to] <= layer[from] {
                layer[to] = layer[from] + 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    for item in 0..boxes {
        if !edges.iter().any(|&(_, to)| to == item) {
            let nearest = edges.iter().filter(|&&(from, _)| from == item).map(|&(_, to)| layer[to]).min();
            layer[item] = nearest.map_or(0, |near| near - 1);
        }
    }
    layer
}

impl Layers {
    /// Barycentre sweeps both ways and transposition; the order with the fewest crossings stays.
    fn untangle(&mut self, total: usize) {
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); total];
        let mut after: Vec<Vec<usize>> = vec![Vec::new(); total];
        for &(from, to) in &self.links {
            after[from].push(to);
            before[to].push(from);
        }
        let mut best = (self.crossings(total), self.rows.clone());
        for sweep in 0..SWEEPS {
            if best.0 == 0 {
                break;
            }
            let down = sweep % 2 == 0;
            let neighbours = if down { &before } else { &after };
            let place = self.places(total);
            let depth = self.rows.len();
            for step in 0..depth {
                let row = if down { step } else { depth - 1 - step };
                let place = if step == 0 { place.clone() } else { self.places(total) };
                let mean = |item: usize| {
                    let near = &neighbours[item];
                    if near.is_empty() {
                        return place[item] as f64;
                    }
                    near.iter().map(|&other| place[other] as f64).sum::<f64>() / near.len() as f64
                };
                self.rows[row].sort_by(|&a, &b| mean(a).total_cmp(&mean(b)).then(place[a].cmp(&place[b])));
            }
            self.transpose(&before, &after, total);
            let crossings = self.crossings(total);
            if crossings < best.0 {
                best = (crossings, self.rows.clone());
            }
        }
        self.rows = best.1;
    }

    fn places(&self, total: usize) -> Vec<usize> {
        let mut places = vec![0; total];
        for row in &self.rows {
            for (place, &item) in row.iter().enumerate() {
                places[item] = place;
            }
        }
        places
    }

    /// Swaps neighbours as long as that removes crossings.
    fn transpose(&mut self, before: &[Vec<usize>], after: &[Vec<usize>], total: usize) {
        let mut places = self.places(total);
        for row in &mut self.rows {
            for right in 1..row.len() {
                let (a, b) = (row[right - 1], row[right]);
                let gain = |near: &[Vec<usize>]| {
                    let (mut now, mut then) = (0_usize, 0_usize);
                    for &x in &near[a] {
                        for &y in &near[b] {
                            now += usize::from(places[x] > places[y]);
                            then += usize::from(places[x] < places[y]);
                        }
                    }
                    (now, then)
                };
                let ((now, then), (now_after, then_after)) = (gain(before), gain(after));
                if then + then_after < now + now_after {
                    row.swap(right - 1, right);
                    places.swap(a, b);
                }
            }
        }
    }

    fn crossings(&self, total: usize) -> usize {
        let places = self.places(total);
        let mut row_of = vec![0; total];
        for (row, items) in self.rows.iter().enumerate() {
            for &item in items {
                row_of[item] = row;
            }
        }
        let crossed = |a: &(usize, usize), b: &(usize, usize)| {
            row_of[a.0] == row_of[b.0]
                && (places[a.0] < places[b.0]) != (places[a.1] < places[b.1])
                && a.0 != b.0
                && a.1 != b.1
        };
        let pairs = self.links.iter().enumerate();
        pairs.map(|(nth, a)| self.links[nth + 1..].iter().filter(|b| crossed(a, b)).count()).sum()
    }
}
