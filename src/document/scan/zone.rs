//! Time zones: abbreviations, offsets, names of zones and of places.

use chrono_tz::Tz;

use super::cursor::{Cursor, one_of};
use super::{Opening, What, WrittenZone, opening};
use crate::document::ZoneKind;

/// An abbreviation, its offsets in minutes east of UTC (the most usual first), and the zone whose standard or
/// summer time it is, where the two alternate.
type Known = (&'static str, &'static [i32], Option<Tz>);

/// From the tz database and the offsets in common use.
static ZONES: [Known; 52] = [
    ("UTC", &[0], None),
    ("GMT", &[0], None),
    ("WAT", &[60], None),
    ("CAT", &[120], None),
    ("EAT", &[180], None),
    ("SAST", &[120], None),
    ("WET", &[0], Some(Tz::Europe__Lisbon)),
    ("WEST", &[60], Some(Tz::Europe__Lisbon)),
    ("CET", &[60], Some(Tz::Europe__Berlin)),
    ("CEST", &[120], Some(Tz::Europe__Berlin)),
    ("EET", &[120], Some(Tz::Europe__Athens)),
    ("EEST", &[180], Some(Tz::Europe__Athens)),
    ("MSK", &[180], None),
    ("TRT", &[180], None),
    ("BST", &[60, 360], Some(Tz::Europe__London)),
    ("IST", &[330, 60, 120], None),
    ("IDT", &[180], Some(Tz::Asia__Jerusalem)),
    ("GST", &[240], None),
    ("PKT", &[300], None),
    ("NPT", &[345], None),
    ("ICT", &[420], None),
    ("WIB", &[420], None),
    ("SGT", &[480], None),
    ("HKT", &[480], None),
    ("PHT", &[480], None),
    ("AWST", &[480], None),
    ("JST", &[540], None),
    ("KST", &[540], None),
    ("ACST", &[570], Some(Tz::Australia__Adelaide)),
    ("ACDT", &[630], Some(Tz::Australia__Adelaide)),
    ("AEST", &[600], Some(Tz::Australia__Sydney)),
    ("AEDT", &[660], Some(Tz::Australia__Sydney)),
    ("NZST", &[720], Some(Tz::Pacific__Auckland)),
    ("NZDT", &[780], Some(Tz::Pacific__Auckland)),
    ("NST", &[-210], Some(Tz::America__St_Johns)),
    ("NDT", &[-150], Some(Tz::America__St_Johns)),
    ("AST", &[-240, 180], Some(Tz::America__Halifax)),
    ("ADT", &[-180], Some(Tz::America__Halifax)),
    ("BRT", &[-180], None),
    ("ART", &[-180], None),
    ("CLT", &[-240], Some(Tz::America__Santiago)),
    ("COT", &[-300], None),
    ("EST", &[-300], Some(Tz::America__New_York)),
    ("EDT", &[-240], Some(Tz::America__New_York)),
    ("CST", &[-360, 480, -300], Some(Tz::America__Chicago)),
    ("CDT", &[-300, -240], Some(Tz::America__Chicago)),
    ("MST", &[-420], Some(Tz::America__Denver)),
    ("MDT", &[-360], Some(Tz::America__Denver)),
    ("PST", &[-480], Some(Tz::America__Los_Angeles)),
    ("PDT", &[-420], Some(Tz::America__Los_Angeles)),
    ("AKST", &[-540], Some(Tz::America__Anchorage)),
    ("HST", &[-600], None),
];

/// Generic names, whose offset depends on the day.
const GENERIC: [(&str, Tz); 4] = [
    ("PT", Tz::America__Los_Angeles),
    ("MT", Tz::America__Denver),
    ("CT", Tz::America__Chicago),
    ("ET", Tz::America__New_York),
];

