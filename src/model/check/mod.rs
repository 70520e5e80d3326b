//! What the schema cannot say: names that refer to nothing, circles, times outside the run.

mod events;
mod expectations;
mod parts;

pub use expectations::CAUSES;

use crate::finding::{Fault, FaultKind};
use crate::text::yaml::{Node, Value};
use crate::text::{Span, did_you_mean};

use super::moment::At;
use super::spec::Spec;
use super::target::{Place, Target};

/// Checks a model that has been read from `root` and adds what is wrong to `faults`.
/// Expectations are checked with the variant they speak of, which may add what they name.
pub(super) fn check(spec: &Spec, root: &Node, variant: &str, faults: &mut Vec<Fault>) {
    let mut checker = Checker { spec, root, faults };
    parts::check(&mut checker);
    events::check(&mut checker);
    expectations::check(&mut checker, variant);
    lasting(spec, root, faults);
}

/// Checks what stays wrong whatever else is mended: circles among the components that could be read, and
/// events of the same id.
pub(super) fn lasting(spec: &Spec, root: &Node, faults: &mut Vec<Fault>) {
    let mut checker = Checker { spec, root, faults };
    parts::circles(&mut checker);
    events::twice(&mut checker);
}

struct Checker<'a> {
    spec: &'a Spec,
    root: &'a Node,
    faults: &'a mut Vec<Fault>,
}

impl Checker<'_> {
    /// The place of the value at a path: for a mapping the key that names it, or the first of its keys.
    fn span(&self, path: &[&str]) -> Span {
        let node = self.root.at(path.iter().copied());
        let Some((first, _)) = node.entries().first() else {
            let nothing = node.is_null() || matches!(node.value, Value::Map(_));
            return self.key(path).filter(|_| nothing).unwrap_or(node.span);
        };
        self.key(path).unwrap_or(first.span)
    }

    /// The place of the key at the end of a path.
    fn key(&self, path: &[&str]) -> Option<Span> {
        let (last, above) = path.split_last()?;
        Some(self.root.at(above.iter().copied()).entry(last)?.0.span)
    }

    fn fault(&mut self, kind: FaultKind, path: &[&str], message: impl Into<String>) -> &mut Fault {
        let fault = Fault::new(kind, self.span(path), message);
        self.faults.push(fault);
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    fn wrong(&mut self, path: &[&str], message: impl Into<String>, help: impl Into<String>) {
        self.fault(FaultKind::WrongValue, path, message).help = Some(help.into());
    }

    /// Reports `name` unless it is known.
    fn refer<'n>(
        &mut self,
        path: &[&str],
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str> + Clone,
    ) -> bool {
        if known.clone().into_iter().any(|known| known == name) {
            return true;
        }
        let help =
            did_you_mean(name, known).or_else(|| Some(format!("the model has no {what} yet: add one")));
        let within = self.root.at(path.iter().copied()).entries().iter();
        let exact = within.map(|(_, node)| node).find(|node| node.text() == Some(name)).map(|node| node.span);
        let fault = self.fault(FaultKind::Reference, path, format!("there is no {what} called `{name}`"));
        fault.help = help;
        fault.span = exact.unwrap_or(fault.span);
        false
    }

    fn component(&mut self, path: &[&str], name: &str) -> bool {
        let spec = self.spec;
        self.refer(path, "component", name, spec.components.names())
    }

    /// A component that stands as a key.
    fn callee(&mut self, path: &[&str], name: &str) {
        let before = self.faults.len();
        if !self.component(path, name)
            && let Some(span) = self.key(path)
            && let Some(fault) = self.faults.get_mut(before)
        {
            fault.span = span;
        }
    }

    /// A load or a component.
    fn watched(&mut self, path: &[&str], name: &str) -> bool {
        let spec = self.spec;
        let known: Vec<&str> = spec.load.names().chain(spec.components.names()).collect();
        self.refer(path, "load or component", name, known)
    }

    /// Reports a time outside the run.
    fn within_run(&mut self, path: &[&str], at: At) {
        let clock = &self.spec.clock;
        let offset = clock.offset(at);
        let end = i64::try_from(clock.run_for.0).unwrap_or(i64::MAX);
        if (0..=end).contains(&offset) {
            return;
        }
        let last = clock.wall(clock.run_for.0).naive_local().format("%Y-%m-%dT%H:%M");
        let message = format!("`{at}` is outside the run, which goes from {} to {last}", clock.start);
        self.fault(FaultKind::Suspicious, path, message).help =
            Some("change the time, `clock.start` or `clock.run_for`".to_owned());
    }

    /// Reports places that match nothing; `links` says which kind of place is wanted.
    fn target(&mut self, path: &[&str], target: &Target, links: bool) {
        for place in &target.0 {
            match place {
                Place::Link { from, to, .. } if links => {
                    let base = |name: &'_ str| name.split_once('/').map_or(name, |(base, _)| base).to_owned();
                    if from != "*" {
                        self.watched(path, &base(from));
                    }
                    if to != "*" {
                        self.component(path, &base(to));
                    }
                }
                Place::Nodes { component, path: steps } => self.nodes(path, component, steps),
                Place::Link { .. } => self.wrong(
                    path,
                    format!("`{place}` is a link, but this is done to components"),
                    "write for example `api`, `api/0` or `meta/*/primary`",
                ),
            }
        }
    }

    fn nodes(&mut self, path: &[&str], component: &str, steps: &[String]) {
        if component == "*" || !self.component(path, component) {
            return;
        }
        let Some(part) = self.spec.components.get(component) else { return };
        let sizes = crate::model::target::sizes(part);
        if steps.len() > sizes.len() {
            let message =
                format!("`{component}` has no parts of its own below `{}`", steps[..sizes.len()].join("/"));
            self.fault(FaultKind::Reference, path, message);
            return;
        }
        for (step, size) in steps.iter().zip(sizes) {
            if step.parse::<u32>().is_ok_and(|index| index >= size) {
                let message =
                    format!("`{step}` matches nothing: `{component}` has {size} there, counted from 0");
                self.fault(FaultKind::Reference, path, message).help = Some(match size {
                    1 => "write `0`, or `*` for all".to_owned(),
                    _ => format!("write a number from 0 to {}, or `*` for all", size - 1),
                });
            }
        }
    }
}
