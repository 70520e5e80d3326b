//! A fresh postmortem from a template.

use chrono::NaiveDate;
use minijinja::{Environment, UndefinedBehavior, context};

/// The templates in the binary: profile and text, the default first.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("brief", include_str!("../../templates/brief/postmortem.md.jinja")),
    ("sre", include_str!("../../templates/sre/postmortem.md.jinja")),
    ("pagerduty", include_str!("../../templates/pagerduty/postmortem.md.jinja")),
    ("coe", include_str!("../../templates/coe/postmortem.md.jinja")),
    ("pir", include_str!("../../templates/pir/postmortem.md.jinja")),
    ("gameday", include_str!("../../templates/gameday/postmortem.md.jinja")),
];

/// The longest slug, in characters, without its date.
const LONGEST_SLUG: usize = 60;

/// What a template is filled with.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// The title.
    pub title: &'a str,
    /// The day of the incident.
    pub date: NaiveDate,
    /// The IANA name of the zone its times are in.
    pub timezone: &'a str,
    /// The profile it is written for.
    pub profile: &'a str,
}

/// Fills `template`; the title arrives quoted as YAML needs it. `Err` when the template is wrong.
pub fn draft(template: &str, draft: &Draft<'_>) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let values = context! {
        title => yaml_text(draft.title),
        date => draft.date.to_string(),
        timezone => draft.timezone,
        profile => draft.profile,
    };
    let mut text = environment.render_named_str("postmortem.md.jinja", template, values)?;
    text.truncate(text.trim_end().len());
    text.push('\n');
    Ok(text)
}

/// `2014-01-10-dropbox-upgrade`: the date and the title's letters and digits. `None` when it has none.
pub fn slug(date: NaiveDate, title: &str) -> Option<String> {
    let lower = title.to_lowercase();
    let words = lower.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        if !slug.is_empty() && slug.chars().count() + 1 + word.chars().count() > LONGEST_SLUG {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(LONGEST_SLUG));
    }
    (!slug.is_empty()).then(|| format!("{date}-{slug}"))
}

/// A text as a YAML value on one line, quoted where it would mean something else.
fn yaml_text(text: &str) -> String {
    let plain = text.starts_with(char::is_alphabetic)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with([':', ' '])
        && !text.contains(char::is_control)
        && !["true", "false", "null", "yes", "no", "on", "off"].contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Span, yaml};

    fn filled(profile: &str, template: &str, title: &str) -> String {
        let date = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        draft(template, &Draft { title, date, timezone: "Europe/Berlin", profile }).unwrap()
    }

    #[test]
    fn every_template_gives_valid_frontmatter() {
        for (profile, template) in BUILT_IN {
            let text = filled(profile, template, "Disk full: \"again\" #3");
            let (front, body) = text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap();
            let yaml = yaml::parse(front, Span::new(0, front.len()));
            assert_eq!(yaml.faults, [], "{profile}");
            let root = yaml.root.unwrap();
            assert_eq!(root.get("title").unwrap().text(), Some("Disk full: \"again\" #3"));
            assert_eq!(
                root.get("profile").and_then(|node| node.text()),
                (*profile != "brief").then_some(*profile)
            );
            assert!(body.starts_with("\n## ") && body.ends_with('\n'), "{profile}");
        }
    }

    #[test]
    fn slugs_are_safe_file_names() {
        let date = NaiveDate::from_ymd_opt(2014, 1, 10).unwrap();
        let cases = [
            ("Dropbox: the upgrade script!", Some("2014-01-10-dropbox-the-upgrade-script")),
            ("../../etc/passwd", Some("2014-01-10-etc-passwd")),
            ("Ünïcode Größe", Some("2014-01-10-ünïcode-größe")),
            ("!!!", None),
        ];
        for (title, expected) in cases {
            assert_eq!(slug(date, title).as_deref(), expected);
        }
        let long = slug(date, &"word ".repeat(40)).unwrap();
        assert!(long.chars().count() <= LONGEST_SLUG + 11 && !long.ends_with('-'));
    }
}
