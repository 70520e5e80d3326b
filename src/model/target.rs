//! What a fault strikes: components, their instances, shards and copies, or the link between two.

use std::fmt;
use std::str::FromStr;

use super::units::text_type;

/// One or more places, comma separated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target(pub Vec<Place>);

/// One place; `*` stands for any name or number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// `api`, `api/0`, `meta/*/primary`: a component, then an instance or a shard and a copy.
    Nodes {
        /// The component's name or `*`.
        component: String,
        /// The steps below it: numbers, `*`, `primary` or `replica`.
        path: Vec<String>,
    },
    /// `api->meta` one way, `api<->meta` both ways.
    Link {
        /// The end that sends.
        from: String,
        /// The end that receives.
        to: String,
        /// Whether both directions are meant.
        both: bool,
    },
}

text_type!(
    Target,
    "Target",
    "target",
    "Components, instances, shards or copies (api, api/0, meta/*/primary), or a link (api->meta, a<->b).",
    ["api", "meta/*/*", "api->meta"]
);

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split(',').map(|place| place.trim().parse()).collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let link = [("<->", true), ("->", false)];
        for (arrow, both) in link {
            if let Some((from, to)) = text.split_once(arrow) {
                let (from, to) = (from.trim().to_owned(), to.trim().to_owned());
                if from.is_empty() || to.is_empty() {
                    return Err(format!("`{text}` lacks an end: write for example `api->meta`"));
                }
                return Ok(Self::Link { from, to, both });
            }
        }
        let mut steps = text.split('/').map(|step| step.trim().to_owned());
        let component = steps.next().unwrap_or_default();
        let path: Vec<String> = steps.collect();
        let known = |step: &String| {
            step == "*" || step == "primary" || step == "replica" || step.parse::<u16>().is_ok()
        };
        if component.is_empty() || path.len() > 2 || !path.iter().all(known) {
            return Err(format!(
                "`{text}` is not a target: write `api`, `api/0`, `meta/*/primary`, `meta/2/*` or `api->meta`"
            ));
        }
        Ok(Self::Nodes { component, path })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&places.join(", "))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nodes { component, path } => {
                f.write_str(component)?;
                path.iter().try_for_each(|step| write!(f, "/{step}"))
            }
            Self::Link { from, to, both } => write!(f, "{from}{}{to}", if *both { "<->" } else { "->" }),
        }
    }
}

/// How many parts a component has at each level below it: instances, or shards and then copies.
pub fn sizes(component: &super::component::Component) -> Vec<u32> {
    use super::component::Component;
    match component {
        Component::Service(service) => {
            vec![
                service
                    .autoscale
                    .as_ref()
                    .map_or(service.instances, |scale| scale.max.max(service.instances)),
            ]
        }
        Component::Database(database) => vec![database.shards, database.replicas + 1],
        Component::Cache(cache) => vec![cache.nodes],
        Component::Pool(pool) => vec![pool.pools],
        Component::Quorum(quorum) => vec![quorum.nodes],
        Component::Lease(lease) => vec![lease.contenders.unwrap_or(2)],
        Component::LoadBalancer(_) | Component::Resource(_) => Vec::new(),
    }
}