/// Names in words that stand before "time": the zone, its offset with "standard" and with "daylight" or "summer".
const WORDS: [(&str, Tz, &str, &str); 116] = [
    ("british", Tz::Europe__London, "GMT", "BST"),
    ("irish", Tz::Europe__Dublin, "GMT", "WEST"),
    ("indian", Tz::Asia__Kolkata, "IST", "IST"),
    ("india", Tz::Asia__Kolkata, "IST", "IST"),
    ("japan", Tz::Asia__Tokyo, "JST", "JST"),
    ("singapore", Tz::Asia__Singapore, "SGT", "SGT"),
    ("pakistan", Tz::Asia__Karachi, "PKT", "PKT"),
    ("moscow", Tz::Europe__Moscow, "MSK", "MSK"),
    ("london", Tz::Europe__London, "GMT", "BST"),
    ("dublin", Tz::Europe__Dublin, "GMT", "WEST"),
    ("lisbon", Tz::Europe__Lisbon, "WET", "WEST"),
    ("berlin", Tz::Europe__Berlin, "CET", "CEST"),
    ("german", Tz::Europe__Berlin, "CET", "CEST"),
    ("paris", Tz::Europe__Paris, "CET", "CEST"),
    ("french", Tz::Europe__Paris, "CET", "CEST"),
    ("madrid", Tz::Europe__Madrid, "CET", "CEST"),
    ("rome", Tz::Europe__Rome, "CET", "CEST"),
    ("amsterdam", Tz::Europe__Amsterdam, "CET", "CEST"),
    ("stockholm", Tz::Europe__Stockholm, "CET", "CEST"),
    ("warsaw", Tz::Europe__Warsaw, "CET", "CEST"),
    ("zurich", Tz::Europe__Zurich, "CET", "CEST"),
    ("tokyo", Tz::Asia__Tokyo, "JST", "JST"),
    ("sydney", Tz::Australia__Sydney, "AEST", "AEDT"),
    ("beijing", Tz::Asia__Shanghai, "HKT", "HKT"),
    ("cairo", Tz::Africa__Cairo, "EET", "EEST"),
    ("egyptian", Tz::Africa__Cairo, "EET", "EEST"),
    ("egypt", Tz::Africa__Cairo, "EET", "EEST"),
    ("rwanda", Tz::Africa__Kigali, "CAT", "CAT"),
    ("kigali", Tz::Africa__Kigali, "CAT", "CAT"),
    ("uganda", Tz::Africa__Kampala, "EAT", "EAT"),
    ("kampala", Tz::Africa__Kampala, "EAT", "EAT"),
    ("tanzania", Tz::Africa__Dar_es_Salaam, "EAT", "EAT"),
    ("ethiopian", Tz::Africa__Addis_Ababa, "EAT", "EAT"),
    ("zambia", Tz::Africa__Lusaka, "CAT", "CAT"),
    ("zimbabwe", Tz::Africa__Harare, "CAT", "CAT"),
    ("moroccan", Tz::Africa__Casablanca, "WET", "WEST"),
    ("kenya", Tz::Africa__Nairobi, "EAT", "EAT"),
    ("johannesburg", Tz::Africa__Johannesburg, "SAST", "SAST"),
    ("ghana", Tz::Africa__Accra, "GMT", "GMT"),
    ("pacific", Tz::America__Los_Angeles, "PST", "PDT"),
    ("mountain", Tz::America__Denver, "MST", "MDT"),
    ("central", Tz::America__Chicago, "CST", "CDT"),
    ("eastern", Tz::America__New_York, "EST", "EDT"),
    ("nigerian", Tz::Africa__Lagos, "WAT", "WAT"),
    ("nigeria", Tz::Africa__Lagos, "WAT", "WAT"),
    ("kenyan", Tz::Africa__Nairobi, "EAT", "EAT"),
    ("nairobi", Tz::Africa__Nairobi, "EAT", "EAT"),
    ("lagos", Tz::Africa__Lagos, "WAT", "WAT"),
    ("ghanaian", Tz::Africa__Accra, "GMT", "GMT"),
    ("accra", Tz::Africa__Accra, "GMT", "GMT"),
    ("abidjan", Tz::Africa__Abidjan, "GMT", "GMT"),
    ("dakar", Tz::Africa__Dakar, "GMT", "GMT"),
    ("senegal", Tz::Africa__Dakar, "GMT", "GMT"),
    ("cameroon", Tz::Africa__Douala, "WAT", "WAT"),
    ("tunisia", Tz::Africa__Tunis, "CET", "CET"),
    ("tunisian", Tz::Africa__Tunis, "CET", "CET"),
    ("tunis", Tz::Africa__Tunis, "CET", "CET"),
    ("algerian", Tz::Africa__Algiers, "CET", "CET"),
    ("morocco", Tz::Africa__Casablanca, "WET", "WEST"),
    ("casablanca", Tz::Africa__Casablanca, "WET", "WEST"),
    ("ugandan", Tz::Africa__Kampala, "EAT", "EAT"),
    ("rwandan", Tz::Africa__Kigali, "CAT", "CAT"),
    ("tanzanian", Tz::Africa__Dar_es_Salaam, "EAT", "EAT"),
    ("ethiopia", Tz::Africa__Addis_Ababa, "EAT", "EAT"),
    ("zambian", Tz::Africa__Lusaka, "CAT", "CAT"),
    ("zimbabwean", Tz::Africa__Harare, "CAT", "CAT"),
    ("colombia", Tz::America__Bogota, "COT", "COT"),
    ("colombian", Tz::America__Bogota, "COT", "COT"),
    ("bogota", Tz::America__Bogota, "COT", "COT"),
    ("peru", Tz::America__Lima, "COT", "COT"),
    ("peruvian", Tz::America__Lima, "COT", "COT"),
    ("lima", Tz::America__Lima, "COT", "COT"),
    ("uruguay", Tz::America__Montevideo, "BRT", "BRT"),
    ("uruguayan", Tz::America__Montevideo, "BRT", "BRT"),
    ("montevideo", Tz::America__Montevideo, "BRT", "BRT"),
    ("argentina", Tz::America__Argentina__Buenos_Aires, "ART", "ART"),
    ("argentine", Tz::America__Argentina__Buenos_Aires, "ART", "ART"),
    ("chile", Tz::America__Santiago, "CLT", "BRT"),
    ("chilean", Tz::America__Santiago, "CLT", "BRT"),
    ("santiago", Tz::America__Santiago, "CLT", "BRT"),
    ("brasilia", Tz::America__Sao_Paulo, "BRT", "BRT"),
    ("brazil", Tz::America__Sao_Paulo, "BRT", "BRT"),
    ("brazilian", Tz::America__Sao_Paulo, "BRT", "BRT"),
    ("mexico", Tz::America__Mexico_City, "CST", "CDT"),
    ("mexican", Tz::America__Mexico_City, "CST", "CDT"),
    ("toronto", Tz::America__Toronto, "EST", "EDT"),
    ("chicago", Tz::America__Chicago, "CST", "CDT"),
    ("turkey", Tz::Europe__Istanbul, "TRT", "TRT"),
    ("turkish", Tz::Europe__Istanbul, "TRT", "TRT"),
    ("istanbul", Tz::Europe__Istanbul, "TRT", "TRT"),
    ("athens", Tz::Europe__Athens, "EET", "EEST"),
    ("greek", Tz::Europe__Athens, "EET", "EEST"),
    ("kyiv", Tz::Europe__Kyiv, "EET", "EEST"),
    ("helsinki", Tz::Europe__Helsinki, "EET", "EEST"),
    ("brussels", Tz::Europe__Brussels, "CET", "CEST"),
    ("vienna", Tz::Europe__Vienna, "CET", "CEST"),
    ("prague", Tz::Europe__Prague, "CET", "CEST"),
    ("copenhagen", Tz::Europe__Copenhagen, "CET", "CEST"),
    ("oslo", Tz::Europe__Oslo, "CET", "CEST"),
    ("italian", Tz::Europe__Rome, "CET", "CEST"),
    ("spanish", Tz::Europe__Madrid, "CET", "CEST"),
    ("polish", Tz::Europe__Warsaw, "CET", "CEST"),
    ("dutch", Tz::Europe__Amsterdam, "CET", "CEST"),
    ("swedish", Tz::Europe__Stockholm, "CET", "CEST"),
    ("swiss", Tz::Europe__Zurich, "CET", "CEST"),
    ("dubai", Tz::Asia__Dubai, "GST", "GST"),
    ("gulf", Tz::Asia__Dubai, "GST", "GST"),
    ("philippine", Tz::Asia__Manila, "PHT", "PHT"),
    ("manila", Tz::Asia__Manila, "PHT", "PHT"),
    ("jakarta", Tz::Asia__Jakarta, "WIB", "WIB"),
    ("vietnam", Tz::Asia__Ho_Chi_Minh, "ICT", "ICT"),
    ("korea", Tz::Asia__Seoul, "KST", "KST"),
    ("korean", Tz::Asia__Seoul, "KST", "KST"),
    ("seoul", Tz::Asia__Seoul, "KST", "KST"),
    ("nepal", Tz::Asia__Kathmandu, "NPT", "NPT"),
    ("melbourne", Tz::Australia__Melbourne, "AEST", "AEDT"),
];

