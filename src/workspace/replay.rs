//! Checks documents together with the replays of their models.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::load::load;
use super::twins::{copies, sketch};
use super::{Checker, Error, Loaded, ModelFile};
use crate::finding::Finding;
use crate::model::Outcome;
use crate::model::claims::{Claim, claims};
use crate::render::findings::FileFindings;
use crate::sim;

/// The incidents of a repository and the models they link to.
#[derive(Debug)]
pub struct Replayed<'a> {
    /// The documents in the order of their paths.
    pub incidents: Vec<Incident<'a>>,
    /// The models in the order of their paths, each once.
    pub models: Vec<ReplayedModel>,
}

/// A document that was checked against its model.
#[derive(Debug)]
pub struct Incident<'a> {
    /// The document.
    pub loaded: Loaded<'a>,
    /// The place of its model in [`Replayed::models`].
    pub model: Option<usize>,
    /// What it claims beside what the model showed.
    pub claims: Vec<Claim>,
    /// The findings in the order they stand.
    pub findings: Vec<Finding>,
}

/// A model that was replayed.
#[derive(Debug)]
pub struct ReplayedModel {
    /// The file.
    pub file: ModelFile,
    /// What it showed; absent when it has faults.
    pub outcome: Option<Outcome>,
    /// The findings in the order they stand.
    pub findings: Vec<Finding>,
}

impl Replayed<'_> {
    /// The findings of all files, documents first.
    pub fn findings(&self) -> Vec<FileFindings<'_>> {
        let documents = self.incidents.iter().map(|one| (&one.loaded.source, &one.findings));
        let models = self.models.iter().map(|one| (&one.file.source, &one.findings));
        documents.chain(models).map(|(source, findings)| FileFindings { source, findings }).collect()
    }

    /// The model of an incident and what it showed.
    pub fn replay(&self, incident: &Incident<'_>) -> Option<(&ReplayedModel, &Outcome)> {
        let model = self.models.get(incident.model?)?;
        Some((model, model.outcome.as_ref()?))
    }
}

impl<'a> Checker<'a> {
    /// Reads and checks documents, replays the models they link to, and compares the two.
    pub fn replay(&self, files: &[PathBuf]) -> Result<Replayed<'a>, Error> {
        let root = self.root();
        let documents = load(root, files)?;
        let named: Vec<Option<PathBuf>> = documents.iter().map(|one| one.model(root)).collect();
        let paths: BTreeSet<&PathBuf> = named.iter().flatten().collect();
        let paths: Vec<&PathBuf> = paths.into_iter().collect();
        let models: Vec<ReplayedModel> =
            paths.par_iter().map(|path| self.replay_model(path)).collect::<Result<_, _>>()?;
        let sketches: Vec<_> = documents.iter().map(sketch).collect();
        let paths_of = documents.iter().map(|one| one.source.path.as_str());
        let bodies: Vec<_> = paths_of.zip(sketches.iter().map(Option::as_ref)).collect();
        let mut twins = self.same_names(files);
        twins.copies = copies(&bodies).0;
        let incident = |(loaded, model): (Loaded<'a>, &Option<PathBuf>)| {
            let model = model.as_ref().and_then(|path| paths.binary_search(&path).ok());
            let outcome = model.and_then(|index| models.get(index)?.outcome.as_ref());
            let postmortem = loaded.document.postmortems.first();
            let claims = postmortem
                .zip(outcome)
                .map(|(postmortem, outcome)| claims(postmortem, outcome, &root.settings().tolerances))
                .unwrap_or_default();
            let findings = self.check_loaded(&loaded, &twins, &claims);
            Incident { loaded, model, claims, findings }
        };
        let incidents = documents.into_par_iter().zip(&named).map(incident).collect();
        Ok(Replayed { incidents, models })
    }

    fn replay_model(&self, path: &Path) -> Result<ReplayedModel, Error> {
        let file = ModelFile::read(self.root(), path)?;
        let outcome = if file.runnable() { sim::run(&file.model, &sim::Options::default()) } else { None };
        let findings = self.check_model(&file, outcome.as_ref());
        Ok(ReplayedModel { file, outcome, findings })
    }
}
