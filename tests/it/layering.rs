//! The layers of `src/lib.rs`: a folder uses only folders with a lower number.

use std::path::{Path, PathBuf};

/// Each folder or file of `src` with its layer; folders of one layer do not use one another.
const LAYERS: &[(&str, u8)] = &[
    ("finding", 0),
    ("text", 0),
    ("document", 1),
    ("model", 2),
    ("rules", 3),
    ("sim", 3),
    ("render", 4),
    ("workspace", 5),
    ("cli", 6),
];

/// The two parts of layer 0 are one: findings carry spans and edits.
const TOGETHER: &[&str] = &["finding", "text"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn all_sources() -> (PathBuf, Vec<PathBuf>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    (root, files)
}

fn layer(module: &str) -> Option<u8> {
    LAYERS.iter().find(|(name, _)| *name == module).map(|&(_, layer)| layer)
}

/// The top-level modules that a line of code names, as `crate::a`, or in `crate::{a, b::c}`.
fn used(text: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => top_level_names(group),
            None => vec![rest],
        };
        used.extend(names.into_iter().map(first_word).filter(|name| !name.is_empty()));
    }
    used
}

/// The items of a `use` group up to its closing brace, nested groups left whole.
fn top_level_names(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (at, char) in group.char_indices() {
        match char {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(&group[start..at]);
                return names;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

fn first_word(path: &str) -> String {
    path.trim_start().chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect()
}

#[test]
fn a_folder_uses_only_lower_layers() {
    let (root, files) = all_sources();
    let mut wrong = Vec::new();
    for file in &files {
        let relative = file.strip_prefix(&root).unwrap();
        let own = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let Some(own_layer) = layer(&own) else { continue };
        let text = std::fs::read_to_string(file).unwrap();
        for module in used(&text) {
            let Some(other) = layer(&module) else { continue };
            let together = TOGETHER.contains(&own.as_str()) && TOGETHER.contains(&module.as_str());
            if module != own && other >= own_layer && !together {
                wrong.push(format!("{} uses {module}", relative.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(files.len() > 10, "the sources were not found");
}

#[test]
fn every_folder_has_a_layer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(root).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let module = name.trim_end_matches(".rs");
        assert!(layer(module).is_some() || ["lib", "main"].contains(&module), "{name} has no layer");
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    let (_, files) = all_sources();
    let silent: Vec<_> =
        files.iter().filter(|file| !std::fs::read_to_string(file).unwrap().starts_with("//! ")).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn only_the_outer_layers_touch_the_world() {
    let (root, files) = all_sources();
    let mut wrong = Vec::new();
    for file in &files {
        let relative = file.strip_prefix(&root).unwrap();
        let own = relative.iter().next().unwrap().to_str().unwrap().to_owned();
        if ["workspace", "cli", "main.rs"].contains(&own.as_str())
            || relative.iter().any(|part| part == "tests" || part == "tests.rs")
        {
            continue;
        }
        let text = std::fs::read_to_string(file).unwrap();
        for word in [
            "std::fs",
            "std::env",
            "TcpStream",
            "TcpListener",
            "UdpSocket",
            "SystemTime",
            "Utc::now",
            "Local::now",
            "println!(",
            "eprintln!(",
        ] {
            if text.lines().any(|line| line.contains(word) && !line.trim_start().starts_with("//")) {
                wrong.push(format!("{} names {word}", relative.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_use_scanner_sees_groups_and_paths() {
    assert_eq!(
        used("use crate::{finding::{A, B}, text::Span};\ncrate::sim::run()"),
        ["finding", "text", "sim"]
    );
}
