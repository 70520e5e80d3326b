//! `lint --watch` as a real process: files change under it, and an interrupt ends it.
#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long something may take before the test gives up.
const LIMIT: Duration = Duration::from_mins(1);

struct Watched {
    child: Child,
    lines: Receiver<String>,
}

impl Watched {
    fn start(folder: &Path, args: &[&str]) -> Self {
        let (reader, writer) = std::io::pipe().unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_afterword"))
            .args(["lint", "--watch", "--format", "concise", "--select", "PM601"])
            .args(args)
            .current_dir(folder)
            .env_remove("CLICOLOR_FORCE")
            .stdout(writer.try_clone().unwrap())
            .stderr(writer)
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(reader).lines().map_while(Result::ok) {
                _ = sender.send(line);
            }
        });
        Self { child, lines }
    }

    /// The lines up to the next one that says that a check is over, without it.
    fn round(&self) -> String {
        let mut round = String::new();
        loop {
            let line =
                self.lines.recv_timeout(LIMIT).unwrap_or_else(|_| panic!("nothing came after:\n{round}"));
            if line.starts_with("watching") {
                return round;
            }
            round.push_str(&line);
            round.push('\n');
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn bad(what: &str) -> String {
    format!("# Cache nodes lost\n\n## Root cause\n\nThe engineer should have checked the {what}.\n")
}

#[test]
fn changes_are_checked_until_an_interrupt() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    std::fs::write(folder.join("afterword.toml"), "").unwrap();
    let postmortems = folder.join("postmortems");
    std::fs::create_dir(&postmortems).unwrap();
    std::fs::write(postmortems.join("a.md"), bad("index")).unwrap();
    std::fs::write(postmortems.join("b.md"), bad("disk")).unwrap();
    let mut watched = Watched::start(&folder, &[]);
    let first = watched.round();
    assert!(first.contains("a.md:5:14") && first.contains("b.md:5:14"), "{first}");
    assert!(!first.contains('\u{1b}'), "the screen is cleared where there is none: {first:?}");

    std::fs::write(postmortems.join("a.md"), "# Cache nodes lost\n").unwrap();
    let mended = watched.round();
    assert!(!mended.contains("a.md") && mended.contains("b.md:5:14"), "{mended}");

    std::fs::write(postmortems.join("c.md"), bad("link")).unwrap();
    let added = watched.round();
    assert!(added.contains("c.md:5:14") && added.contains("b.md:5:14"), "{added}");

    std::fs::write(folder.join("afterword.toml"), "selct = []\n").unwrap();
    let broken = watched.round();
    assert!(broken.contains("selct"), "{broken}");

    std::fs::write(folder.join("afterword.toml"), "ignore = [\"PM601\"]\n").unwrap();
    let settings = watched.round();
    assert!(!settings.contains("selct"), "{settings}");

    std::fs::remove_file(postmortems.join("c.md")).unwrap();
    let removed = watched.round();
    assert!(!removed.contains("c.md"), "{removed}");

    let interrupted = Command::new("kill").args(["-INT", &watched.child.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    let deadline = Instant::now() + LIMIT;
    let status = loop {
        if let Some(status) = watched.child.try_wait().unwrap() {
            break status;
        }
        assert!(
            Instant::now() < deadline,
            "the interrupt is without effect: is it ignored where the tests were started?"
        );
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(status.signal(), Some(2), "shells call this 130");
}

#[test]
fn what_cannot_go_together_is_refused() {
    for flag in ["--fix", "--diff", "--statistics", "--output-file=x"] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_afterword")).args(["lint", "--watch", flag]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{flag}");
    }
}