/// The search for tokens knows these names by how they open.
const _: () = {
    let mut at = 0;
    while at < WORDS.len() {
        assert!(!matches!(opening(WORDS[at].0.as_bytes()), Opening::Other));
        at += 1;
    }
};

/// A bit for each letter with which an abbreviation ends: few, and most words in capitals end with another.
const LAST: u32 = {
    let (mut letters, mut at) = (0, 0);
    while at < ZONES.len() {
        if let [.., last] = ZONES[at].0.as_bytes() {
            letters |= 1 << (*last - b'A');
        }
        at += 1;
    }
    letters
};

/// The offsets of an abbreviation, and the zone whose standard or summer time it is.
pub(in crate::document) fn abbreviated(name: &str) -> Option<(&'static [i32], Option<Tz>)> {
    known(name).map(|&(_, offsets, home)| (offsets, home))
}

fn known(name: &str) -> Option<&'static Known> {
    let [first, .., last] = name.as_bytes() else { return None };
    if !last.is_ascii_uppercase() || LAST >> (*last - b'A') & 1 == 0 {
        return None;
    }
    let same =
        |known: &str| known.len() == name.len() && known.as_bytes().first() == Some(first) && known == name;
    ZONES.iter().find(|(known, ..)| same(known))
}

/// An abbreviation that is known, and what it stands for.
pub(in crate::document) fn zone_named(name: &str) -> Option<(&'static str, ZoneKind)> {
    if let Some(&(name, offsets, _)) = known(name) {
        let kind = match offsets {
            [one] => ZoneKind::Offset(*one),
            several => ZoneKind::Ambiguous(several),
        };
        return Some((name, kind));
    }
    GENERIC.iter().find(|(known, _)| *known == name).map(|&(name, zone)| (name, ZoneKind::Rules(zone)))
}

