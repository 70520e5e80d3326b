//! Documents with everything that is needed to check them.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Error, Root, read_bytes, read_source};
use crate::document::{self, Document};
use crate::finding::{Fault, FaultKind};
use crate::model::{self, Model, Profile};
use crate::rules::{Files, Place};
use crate::text::{Source, did_you_mean};

/// A document as read from disk.
#[derive(Debug)]
pub struct Loaded<'a> {
    /// The file.
    pub source: Source,
    /// What was wrong with its bytes, or with the profile that it names.
    pub decoding: Vec<Fault>,
    /// What was understood of it.
    pub document: Document,
    /// Its profile.
    pub profile: &'a Profile,
}

/// Below this many files, threads cost more than they bring.
const FEW: usize = 8;
/// How many files are read from disk before something is done with the first of them: going to the system and back for
/// each of them costs a tenth of the time.
const BATCH: usize = 64;
/// How many bytes of them are held at most before something is done with those read so far.
const BATCH_BYTES: usize = 1 << 18;
/// How many batches there are at least for each thread, so that none has nothing left to do for long.
const SHARES: usize = 4;

/// Reads documents, in the order given.
pub fn load<'a>(root: &'a Root, files: &[PathBuf]) -> Result<Vec<Loaded<'a>>, Error> {
    read_each(root, files, |read| Loaded::all(root, read))
}

/// A file that was read, with what was wrong with its bytes.
pub(super) type Read = (Source, Vec<Fault>);

/// Reads files, on all processors where there are enough of them, and makes something of each, of many at once; results
/// keep the order.
pub(super) fn read_each<T: Send>(
    root: &Root,
    files: &[PathBuf],
    many: impl Fn(Vec<Read>) -> Vec<T> + Sync + Send,
) -> Result<Vec<T>, Error> {
    if files.len() < FEW {
        return read_batch(root, files, &many);
    }
    let batch = (files.len() / (SHARES * rayon::current_num_threads())).clamp(1, BATCH);
    let batches: Vec<Vec<T>> =
        files.par_chunks(batch).map(|files| read_batch(root, files, &many)).collect::<Result<_, _>>()?;
    // Growing as it fills would hold the results up to three times.
    let mut results = Vec::with_capacity(files.len());
    results.extend(batches.into_iter().flatten());
    Ok(results)
}

fn read_batch<T>(
    root: &Root,
    files: &[PathBuf],
    many: &impl Fn(Vec<Read>) -> Vec<T>,
) -> Result<Vec<T>, Error> {
    let mut results = Vec::with_capacity(files.len());
    let (mut read, mut bytes) = (Vec::new(), 0);
    for (place, path) in files.iter().enumerate() {
        let (source, decoding) = read_source(path, &root.shown(path))?;
        bytes += source.text.len();
        read.push((source, decoding));
        if bytes >= BATCH_BYTES || place + 1 == files.len() {
            results.extend(many(std::mem::take(&mut read)));
            bytes = 0;
        }
    }
    Ok(results)
}

/// Does something with every file, on all processors where there are enough of them; results keep the order.
pub(super) fn each<T: Send>(
    files: &[PathBuf],
    one: impl Fn(&PathBuf) -> Result<T, Error> + Sync + Send,
) -> Result<Vec<T>, Error> {
    if files.len() < FEW { files.iter().map(one).collect() } else { files.par_iter().map(one).collect() }
}

impl<'a> Loaded<'a> {
    /// Understands a file that was read, in the words of its profile: the one that its frontmatter names, if there is
    /// such a one, else that of its folder.
    pub fn new(root: &'a Root, source: Source, decoding: Vec<Fault>) -> Self {
        Self::all(root, vec![(source, decoding)]).remove(0)
    }

    /// Understands files that were read, as [`Self::new`] does each.
    pub(super) fn all(root: &'a Root, read: Vec<Read>) -> Vec<Self> {
        let profiles: Vec<&Profile> = read.iter().map(|(source, _)| root.profile_of(&source.path)).collect();
        let files = read.iter().zip(&profiles).map(|((source, _), profile)| (source, &profile.vocabulary));
        let documents = document::read_all(&files.collect::<Vec<_>>());
        read.into_iter()
            .zip(profiles.into_iter().zip(documents))
            .map(|((source, decoding), (profile, document))| {
                Self::in_named_profile(root, Self { source, decoding, document, profile })
            })
            .collect()
    }

    /// The same, read in the words of the profile that its frontmatter names.
    fn in_named_profile(root: &'a Root, mut loaded: Self) -> Self {
        let first = loaded.document.postmortems.first().and_then(|first| first.frontmatter.as_ref());
        let named = first.and_then(|front| front.profile.as_ref()).and_then(|name| root.profile(name));
        if let Some(named) = named.filter(|named| named.profile != loaded.profile.profile) {
            loaded.profile = named;
            loaded.document = document::read(&loaded.source, &named.vocabulary);
        }
        loaded.decoding.extend(unknown_profile(root, &loaded.document));
        loaded
    }

    /// The model that its frontmatter names, where there is such a file in the repository.
    pub fn model(&self, root: &Root) -> Option<PathBuf> {
        let front = self.document.postmortems.first()?.frontmatter.as_ref()?;
        match root.look(&self.source.path, front.model.as_ref()?) {
            Place::File(path) => Some(root.current.join(path)),
            _ => None,
        }
    }
}

/// That the frontmatter names a profile that does not exist; without a word the document would be checked against
/// another.
fn unknown_profile(root: &Root, document: &Document) -> Option<Fault> {
    let first = document.postmortems.first()?;
    let name = first.frontmatter.as_ref()?.profile.as_deref()?;
    if root.profile(name).is_some() {
        return None;
    }
    let span = first.field("profile").map_or(first.span, |(_, node)| node.span);
    let mut fault = Fault::new(FaultKind::Reference, span, format!("there is no profile `{name}`"));
    fault.help = did_you_mean(name, root.profile_names());
    Some(fault)
}

/// A model as read from disk.
#[derive(Debug)]
pub struct ModelFile {
    /// The file.
    pub source: Source,
    /// What was wrong with its bytes.
    pub decoding: Vec<Fault>,
    /// What was understood of it.
    pub model: Model,
}

impl ModelFile {
    /// Reads a model.
    pub fn read(root: &Root, path: &Path) -> Result<Self, Error> {
        let (source, decoding) = read_source(path, &root.shown(path))?;
        let beside = |path: &str| match root.look(&source.path, path) {
            Place::File(found) => {
                let bytes = read_bytes(&root.current.join(found), path).map_err(|error| error.to_string())?;
                String::from_utf8(bytes).map_err(|_| format!("`{path}` is not UTF-8 text"))
            }
            _ => Err(format!("there is no file `{path}` beside the model, within the repository")),
        };
        let model = model::read_with(&source, &beside);
        // That it is empty the model says itself, with what a model consists of.
        let decoding = decoding.into_iter().filter(|fault| fault.kind != FaultKind::Empty).collect();
        Ok(Self { source, decoding, model })
    }

    /// Whether nothing stands in the way of a replay.
    pub fn runnable(&self) -> bool {
        self.decoding.is_empty() && self.model.runnable()
    }
}
