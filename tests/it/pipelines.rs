//! The linter where pipelines run it: real git repositories, links, colours, threads, baselines.

use std::path::Path;
use std::process::{Command, Output};

const DRAFT: &str = "# Cache nodes lost\n\n## Root cause\n\nThe engineer should have checked the index.\n";

fn afterword(folder: &Path, args: &[&str], set: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_afterword"))
        .args(args)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env("SOURCE_DATE_EPOCH", "1773100800")
        .envs(set.iter().copied())
        .output()
        .unwrap()
}

fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("afterword.toml"), "").unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn concise(folder: &Path, more: &[&str]) -> String {
    let args = [&["lint", "--select", "PM601", "--format", "concise"], more].concat();
    let output = afterword(folder, &args, &[]);
    String::from_utf8(output.stdout).unwrap()
}

fn paths(findings: &str) -> Vec<&str> {
    findings.lines().filter_map(|line| line.split(':').next()).collect()
}

fn git(folder: &Path, args: &[&str]) {
    let who = ["-c", "user.name=mira", "-c", "user.email=mira@example.com", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").args(who).args(args).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn changed_and_staged_follow_git() {
    let files = ["postmortems/kept.md", "postmortems/edited.md"].map(|path| (path, DRAFT));
    let repository = repository(&files);
    let folder = repository.path();
    git(folder, &["init", "-q"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "-qm", "first"]);
    assert_eq!(concise(folder, &["--changed"]), "");

    let edited = format!("{DRAFT}\nIt was full.\n");
    std::fs::write(folder.join("postmortems/edited.md"), &edited).unwrap();
    std::fs::write(folder.join("postmortems/staged é.md"), format!("{DRAFT}\nA disk.\n")).unwrap();
    std::fs::write(folder.join("postmortems/untracked.md"), format!("{DRAFT}\nA link.\n")).unwrap();
    git(folder, &["add", "postmortems/staged é.md"]);
    let all = ["postmortems/edited.md", "postmortems/staged é.md", "postmortems/untracked.md"];
    assert_eq!(paths(&concise(folder, &["--changed"])), all);
    assert_eq!(paths(&concise(folder, &["--staged"])), ["postmortems/staged é.md"]);
    assert_eq!(paths(&concise(&folder.join("postmortems"), &["--staged"])), ["staged é.md"]);

    let unknown = afterword(folder, &["lint", "--changed=nowhere"], &[]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("git knows no commit `nowhere`"));
}

#[test]
fn extensions_in_capitals_are_read() {
    let repository = repository(&[("postmortems/OLD.MD", DRAFT), ("postmortems/notes.txt", DRAFT)]);
    assert_eq!(paths(&concise(repository.path(), &[])), ["postmortems/OLD.MD"]);
}

#[cfg(unix)]
#[test]
fn links_that_go_round_end() {
    let repository = repository(&[("postmortems/a.md", DRAFT)]);
    let folder = repository.path().join("postmortems");
    std::os::unix::fs::symlink(&folder, folder.join("again")).unwrap();
    std::os::unix::fs::symlink(folder.join("self.md"), folder.join("self.md")).unwrap();
    assert_eq!(paths(&concise(repository.path(), &[])), ["postmortems/a.md"]);
}

#[test]
fn colours_follow_the_conventions() {
    let repository = repository(&[("postmortems/a.md", DRAFT)]);
    let colored = |args: &[&str], set: &[(&str, &str)]| {
        let args = [&["lint", "--select", "PM601"], args].concat();
        let output = afterword(repository.path(), &args, set).stdout;
        assert!(!output.is_empty());
        output.contains(&0x1b)
    };
    assert!(!colored(&[], &[]));
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&[], &[("CLICOLOR_FORCE", "0")]));
    assert!(!colored(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(colored(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!colored(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn threads_do_not_change_a_byte() {
    let repository = repository(&[]);
    let folder = repository.path().join("postmortems");
    std::fs::create_dir_all(&folder).unwrap();
    for number in 0..40 {
        let text = format!("{DRAFT}\nIncident {} of the year.\n", number / 2);
        std::fs::write(folder.join(format!("{number:02}.md")), text).unwrap();
    }
    let run = |threads| {
        let set = [("RAYON_NUM_THREADS", threads)];
        afterword(repository.path(), &["lint", "--format", "json"], &set).stdout
    };
    let one = run("1");
    assert!(!one.is_empty());
    assert!(one == run("7"));
}

#[test]
fn a_baseline_survives_moved_lines_and_tells_what_is_mended() {
    let repository = repository(&[("postmortems/a.md", DRAFT)]);
    let folder = repository.path();
    let lint = |args: &[&str]| {
        let args = [&["lint", "--select", "PM601", "--format", "concise"], args].concat();
        let output = afterword(folder, &args, &[]);
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(text).unwrap())
    };
    assert_eq!(lint(&["--write-baseline", "old.json"]).0, Some(0));
    assert_eq!(lint(&[]).0, Some(1));

    let file = folder.join("postmortems/a.md");
    let moved = DRAFT.replace("## Root", "It was slow.\n\nVery slow.\n\n## Root");
    std::fs::write(&file, &moved).unwrap();
    assert_eq!(lint(&["--baseline", "old.json"]).0, Some(0));

    std::fs::write(&file, format!("{moved}\nThey could have rolled back.\n")).unwrap();
    let (code, text) = lint(&["--baseline", "old.json"]);
    assert_eq!(code, Some(1));
    assert!(text.contains("a.md:11:") && !text.contains("a.md:9:"), "{text}");

    std::fs::write(&file, "# Cache nodes lost\n\n## Root cause\n\nThe index was full.\n").unwrap();
    let (code, text) = lint(&["--baseline", "old.json"]);
    assert_eq!(code, Some(0));
    assert!(text.contains("1 finding of the baseline is mended"), "{text}");
}
