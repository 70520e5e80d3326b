//! Waiting for files to change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Error, Root};

/// How long nothing more happens before a change counts as complete: editors write, rename and touch.
const QUIET: Duration = Duration::from_millis(60);

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the text of these files.
    Texts(BTreeSet<PathBuf>),
    /// Settings, templates, models, files that came or went: anything may be different.
    Anything,
}

/// A watch over a repository's postmortems, settings and templates.
#[derive(Debug)]
pub struct Watch {
    events: Receiver<notify::Result<Event>>,
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Starts watching the files and folders named, or the folder of the postmortems, and the settings.
    pub fn start(root: &Root, paths: &[PathBuf]) -> Result<Self, Error> {
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender).map_err(|error| failed(&error))?;
        let postmortems = root.folder.join(&root.settings().postmortems);
        let mut trees = vec![root.folder.join("templates")];
        let mut folders: BTreeSet<PathBuf> = BTreeSet::from([root.folder.clone()]);
        folders.extend(root.file.as_deref().and_then(Path::parent).map(Path::to_owned));
        folders.extend(root.settings_files().filter_map(Path::parent).map(Path::to_owned));
        if paths.is_empty() {
            trees.push(postmortems);
        }
        for path in paths {
            let path = root.current.join(path);
            if path.is_dir() {
                trees.push(path);
            } else {
                folders.extend(path.parent().map(Path::to_owned));
            }
        }
        let trees = trees.iter().map(|path| (path, RecursiveMode::Recursive));
        let folders = folders.iter().map(|path| (path, RecursiveMode::NonRecursive));
        for (path, mode) in folders.chain(trees).filter(|(path, _)| path.is_dir()) {
            watcher.watch(path, mode).map_err(|error| failed(&error))?;
        }
        Ok(Self { events, _watcher: watcher })
    }

    /// Waits until something changes that matters to the check of `files`, and until it is complete.
    pub fn wait(&self, root: &Root, files: &[PathBuf]) -> Result<Change, Error> {
        loop {
            let first = self.events.recv().map_err(|_| Error::new("the watch over the files has ended"))?;
            let mut touched = BTreeSet::new();
            collect(first, &mut touched)?;
            while let Ok(event) = self.events.recv_timeout(QUIET) {
                collect(event, &mut touched)?;
            }
            if let Some(change) = change(root, files, touched) {
                return Ok(change);
            }
        }
    }
}

fn collect(event: notify::Result<Event>, touched: &mut BTreeSet<PathBuf>) -> Result<(), Error> {
    let event = event.map_err(|error| failed(&error))?;
    if !matches!(event.kind, EventKind::Access(_)) {
        touched.extend(event.paths);
    }
    Ok(())
}

/// What touched paths mean; `None` where none of them matters.
fn change(root: &Root, files: &[PathBuf], touched: BTreeSet<PathBuf>) -> Option<Change> {
    let known: BTreeSet<&Path> = files.iter().map(PathBuf::as_path).collect();
    let matters = |path: &PathBuf| known.contains(path.as_path()) || root.reads(path);
    let touched: BTreeSet<PathBuf> = touched.into_iter().filter(matters).collect();
    if touched.is_empty() {
        return None;
    }
    let texts = touched.iter().all(|path| known.contains(path.as_path()) && path.exists());
    Some(if texts { Change::Texts(touched) } else { Change::Anything })
}

fn failed(error: &notify::Error) -> Error {
    let paths: Vec<String> = error.paths.iter().map(|path| format!("`{}`", path.display())).collect();
    let about = if paths.is_empty() { String::new() } else { format!(" {}", paths.join(", ")) };
    Error::with_help(
        format!("cannot watch{about}: {error}"),
        "on Linux `fs.inotify.max_user_watches` limits how many folders can be watched",
    )
}
