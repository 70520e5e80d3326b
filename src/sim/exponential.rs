//! Exponential draws without a logarithm: the ziggurat of Marsaglia and Tsang (2000).
//!
//! The area under `e^-x` is cut into 256 layers of the same size. 99 of 100 draws fall into the part of a
//! layer that lies under the curve as a whole, and take one random number, a product and a comparison.

use std::sync::LazyLock;

use super::random::Stream;

const LAYERS: usize = 256;
/// Where the lowest layer's tail begins, and the area of each layer.
const TAIL: f64 = 7.697_117_470_131_05;
const AREA: f64 = 0.003_949_659_822_581_557;

/// The right edge of each layer, from the lowest up, and the curve there.
struct Layers {
    x: [f64; LAYERS + 1],
    y: [f64; LAYERS + 1],
}

static LAYERS_OF_THE_CURVE: LazyLock<Layers> = LazyLock::new(|| {
    let curve = |x: f64| libm::exp(-x);
    let mut x = [0.0; LAYERS + 1];
    x[0] = AREA / curve(TAIL);
    x[1] = TAIL;
    for layer in 2..LAYERS {
        x[layer] = -libm::log(curve(x[layer - 1]) + AREA / x[layer - 1]);
    }
    Layers { x, y: x.map(curve) }
});

/// A draw with mean 1.
pub(crate) fn draw(stream: &mut Stream) -> f64 {
    let Layers { x, y } = &*LAYERS_OF_THE_CURVE;
    loop {
        let (layer, unit) = stream.byte_and_unit();
        let layer = usize::from(layer);
        let value = unit * x[layer];
        if value < x[layer + 1] {
            return value;
        }
        if layer == 0 {
            // What is beyond the tail's beginning is exponential again.
            return TAIL - libm::log(1.0 - stream.unit());
        }
        if y[layer] + (y[layer + 1] - y[layer]) * stream.unit() < libm::exp(-value) {
            return value;
        }
    }
}
