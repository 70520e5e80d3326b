//! A team's own profiles; those built in are read when they are asked for.

use std::path::Path;

use super::{Error, display_path, read_source};
use crate::finding::{Fault, FaultKind};
use crate::model::Profile;
use crate::text::Span;

/// Reads `templates/<profile>/profile.yaml` of a repository; a profile of the same name as a built-in one replaces it.
pub(super) fn own(folder: &Path, current: &Path) -> Result<Vec<Profile>, Error> {
    let mut profiles: Vec<Profile> = Vec::new();
    let entries = std::fs::read_dir(folder.join("templates")).into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<_> =
        entries.map(|entry| entry.path().join("profile.yaml")).filter(|file| file.is_file()).collect();
    files.sort();
    for file in files {
        let (source, mut faults) = read_source(&file, &display_path(current, &file))?;
        let (profile, more) = Profile::read(&source, &profiles);
        faults.extend(more);
        let own = file
            .parent()
            .and_then(Path::file_name)
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        if let Some(profile) = profile {
            if profile.profile != own {
                let message = format!("the profile is called `{}`, but its folder `{own}`", profile.profile);
                let fault = Fault::new(FaultKind::Reference, Span::at(0), message);
                faults.push(fault.help("give both the same name"));
            }
            match profiles.iter_mut().find(|known| known.profile == profile.profile) {
                Some(known) => *known = profile,
                None => profiles.push(profile),
            }
        }
        if !faults.is_empty() {
            return Err(Error::Faults(Box::new(source), faults));
        }
    }
    Ok(profiles)
}
