//! Where a repository begins, and its settings.

use std::path::{Component, Path, PathBuf};
use std::sync::LazyLock;

use super::{Error, profiles, read_source};
use crate::finding::{Fault, FaultKind};
use crate::model::{Config, Profile, Settings};
use crate::rules::{Files, Patterns, Place, Selection};
use crate::text::yaml::Node;
use crate::text::{Source, Span, did_you_mean};

/// The name of the settings file.
const SETTINGS: &str = "afterword.toml";
/// What stands in for a built-in profile that cannot be read, which tests rule out.
static FALLBACK: LazyLock<Profile> = LazyLock::new(Profile::default);
/// How many files may extend one another.
const MAX_EXTENDS: usize = 8;

/// A repository: the folder in which its settings file stands, or its `.git`, or the current one.
#[derive(Debug)]
pub struct Root {
    /// The folder.
    pub folder: PathBuf,
    /// The folder the program runs in, from which paths are shown.
    pub current: PathBuf,
    /// The settings file, if there is one.
    pub file: Option<PathBuf>,
    /// The settings.
    pub config: Config,
    /// The repository's own profiles, which stand before those built in.
    own_profiles: Vec<Profile>,
    /// The settings files, each followed by the one that it extends.
    pub(super) layers: Vec<Layer>,
    by_pattern: Patterns<String>,
    canonical: PathBuf,
}

/// A settings file.
#[derive(Debug)]
pub(super) struct Layer {
    /// Its text.
    pub source: Source,
    /// What it says itself.
    pub tree: Option<Node>,
}

impl Root {
    /// Finds the repository around `current`, or takes the settings file that is named.
    pub fn discover(current: &Path, named: Option<&Path>) -> Result<Self, Error> {
        let file = match named {
            Some(path) => Some(current.join(path)),
            None => current.ancestors().map(|folder| folder.join(SETTINGS)).find(|file| file.is_file()),
        };
        let mut layers = Vec::new();
        let config = match &file {
            Some(file) => read_config(current, file, &mut Vec::new(), &mut layers)?,
            None => Config::default(),
        };
        let folder = match &file {
            Some(file) => file.parent().map(Path::to_owned),
            None => current.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned),
        };
        let folder = folder.unwrap_or_else(|| current.to_owned());
        let profiles = profiles::own(&folder, current)?;
        check_profiles(current, file.as_deref(), &config, &profiles)?;
        let canonical = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        let by_pattern = Patterns::new(&config.settings.profiles);
        Ok(Self {
            folder,
            current: current.to_owned(),
            file,
            config,
            own_profiles: profiles,
            layers,
            by_pattern,
            canonical,
        })
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.config.settings
    }

    /// A path as the settings' patterns see it: relative to the repository, with `/`.
    pub fn relative(&self, path: &str) -> String {
        display_path(&self.folder, &self.current.join(path))
    }

    /// The profile of the file that is shown as `path`.
    pub(super) fn profile_of(&self, path: &str) -> &Profile {
        if self.by_pattern.is_empty() { self.profile_for("") } else { self.profile_for(&self.relative(path)) }
    }

    /// The profile of the file at `path`, relative to the repository, unless its frontmatter names another.
    pub fn profile_for(&self, path: &str) -> &Profile {
        let named = self.profile_pattern(path).map(|(_, name)| name);
        let named = named.or(self.settings().profile.as_deref()).and_then(|name| self.profile(name));
        let default = || Profile::names().first().and_then(|name| self.profile(name));
        named.or_else(default).unwrap_or_else(|| &FALLBACK)
    }

    /// The pattern of `profiles` that fits a path relative to the repository, and its profile: the last one wins.
    pub(super) fn profile_pattern(&self, path: &str) -> Option<(&str, &str)> {
        self.by_pattern.fitting(path).next_back().map(|(pattern, name)| (pattern, name.as_str()))
    }

    /// The names of all profiles.
    pub fn profile_names(&self) -> impl Iterator<Item = &str> + Clone {
        Profile::names().into_iter().chain(self.own_profiles.iter().map(|profile| profile.profile.as_str()))
    }

    /// A profile by its name.
    pub fn profile(&self, name: &str) -> Option<&Profile> {
        let own = self.own_profiles.iter().find(|profile| profile.profile == name);
        own.or_else(|| Profile::built_in(name))
    }

    /// Whether a file, links followed, lies inside the repository.
    pub fn owns(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|real| real.starts_with(&self.canonical))
    }

    /// The files that the settings were read from.
    pub(super) fn settings_files(&self) -> impl Iterator<Item = &Path> {
        self.layers.iter().map(|layer| Path::new(layer.source.path.as_str()))
    }

    /// Whether what stands at a path may matter to a check: settings, templates, and whatever lies among postmortems
    /// but hidden files and what editors leave behind.
    pub(super) fn reads(&self, path: &Path) -> bool {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let passing =
            name.starts_with('.') || name.ends_with('~') || name.ends_with(".tmp") || name == "4913";
        let among = |folder: &Path| path.starts_with(folder) && path != folder;
        let settings = Some(path) == self.file.as_deref()
            || self.settings_files().any(|file| self.current.join(file) == path);
        let postmortems = self.folder.join(&self.settings().postmortems);
        settings || (!passing && (among(&postmortems) || among(&self.folder.join("templates"))))
    }

    /// A path as it is shown: relative to the current folder, with `/`.
    pub fn shown(&self, path: &Path) -> String {
        display_path(&self.current, path)
    }
}

