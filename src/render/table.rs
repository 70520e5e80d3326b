//! Tables with aligned columns for a terminal.

use std::fmt::Write;

/// A table with aligned columns; the first is to the left, words are, too, figures to the right.
pub(super) fn table(text: &mut String, head: &[&str], rows: &[Vec<String>]) {
    if rows.is_empty() {
        return;
    }
    let wide = |cell: &str| cell.chars().count();
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| wide(cell))
            .chain(head.get(column).map(|cell| wide(cell)))
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let left = |column: usize| {
        column == 0
            || head
                .get(column)
                .is_some_and(|head| matches!(*head, "kind" | "failures" | "because" | "value" | "origin"))
    };
    let mut line = |cells: &[&str]| {
        let mut out = String::from(" ");
        for (column, (cell, width)) in cells.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(width.saturating_sub(wide(cell)));
            let _ = if left(column) { write!(out, " {cell}{pad} ") } else { write!(out, " {pad}{cell} ") };
        }
        let _ = writeln!(text, "{}", out.trim_end());
    };
    let empty: Vec<&str> = vec![""; 1];
    line(&empty);
    line(head);
    for row in rows {
        line(&row.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
