//! `afterword.toml`: what a team wants checked, how strictly, and where.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{RuleLevel, toml_advice, toml_node};
use crate::finding::{Fault, FaultKind};
use crate::text::{Source, Span, shape, yaml::Node};

/// Settings of a repository, read from `afterword.toml` at its top.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Another settings file that these are laid over, relative to this one.
    #[schemars(extend("examples" = ["../afterword.toml"]))]
    pub extend: Option<String>,
    /// The folder of the postmortems, relative to this file.
    #[schemars(extend("examples" = ["postmortems"]))]
    pub postmortems: String,
    /// The profile of documents that name none.
    #[schemars(extend("examples" = ["brief"]))]
    pub profile: Option<String>,
    /// The profile of some documents: pattern to profile; the last pattern that fits wins.
    #[schemars(extend("examples" = [{ "postmortems/gamedays/*": "gameday" }]))]
    pub profiles: BTreeMap<String, String>,
    /// Which rules are checked: codes, the start of codes, names. Everything by default.
    #[schemars(extend("examples" = [["PM1", "PM2"]]))]
    pub select: Vec<String>,
    /// Which of these are not checked.
    #[schemars(extend("examples" = [["PM205"]]))]
    pub ignore: Vec<String>,
    /// How much a rule matters: code, start of a code or name to level.
    #[schemars(extend("examples" = [{ "PM504": "error" }]))]
    pub levels: BTreeMap<String, RuleLevel>,
    /// Rules that are not checked in some files: pattern to rules.
    #[schemars(extend("examples" = [{ "postmortems/2019-*": ["PM5"] }]))]
    pub per_file_ignores: BTreeMap<String, Vec<String>>,
    /// Files that are not read when a folder is walked, as in `.gitignore`.
    #[schemars(extend("examples" = [["archive/"]]))]
    pub exclude: Vec<String>,
    /// The fewest and most words of a body, instead of the profile's.
    #[schemars(extend("examples" = [[400, 600]]))]
    pub words: Option<(usize, usize)>,
    /// How far facts may lie apart before they contradict one another.
    pub tolerances: Tolerances,
    /// The services that exist; when given, any other name in `services:` is a finding.
    #[schemars(extend("examples" = [["orders-db"]]))]
    pub services: Vec<String>,
    /// Hosts whose pages the readers of the wiki cannot open.
    #[schemars(extend("examples" = [["wiki.corp.example"]]))]
    pub private_hosts: Vec<String>,
    /// The incident wiki.
    pub site: SiteSettings,
    /// How many days after the outage a draft should be published.
    #[schemars(extend("examples" = [14]))]
    pub draft_days: u32,
}

/// How the incident wiki presents itself.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SiteSettings {
    /// Its name.
    #[schemars(extend("examples" = ["Incidents at Example"]))]
    pub title: String,
    /// A sentence under the name.
    #[schemars(extend("examples" = ["What broke, why, and what we changed."]))]
    pub description: String,
    /// Where it is published. Findings then carry the address of their rule's page, below `rules/`.
    #[schemars(extend("format" = "web-address", "examples" = ["https://incidents.example.com"]))]
    pub url: Option<String>,
}

impl Default for SiteSettings {
    fn default() -> Self {
        Self { title: "Incidents".to_owned(), description: String::new(), url: None }
    }
}

/// How far facts may lie apart before they contradict one another.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tolerances {
    /// Between two times of the same moment.
    #[schemars(extend("format" = "duration", "examples" = ["5m"]))]
    pub time: String,
    /// Between a stated duration and the one computed from start and end, on top of what rounding allows.
    #[schemars(extend("format" = "duration", "examples" = ["5m"]))]
    pub duration: String,
    /// Between two shares of the same thing, in percentage points.
    #[schemars(range(min = 0, max = 100), extend("examples" = [1]))]
    pub percent: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            extend: None,
            postmortems: "postmortems".to_owned(),
            profile: None,
            profiles: BTreeMap::new(),
            select: Vec::new(),
            ignore: Vec::new(),
            levels: BTreeMap::new(),
            per_file_ignores: BTreeMap::new(),
            exclude: Vec::new(),
            words: None,
            tolerances: Tolerances::default(),
            services: Vec::new(),
            private_hosts: Vec::new(),
            site: SiteSettings::default(),
            draft_days: 14,
        }
    }
}

impl Default for Tolerances {
    fn default() -> Self {
        Self { time: "5m".to_owned(), duration: "5m".to_owned(), percent: 1.0 }
    }
}

impl Tolerances {
    /// `time` as a span of time.
    pub fn time(&self) -> TimeDelta {
        duration(&self.time).unwrap_or_default()
    }

    /// `duration` as a span of time.
    pub fn duration(&self) -> TimeDelta {
        duration(&self.duration).unwrap_or_default()
    }
}

/// A settings file as read.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The settings, defaults filled in.
    pub settings: Settings,
    /// The file's tree, for the place of every key and value.
    pub root: Option<Node>,
    /// What was wrong.
    pub faults: Vec<Fault>,
}

impl Config {
    /// Reads a settings file. `base` is the file that it extends, laid under it key by key.
    pub fn read(source: &Source, base: Option<&Self>) -> Self {
        let (root, mut faults) = toml_node::parse(source);
        let Some(root) = root else { return Self { settings: Settings::default(), root: None, faults } };
        let merged = match base.and_then(|base| base.root.as_ref()) {
            Some(base) => toml_node::merged(base, &root),
            None => root.clone(),
        };
        let what = source.path.rsplit('/').next().unwrap_or_default();
        let (_, own) = shape::read(&root, &SHAPE, &format!("the settings in {what}"), &format);
        faults.extend(own.into_iter().map(|mut fault| {
            toml_advice::translate(&mut fault, &root, &SCHEMA);
            fault
        }));
        let (settings, _) = shape::into::<Settings>(&merged, &SHAPE, "the settings", &format);
        let settings = settings.unwrap_or_default();
        if let Some((least, most)) = settings.words.filter(|(least, most)| least > most) {
            let message = format!("`words` says at least {least} and at most {most}");
            let span = root.get("words").map_or(Span::at(0), |node| node.span);
            faults.push(
                Fault::new(FaultKind::WrongValue, span, message).help(format!("write `[{most}, {least}]`")),
            );
        }
        Self { settings, root: Some(merged), faults }
    }
}

static SHAPE: LazyLock<shape::Schema> = LazyLock::new(|| shape::Schema::new(&SCHEMA));
static SCHEMA: LazyLock<Json> = LazyLock::new(schema);

/// The JSON Schema of `afterword.toml`.
pub fn schema() -> Json {
    schemars::schema_for!(Settings).to_value()
}

fn format(format: &str, text: &str) -> Result<(), String> {
    match format {
        "duration" if duration(text).is_none() => {
            Err(format!("must be a number with a unit (`s`, `m`, `h`, `d`), not `{text}`"))
        }
        "web-address" if !["https://", "http://"].iter().any(|scheme| text.starts_with(scheme)) => {
            Err(format!("must begin with `https://` or `http://`, not `{text}`"))
        }
        _ => Ok(()),
    }
}

/// `90s`, `5m`, `1.5h`, `2d` as a span of time.
fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let seconds = match text.get(digits..)?.trim() {
        "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return None,
    };
    let number: f64 = text.get(..digits)?.parse().ok()?;
    let seconds = number * seconds;
    #[expect(clippy::cast_possible_truncation, reason = "bounded to ten years just before")]
    (seconds <= 315_360_000.0).then(|| TimeDelta::milliseconds((seconds * 1000.0) as i64))
}
