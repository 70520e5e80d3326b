//! What a finding is known by from one run to the next, wherever it has moved to in its file.

use std::collections::BTreeMap;

use super::FileFindings;

/// One fingerprint a finding, in order: a hash of path, code, the text of the line without its spacing, and how
/// many findings with all of that came before. Line numbers play no part, so that moved lines keep theirs.
pub fn fingerprints(file: &FileFindings<'_>) -> Vec<String> {
    let mut seen: BTreeMap<u64, u64> = BTreeMap::new();
    let one = |finding: &crate::finding::Finding| {
        let lines = &file.source.lines;
        let index = lines.index(finding.span.start);
        let end = if index + 1 < lines.count() { lines.start(index + 1) } else { file.source.text.len() };
        let line = file.source.text.get(lines.start(index)..end).unwrap_or_default();
        let mut hash = Fnv::default();
        hash.write(&file.source.path);
        hash.write(finding.code);
        line.split_whitespace().for_each(|word| hash.write(word));
        let count = seen.entry(hash.0).or_default();
        *count += 1;
        hash.write(&count.to_string());
        format!("{:016x}", hash.0)
    };
    file.findings.iter().map(one).collect()
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Takes in a text and its end.
    fn write(&mut self, text: &str) {
        for byte in text.bytes().chain([0]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
