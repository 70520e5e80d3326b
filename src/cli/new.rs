//! `afterword new`: a fresh postmortem from a template.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{Outcome, Shell};
use crate::render::draft::{self, BUILT_IN, Draft};
use crate::text::did_you_mean;
use crate::workspace::{Error, Root, local_today, write_new, zone};

/// The name of a profile's template.
const TEMPLATE: &str = "postmortem.md.jinja";

/// Write a draft from a template
///
/// The file is named after the day and the title and put into the repository's `postmortems/`; a file
/// that exists is never overwritten. A template in the repository's `templates/<NAME>/` comes before the
/// built-in one of the same name.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What happened, in one line
    title: String,
    /// brief, sre, pagerduty, coe, pir, gameday, or one of your own
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
    /// The IANA zone of its times [default: the machine's]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// The day of the incident [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<NaiveDate>,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Outcome, Error> {
    let root = shell.root()?;
    let title = args.title.trim();
    let timezone = match &args.timezone {
        Some(name) => name.parse::<Tz>().map_err(|_| unknown_zone(name))?,
        None => zone(),
    };
    let date = args.date.unwrap_or_else(|| local_today(timezone));
    let profile = args.template.as_deref().or(root.settings().profile.as_deref()).unwrap_or(BUILT_IN[0].0);
    let slug = draft::slug(date, title).ok_or_else(|| {
        Error::with_help(
            "the title has neither a letter nor a digit",
            "say what happened: `afterword new \"Disk full on db-2\"`",
        )
    })?;
    let text =
        draft::draft(&template(&root, profile)?, &Draft { title, date, timezone: timezone.name(), profile })
            .map_err(|error| Error::new(format!("the template of `{profile}` cannot be used: {error:#}")))?;
    let path = root.folder.join(&root.settings().postmortems).join(format!("{slug}.md"));
    let shown = root.shown(&path);
    write_new(&path, &shown, text.as_bytes())?;
    shell.print(&format!("{shown}\n"))?;
    shell.note(&format!("fill it in, then run `afterword lint {shown}`"));
    Ok(Outcome::Clean)
}

/// The repository's template of a profile, or the built-in one.
fn template(root: &Root, profile: &str) -> Result<String, Error> {
    let plain = profile.chars().all(|char| char.is_alphanumeric() || "-_".contains(char));
    let own = root.folder.join("templates").join(profile).join(TEMPLATE);
    if plain && own.is_file() {
        return std::fs::read_to_string(&own).map_err(|error| Error::io("read", &root.shown(&own), &error));
    }
    let built_in = BUILT_IN.iter().find(|(name, _)| *name == profile).map(|(_, text)| (*text).to_owned());
    built_in.ok_or_else(|| {
        let known = did_you_mean(profile, BUILT_IN.iter().map(|(name, _)| *name)).unwrap_or_default();
        Error::with_help(
            format!("there is no template `{profile}`"),
            format!("{known}; your own would be `templates/{profile}/{TEMPLATE}`"),
        )
    })
}

fn unknown_zone(name: &str) -> Error {
    let help = did_you_mean(name, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()))
        .unwrap_or_else(|| "write for example `Europe/Berlin` or `UTC`".to_owned());
    Error::with_help(format!("`{name}` is not an IANA time zone"), help)
}
