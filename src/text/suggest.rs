//! "Did you mean": the nearest known name.

/// More known names than this are not listed.
const MOST_LISTED: usize = 24;

/// The known name most like `written`, when one is near enough to be a slip of the hand.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    let (length, letters) = (written.chars().count(), lower.chars().count());
    known
        .into_iter()
        .filter_map(|name| {
            let known = name.to_lowercase();
            let most = (length.max(name.chars().count()) / 3).max(1);
            // The distance is no less than the difference of the lengths.
            let near = known.chars().count().abs_diff(letters) <= most;
            let distance = near.then(|| strsim::damerau_levenshtein(&lower, &known))?;
            (distance <= most).then_some((distance, name))
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

/// Help that names the nearest known name, or lists them when none is near and they are few.
pub fn did_you_mean<'a>(written: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<String> {
    if let Some(name) = nearest(written, known.clone()) {
        return Some(format!("did you mean `{name}`?"));
    }
    let names: Vec<String> = known.into_iter().map(|name| format!("`{name}`")).collect();
    (1..=MOST_LISTED).contains(&names.len()).then(|| format!("known are {}", names.join(", ")))
}
