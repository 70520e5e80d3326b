//! The README's commands do what it says.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const README: &str = include_str!("../../README.md");

fn afterword(arguments: &str, folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_afterword"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap()
}

/// The commands of the README's console blocks that run the program from a clone.
fn from_a_clone() -> Vec<&'static str> {
    README.lines().filter_map(|line| line.strip_prefix("$ cargo run --release -- ")).collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_main_job_builds_the_shipped_incidents() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let clone = tempfile::tempdir().unwrap();
    copy(&repository.join("postmortems"), &clone.path().join("postmortems"));
    std::fs::copy(repository.join("afterword.toml"), clone.path().join("afterword.toml")).unwrap();
    let commands = from_a_clone();
    assert_eq!(commands, ["build"]);
    for command in commands {
        let output = afterword(command, clone.path());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let pages: Vec<PathBuf> = ["index.html", "incidents/2023-08-05-connection-pool.html", "rules/PM101.html"]
        .iter()
        .map(|page| clone.path().join("site").join(page))
        .collect();
    for page in pages {
        assert!(std::fs::read_to_string(&page).unwrap().contains("</html>"), "{}", page.display());
    }
}

#[test]
fn every_command_it_names_exists() {
    let commands: Vec<&str> =
        README.split("`afterword ").skip(1).filter_map(|rest| rest.split(['`', ' ']).next()).collect();
    assert!(commands.len() >= 8, "{commands:?}");
    for command in commands {
        let output = afterword(&format!("{command} --help"), Path::new(env!("CARGO_MANIFEST_DIR")));
        assert!(output.status.success(), "there is no command `{command}`");
    }
}

#[test]
fn every_file_it_links_to_exists() {
    let targets = README.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let missing: Vec<&str> = targets
        .filter(|target| !target.starts_with("http"))
        .filter(|target| {
            let file = target.split('#').next().unwrap_or_default();
            !Path::new(env!("CARGO_MANIFEST_DIR")).join(file).exists()
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
