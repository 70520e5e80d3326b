//! Which files are postmortems.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{Error, Root};

/// Pages that stand beside postmortems without being any; read only when they are named.
const BESIDE: &[&str] = &["readme", "index", "summary", "contributing", "changelog", "template"];

/// What a walk found.
#[derive(Debug, Default)]
pub struct Found {
    /// The postmortems, sorted by the path that is shown.
    pub files: Vec<PathBuf>,
    /// Markdown files that were passed over because of their name.
    pub beside: Vec<PathBuf>,
}

/// Finds postmortems: the files named, and all Markdown files below the folders named. Without any,
/// those below the settings' folder. A file that is named and does not exist is an error; files that
/// settings exclude are read when named, unless `force_exclude`.
pub fn walk(root: &Root, paths: &[PathBuf], force_exclude: bool) -> Result<Found, Error> {
    let excluded = excluded(root);
    let mut files = BTreeSet::new();
    let mut beside = BTreeSet::new();
    let default = [root.folder.join(&root.settings().postmortems)];
    for path in if paths.is_empty() { &default } else { paths } {
        let full = root.current.join(path);
        match std::fs::metadata(&full) {
            Ok(data) if data.is_dir() => folder(root, &full, &excluded, &mut files, &mut beside)?,
            Ok(_) if force_exclude && is_excluded(root, &excluded, &full) => {}
            Ok(_) => _ = files.insert((root.shown(&full), full)),
            Err(_) if paths.is_empty() => {}
            Err(error) => return Err(missing(root, &full, &error)),
        }
    }
    Ok(Found {
        files: files.into_iter().map(|(_, path)| path).collect(),
        beside: beside.into_iter().collect(),
    })
}

fn folder(
    root: &Root,
    folder: &Path,
    excluded: &Gitignore,
    files: &mut BTreeSet<(String, PathBuf)>,
    beside: &mut BTreeSet<PathBuf>,
) -> Result<(), Error> {
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.is_io() && error.depth().is_none_or(|depth| depth == 0) => {
                let shown = root.shown(folder);
                return Err(Error::new(format!("cannot read `{shown}`: {error}")));
            }
            Err(_) => continue,
        };
        let path = entry.path();
        let is_file =
            entry.file_type().is_some_and(|kind| kind.is_file() || (kind.is_symlink() && path.is_file()));
        let markdown = path.extension().is_some_and(|extension| {
            extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
        });
        if !is_file || !markdown || is_excluded(root, excluded, path) {
            continue;
        }
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
        if BESIDE.contains(&stem.as_str()) {
            beside.insert(path.to_owned());
        } else {
            files.insert((root.shown(path), path.to_owned()));
        }
    }
    Ok(())
}

fn excluded(root: &Root) -> Gitignore {
    let mut builder = GitignoreBuilder::new(&root.folder);
    for pattern in &root.settings().exclude {
        _ = builder.add_line(None, pattern);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

fn is_excluded(root: &Root, excluded: &Gitignore, path: &Path) -> bool {
    if excluded.is_empty() {
        return false;
    }
    let relative = path.strip_prefix(&root.folder).unwrap_or(path);
    relative.is_relative() && excluded.matched_path_or_any_parents(relative, false).is_ignore()
}

/// The pattern of the settings that keeps a file out; it is read only when it is named.
pub(super) fn exclusion(root: &Root, path: &Path) -> Option<String> {
    let relative = path.strip_prefix(&root.folder).ok().filter(|relative| relative.is_relative())?;
    match excluded(root).matched_path_or_any_parents(relative, false) {
        ignore::Match::Ignore(glob) => Some(glob.original().to_owned()),
        _ => None,
    }
}

/// That a file exists, or what is wrong and what was meant.
pub fn named(root: &Root, path: &Path) -> Result<PathBuf, Error> {
    let full = root.current.join(path);
    match std::fs::metadata(&full) {
        Ok(_) => Ok(full),
        Err(error) => Err(missing(root, &full, &error)),
    }
}

fn missing(root: &Root, path: &Path, error: &std::io::Error) -> Error {
    let shown = root.shown(path);
    let Error::Failed { message, .. } = Error::io("read", &shown, error) else {
        return Error::new(shown);
    };
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    let entries = std::fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).take(1000).collect();
    names.sort();
    let wanted = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match crate::text::nearest(&wanted, names.iter().map(String::as_str)) {
        Some(name) => {
            Error::with_help(message, format!("did you mean `{}`?", root.shown(&folder.join(name))))
        }
        None => Error::new(message),
    }
}
