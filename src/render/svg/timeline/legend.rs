//! The legend under a timeline: swatches and names, in lines that wrap.

use super::super::axis::{LEFT, WIDTH};
use super::super::{glyphs, out};

const LINE: f64 = 20.0;

/// A legend that is being filled.
pub(super) struct Legend {
    pub(super) drawn: String,
    x: f64,
    y: f64,
}

impl Legend {
    pub(super) fn new(y: f64) -> Self {
        Self { drawn: String::new(), x: LEFT, y }
    }

    /// Adds an item; `swatch` draws a sign of 12 pixels about the point it is given.
    pub(super) fn add(&mut self, words: &str, swatch: impl FnOnce(&mut String, f64, f64)) {
        let wide = 22.0 + glyphs::width(words, 11.5);
        if self.x + wide > WIDTH - 8.0 && self.x > LEFT {
            self.x = LEFT;
            self.y += LINE;
        }
        swatch(&mut self.drawn, self.x + 6.0, self.y - 4.0);
        out::text(&mut self.drawn, "key", (self.x + 18.0, self.y), words);
        self.x += wide + 16.0;
    }

    /// Starts a new line, unless this one is empty.
    pub(super) fn next_line(&mut self) {
        if self.x > LEFT {
            self.x = LEFT;
            self.y += LINE;
        }
    }

    /// Where the picture may end.
    pub(super) fn bottom(&self) -> f64 {
        if self.x > LEFT { self.y + 10.0 } else { self.y - LINE + 10.0 }
    }
}
