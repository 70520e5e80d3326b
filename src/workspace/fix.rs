//! Corrects files, again and again until nothing is left that can be corrected.

use std::path::{Path, PathBuf};

use super::lint::Checked;
use super::{Checker, Error, Root, read_source, write_atomic};
use crate::finding::{Fault, FaultKind};
use crate::rules::fixed;
use crate::text::Source;

/// How often a file is checked and corrected before it is left as it is.
const ROUNDS: usize = 20;

/// A file after correction.
#[derive(Debug)]
pub struct Fixed {
    /// Its text before.
    pub before: Source,
    /// Its text afterwards.
    pub after: String,
    /// How many corrections were made.
    pub count: usize,
    /// What is left to find.
    pub checked: Checked,
}

impl Checker<'_> {
    /// Corrects a text. One that could not be read as UTF-8 is left as it is.
    pub fn fix_source(&self, before: Source, decoding: &[Fault], with_unsafe: bool) -> Fixed {
        let mut source = before.clone();
        let mut count = 0;
        let readable = decoding.iter().all(|fault| fault.kind != FaultKind::Encoding);
        for _ in 0..if readable { ROUNDS } else { 0 } {
            let checked = self.check_source(source.clone(), decoding.to_vec());
            let (text, applied) = fixed(&source.text, &checked.findings, with_unsafe);
            if applied == 0 || text == source.text {
                break;
            }
            count += applied;
            source = Source::new(source.path, text);
        }
        let after = source.text.clone();
        Fixed { before, after, count, checked: self.check_source(source, decoding.to_vec()) }
    }

    /// Corrects a file's text without writing it.
    pub fn fix_file(&self, file: &Path, with_unsafe: bool) -> Result<Fixed, Error> {
        let (source, decoding) = read_source(file, &self.root().shown(file))?;
        Ok(self.fix_source(source, &decoding, with_unsafe))
    }
}

/// Writes corrected files back. A file that a link leads to outside the repository is not touched; the paths of
/// such files are returned.
pub fn write_fixed(root: &Root, files: &[PathBuf], fixed: &[Fixed]) -> Result<Vec<String>, Error> {
    let mut left = Vec::new();
    for (file, one) in files.iter().zip(fixed) {
        if one.after == one.before.text {
            continue;
        }
        if root.owns(file) {
            write_atomic(file, &one.before.path, one.after.as_bytes())?;
        } else {
            left.push(one.before.path.clone());
        }
    }
    Ok(left)
}
