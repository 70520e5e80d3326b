//! Checks files: reads them, runs the rules, keeps only what has to be shown.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::load::each;
use super::twins::{Sketch, copies, sketch};
use super::{Error, Loaded, ModelFile, Root, read_source, today};
use crate::finding::{Fault, Finding};
use crate::model::Outcome;
use crate::model::claims::Claim;
use crate::render::findings::FileFindings;
use crate::rules::{Input, ModelContext, Patterns, Selection, Twins, lint, lint_model};
use crate::text::Source;
use chrono::NaiveDate;

/// A file that was checked.
#[derive(Debug)]
pub struct Checked {
    /// The file; its text is kept only where there are findings.
    pub source: Source,
    /// The findings in the order they stand.
    pub findings: Vec<Finding>,
    /// What copies of the body are known by.
    body: Option<Sketch>,
    /// The model that it names, where there is such a file.
    model: Option<PathBuf>,
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
    ignores: Patterns<Vec<String>>,
}

impl<'a> Checker<'a> {
    /// Prepares the rules.
    pub fn new(root: &'a Root) -> Self {
        let selections = root
            .profiles
            .iter()
            .map(|profile| (profile.profile.clone(), Selection::new(&profile.rules, root.settings())))
            .collect();
        let ignores = Patterns::new(&root.settings().per_file_ignores);
        Self { root, today: today(), selections, ignores }
    }

    /// Reads and checks files, in the order given.
    pub fn check_files(&self, files: &[PathBuf]) -> Result<Vec<Checked>, Error> {
        let mut twins = self.same_names(files);
        let mut checked = each(files, |file| self.check_file(file, &twins))?;
        let bodies: Vec<_> =
            checked.iter().map(|one| (one.source.path.as_str(), one.body.as_ref())).collect();
        let (copies, again) = copies(&bodies);
        twins.copies = copies;
        for index in again {
            if let (Some(file), Some(one)) = (files.get(index), checked.get_mut(index)) {
                *one = self.check_file(file, &twins)?;
            }
        }
        let models: BTreeSet<PathBuf> = checked.iter().filter_map(|one| one.model.clone()).collect();
        let models: Vec<PathBuf> = models.into_iter().collect();
        checked.extend(each(&models, |path| {
            let file = ModelFile::read(self.root, path)?;
            let findings = self.check_model(&file, None);
            let source = if findings.is_empty() { Source::new(file.source.path, "") } else { file.source };
            Ok(Checked { source, findings, body: None, model: None })
        })?);
        Ok(checked)
    }

    /// The findings of a model, with those about a replay where there is one.
    pub fn check_model(&self, file: &ModelFile, outcome: Option<&Outcome>) -> Vec<Finding> {
        let empty = Selection::default();
        let path = self.root.relative(&file.source.path);
        let profile = self.root.profile_for(&path);
        let selection =
            self.selections.get(&profile.profile).unwrap_or(&empty).for_file(&self.ignores, &path);
        let cx = ModelContext { source: &file.source, decoding: &file.decoding, model: &file.model, outcome };
        lint_model(&cx, &selection)
    }

    /// Which files have the name of an earlier one.
    pub(super) fn same_names(&self, files: &[PathBuf]) -> Twins {
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
        twins
    }

    /// Checks text that was read elsewhere.
    pub fn check_source(&self, source: Source, decoding: Vec<Fault>) -> Checked {
        self.check(Loaded::new(self.root, source, decoding), &Twins::default())
    }

    /// The repository.
    pub(super) fn root(&self) -> &'a Root {
        self.root
    }

    /// The findings of a document that is kept.
    pub fn check_loaded(&self, loaded: &Loaded<'_>, twins: &Twins, claims: &[Claim]) -> Vec<Finding> {
        let path = self.root.relative(&loaded.source.path);
        let empty = Selection::default();
        let selection = self.selections.get(&loaded.profile.profile).unwrap_or(&empty);
        let narrowed;
        let selection = if self.ignores.is_empty() {
            selection
        } else {
            narrowed = selection.for_file(&self.ignores, &path);
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
            claims,
            today: Some(self.today),
        })
    }

    fn check_file(&self, file: &std::path::Path, twins: &Twins) -> Result<Checked, Error> {
        let (source, decoding) = read_source(file, &self.root.shown(file))?;
        Ok(self.check(Loaded::new(self.root, source, decoding), twins))
    }

    fn check(&self, loaded: Loaded<'_>, twins: &Twins) -> Checked {
        let findings = self.check_loaded(&loaded, twins, &[]);
        let body = sketch(&loaded);
        let model = loaded.model(self.root);
        let source = if findings.is_empty() { Source::new(loaded.source.path, "") } else { loaded.source };
        Checked { source, findings, body, model }
    }
}
