//! Reading what a site needs beside the documents, and writing it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::write::write_if_changed;
use super::{Error, Root, display_path, read_bytes};

/// The list of the files that a build wrote; it marks a folder as ours.
const MANIFEST: &str = ".afterword-site";
/// Files beside the postmortems that go into the site so that links to them lead somewhere.
const ASSETS: &[&str] =
    &["avif", "csv", "gif", "jpeg", "jpg", "json", "log", "pdf", "png", "svg", "txt", "webp", "yaml", "yml"];

/// A file beside the postmortems that goes into the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Where it lies.
    pub path: PathBuf,
    /// Its path as documents are shown.
    pub shown: String,
    /// Its path in the site.
    pub site: String,
}

/// The images, models and other files below the repository's postmortems, in the order of their paths.
pub fn assets(root: &Root) -> Vec<Asset> {
    let folder = root.folder.join(&root.settings().postmortems);
    let walk = WalkDir::new(&folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    walk.filter(|entry| entry.file_type().is_file())
        .filter(|entry| {
            let extension =
                entry.path().extension().map(|extension| extension.to_string_lossy().to_lowercase());
            extension.is_some_and(|extension| ASSETS.contains(&extension.as_str()))
        })
        .map(|entry| Asset {
            shown: root.shown(entry.path()),
            site: format!("files/{}", display_path(&folder, entry.path())),
            path: entry.into_path(),
        })
        .collect()
}

/// The repository's own site templates, by their names.
pub fn site_templates(root: &Root) -> Result<BTreeMap<String, String>, Error> {
    let folder = root.folder.join("templates").join("site");
    let mut templates = BTreeMap::new();
    for entry in WalkDir::new(&folder).max_depth(1).sort_by_file_name().into_iter().filter_map(Result::ok) {
        if entry.file_type().is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(entry.path())
                .map_err(|error| Error::io("read", &root.shown(entry.path()), &error))?;
            templates.insert(name, text);
        }
    }
    Ok(templates)
}

/// Writes a site: every file under a temporary name and renamed, files of the last build that are no
/// longer part of it removed, everything else left alone. Returns how many files changed.
pub fn write_site(
    root: &Root,
    out: &Path,
    pages: &[(String, String)],
    assets: &[Asset],
) -> Result<usize, Error> {
    let shown = root.shown(out);
    let manifest = out.join(MANIFEST);
    let before = std::fs::read_to_string(&manifest).ok();
    let occupied = std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    if before.is_none() && occupied {
        return Err(Error::with_help(
            format!("`{shown}` has files in it that no build wrote"),
            "empty it, or choose another folder with `--out`",
        ));
    }
    let mut changed = 0;
    let mut written = BTreeSet::new();
    let mut write = |name: &str, contents: &[u8]| {
        written.insert(name.to_owned());
        write_if_changed(&out.join(name), &format!("{shown}/{name}"), contents)
            .map(|new| changed += usize::from(new))
    };
    for (name, contents) in pages {
        write(name, contents.as_bytes())?;
    }
    for asset in assets {
        write(&asset.site, &read_bytes(&asset.path, &asset.shown)?)?;
    }
    for name in before.iter().flat_map(|text| text.lines()).filter(|name| !written.contains(*name)) {
        let inside = !name.split('/').any(|part| matches!(part, "" | "." | ".."));
        if inside {
            _ = std::fs::remove_file(out.join(name));
        }
    }
    let list: String = written.iter().map(|name| format!("{name}\n")).collect();
    write_if_changed(&manifest, &format!("{shown}/{MANIFEST}"), list.as_bytes())?;
    Ok(changed)
}
