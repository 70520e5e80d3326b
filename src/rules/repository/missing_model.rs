//! PM801: a model that is not there.

use crate::rules::rule::declare_rule;
use crate::rules::{Context, Place, Report};
use crate::text::nearest;

declare_rule! {
    /// ## What it checks
    /// The file that `model:` names exists inside the repository.
    ///
    /// ## Why
    /// Without its model the outage is not replayed, and nothing checks the document's claims.
    ///
    /// ## Fails
    /// ```markdown
    /// ---
    /// model: models/no-such-file.yaml
    /// ---
    /// ```
    ///
    /// ## Passes
    /// ```markdown
    /// ---
    /// model: models/checkout.yaml
    /// ---
    /// ```
    PM801 "missing-model" { level: Error, since: "0.1.0" }
}

fn check(cx: &Context<'_>, report: &mut Report<'_>) {
    let Some(path) = cx.postmortem.frontmatter.as_ref().and_then(|frontmatter| frontmatter.model.as_ref())
    else {
        return;
    };
    let Some(span) = cx.value("model") else { return };
    if path.contains("://") {
        report
            .at(span, format!("`{path}` is an address, but a model is a file of this repository"))
            .help("nothing is read from the network: save the model beside the postmortem and write its path, `model: models/checkout.yaml`");
        return;
    }
    if path.parse::<f64>().is_ok() || matches!(path.as_str(), "true" | "false") {
        report
            .at(span, format!("`model` must be the path of a file, not `{path}`"))
            .help("write for example `model: models/checkout.yaml`");
        return;
    }
    match cx.files.look(&cx.source.path, path) {
        Place::File(_) => {}
        Place::Folder => {
            report
                .at(span, format!("`{path}` is a folder, not a model"))
                .help("name the file: `models/checkout.yaml`");
        }
        Place::Outside => {
            report
                .at(span, format!("model `{path}` lies outside the repository"))
                .help("put it under `postmortems/models/` and write its path relative to this file");
        }
        Place::Missing(names) => {
            let draft = report.at(span, format!("model `{path}` does not exist"));
            let name = path.rsplit('/').next().unwrap_or_default();
            let folder = &path[..path.len() - name.len()];
            match nearest(name, names.iter().map(String::as_str)) {
                Some(name) => _ = draft.help(format!("did you mean `{folder}{name}`?")),
                None => _ = draft.help("paths are relative to this file"),
            }
        }
    }
}
