//! The labels of edges: where they cover nothing.

use super::layout::Rect;

/// The font size of a label.
pub(super) const SIZE: f64 = 10.5;
const HIGH: f64 = 14.0;

/// Places for labels, given as the width and the corners of each edge; none where no place is free.
///
/// `taken` is what no label may cover. Among free places one that few other edges pass, on a long stretch,
/// is best.
pub(super) fn places(
    labels: &[(f64, &[(f64, f64)])],
    taken: &[Rect],
    size: (f64, f64),
) -> Vec<Option<(f64, f64)>> {
    let mut taken = taken.to_vec();
    let frame = Rect { x: 0.0, y: 0.0, wide: size.0, high: size.1 };
    labels
        .iter()
        .enumerate()
        .map(|(nth, &(wide, corners))| {
            if wide <= 0.0 {
                return None;
            }
            let mut best: Option<(f64, Rect)> = None;
            for pair in corners.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                let long = (a.0 - b.0).abs() + (a.1 - b.1).abs();
                for share in [0.5, 0.3, 0.7, 0.15, 0.85] {
                    let (x, y) = (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
                    let rect =
                        Rect { x: x - wide / 2.0 - 3.0, y: y - HIGH / 2.0, wide: wide + 6.0, high: HIGH };
                    let inside = rect.x >= frame.x + 2.0 && rect.right() <= frame.right() - 2.0;
                    if !inside || taken.iter().any(|other| other.meets(&rect)) {
                        continue;
                    }
                    let others = labels.iter().enumerate().filter(|&(other, _)| other != nth);
                    let passed = others.filter(|(_, (_, corners))| passes(corners, &rect)).count();
                    let upright = (a.0 - b.0).abs() < 0.01;
                    let short = !upright && long < wide + 10.0;
                    let cost = passed as f64 * 100.0 - long.min(300.0) / 10.0
                        + if short { 60.0 } else { 0.0 }
                        + if upright { 20.0 } else { 0.0 }
                        + (share - 0.5_f64).abs();
                    if best.is_none_or(|(least, _)| cost < least) {
                        best = Some((cost, rect));
                    }
                }
            }
            let (_, rect) = best?;
            taken.push(rect);
            let (x, y) = rect.centre();
            Some((x, y + 3.5))
        })
        .collect()
}

/// Whether a line of right angles meets a rectangle.
pub(super) fn passes(corners: &[(f64, f64)], rect: &Rect) -> bool {
    corners.windows(2).any(|pair| {
        let (a, b) = (pair[0], pair[1]);
        a.0.min(b.0) < rect.right()
            && a.0.max(b.0) > rect.x
            && a.1.min(b.1) < rect.bottom()
            && a.1.max(b.1) > rect.y
    })
}
