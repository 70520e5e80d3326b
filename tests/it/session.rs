//! `docs/session.md` is a recorded session: this replays it.
//!
//! The block of four backticks is the draft; each `console` block is a command with its output, each `diff` block an edit
//! of the author's. `AFTERWORD_BLESS=1 cargo test session` writes the outputs anew.

use std::path::Path;
use std::process::Command;

/// The draft's path, as the page gives it.
const DRAFT: &str = "postmortems/2026-05-04-mail-queue.md";

fn run(line: &str, folder: &Path) -> String {
    let (program, arguments) = line.split_once(' ').unwrap();
    assert_eq!(program, "afterword");
    let (reader, writer) = std::io::pipe().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_afterword"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1778146200")
        .env("NO_COLOR", "1")
        .stdout(writer.try_clone().unwrap())
        .stderr(writer)
        .spawn()
        .unwrap();
    let output = std::io::read_to_string(reader).unwrap();
    child.wait().unwrap();
    output.trim_end().to_owned()
}

/// Replaces the lines that a diff takes out, which stand together, by those that it puts in.
fn apply(diff: &str, text: &str) -> String {
    let lines = |sign: char| -> String {
        diff.lines().filter_map(|line| line.strip_prefix(sign)).map(|line| format!("{line}\n")).collect()
    };
    let (old, new) = (lines('-'), lines('+'));
    assert_eq!(text.matches(&old).count(), 1, "the draft has not these lines:\n{old}");
    text.replace(&old, &new)
}

#[test]
fn the_recorded_session_is_what_happens() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/session.md");
    let recorded = std::fs::read_to_string(&page).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(DRAFT);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(folder.path().join("afterword.toml"), "").unwrap();

    let text = recorded.clone();
    let (before, rest) = text.split_once("````markdown\n").unwrap();
    let (draft, rest) = rest.split_once("````\n").unwrap();
    assert!(before.contains(DRAFT), "the page does not name {DRAFT}");
    std::fs::write(&file, draft).unwrap();
    let mut replayed = format!("{before}````markdown\n{draft}````\n");
    let (mut outputs, mut edits) = (Vec::new(), 0);
    let mut blocks = rest.split("```");
    while let (Some(prose), block) = (blocks.next(), blocks.next()) {
        replayed.push_str(prose);
        let Some(block) = block else { break };
        let (kind, body) = block.split_once('\n').unwrap();
        let body = match kind {
            "console" => {
                let command = body.lines().next().unwrap();
                let output = run(command.strip_prefix("$ ").unwrap(), folder.path());
                outputs.push(output.clone());
                format!("{command}\n{output}\n")
            }
            "diff" => {
                let text = std::fs::read_to_string(&file).unwrap();
                std::fs::write(&file, apply(body, &text)).unwrap();
                edits += 1;
                body.to_owned()
            }
            _ => body.to_owned(),
        };
        replayed.push_str(&format!("```{kind}\n{body}```"));
    }
    let recorded = if std::env::var_os("AFTERWORD_BLESS").is_some() {
        std::fs::write(&page, &replayed).unwrap();
        replayed.clone()
    } else {
        recorded
    };
    assert!(replayed == recorded, "docs/session.md is not up to date: AFTERWORD_BLESS=1 cargo test session");
    assert!(edits > 0 && outputs.first().unwrap().contains("PM107"), "{outputs:#?}");
    assert_eq!(outputs.last().unwrap(), "nothing found in 1 file");
}
