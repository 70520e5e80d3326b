//! Text to model: every fault at once, each with its place.

use super::outcome::Sourced;
use super::sanity::{self, Note};
use super::spec::Spec;
use super::{check, patch, schema, sources, traffic, units};
use crate::finding::{Fault, FaultKind, Label};
use crate::text::yaml::{self, Key, Node};
use crate::text::{Source, Span, shape};

/// The name of the base where no variant is named.
pub const BASE: &str = "as-it-happened";

/// A model as far as it could be read.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The base; absent when the file cannot be understood at all.
    pub spec: Option<Spec>,
    /// The variants that can be run, the base first.
    pub variants: Vec<Variant>,
    /// Where numbers come from.
    pub sources: Vec<Sourced>,
    /// What is wrong, in the order of the file.
    pub faults: Vec<Fault>,
    /// What is worth knowing before a run, of the base; none where something is wrong.
    pub notes: Vec<Note>,
}

/// A what-if of a model.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// What it tries.
    pub about: Option<String>,
    /// What it changes: paths and values as written.
    pub changes: Vec<(String, String)>,
    /// The model with the changes.
    pub spec: Spec,
}

impl Model {
    /// The variant called `name`.
    pub fn variant(&self, name: &str) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.name == name)
    }

    /// Whether nothing stands in the way of a run: faults that are only suspicious do not.
    pub fn runnable(&self) -> bool {
        self.spec.is_some() && self.faults.iter().all(|fault| fault.kind == FaultKind::Suspicious)
    }
}

/// Reads a model that stands alone; never fails.
pub fn read(source: &Source) -> Model {
    read_with(source, &|path| Err(format!("cannot read `{path}`: the model stands alone")))
}

/// Reads a model and the files it names; never fails.
pub fn read_with(source: &Source, beside: traffic::Beside<'_>) -> Model {
    let text = &source.text;
    let document = yaml::parse(text, Span::new(source.bom(), text.len()));
    let mut model = Model { faults: document.faults, ..Model::default() };
    let Some(mut root) = document.root.filter(|root| !root.is_null()) else {
        if model.faults.is_empty() {
            let fault = Fault::new(FaultKind::Empty, Span::at(0), "the model is empty");
            model.faults.push(fault.help(
                "describe the system: `model:`, `clock:`, `load:`, `components:`; `afterword explain service` shows one",
            ));
        }
        return model;
    };
    if model.faults.iter().any(|fault| fault.kind == FaultKind::YamlSyntax) {
        return model;
    }
    model.sources = sources::take(&mut root, &document.comments, text);
    let (spec, faults) = typed(&root, beside);
    let whole = faults.is_empty();
    model.faults.extend(faults);
    let Some(spec) = spec else { return model };
    let mut found = Vec::new();
    check::check(&spec, &root, BASE, &mut found);
    if whole {
        model.faults.append(&mut found);
        variants(&spec, &root, text, beside, &mut model);
        if model.faults.iter().all(|fault| fault.kind == FaultKind::Suspicious) {
            let base = model.variants.first().map_or(&spec, |base| &base.spec);
            model.notes = sanity::notes(base, &root);
        }
    } else {
        found.retain(|fault| fault.kind == FaultKind::Reference && !defined(&root, fault.span.of(text)));
        check::lasting(&spec, &root, &mut found);
        model.faults.append(&mut found);
    }
    model.spec = Some(spec);
    model.faults.sort_by_key(|fault| (fault.span, fault.message.clone()));
    model.faults.dedup();
    model
}

/// Whether the file defines a name, be it with a fault that left it out of what was read.
fn defined(root: &Node, name: &str) -> bool {
    ["components", "load", "monitors", "windows", "variants"]
        .iter()
        .any(|part| root.get(part).is_some_and(|part| part.get(name.trim_matches(['"', '\''])).is_some()))
}

fn typed(root: &Node, beside: traffic::Beside<'_>) -> (Option<Spec>, Vec<Fault>) {
    let (mut spec, mut faults) = shape::into::<Spec>(root, schema::shape(), "the model", &units::check);
    if let Some(spec) = &mut spec {
        traffic::read(spec, root, beside, &mut faults);
    }
    (spec, faults)
}

/// The base with changes, and what is wrong with it.
fn patched(
    root: &Node,
    changes: &[&(Key, Node)],
    variant: &str,
    beside: traffic::Beside<'_>,
) -> (Option<Spec>, Vec<Fault>) {
    let mut patched = root.clone();
    let applied = changes.iter().filter_map(|(key, value)| patch::apply(&mut patched, key, value).err());
    let mut faults: Vec<Fault> = applied.collect();
    let (spec, found) = typed(&patched, beside);
    faults.extend(found);
    if let Some(spec) = &spec {
        check::check(spec, &patched, variant, &mut faults);
    }
    (spec, faults)
}

fn variants(spec: &Spec, root: &Node, text: &str, beside: traffic::Beside<'_>, model: &mut Model) {
    let base = |changes: &[(String, String)], about: Option<String>, spec: Spec| Variant {
        name: BASE.to_owned(),
        about,
        changes: changes.to_vec(),
        spec,
    };
    if spec.variants.get(BASE).is_none() {
        model.variants.push(base(&[], None, spec.clone()));
    }
    let Some(written) = root.get("variants") else { return };
    for (name, patches) in written.entries() {
        let about = patches.get("about").and_then(Node::text).map(str::to_owned);
        let written: Vec<&(Key, Node)> =
            patches.entries().iter().filter(|(key, _)| key.text != "about").collect();
        let before = model.faults.len();
        let with = |count: usize| patched(root, &written[..count], &name.text, beside);
        let (spec, mut faults) = with(written.len());
        faults.retain(|fault| !model.faults.contains(fault));
        let own = Span::new(name.span.start, patches.span.end);
        for fault in
            faults.iter_mut().filter(|fault| fault.span.start < own.start || fault.span.start >= own.end)
        {
            let Some(at) = (0..=written.len()).find(|count| with(*count).1.contains(fault)) else { continue };
            let Some((key, _)) = at.checked_sub(1).and_then(|at| written.get(at)) else { continue };
            fault.others.push(Label::here(fault.span, "what it is about"));
            fault.span = key.span;
            fault.message = format!("with `{}`, {}", key.text, fault.message);
        }
        model.faults.extend(faults);
        let changes: Vec<(String, String)> =
            written.iter().map(|(key, value)| (key.text.clone(), value.span.of(text).to_owned())).collect();
        if let Some(spec) = spec.filter(|_| model.faults.len() == before || name.text == BASE) {
            let variant = Variant { name: name.text.clone(), about, changes, spec };
            let at = if name.text == BASE { 0 } else { model.variants.len() };
            model.variants.insert(at, variant);
        }
    }
}