/// `UTC`, `GMT+1`, `UTC-05:30`, `EAT`, `PT`.
pub(super) fn abbreviation(cursor: &mut Cursor<'_>) -> Option<What> {
    let glued = cursor.before() == b'Z';
    let name = cursor.take_word();
    let (name, kind) = zone_named(name)?;
    if glued || !cursor.at_boundary() {
        return None;
    }
    let universal = matches!(name, "UTC" | "GMT");
    if universal {
        let at = cursor.at;
        if let Some(minutes) = offset(cursor) {
            return Some(What::Zone(WrittenZone::strong(ZoneKind::Offset(minutes))));
        }
        cursor.at = at;
    }
    let weak = !universal
        && (name.len() == 2 || matches!(name, "EAT" | "CAT" | "WAT" | "WEST" | "ICT" | "ART" | "AST"));
    Some(What::Zone(WrittenZone { kind, name: Some(name), weak }))
}

/// `+01:00` or `-0800` glued to a time; a dash only after a time in ISO form, for elsewhere it makes a range.
pub(super) fn glued_offset(cursor: &mut Cursor<'_>, clock: usize) -> Option<What> {
    let at = cursor.at;
    let iso = clock.checked_sub(1).and_then(|before| cursor.text.as_bytes().get(before)) == Some(&b'T');
    let signed = cursor.peek() == Some(b'+') || (iso && cursor.peek() == Some(b'-'));
    let minutes = signed.then(|| offset(cursor)).flatten();
    if minutes.is_none() {
        cursor.at = at;
    }
    minutes.map(|minutes| What::Zone(WrittenZone::strong(ZoneKind::Offset(minutes))))
}