impl Files for Root {
    fn look(&self, from: &str, path: &str) -> Place {
        let document = self.current.join(from);
        let Some(folder) = document.parent() else { return Place::Outside };
        let target = normal(&folder.join(path));
        if !target.starts_with(&self.folder) {
            return Place::Outside;
        }
        let Ok(real) = target.canonicalize() else {
            return Place::Missing(target.parent().map(names).unwrap_or_default());
        };
        if !real.starts_with(&self.canonical) {
            Place::Outside
        } else if real.is_dir() {
            Place::Folder
        } else {
            Place::File(self.shown(&target))
        }
    }
}

/// `path` relative to `base`, with `/`; from the root of the disk where it does not lie under `base`.
pub fn display_path(base: &Path, path: &Path) -> String {
    if let Some(rest) = plainly_below(base, path) {
        return rest.to_owned();
    }
    let path = normal(path);
    let base = normal(base);
    for (ups, ancestor) in base.ancestors().take(4).enumerate() {
        if let Ok(rest) = path.strip_prefix(ancestor) {
            if ups > 0 && ancestor.parent().is_none() {
                break;
            }
            let rest: Vec<_> = rest.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            let rest = rest.join("/");
            return if rest.is_empty() && ups == 0 {
                ".".to_owned()
            } else {
                format!("{}{rest}", "../".repeat(ups))
            };
        }
    }
    path.to_string_lossy().replace('\\', "/")
}

/// The rest of a path that is written as its base and what lies below, without anything to resolve: most are.
fn plainly_below<'a>(base: &Path, path: &'a Path) -> Option<&'a str> {
    let rest = path.to_str()?.strip_prefix(base.to_str()?)?.strip_prefix('/')?;
    let named = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\\');
    rest.split('/').all(named).then_some(rest)
}

/// The path without `.` and `..`, as far as names alone tell.
fn normal(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = parts.pop(),
            _ => parts.push(part),
        }
    }
    parts
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).take(1000).collect();
    names.sort();
    names
}

/// Reads a settings file and what it extends.
fn read_config(
    current: &Path,
    file: &Path,
    seen: &mut Vec<PathBuf>,
    layers: &mut Vec<Layer>,
) -> Result<Config, Error> {
    let name = display_path(current, file);
    let (source, mut faults) = read_source(file, &name)?;
    faults.retain(|fault| fault.kind == FaultKind::Encoding);
    let alone = Config::read(&source, None);
    layers.push(Layer { source: source.clone(), tree: alone.root.clone() });
    let mut base = None;
    if let Some(extend) = &alone.settings.extend {
        let place =
            alone.root.as_ref().and_then(|root| root.get("extend")).map_or(Span::at(0), |node| node.span);
        let parent = normal(&file.parent().unwrap_or(Path::new(".")).join(extend));
        seen.push(normal(file));
        if seen.contains(&parent) || seen.len() > MAX_EXTENDS {
            faults.push(
                Fault::new(FaultKind::Reference, place, format!("`{extend}` extends this file in turn"))
                    .help("remove one of the two `extend`"),
            );
        } else if parent.is_file() {
            base = Some(read_config(current, &parent, seen, layers)?);
        } else {
            let message = format!("`{extend}` does not exist");
            faults.push(
                Fault::new(FaultKind::Reference, place, message).help("paths are relative to this file"),
            );
        }
    }
    let config = Config::read(&source, base.as_ref());
    faults.extend(config.faults.iter().cloned());
    faults.extend(Selection::faults(&alone));
    faults.sort_by_key(|fault| fault.span);
    if faults.is_empty() { Ok(config) } else { Err(Error::Faults(Box::new(source), faults)) }
}

/// Every profile that the settings name exists.
fn check_profiles(
    current: &Path,
    file: Option<&Path>,
    config: &Config,
    own: &[Profile],
) -> Result<(), Error> {
    let names = || Profile::names().into_iter().chain(own.iter().map(|profile| profile.profile.as_str()));
    let (Some(file), Some(root)) = (file, &config.root) else { return Ok(()) };
    let named = root.get("profile").into_iter();
    let by_pattern = root.get("profiles").into_iter().flat_map(Node::entries).map(|(_, node)| node);
    let mut faults = Vec::new();
    for node in named.chain(by_pattern) {
        let Some(name) = node.text().filter(|name| names().all(|known| known != *name)) else {
            continue;
        };
        let mut fault = Fault::new(FaultKind::Reference, node.span, format!("there is no profile `{name}`"));
        fault.help = did_you_mean(name, names());
        faults.push(fault);
    }
    if faults.is_empty() {
        return Ok(());
    }
    let (source, _) = read_source(file, &display_path(current, file))?;
    Err(Error::Faults(Box::new(source), faults))
}
