//! What git says has changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Error;

/// Files that differ from `reference`, or that the index holds changed; those that were deleted left out, those git does
/// not track yet included.
pub fn changed(folder: &Path, reference: Option<&str>) -> Result<BTreeSet<PathBuf>, Error> {
    let top = PathBuf::from(git(folder, &["rev-parse", "--show-toplevel"])?.trim_end());
    let listed = match reference {
        Some(reference) => {
            let against = format!("{reference}^{{commit}}");
            git(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &against]).map_err(
                |_| {
                    Error::with_help(
                        format!("git knows no commit `{reference}`"),
                        "name a branch, a tag or a commit",
                    )
                },
            )?;
            let differing = ["diff", "--name-only", "--diff-filter=d", "-z", reference, "--"];
            let untracked = ["ls-files", "--others", "--exclude-standard", "--full-name", "-z"];
            git(&top, &differing)? + &git(&top, &untracked)?
        }
        None => git(&top, &["diff", "--cached", "--name-only", "--diff-filter=d", "-z"])?,
    };
    Ok(listed.split('\0').filter(|path| !path.is_empty()).map(|path| top.join(path)).collect())
}

fn git(folder: &Path, args: &[&str]) -> Result<String, Error> {
    let output = Command::new("git").arg("-C").arg(folder).args(args).output();
    let output = output.map_err(|error| Error::io("run", "git", &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned();
    Err(Error::with_help(
        format!("git failed: {said}"),
        "`--changed` and `--staged` work inside a git repository",
    ))
}
