//! `afterword lint`: what is wrong with postmortems.

use std::path::PathBuf;

use similar::TextDiff;

use super::outputs::Destinations;
use super::{FailOn, Outcome, Outputs, Shell, watch};
use crate::render::findings::{FileFindings, Format, Tally, summary};
use crate::rules::{known, suggestion};
use crate::text::counted;
use crate::workspace::{
    Baseline, Checked, Checker, Error, Fixed, Root, changed, read_stdin, walk, write_fixed,
};

/// Check postmortems
///
/// Checks the files named, all Markdown files below the folders named, or the repository's
/// `postmortems/`. Findings go to standard output, everything else to standard error. Exit codes: 0 nothing
/// found, 1 errors or warnings, 2 a file cannot be read or an argument is wrong.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Args {
    /// Files and folders
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) outputs: Outputs,
    /// Print how often each rule fires instead of findings
    #[arg(long)]
    statistics: bool,
    /// Check again whenever a file changes, until Ctrl-C
    #[arg(
        long,
        conflicts_with_all = ["stdin_filename", "fix", "diff", "write_baseline", "statistics", "output_file"]
    )]
    watch: bool,
    /// The least level that makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "warning")]
    fail_on: FailOn,

    /// Check only these rules: codes, starts of codes, names
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Choice")]
    select: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Choice")]
    ignore: Vec<String>,
    /// Check only files that differ from a commit
    #[arg(
        long,
        value_name = "REF",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "HEAD",
        help_heading = "Choice",
        conflicts_with = "staged"
    )]
    changed: Option<String>,
    /// Check only files that are staged for the next commit
    #[arg(long, help_heading = "Choice")]
    staged: bool,
    /// Leave excluded files out even when they are named, as pre-commit names them
    #[arg(long, help_heading = "Choice")]
    force_exclude: bool,
    /// Check standard input as if it were this file; with `--fix`, print the corrected text
    #[arg(long, value_name = "FILE", conflicts_with_all = ["paths", "changed", "staged"], help_heading = "Choice")]
    stdin_filename: Option<String>,

    /// Correct what can be corrected without changing what a document says
    #[arg(long, help_heading = "Correction")]
    fix: bool,
    /// Make corrections, too, that need a look afterwards
    #[arg(long, help_heading = "Correction")]
    unsafe_fixes: bool,
    /// Print what `--fix` would change, and change nothing
    #[arg(long, help_heading = "Correction")]
    diff: bool,

    /// Leave out the findings that this file accepts
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    pub(super) baseline: Option<PathBuf>,
    /// Accept everything that is found now
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "fix", "diff"], help_heading = "Baseline")]
    write_baseline: Option<PathBuf>,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Outcome, Error> {
    if args.watch {
        return watch::run(args, shell);
    }
    if args.paths.iter().any(|path| path.as_os_str() == "-") {
        let help = "say which file it stands for: `afterword lint --stdin-filename postmortems/2026-03-02-checkout.md`";
        return Err(Error::with_help("`-` is no file: standard input is read with `--stdin-filename`", help));
    }
    let outputs = args.outputs.pair()?;
    let root = root(args, shell)?;
    let linter = Checker::new(&root);
    let mut checked = if args.fix || args.diff {
        let fixed = correct(args, &root, &linter, shell)?;
        if args.diff {
            return diff(&fixed, args.unsafe_fixes, shell);
        }
        if args.stdin_filename.is_some() {
            return stdin_fixed(args, &fixed, &root, shell);
        }
        fixed.into_iter().map(|one| one.checked).collect()
    } else if let Some(name) = &args.stdin_filename {
        let (source, decoding) = read_stdin(name)?;
        vec![linter.check_source(source, decoding)]
    } else {
        linter.check_files(&files(args, &root, shell)?)?
    };
    if let Some(path) = &args.write_baseline {
        let baseline = Baseline::of(&checked);
        let name = root.shown(&root.current.join(path));
        baseline.write(&root.current.join(path), &name)?;
        shell.note(&format!("`{name}` accepts {}", counted(baseline.count(), "finding")));
        return Ok(Outcome::Clean);
    }
    subtract(args, &root, &mut checked, shell)?;
    print(args, &outputs, &checked, &root, shell)
}

/// The repository, with the command line's choice of rules.
pub(super) fn root(args: &Args, shell: &Shell) -> Result<Root, Error> {
    let mut root = shell.root()?;
    narrow(&mut root, args)?;
    Ok(root)
}

/// Leaves out what the baseline accepts.
pub(super) fn subtract(
    args: &Args,
    root: &Root,
    checked: &mut [Checked],
    shell: &mut Shell,
) -> Result<(), Error> {
    let Some(path) = &args.baseline else { return Ok(()) };
    let name = root.shown(&root.current.join(path));
    let gone = Baseline::read(&root.current.join(path), &name)?.subtract(checked);
    if gone > 0 {
        let findings = counted(gone, "finding");
        let verb = if gone == 1 { "is" } else { "are" };
        shell.note(&format!(
            "{findings} of the baseline {verb} mended: `--write-baseline {name}` takes them out"
        ));
    }
    Ok(())
}

