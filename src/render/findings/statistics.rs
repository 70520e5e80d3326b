//! How often each rule fires.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::FileFindings;

/// One line a rule: how many findings, code, name; the most frequent first.
pub fn statistics(files: &[FileFindings<'_>]) -> String {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for finding in files.iter().flat_map(|file| file.findings) {
        *counts.entry((finding.code, finding.name)).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|&(key, count)| (std::cmp::Reverse(count), key));
    let width = rows.first().map_or(1, |(_, count)| count.to_string().len());
    let mut text = String::new();
    for ((code, name), count) in rows {
        _ = writeln!(text, "{count:>width$}  {code}  {name}");
    }
    text
}
