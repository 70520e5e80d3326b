//! Places inside the layers: as near to the neighbours as the least distances allow.

use super::layers::Layers;

const SWEEPS: usize = 6;

/// The centre of every box and bend across the layers; `high` is its extent there.
pub(super) fn centres(layers: &Layers, high: &[f64], gap: f64) -> Vec<f64> {
    let mut at = vec![0.0; high.len()];
    for row in &layers.rows {
        let whole: f64 = row.iter().map(|&item| high[item] + gap).sum();
        let mut edge = -whole / 2.0;
        for &item in row {
            at[item] = edge + high[item] / 2.0;
            edge += high[item] + gap;
        }
    }
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); high.len()];
    let mut after = before.clone();
    for &(from, to) in &layers.links {
        after[from].push(to);
        before[to].push(from);
    }
    for sweep in 0..SWEEPS {
        let down = sweep % 2 == 0;
        for step in 0..layers.rows.len() {
            let row = &layers.rows[if down { step } else { layers.rows.len() - 1 - step }];
            let wanted: Vec<f64> = row
                .iter()
                .map(|&item| {
                    let near = if down { &before[item] } else { &after[item] };
                    if near.is_empty() {
                        return at[item];
                    }
                    near.iter().map(|&other| at[other]).sum::<f64>() / near.len() as f64
                })
                .collect();
            let least: Vec<f64> =
                row.windows(2).map(|pair| f64::midpoint(high[pair[0]], high[pair[1]]) + gap).collect();
            for (&item, place) in row.iter().zip(spread(&wanted, &least)) {
                at[item] = place;
            }
        }
    }
    at
}

/// The places nearest to `wanted` in the least-squares sense of which neighbours keep their `least`
/// distances: isotonic regression by pooling adjacent violators, exact in one pass.
pub(super) fn spread(wanted: &[f64], least: &[f64]) -> Vec<f64> {
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(wanted.len());
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (nth, want) in wanted.iter().enumerate() {
        if nth > 0 {
            offset += least[nth - 1];
        }
        offsets.push(offset);
        let mut pool = (want - offset, 1);
        while let Some(&(mean, count)) = pools.last() {
            if mean <= pool.0 {
                break;
            }
            pools.pop();
            let both = count + pool.1;
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / both as f64, both);
        }
        pools.push(pool);
    }
    let levels = pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count));
    levels.zip(offsets).map(|(level, offset)| level + offset).collect()
}
