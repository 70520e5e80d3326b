//! How text and numbers are written into SVG: everything escaped, numbers with at most one decimal.

use std::fmt;

/// Appends formatted text to a `String`.
macro_rules! put {
    ($out:expr, $($arg:tt)*) => {{
        use std::fmt::Write as _;
        let _ = write!($out, $($arg)*);
    }};
}
pub(crate) use put;

/// Text, escaped for elements and quoted attributes; control characters become spaces.
pub(crate) struct Esc<'a>(pub(crate) &'a str);

impl fmt::Display for Esc<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\u{fffe}' | '\u{ffff}' => f.write_char(' ')?,
                c if c.is_control() => f.write_char(' ')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// A coordinate: one decimal at most, no negative zero, zero for what is not finite.
#[derive(Clone, Copy)]
pub(crate) struct N(pub(crate) f64);

impl fmt::Display for N {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whole numbers print several times faster than floats.
        let tenths = tenths(self.0);
        if tenths < 0 {
            f.write_str("-")?;
        }
        let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
        if rest == 0 { write!(f, "{whole}") } else { write!(f, "{whole}.{rest}") }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a float saturates, and what is not a number is 0")]
fn tenths(value: f64) -> i64 {
    (value * 10.0).round() as i64
}

/// Opens an `<svg>` with its accessible name and description; `id` is unique on the page.
pub(crate) fn open(out: &mut String, id: &str, class: &str, size: (f64, f64), title: &str, desc: &str) {
    put!(
        out,
        "<svg class=\"diagram {class}\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\"><title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
        Esc(title),
        Esc(desc),
        w = N(size.0),
        h = N(size.1),
        id = Esc(id),
    );
}

/// A `<text>` with its baseline at `at`.
pub(crate) fn text(out: &mut String, class: &str, at: (f64, f64), words: &str) {
    put!(out, "<text class=\"{class}\" x=\"{}\" y=\"{}\">{}</text>", N(at.0), N(at.1), Esc(words));
}

/// A `<line>`.
pub(crate) fn line(out: &mut String, class: &str, from: (f64, f64), to: (f64, f64)) {
    put!(
        out,
        "<line class=\"{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
        N(from.0),
        N(from.1),
        N(to.0),
        N(to.1)
    );
}

/// A `<rect>` given by its corner and its size.
pub(crate) fn rect(out: &mut String, class: &str, at: (f64, f64), size: (f64, f64), radius: f64) {
    put!(
        out,
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        N(at.0),
        N(at.1),
        N(size.0.max(0.0)),
        N(size.1.max(0.0))
    );
    if radius > 0.0 {
        put!(out, " rx=\"{}\"", N(radius));
    }
    out.push_str("/>");
}
