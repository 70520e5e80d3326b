//! Checks files: reads them, runs the rules, keeps only what has to be shown.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::OnceLock;

use super::load::{Read, each, read_each};
use super::twins::{Sketch, copies, sketch};
use super::{Error, Loaded, ModelFile, Root, read_source, today};
use crate::document::TOGETHER;
use crate::finding::{Fault, Finding};
use crate::model::claims::Claim;
use crate::model::{Outcome, Profile};
use crate::render::findings::FileFindings;
use crate::rules::{Input, ModelContext, Patterns, Selection, Twins, lint, lint_all, lint_model};
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
    /// Whether it was found to be a copy, which holds only beside the other files of that run.
    copied: bool,
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
    /// For each profile, its rules as soon as a document has it.
    selections: BTreeMap<String, OnceLock<Selection>>,
    ignores: Patterns<Vec<String>>,
}

impl<'a> Checker<'a> {
    /// Prepares the rules.
    pub fn new(root: &'a Root) -> Self {
        let selections = root.profile_names().map(|name| (name.to_owned(), OnceLock::new())).collect();
        let ignores = Patterns::new(&root.settings().per_file_ignores);
        Self { root, today: today(), selections, ignores }
    }

    /// The rules of a profile.
    fn selection(&self, profile: &Profile) -> Option<&Selection> {
        let selection = self.selections.get(&profile.profile)?;
        Some(selection.get_or_init(|| Selection::new(&profile.rules, self.root.settings())))
    }

    /// Reads and checks files, in the order given.
    pub fn check_files(&self, files: &[PathBuf]) -> Result<Vec<Checked>, Error> {
        self.recheck_files(files, &mut BTreeMap::new())
    }

    /// As [`Self::check_files`], but takes those of `known`, by their path, as they are.
    pub fn recheck_files(
        &self,
        files: &[PathBuf],
        known: &mut BTreeMap<String, Checked>,
    ) -> Result<Vec<Checked>, Error> {
        let mut twins = self.same_names(files);
        let mut keep = |file| {
            let known = if known.is_empty() { None } else { known.remove(&self.root.shown(file)) };
            known.filter(|one| !one.copied)
        };
        let kept: Vec<Option<Checked>> = files.iter().map(|file| keep(file)).collect();
        let open: Vec<PathBuf> = files
            .iter()
            .zip(&kept)
            .filter(|(_, kept)| kept.is_none())
            .map(|(file, _)| file.clone())
            .collect();
        let mut fresh = read_each(self.root, &open, |read| self.check_read(read, &twins))?.into_iter();
        let mut checked: Vec<Checked> =
            kept.into_iter().filter_map(|kept| kept.or_else(|| fresh.next())).collect();
        let bodies: Vec<_> =
            checked.iter().map(|one| (one.source.path.as_str(), one.body.as_ref())).collect();
        let (copies, again) = copies(&bodies);
        twins.copies = copies;
        for index in again {
            if let (Some(file), Some(one)) = (files.get(index), checked.get_mut(index)) {
                *one = self.check_file(file, &twins)?;
                one.copied = true;
            }
        }
        let models: BTreeSet<PathBuf> = checked.iter().filter_map(|one| one.model.clone()).collect();
        let models: Vec<PathBuf> = models.into_iter().collect();
        checked.extend(each(&models, |path| {
            let file = ModelFile::read(self.root, path)?;
            let findings = self.check_model(&file, None);
            let source = if findings.is_empty() { Source::new(file.source.path, "") } else { file.source };
            Ok(Checked { source, findings, body: None, model: None, copied: false })
        })?);
        Ok(checked)
    }

    /// The findings of a model, with those about a replay where there is one.
    pub fn check_model(&self, file: &ModelFile, outcome: Option<&Outcome>) -> Vec<Finding> {
        let empty = Selection::default();
        let path = self.root.relative(&file.source.path);
        let profile = self.root.profile_for(&path);
        let selection = self.selection(profile).unwrap_or(&empty).for_file(&self.ignores, &path);
        let cx = ModelContext { source: &file.source, decoding: &file.decoding, model: &file.model, outcome };
        lint_model(&cx, &selection)
    }

    /// Which files have the name of an earlier one.
    pub(super) fn same_names(&self, files: &[PathBuf]) -> Twins {
        let mut twins = Twins::default();
        let mut names: HashMap<String, &PathBuf> = HashMap::with_capacity(files.len());
        for file in files {
            let Some(stem) = file.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()) else {
                continue;
            };
            let first = *names.entry(stem).or_insert(file);
            if first != file {
                twins.names.insert(self.root.shown(file), self.root.shown(first));
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
        lint(&self.input(loaded, &self.selection_for(loaded), twins, claims))
    }

    /// The rules for a document.
    fn selection_for(&self, loaded: &Loaded<'_>) -> Cow<'_, Selection> {
        match self.selection(loaded.profile) {
            Some(selection) if self.ignores.is_empty() => Cow::Borrowed(selection),
            Some(selection) => {
                Cow::Owned(selection.for_file(&self.ignores, &self.root.relative(&loaded.source.path)))
            }
            None => Cow::default(),
        }
    }

    fn input<'b>(
        &'b self,
        loaded: &'b Loaded<'_>,
        selection: &'b Selection,
        twins: &'b Twins,
        claims: &'b [Claim],
    ) -> Input<'b> {
        Input {
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
        }
    }

    fn check_file(&self, file: &std::path::Path, twins: &Twins) -> Result<Checked, Error> {
        let (source, decoding) = read_source(file, &self.root.shown(file))?;
        Ok(self.check(Loaded::new(self.root, source, decoding), twins))
    }

    /// Checks files that were read, some of them together.
    fn check_read(&self, read: Vec<Read>, twins: &Twins) -> Vec<Checked> {
        let mut checked = Vec::with_capacity(read.len());
        let mut read = read.into_iter().peekable();
        while read.peek().is_some() {
            let documents = Loaded::all(self.root, read.by_ref().take(TOGETHER).collect());
            checked.extend(self.check_together(documents, twins));
        }
        checked
    }

    fn check_together(&self, documents: Vec<Loaded<'_>>, twins: &Twins) -> Vec<Checked> {
        let selections: Vec<_> = documents.iter().map(|loaded| self.selection_for(loaded)).collect();
        let inputs: Vec<Input<'_>> = documents
            .iter()
            .zip(&selections)
            .map(|(loaded, selection)| self.input(loaded, selection, twins, &[]))
            .collect();
        let findings = lint_all(&inputs);
        documents.into_iter().zip(findings).map(|(loaded, findings)| self.checked(loaded, findings)).collect()
    }

    fn check(&self, loaded: Loaded<'_>, twins: &Twins) -> Checked {
        let findings = self.check_loaded(&loaded, twins, &[]);
        self.checked(loaded, findings)
    }

    fn checked(&self, loaded: Loaded<'_>, findings: Vec<Finding>) -> Checked {
        let body = sketch(&loaded);
        let model = loaded.model(self.root);
        let source = if findings.is_empty() { Source::new(loaded.source.path, "") } else { loaded.source };
        Checked { source, findings, body, model, copied: false }
    }
}
