//! How wide text is: the advances of Helvetica, which Arial and Liberation Sans share.

/// Advances of U+0020 to U+007E in thousandths of the font size.
const ADVANCES: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // space to /
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // 0 to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // @ to O
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // P to _
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // ` to o
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // p to ~
];

/// What a system's own rounding, hinting and kerning may add.
const SLACK: f64 = 1.03;

/// The width of `text` at `size`, both in pixels; bold is about a tenth wider (`size * 1.1`).
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let thousandths: u32 = text.chars().map(advance).sum();
    f64::from(thousandths) / 1000.0 * size * SLACK
}

fn advance(c: char) -> u32 {
    match c {
        ' '..='~' => ADVANCES.get(c as usize - 0x20).map_or(600, |&wide| u32::from(wide)),
        '\u{0300}'..='\u{036f}' | '\u{200b}'..='\u{200f}' => 0,
        '\u{00a0}'..='\u{036f}' => 620,
        '\u{2010}'..='\u{2013}' | '\u{2018}'..='\u{201f}' => 560,
        '\u{0370}'..='\u{05ff}' => 780,
        _ => 1050,
    }
}

/// `text`, cut with an ellipsis where it is wider than `most` pixels.
pub(crate) fn fit(text: &str, size: f64, most: f64) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let mut used = width("…", size);
    let mut kept = String::new();
    for c in text.chars() {
        used += f64::from(advance(c)) / 1000.0 * size * SLACK;
        if used > most {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '.', '–', '-']))
}

/// `text` in up to `count` lines of `most` pixels, the first of which starts `used` pixels in; the end may be cut.
pub(crate) fn wrap(text: &str, size: f64, most: f64, used: f64, count: usize) -> Vec<String> {
    let mut rest = text.trim();
    let mut room = (most - used).max(0.0);
    let mut lines = Vec::new();
    while lines.len() + 1 < count && width(rest, size) > room {
        let end = break_at(rest, size, room);
        if end == 0 && !lines.is_empty() {
            break;
        }
        let (line, after) = rest.split_at(end);
        lines.push(line.trim_end().to_owned());
        rest = after.trim_start();
        room = most;
    }
    lines.push(fit(rest, size, room));
    lines
}

/// Where the longest run of whole words that fits ends; 0 when not even the first does.
fn break_at(text: &str, size: f64, most: f64) -> usize {
    let mut used = 0.0;
    let mut last = 0;
    for (at, c) in text.char_indices() {
        if c == ' ' {
            last = at;
        }
        used += f64::from(advance(c)) / 1000.0 * size * SLACK;
        if used > most {
            return last;
        }
    }
    text.len()
}