/// `+1`, `-05:30`, `−5`, `+0100` after `UTC` or `GMT`.
fn offset(cursor: &mut Cursor<'_>) -> Option<i32> {
    cursor.skip_space();
    let spaced = cursor.before() == b' ';
    let sign = if cursor.take_byte(b'+') {
        1
    } else if cursor.take_byte(b'-') {
        -1
    } else if cursor.starts_with("−") || cursor.starts_with("–") {
        cursor.at += "−".len();
        -1
    } else {
        return None;
    };
    let (number, digits) = cursor.take_number(4)?;
    let (hours, minutes) = match digits {
        // "10:50 PM GMT+3: traffic drops": the colon ends the time.
        1 | 2 if cursor.peek_at(1).is_some_and(|next| next.is_ascii_digit()) && cursor.take_byte(b':') => {
            (number, cursor.take_number(2).filter(|&(_, digits)| digits == 2)?.0)
        }
        1 | 2 => (number, 0),
        4 => (number / 100, number % 100),
        _ => return None,
    };
    // "14:00 UTC - 3 pods": a dash with spaces around it is no sign.
    if spaced
        && sign < 0
        && cursor.peek() == Some(b' ')
        && cursor.text.get(..cursor.at).is_some_and(|text| text.ends_with(' '))
    {
        return None;
    }
    let total = i32::try_from(hours * 60 + minutes).ok().filter(|_| hours <= 14 && minutes < 60)?;
    cursor.at_boundary().then_some(sign * total)
}

/// "Eastern time", "Greenwich Mean Time", "East Africa Time", `Africa/Lagos`, and `Z` after a time; `word` is the one
/// that stands here.
pub(super) fn named(cursor: &mut Cursor<'_>, word: &str) -> Option<What> {
    let before = cursor.before();
    let start = cursor.at;
    cursor.at += word.len();
    let zone = |kind| Some(What::Zone(WrittenZone::strong(kind)));
    if word == "Z" && before.is_ascii_digit() && cursor.at_boundary() {
        return zone(ZoneKind::Offset(0));
    }
    if cursor.peek() == Some(b'/') && word.starts_with(|first: char| first.is_ascii_uppercase()) {
        let rest = cursor.text.get(start..)?;
        let length = rest
            .bytes()
            .take(40)
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'+'))
            .count();
        let tz: Tz = rest.get(..length)?.parse().ok()?;
        cursor.at = start + length;
        let zone = WrittenZone { name: Some(tz.name()), ..WrittenZone::strong(ZoneKind::Rules(tz)) };
        return Some(What::Zone(zone));
    }
    if word.len() < 4
        || !word.starts_with(|first: char| first.is_ascii_uppercase() || first.is_ascii_lowercase())
    {
        return None;
    }
    if one_of(word, &["greenwich", "greenwitch"]) {
        words_after(cursor, &["mean", "meridian", "time"]);
        return zone(ZoneKind::Offset(0));
    }
    if let Some(rules) = after_clock(cursor, word, start) {
        return zone(ZoneKind::Rules(rules));
    }
    if !goes_on(cursor.clone()) {
        return None;
    }
    if one_of(word, &["coordinated", "universal"]) {
        return words_after(cursor, &["universal", "time"])
            .then_some(What::Zone(WrittenZone::strong(ZoneKind::Offset(0))));
    }
    if one_of(word, &["central"]) && words_after(cursor, &["european"]) {
        let summer = words_after(cursor, &["summer"]);
        let standard = !summer && words_after(cursor, &["standard"]);
        let kind = match (summer, standard) {
            (true, _) => ZoneKind::Offset(120),
            (_, true) => ZoneKind::Offset(60),
            _ => ZoneKind::Rules(Tz::Europe__Berlin),
        };
        return words_after(cursor, &["time"]).then_some(What::Zone(WrittenZone::strong(kind)));
    }
    if let Some(offset) = african(cursor, word) {
        return zone(ZoneKind::Offset(offset));
    }
    let &(_, rules, standard, summer) = WORDS.iter().find(|(name, ..)| one_of(word, &[name]))?;
    cursor.skip_space();
    let kind = if cursor.take("standard") {
        zone_named(standard)?.1
    } else if cursor.take("daylight") || cursor.take("summer") {
        zone_named(summer)?.1
    } else {
        ZoneKind::Rules(rules)
    };
    let kind = match kind {
        ZoneKind::Ambiguous(offsets) => ZoneKind::Offset(*offsets.first()?),
        kind => kind,
    };
    words_after(cursor, &["local", "time"]).then_some(What::Zone(WrittenZone::strong(kind)))
}

