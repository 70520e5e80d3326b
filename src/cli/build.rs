//! `afterword build`: checks everything and writes the incident wiki.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::lint::nothing;
use super::{FailOn, Outcome, Shell, check};
use crate::finding::Level;
use crate::render::findings::{FileFindings, Format, Tally, summary};
use crate::render::incident;
use crate::render::wiki::{self, IncidentPage, RulePage, Site};
use crate::rules::{Rule, all};
use crate::text::counted;
use crate::workspace::{Checker, Error, Incident, Replayed, Root, assets, site_templates, walk, write_site};

/// Check everything and write the incident wiki
///
/// Lints the repository's postmortems, replays their models, and writes a static site that works from the disk:
/// an index, a page for each incident, a page for each rule. The site is written even when there are findings;
/// the exit code is then 1.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = "site")]
    out: PathBuf,
    /// The least level that makes the exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "warning")]
    fail_on: FailOn,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Outcome, Error> {
    let root = shell.root()?;
    let found = walk(&root, &[], false)?;
    if found.files.is_empty() {
        shell.note(&nothing(&root, false, &found.beside));
    }
    let replayed = Checker::new(&root).replay(&found.files)?;
    let files = replayed.findings();
    shell.print(&Format::Full.render(&files, shell.look_for(&root)))?;
    check::report(&replayed, shell);
    if !files.is_empty() {
        shell.note(&summary(Tally::of(&files), files.len()));
    }
    write(args, &root, &replayed, &files, shell)?;
    args.fail_on.outcome(&files)
}

fn write(
    args: &Args,
    root: &Root,
    replayed: &Replayed<'_>,
    files: &[FileFindings<'_>],
    shell: &mut Shell,
) -> Result<(), Error> {
    let assets = assets(root);
    let site = Site {
        title: root.settings().site.title.clone(),
        description: root.settings().site.description.clone(),
        incidents: pages(root, replayed),
        rules: all().map(rule).collect(),
        files: assets.iter().map(|asset| (asset.shown.clone(), asset.site.clone())).collect(),
        templates: site_templates(root)?,
    };
    let pages = wiki::render(&site).map_err(|error| match error.help.clone() {
        Some(help) => Error::with_help(error.to_string(), help),
        None => Error::new(error.to_string()),
    })?;
    let out = root.folder.join(&args.out);
    let changed = write_site(root, &out, &pages, &assets)?;
    let index = root.shown(&out.join("index.html"));
    let errors = files.iter().flat_map(|file| file.findings).filter(|one| one.level == Level::Error).count();
    let unsound = if errors > 0 { ", with errors in its documents" } else { "" };
    shell.note(&format!(
        "wrote {} to `{}` ({changed} changed){unsound}; open {index}",
        counted(site.incidents.len(), "incident"),
        root.shown(&out),
    ));
    Ok(())
}

/// The pages of all incidents, each under a name of its own.
fn pages(root: &Root, replayed: &Replayed<'_>) -> Vec<IncidentPage> {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let named = replayed.incidents.iter().map(|one| {
        let name = slug(root, &one.loaded.source.path);
        let count = taken.entry(name.clone()).or_insert(0);
        *count += 1;
        (if *count == 1 { name } else { format!("{name}-{count}") }, one)
    });
    named.filter_map(|(name, one)| page(&name, replayed, one)).collect()
}

fn page(name: &str, replayed: &Replayed<'_>, one: &Incident<'_>) -> Option<IncidentPage> {
    let postmortem = one.loaded.document.postmortems.first()?;
    let replay = replayed.replay(one).and_then(|(model, outcome)| {
        Some(incident::replay(model.file.model.spec.as_ref()?, outcome, &one.claims))
    });
    Some(incident::page(&one.loaded.source, name, postmortem, &one.findings, replay))
}

/// The path below the folder of postmortems, without its ending, as one name.
fn slug(root: &Root, path: &str) -> String {
    let relative = root.relative(path);
    let below = relative.strip_prefix(&format!("{}/", root.settings().postmortems)).unwrap_or(&relative);
    let stem = Path::new(below).with_extension("");
    stem.to_string_lossy().replace(['/', '\\'], "-")
}

fn rule(rule: &Rule) -> RulePage {
    RulePage {
        code: rule.code.to_owned(),
        name: rule.name.to_owned(),
        level: rule.level.as_str().to_owned(),
        doc: rule.documentation(),
    }
}
