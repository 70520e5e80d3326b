//! Rows for the labels above a time axis, so that no label covers another or is crossed by a leader.

/// A label that starts at its leader, `wide` pixels long.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Slot {
    pub(in super::super) x: f64,
    pub(in super::super) wide: f64,
}

/// Clear space behind a label.
const GAP: f64 = 8.0;

/// The row of each slot, 0 next to the axis; `slots` are sorted by `x`.
///
/// From right to left, a label stands one row above the highest later label whose leader lies under it.
pub(in super::super) fn rows(slots: &[Slot]) -> Vec<usize> {
    let mut rows = vec![0; slots.len()];
    for (nth, slot) in slots.iter().enumerate().rev() {
        let end = slot.x + slot.wide + GAP;
        let highest = slots
            .iter()
            .zip(&rows)
            .skip(nth + 1)
            .take_while(|(later, _)| later.x < end)
            .map(|(_, &row)| row + 1)
            .max()
            .unwrap_or(0);
        if let Some(row) = rows.get_mut(nth) {
            *row = highest;
        }
    }
    rows
}

/// Rows for labels that are centred on their marks and may be crossed by leaders: the lowest free one, if
/// there is one below `most`.
pub(in super::super) fn packed(slots: &[Slot], most: usize) -> Vec<Option<usize>> {
    let mut ends = vec![f64::MIN; most];
    slots
        .iter()
        .map(|slot| {
            let start = slot.x - slot.wide / 2.0;
            let (row, end) = ends.iter_mut().enumerate().find(|(_, end)| **end < start)?;
            *end = slot.x + slot.wide / 2.0 + 2.0;
            Some(row)
        })
        .collect()
}
