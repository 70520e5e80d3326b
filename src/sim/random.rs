//! Random streams: one for each component and purpose, so that a change here draws nothing there.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::model::units::{Keys, Work};

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub(crate) struct Stream(Xoshiro256PlusPlus);

/// FNV-1a, 64 bit.
pub(crate) fn fnv(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The finaliser of splitmix64: every bit of the input reaches every bit of the output.
pub(crate) fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

impl Stream {
    /// The stream of a seed, a name and a purpose.
    pub(crate) fn new(seed: u64, name: &str, purpose: &str) -> Self {
        let words = fnv(name.bytes().chain([0]).chain(purpose.bytes()));
        Self(Xoshiro256PlusPlus::seed_from_u64(mix(seed ^ mix(words))))
    }

    /// A number in [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A byte, and a number in [0, 1) from the other bits.
    pub(crate) fn byte_and_unit(&mut self) -> (u8, f64) {
        let bits = self.0.next_u64();
        let [byte, ..] = bits.to_le_bytes();
        (byte, (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0))
    }

    /// A whole number below `bound`, which is at least 1.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        let wide = u128::from(self.0.next_u64()) * u128::from(bound);
        u32::try_from(wide >> 64).unwrap_or_default()
    }

    /// True with probability `share`; draws nothing when the answer is certain.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        share > 0.0 && (share >= 1.0 || self.unit() < share)
    }

    /// An exponential draw with mean 1.
    pub(crate) fn exponential(&mut self) -> f64 {
        super::exponential::draw(self)
    }

    /// A standard normal draw (Box and Muller; the second number is not kept, so that draws stay
    /// independent of what was drawn before).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(2.0 * self.exponential());
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }
}

/// A duration in nanoseconds as an integer, cut off at both ends.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, as wanted")]
pub(crate) fn ticks(nanos: f64) -> u64 {
    (nanos + 0.5) as u64
}

/// Draws from the distribution, in nanoseconds.
pub(crate) fn draw(work: &Work, stream: &mut Stream) -> u64 {
    match work {
        Work::Const(value) => value.0,
        Work::Exp(mean) => ticks(mean.0 as f64 * stream.exponential()),
        Work::Normal(mean, sd) => ticks(mean.0 as f64 + sd.0 as f64 * stream.normal()),
        Work::Lognormal { mu, sigma, .. } => ticks(libm::exp(mu + sigma * stream.normal())),
        Work::Uniform(from, to) => from.0 + ticks((to.0 - from.0) as f64 * stream.unit()),
        Work::Empirical(values) => {
            let at = stream.below(u32::try_from(values.len()).unwrap_or(u32::MAX).max(1)) as usize;
            values.get(at).map_or(0, |value| value.0)
        }
    }
}

/// Draws keys of a key space.
#[derive(Clone, Debug)]
pub(crate) enum KeySpace {
    Uniform(u32),
    Normal(f64, f64),
    Hot(f64, u32),
    Zipf(Box<Zipf>),
}

impl KeySpace {
    pub(crate) fn new(keys: &Keys) -> Self {
        match *keys {
            Keys::Uniform(n) => Self::Uniform(n),
            Keys::Normal(mean, sd) => Self::Normal(mean, sd),
            Keys::Hot(share, n) => Self::Hot(share, n),
            Keys::Zipf(s, n) => Self::Zipf(Box::new(Zipf::new(s, n))),
        }
    }

    /// A key; keys of a Zipf space start at 0 with the most frequent.
    pub(crate) fn draw(&self, stream: &mut Stream) -> u32 {
        match self {
            Self::Uniform(n) => stream.below(*n),
            Self::Normal(mean, sd) => to_key(libm::round(mean + sd * stream.normal())),
            Self::Hot(share, n) => {
                if stream.chance(*share) {
                    0
                } else {
                    1 + stream.below(*n)
                }
            }
            Self::Zipf(zipf) => zipf.draw(stream),
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, as wanted")]
fn to_key(value: f64) -> u32 {
    value as u32
}

/// Zipf by rejection-inversion (Hörmann and Derflinger, 1996): constant time and memory.
#[derive(Clone, Debug)]
pub(crate) struct Zipf {
    exponent: f64,
    n: f64,
    low: f64,
    high: f64,
    shortcut: f64,
}

impl Zipf {
    fn new(exponent: f64, n: u32) -> Self {
        let mut zipf = Self { exponent, n: f64::from(n), low: 0.0, high: 0.0, shortcut: 0.0 };
        zipf.low = zipf.integral(1.5) - 1.0;
        zipf.high = zipf.integral(zipf.n + 0.5);
        zipf.shortcut = 2.0 - zipf.inverse(zipf.integral(2.5) - libm::pow(2.0, -exponent));
        zipf
    }

    /// The integral of `x^-s`, with the logarithm as its limit at `s = 1`.
    fn integral(&self, x: f64) -> f64 {
        let log = libm::log(x);
        let power = (1.0 - self.exponent) * log;
        if power.abs() < 1e-8 {
            log * (1.0 + power / 2.0)
        } else {
            libm::expm1(power) / (1.0 - self.exponent)
        }
    }

    fn inverse(&self, y: f64) -> f64 {
        let scaled = (y * (1.0 - self.exponent)).max(-1.0);
        if scaled.abs() < 1e-8 {
            libm::exp(y * (1.0 - scaled / 2.0))
        } else {
            libm::exp(libm::log1p(scaled) / (1.0 - self.exponent))
        }
    }

    fn draw(&self, stream: &mut Stream) -> u32 {
        loop {
            let y = self.high + stream.unit() * (self.low - self.high);
            let x = self.inverse(y);
            let rank = libm::round(x).clamp(1.0, self.n);
            if rank - x <= self.shortcut || y >= self.integral(rank + 0.5) - libm::pow(rank, -self.exponent) {
                return to_key(rank - 1.0);
            }
        }
    }
}
