//! `afterword lint --watch`: checks again whenever a file changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::outputs::Destinations;
use super::{Outcome, Shell, lint};
use crate::workspace::{Change, Checked, Checker, Error, Root, Watch};

/// Checks, waits for a change and checks again, until the process is interrupted.
pub(super) fn run(args: &lint::Args, shell: &mut Shell) -> Result<Outcome, Error> {
    let outputs = args.outputs.pair()?;
    let mut root = lint::root(args, shell)?;
    let mut watch = Watch::start(&root, &args.paths)?;
    let mut round = Round::default();
    loop {
        shell.clear()?;
        match round.check(args, &outputs, &root, shell) {
            Err(Error::BrokenPipe) => return Err(Error::BrokenPipe),
            Err(error) => shell.report(&error),
            Ok(()) => {}
        }
        shell.note(WATCHING);
        match watch.wait(&root, &round.files)? {
            Change::Texts(paths) => round.forget(&root, &paths),
            Change::Anything => {
                round = Round::default();
                root = reload(args, &root, &watch, shell)?;
                watch = Watch::start(&root, &args.paths)?;
            }
        }
    }
}

/// The repository as it is now; waits for its settings to be mended where they are broken.
fn reload(args: &lint::Args, old: &Root, watch: &Watch, shell: &mut Shell) -> Result<Root, Error> {
    loop {
        match lint::root(args, shell) {
            Ok(root) => return Ok(root),
            Err(error) => {
                shell.clear()?;
                shell.flush()?;
                shell.report(&error);
                shell.note(WATCHING);
                watch.wait(old, &[])?;
            }
        }
    }
}

const WATCHING: &str = "watching for changes; Ctrl-C ends";

/// What is known from the last check.
#[derive(Default)]
struct Round {
    files: Vec<PathBuf>,
    known: BTreeMap<String, Checked>,
}

impl Round {
    fn check(
        &mut self,
        args: &lint::Args,
        outputs: &Destinations,
        root: &Root,
        shell: &mut Shell,
    ) -> Result<(), Error> {
        self.files = lint::files(args, root, shell)?;
        let mut checked = Checker::new(root).recheck_files(&self.files, &mut self.known)?;
        lint::subtract(args, root, &mut checked, shell)?;
        lint::print(args, outputs, &checked, root, shell)?;
        shell.flush()?;
        if args.baseline.is_none() {
            self.known = checked.into_iter().map(|one| (one.source.path.clone(), one)).collect();
        }
        Ok(())
    }

    /// Forgets what was known of files that changed.
    fn forget(&mut self, root: &Root, paths: &BTreeSet<PathBuf>) {
        for path in paths {
            self.known.remove(&root.shown(path));
        }
    }
}
