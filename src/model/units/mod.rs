//! Numbers with units: every duration, rate, size and share of a model says what it is in.
//!
//! Each type reads and writes the text that a person writes (`1h30m`, `50/s`, `0.3TB`, `80%`), so that
//! serde, the JSON Schema and messages speak of the same thing.

mod amount;
mod duration;
mod keys;
mod work;

pub use amount::{Factor, Rate, Share, Size, Throughput};
pub use duration::Duration;
pub use keys::Keys;
pub use work::{Contention, Work};

/// Gives a type that has `FromStr<Err = String>` and `Display` its serde form and JSON Schema.
macro_rules! text_type {
    ($type:ty, $name:literal, $format:literal, $about:literal, [$($example:literal),+]) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "format": $format,
                    "description": $about,
                    "examples": [$($example),+],
                })
            }
        }
    };
}
pub(crate) use text_type;

/// Checks a scalar against a model format; unknown formats are fine.
///
/// A message goes on after the name of the key: "`rate` has no unit", "`rate` cannot be read: `x` is not".
pub fn check(format: &str, text: &str) -> Result<(), String> {
    read(format, text).map_err(|message| {
        if message.starts_with('`') { format!("cannot be read: {message}") } else { message }
    })
}

fn read(format: &str, text: &str) -> Result<(), String> {
    use crate::model::{moment::At, target::Target};
    match format {
        "duration" => text.parse::<Duration>().map(drop),
        "rate" => text.parse::<Rate>().map(drop),
        "share" => text.parse::<Share>().map(drop),
        "factor" => text.parse::<Factor>().map(drop),
        "size" => text.parse::<Size>().map(drop),
        "throughput" => text.parse::<Throughput>().map(drop),
        "work" => text.parse::<Work>().map(drop),
        "contention" => text.parse::<Contention>().map(drop),
        "keys" => text.parse::<Keys>().map(drop),
        "moment" => text.parse::<At>().map(drop),
        "target" => text.parse::<Target>().map(drop),
        "local-date-time" => super::clock::local(text).map(drop),
        "timezone" => super::clock::zone(text).map(drop),
        _ => Ok(()),
    }
}

/// Splits `25MB/s` into its number and what follows.
pub(crate) fn number(text: &str) -> Option<(f64, &str)> {
    let end = text
        .find(|char: char| !char.is_ascii_digit() && !matches!(char, '.' | '_' | '-' | '+'))
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let number: f64 = digits.replace('_', "").parse().ok()?;
    number.is_finite().then_some((number, rest.trim()))
}

/// `name(a, b, key=c)` as its name and arguments; a bare text has no arguments.
pub(crate) fn call(text: &str) -> Result<(&str, Vec<&str>), String> {
    let Some((name, rest)) = text.split_once('(') else { return Ok((text.trim(), Vec::new())) };
    let inner =
        rest.trim_end().strip_suffix(')').ok_or_else(|| format!("`{text}` does not close its bracket"))?;
    Ok((name.trim(), inner.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()))
}

/// The value of `key=` among the arguments of a call.
pub(crate) fn argument<'a>(arguments: &[&'a str], key: &str) -> Option<&'a str> {
    arguments.iter().find_map(|argument| {
        let (name, value) = argument.split_once('=')?;
        (name.trim() == key).then_some(value.trim())
    })
}

#[cfg(test)]
mod tests;
