//! Writing files so that nobody ever sees half of one.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use super::Error;

/// Writes a file under a temporary name and renames it; missing folders are made, the mode of a file
/// that is replaced is kept, and a link is followed so that it stays one.
pub fn write_atomic(path: &Path, name: &str, contents: &[u8]) -> Result<(), Error> {
    let failed = |error: &std::io::Error| Error::io("write", name, error);
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| failed(&error))?;
    file.write_all(contents).map_err(|error| failed(&error))?;
    match std::fs::metadata(&target) {
        Ok(data) => file.as_file().set_permissions(data.permissions()),
        Err(_) => open_to_all(file.as_file()),
    }
    .map_err(|error| failed(&error))?;
    file.persist(&target).map_err(|error| failed(&error.error))?;
    Ok(())
}

/// Writes a file that must not exist yet; missing folders are made.
pub fn write_new(path: &Path, name: &str, contents: &[u8]) -> Result<(), Error> {
    if std::fs::symlink_metadata(path).is_ok() {
        return Err(Error::with_help(
            format!("`{name}` exists and is not overwritten"),
            "choose another title, or another day with `--date`",
        ));
    }
    write_atomic(path, name, contents)
}

/// Writes a file unless it has these contents already; whether it was written.
pub(super) fn write_if_changed(path: &Path, name: &str, contents: &[u8]) -> Result<bool, Error> {
    if std::fs::read(path).is_ok_and(|before| before == contents) {
        return Ok(false);
    }
    write_atomic(path, name, contents).map(|()| true)
}

/// A new file may be read by everybody: temporary files are their owner's only.
#[cfg(unix)]
fn open_to_all(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_all(_file: &File) -> std::io::Result<()> {
    Ok(())
}
