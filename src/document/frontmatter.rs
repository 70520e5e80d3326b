//! The YAML frontmatter: the facts that machines count.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The facts at the top of a postmortem, between two lines `---`. Keys that start with `x-` are yours.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("patternProperties" = { "^x-": {} }))]
pub struct Frontmatter {
    /// What happened, in one line.
    #[schemars(extend("examples" = ["Connection pool exhaustion took the database down"]))]
    pub title: Option<String>,
    /// How far the document is.
    pub status: Option<Status>,
    /// Your severity scale, for example `SEV2` or `P1`.
    #[schemars(extend("examples" = ["SEV2"]))]
    pub severity: Option<String>,
    /// When users were first affected: local to `timezone`, or with its own offset.
    #[schemars(extend("format" = "local-date-time", "examples" = ["2023-08-05T02:00"]))]
    pub start: Option<String>,
    /// When users were no longer affected.
    #[schemars(extend("format" = "local-date-time", "examples" = ["2023-08-05T04:30"]))]
    pub end: Option<String>,
    /// When the team first knew.
    #[schemars(extend("format" = "local-date-time", "examples" = ["2023-08-05T02:05"]))]
    pub detected: Option<String>,
    /// When somebody took charge.
    #[schemars(extend("format" = "local-date-time", "examples" = ["2023-08-05T02:15"]))]
    pub acknowledged: Option<String>,
    /// When the worst was over, though not all was well.
    #[schemars(extend("format" = "local-date-time", "examples" = ["2023-08-05T04:15"]))]
    pub mitigated: Option<String>,
    /// The IANA name of the zone of all times that have no offset of their own.
    #[schemars(extend("format" = "timezone", "examples" = ["Europe/Berlin"]))]
    pub timezone: Option<String>,
    /// Who or what was affected, and how many.
    pub impact: Option<Impact>,
    /// The services that were affected, as your catalogue names them.
    pub services: Vec<String>,
    /// How the team came to know.
    pub detection: Option<DetectionMethod>,
    /// What kinds of failure it was.
    pub flavors: Vec<Flavor>,
    /// The simulation model, relative to this file.
    #[schemars(extend("format" = "path", "examples" = ["models/2023-08-05-connection-pool.yaml"]))]
    pub model: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The profile it is checked against, where that is not the folder's.
    #[schemars(extend("examples" = ["brief"]))]
    pub profile: Option<String>,
}

/// How far a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Being written.
    Draft,
    /// Being reviewed.
    InReview,
    /// Done, and open to its readers.
    Published,
}

/// How the team came to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DetectionMethod {
    /// An alert, a probe, a dashboard.
    Monitoring,
    /// Somebody of the team noticed.
    Engineer,
    /// A user told, or customer support.
    Customer,
    /// Something else.
    Other,
}

/// A kind of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flavor {
    /// Code, configuration or data.
    Software,
    /// A slip or a mistake.
    Human,
    /// Links, firewalls, name resolution.
    Network,
    /// The way work is done.
    Process,
    /// The way people work together.
    Culture,
}

/// Who or what was affected, and how many.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Impact {
    /// The share that was affected, in percent.
    #[schemars(range(min = 0, max = 100), extend("examples" = [30]))]
    pub percent: Option<f64>,
    /// What the share is a share of.
    pub of: Option<ImpactOf>,
    /// How many were affected.
    #[schemars(extend("examples" = [1200]))]
    pub count: Option<u64>,
    /// Out of how many.
    #[schemars(extend("examples" = [4000]))]
    pub total: Option<u64>,
}

/// What an impact counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImpactOf {
    /// People, customers, accounts.
    Users,
    /// Calls to the service.
    Requests,
    /// Network traffic, visits.
    Traffic,
    /// Money not earned.
    Revenue,
    /// Machines, pods, clusters.
    Servers,
    /// Data, records, messages.
    Data,
    /// Orders, jobs, builds, payments and other units of work.
    Transactions,
    /// Something else.
    Other,
}

impl ImpactOf {
    /// What is counted, in the plural; empty where it is something else.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Requests => "requests",
            Self::Traffic => "traffic",
            Self::Revenue => "revenue",
            Self::Servers => "servers",
            Self::Data => "data",
            Self::Transactions => "transactions",
            Self::Other => "",
        }
    }
}

impl DetectionMethod {
    /// The word for it, as the frontmatter has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Monitoring => "monitoring",
            Self::Engineer => "engineer",
            Self::Customer => "customer",
            Self::Other => "other",
        }
    }
}