/// The zone of "11:25 a.m. Central": one of those of North America right after a time, and no name that goes on.
fn after_clock(cursor: &Cursor<'_>, word: &str, start: usize) -> Option<Tz> {
    let rules = match word {
        "Eastern" => Tz::America__New_York,
        "Central" => Tz::America__Chicago,
        "Mountain" => Tz::America__Denver,
        "Pacific" => Tz::America__Los_Angeles,
        _ => return None,
    };
    let before = cursor.text.get(..start)?.trim_end_matches(' ').as_bytes();
    let last = before[before.len().saturating_sub(4)..].to_ascii_lowercase();
    let clock = matches!(before, [.., b':', b'0'..=b'5', b'0'..=b'9'])
        || ["a.m.", "p.m.", " am", " pm", "0am", "0pm"].iter().any(|end| last.ends_with(end.as_bytes()));
    let mut ahead = cursor.clone();
    ahead.skip_space();
    let closed = !ahead.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() && !byte.is_ascii_lowercase());
    (clock && closed && !goes_on(cursor.clone())).then_some(rules)
}

/// Whether a word goes on from here that may follow the first word of a zone's name.
fn goes_on(mut ahead: Cursor<'_>) -> bool {
    ahead.skip_space();
    ahead.skip_space();
    let known: &[&str] = match ahead.peek().map(|byte| byte.to_ascii_lowercase()) {
        Some(b'a') => &["africa", "african"],
        Some(b'd') => &["daylight"],
        Some(b'e') => &["european"],
        Some(b'l') => &["local"],
        Some(b's') => &["standard", "summer"],
        Some(b't') => &["time"],
        Some(b'u') => &["universal"],
        _ => return false,
    };
    one_of(ahead.peek_word(), known)
}

/// "West Africa (Standard) Time" and its like.
fn african(cursor: &mut Cursor<'_>, word: &str) -> Option<i32> {
    let offset = [("west", 60), ("central", 120), ("east", 180), ("eastern", 180), ("south", 120)]
        .iter()
        .find(|(name, _)| one_of(word, &[name]))
        .map(|&(_, offset)| offset)?;
    let at = cursor.at;
    cursor.skip_space();
    if (cursor.take("africa") || cursor.take("african")) && words_after(cursor, &["standard", "time"]) {
        return Some(offset);
    }
    cursor.at = at;
    None
}

/// Takes those of the words that stand here, in order; whether the last was there.
fn words_after(cursor: &mut Cursor<'_>, words: &[&str]) -> bool {
    let mut found = false;
    for word in words {
        let at = cursor.at;
        cursor.skip_space();
        found = cursor.take(word);
        if !found {
            cursor.at = at;
        }
    }
    found
}
