//! The findings that a repository has accepted for now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::lint::Checked;
use super::{Error, read_bytes, write_atomic};
use crate::render::findings::fingerprints;

/// Accepted findings: for each file, fingerprint to what it says, for people.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    files: BTreeMap<String, BTreeMap<String, String>>,
}

impl Baseline {
    /// What is found now.
    pub fn of(checked: &[Checked]) -> Self {
        let mut files: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for one in checked.iter().filter(|one| !one.findings.is_empty()) {
            let prints = fingerprints(&one.findings()).into_iter();
            let texts = one.findings.iter().map(|finding| format!("{} {}", finding.code, finding.message));
            files.insert(one.source.path.clone(), prints.zip(texts).collect());
        }
        Self { version: 1, files }
    }

    /// How many findings it accepts.
    pub fn count(&self) -> usize {
        self.files.values().map(BTreeMap::len).sum()
    }

    /// Reads a baseline.
    pub fn read(path: &Path, name: &str) -> Result<Self, Error> {
        let bytes = read_bytes(path, name)?;
        let help = "write it anew with `--write-baseline`";
        let baseline: Self = serde_json::from_slice(&bytes)
            .map_err(|error| Error::with_help(format!("`{name}` is not a baseline: {error}"), help))?;
        if baseline.version != 1 {
            let message = format!("`{name}` is of version {}, which is not known", baseline.version);
            return Err(Error::with_help(message, help));
        }
        Ok(baseline)
    }

    /// Writes it.
    pub fn write(&self, path: &Path, name: &str) -> Result<(), Error> {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        write_atomic(path, name, text.as_bytes())
    }

    /// Takes out what it accepts and returns how many of its findings in the files that were checked are gone.
    pub fn subtract(&self, checked: &mut [Checked]) -> usize {
        let mut gone = 0;
        for one in checked {
            let Some(accepted) = self.files.get(&one.source.path) else { continue };
            let prints = fingerprints(&one.findings());
            let now: BTreeSet<&String> = prints.iter().collect();
            gone += accepted.keys().filter(|print| !now.contains(print)).count();
            let mut kept = prints.iter().map(|print| !accepted.contains_key(print));
            one.findings.retain(|_| kept.next().unwrap_or(true));
        }
        gone
    }
}
