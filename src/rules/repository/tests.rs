//! Links are the same whether the whole text is read or only the pieces around them.

use crate::text::{Source, Span};

use super::{in_piece, parsed, pieces, signs_in};

/// What stands around links and between them.
const PARTS: [&str; 12] = [
    "A [link](a.md) in a sentence.\n",
    "- item with [one](b.md)\n  and a second line ![two](c.png)\n",
    "\n",
    "## Heading [with](d.md)\n",
    "| cell | [row](e.md) |\n|---|---|\n",
    "See https://example.com/a and `[code](x.md)`.\n",
    "1. first [third](f.md)\n2. second\n",
    "*emphasis [in](g.md)*\n",
    "> quoted [words](h.md)\n",
    "A [link that\n*wraps*](i.md) here.\n",
    "[a \\] b](j.md) and \\[no](k.md)\n",
    "Plain text without any.\n",
];

#[test]
fn pieces_hold_the_links_of_the_whole() {
    let mut found = 0;
    for first in PARTS {
        for second in PARTS {
            for third in PARTS {
                let text = [first, second, third].concat();
                let whole = parsed(&text, 7);
                let source = Source::new("", &text);
                let apart = match pieces(&source, Span::new(0, text.len()), &signs_in(&text)) {
                    Some(parts) => {
                        parts.iter().flat_map(|piece| in_piece(piece.of(&text), piece.start + 7)).collect()
                    }
                    None => parsed(&text, 7),
                };
                assert_eq!(apart, whole, "{text}");
                found += whole.len();
            }
        }
    }
    assert!(found > PARTS.len().pow(3), "{found}");
}
