//! Diagrams as inline SVG: plain data in, one deterministic string out.
//!
//! Colours come from CSS classes and custom properties ([`STYLE`]), never from inline styles, so that a
//! strict Content-Security-Policy holds and light and dark need one picture. Text is measured with the
//! advances of the Arial-metric fonts that [`STYLE`] asks for.

mod axis;
mod chart;
mod glyphs;
mod length;
mod out;
mod ticks;
mod timeline;
mod topology;
mod zone;

#[cfg(test)]
mod tests;

pub use axis::TimeAxis;
pub use chart::{Chart, Sample, Series, chart};
pub use timeline::{Drawing, Entry, Role, Timeline, Window, timeline};
pub use topology::{Edge, EdgeState, Graph, Group, Node, NodeKind, NodeState, topology};
pub use zone::Zone;

pub(crate) use out::{Esc, N, put};

/// The style sheet of every diagram; a page includes it once.
pub const STYLE: &str = include_str!("../../../templates/site/diagrams.css");

/// The same picture as a file of its own: with its style sheet and namespace inside.
pub fn standalone(svg: &str) -> String {
    let style = out::Esc(STYLE);
    match svg.split_once('>') {
        Some((head, rest)) => {
            format!("{head} xmlns=\"http://www.w3.org/2000/svg\"><style>{style}</style>{rest}")
        }
        None => svg.to_owned(),
    }
}
