//! What spreads requests over instances, and what takes instances out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::edge::Call;
use crate::model::units::{Duration, Share};

/// Spreads requests over the instances of other components.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadBalancer {
    /// The component or components behind it.
    pub to: Names,
    /// How an instance is chosen. Default `round_robin`.
    #[serde(default)]
    pub policy: Policy,
    /// Takes instances out that fail their checks.
    pub health: Option<Health>,
    /// Takes instances out that fail requests.
    pub eject: Option<Eject>,
    /// How requests reach the instances.
    pub call: Option<Call>,
    /// The ports that the firewall in front lets through; others are dropped. Default all.
    pub allow_ports: Option<Vec<u16>>,
}

/// One name or several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Names {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Names {
    /// The names in order.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::One(name) => vec![name],
            Self::Many(names) => names.iter().map(String::as_str).collect(),
        }
    }
}

/// How an instance is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// In turn.
    #[default]
    RoundRobin,
    /// At random.
    Random,
    /// The one with the fewest requests.
    LeastBusy,
    /// The less busy of two drawn at random.
    TwoChoices,
    /// By key, so that the same key always meets the same instance.
    Hash,
}

/// Regular checks of every instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// The time between checks.
    pub every: Duration,
    /// How many failed checks in a row take an instance out. Default 2.
    #[schemars(range(min = 1))]
    pub fall: Option<u32>,
    /// How many good checks in a row put it back. Default 2.
    #[schemars(range(min = 1))]
    pub rise: Option<u32>,
    /// The share of the instances in service that one round of checks may take out, rounded up. Default all.
    pub at_most: Option<Share>,
    /// A check also fails when the share of busy workers of this component, at that instant, is outside
    /// the bounds.
    pub probe: Option<Probe>,
}

/// A look at how busy a component is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Probe {
    /// The component looked at.
    pub component: String,
    /// Healthy only while at most this share of its workers is busy.
    pub below: Option<Share>,
    /// Healthy only while more than this share of its workers is busy.
    pub above: Option<Share>,
}

/// Takes out an instance after failures in a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Eject {
    /// How many failures in a row.
    #[schemars(range(min = 1))]
    pub failures: u32,
    /// For how long it is out.
    #[serde(rename = "for")]
    pub lasts: Duration,
}
