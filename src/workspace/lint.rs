//! Checks files: reads them, runs the rules, keeps only what has to be shown.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use super::load::each;
use super::{Error, Loaded, Root, read_source, today};
use crate::finding::{Fault, Finding};
use crate::render::findings::FileFindings;
use crate::rules::{Input, Selection, Twins, lint};
use crate::text::Source;
use chrono::NaiveDate;

/// A file that was checked.
#[derive(Debug)]
pub struct Checked {
    /// The file; its text is kept only where there are findings.
    pub source: Source,
    /// The findings in the order they stand.
    pub findings: Vec<Finding>,
    /// A hash of the body's words, by which copies are known.
    body: Option<u64>,
}

impl Checked {
    /// What to show of it.
    pub fn findings(&self) -> FileFindings<'_> {
        FileFindings { source: &self.source, findings: &self.findings }
    }
}

/// Checks the documents of one repository.
#[derive(Debug)]
pub struct Checker<'a> {
    root: &'a Root,
    today: NaiveDate,
    selections: BTreeMap<String, Selection>,
}

impl<'a> Checker<'a> {
    /// Prepares the rules.
    pub fn new(root: &'a Root) -> Self {
        let selections = root
            .profiles
            .iter()
            .map(|profile| (profile.profile.clone(), Selection::new(&profile.rules, root.settings())))
            .collect();
        Self { root, today: today(), selections }
    }

    /// Reads and checks files, in the order given.
    pub fn check_files(&self, files: &[PathBuf]) -> Result<Vec<Checked>, Error> {
        let mut twins = Twins::default();
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for file in files {
            let Some(stem) = file.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()) else {
                continue;
            };
            let shown = self.root.shown(file);
            if let Some(first) = names.get(&stem) {
                twins.names.insert(shown, first.clone());
            } else {
                names.insert(stem, shown);
            }
        }
        let mut checked = each(files, |file| self.check_file(file, &twins))?;
        self.find_copies(files, &mut checked, &mut twins)?;
        Ok(checked)
    }

    /// Checks text that was read elsewhere.
    pub fn check_source(&self, source: Source, decoding: Vec<Fault>) -> Checked {
        self.check(Loaded::new(self.root, source, decoding), &Twins::default())
    }

    /// The repository.
    pub(super) fn root(&self) -> &Root {
        self.root
    }

    /// The findings of a document that is kept.
    pub fn check_loaded(&self, loaded: &Loaded<'_>, twins: &Twins) -> Vec<Finding> {
        let path = self.root.relative(&loaded.source.path);
        let empty = Selection::default();
        let selection = self.selections.get(&loaded.profile.profile).unwrap_or(&empty);
        let narrowed;
        let selection = if self.root.settings().per_file_ignores.is_empty() {
            selection
        } else {
            narrowed = selection.for_file(self.root.settings(), &path);
            &narrowed
        };
        lint(&Input {
            source: &loaded.source,
            decoding: &loaded.decoding,
            document: &loaded.document,
            selection,
            profile: loaded.profile,
            settings: self.root.settings(),
            files: self.root,
            twins,
            today: Some(self.today),
        })
    }

    fn check_file(&self, file: &std::path::Path, twins: &Twins) -> Result<Checked, Error> {
        let (source, decoding) = read_source(file, &self.root.shown(file))?;
        Ok(self.check(Loaded::new(self.root, source, decoding), twins))
    }

    fn check(&self, loaded: Loaded<'_>, twins: &Twins) -> Checked {
        let findings = self.check_loaded(&loaded, twins);
        let body = body(&loaded);
        let source = if findings.is_empty() { Source::new(loaded.source.path, "") } else { loaded.source };
        Checked { source, findings, body }
    }

    /// Checks documents again that turn out to have the same words as an earlier one.
    fn find_copies(
        &self,
        files: &[PathBuf],
        checked: &mut [Checked],
        twins: &mut Twins,
    ) -> Result<(), Error> {
        let mut first: BTreeMap<u64, usize> = BTreeMap::new();
        let mut copies = Vec::new();
        for (index, one) in checked.iter().enumerate() {
            let Some(body) = one.body else { continue };
            if let Some(&original) = first.get(&body) {
                twins.copies.insert(one.source.path.clone(), checked[original].source.path.clone());
                copies.push(index);
            } else {
                first.insert(body, index);
            }
        }
        for index in copies {
            checked[index] = self.check_file(&files[index], twins)?;
        }
        Ok(())
    }
}

/// A hash of the body's words; `None` when there are too few to tell a copy from a template.
fn body(loaded: &Loaded<'_>) -> Option<u64> {
    let first = loaded.document.postmortems.first().filter(|first| first.words.total >= 50)?;
    let mut hasher = DefaultHasher::new();
    for word in first.body.of(&loaded.source.text).split_whitespace() {
        word.hash(&mut hasher);
    }
    Some(hasher.finish())
}