/// Prints findings and sums them up.
pub(super) fn print(
    args: &Args,
    outputs: &Destinations,
    checked: &[Checked],
    root: &Root,
    shell: &mut Shell,
) -> Result<Outcome, Error> {
    let files: Vec<FileFindings<'_>> = checked.iter().map(Checked::findings).collect();
    outputs.write(&files, args.statistics, root, shell)?;
    if !files.is_empty() {
        shell.note(&summary(Tally::of(&files), files.len()));
    }
    args.fail_on.outcome(&files)
}

/// The files to check.
pub(super) fn files(args: &Args, root: &Root, shell: &mut Shell) -> Result<Vec<PathBuf>, Error> {
    let mut found = walk(root, &args.paths, args.force_exclude)?;
    if let Some(only) = args.changed.as_deref().map(Some).or(args.staged.then_some(None)) {
        let all = found.files.len();
        let changed = changed(&root.current, only)?;
        let canonical = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
        found.files.retain(|path| changed.contains(&canonical(path)));
        if found.files.is_empty() && all > 0 {
            shell.note(&format!("none of {} has changed", counted(all, "postmortem")));
            return Ok(found.files);
        }
    }
    if found.files.is_empty() {
        shell.note(&nothing(root, !args.paths.is_empty(), &found.beside));
    }
    Ok(found.files)
}

/// Corrects files or standard input; files are written unless only the difference is asked for.
fn correct(args: &Args, root: &Root, checker: &Checker<'_>, shell: &mut Shell) -> Result<Vec<Fixed>, Error> {
    if let Some(name) = &args.stdin_filename {
        let (source, decoding) = read_stdin(name)?;
        return Ok(vec![checker.fix_source(source, &decoding, args.unsafe_fixes)]);
    }
    let files = files(args, root, shell)?;
    let fixed: Vec<Fixed> =
        files.iter().map(|file| checker.fix_file(file, args.unsafe_fixes)).collect::<Result<_, _>>()?;
    if !args.diff {
        for path in write_fixed(root, &files, &fixed)? {
            shell.note(&format!("`{path}` is a link out of the repository and was not changed"));
        }
        let count: usize = fixed.iter().map(|one| one.count).sum();
        if count > 0 {
            let touched = fixed.iter().filter(|one| one.count > 0).count();
            shell.note(&format!("corrected {} in {}", counted(count, "finding"), counted(touched, "file")));
        }
    }
    Ok(fixed)
}

/// Prints what correction would change: exit code 1 when it would change anything.
fn diff(fixed: &[Fixed], with_unsafe: bool, shell: &mut Shell) -> Result<Outcome, Error> {
    let mut touched = 0;
    for one in fixed.iter().filter(|one| one.after != one.before.text) {
        let path = &one.before.path;
        let diff = TextDiff::from_lines(&one.before.text, &one.after);
        let text = diff
            .unified_diff()
            .context_radius(2)
            .header(&format!("a/{path}"), &format!("b/{path}"))
            .to_string();
        shell.print(&text)?;
        touched += 1;
    }
    let verb = if touched == 0 { "nothing to correct" } else { "would correct" };
    let what = if touched == 0 { String::new() } else { format!(" {}", counted(touched, "file")) };
    let findings = fixed.iter().flat_map(|one| &one.checked.findings);
    let more = findings.filter(|finding| finding.fix.is_some()).count();
    let more = if with_unsafe || more == 0 {
        String::new()
    } else {
        format!("; `--unsafe-fixes` would correct {} that need a look", counted(more, "finding"))
    };
    shell.note(&format!("{verb}{what}{more}"));
    Ok(if touched == 0 { Outcome::Clean } else { Outcome::Found })
}

/// Prints the corrected text of standard input; findings that are left go to standard error.
fn stdin_fixed(args: &Args, fixed: &[Fixed], root: &Root, shell: &mut Shell) -> Result<Outcome, Error> {
    for one in fixed {
        shell.print(&one.after)?;
    }
    let files: Vec<FileFindings<'_>> = fixed.iter().map(|one| one.checked.findings()).collect();
    let text = Format::Concise.render(&files, shell.look_for(root));
    if !text.is_empty() {
        shell.note(text.trim_end());
    }
    args.fail_on.outcome(&files)
}

/// Lays the command line's choice of rules over the settings.
fn narrow(root: &mut Root, args: &Args) -> Result<(), Error> {
    for selector in args.select.iter().chain(&args.ignore) {
        if !known(selector) {
            return Err(Error::with_help(format!("no rule is called `{selector}`"), suggestion(selector)));
        }
    }
    let settings = &mut root.config.settings;
    if !args.select.is_empty() {
        settings.select.clone_from(&args.select);
        settings.ignore.clear();
    }
    settings.ignore.extend(args.ignore.iter().cloned());
    Ok(())
}

/// Why there is nothing to check.
pub(super) fn nothing(root: &Root, named: bool, beside: &[PathBuf]) -> String {
    let folder = root.shown(&root.folder.join(&root.settings().postmortems));
    if let Some(file) = beside.first() {
        return format!("no postmortems found; `{}` is checked only when it is named", root.shown(file));
    }
    if !named && !root.folder.join(&root.settings().postmortems).exists() {
        return format!(
            "no postmortems found: there is no folder `{folder}/`; name files, or set `postmortems` in `afterword.toml`"
        );
    }
    if !named {
        return format!("no postmortems found: there are no Markdown files in `{folder}/`");
    }
    "no postmortems found: there are no Markdown files there".to_owned()
}
