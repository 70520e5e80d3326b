//! Checking 10,000 documents with every default rule, against the floor of [`common::floor`] measured in the same
//! run. Bars: at most twice the floor, at most 40 MB, one file at most 5 ms over the start of the process.
//!
//! `cargo bench --bench lint`
//!
//! The program itself is measured as well, as a person would run it: on all processors, from start to end.

mod common;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use afterword::workspace::{Checker, Root, walk};
use common::{files, floor, median, time, write_corpus};

/// How often each is measured, by turns.
const ROUNDS: usize = 5;
/// How often the program is started for the latency of one file.
const STARTS: usize = 40;

fn main() -> std::io::Result<()> {
    let files = files();
    let folder = tempfile::tempdir()?;
    let corpus = folder.path().join("postmortems");
    write_corpus(&corpus, files)?;
    std::fs::write(folder.path().join("afterword.toml"), "")?;
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(std::io::Error::other)?;
    let (mut floors, mut linters, mut programs) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        floors.push(time(|| floor(&corpus)));
        linters.push(time(|| one.install(|| lint(folder.path()))));
        programs.push(time(|| run(folder.path(), &["lint"])));
    }
    let (floor, linter) = (median(floors), median(linters));
    println!("files            {files}");
    println!("floor            {:>7.1} ms, one thread", ms(floor));
    println!("every rule       {:>7.1} ms, one thread", ms(linter));
    println!("ratio            {:>7.2}", ms(linter) / ms(floor));
    println!("program          {:>7.1} ms, all threads", ms(median(programs)));
    if let Some(peak) = peak(folder.path())? {
        println!("memory           {peak:>7.1} MB at most");
    }
    let starts = (0..STARTS).map(|_| time(|| run(folder.path(), &["--version"]))).collect();
    let ones = (0..STARTS).map(|_| time(|| run(folder.path(), &["lint", "postmortems/00000.md"]))).collect();
    println!(
        "one file         {:>7.2} ms over the start of the process",
        ms(median(ones)) - ms(median(starts))
    );
    Ok(())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The findings of every document, checked as the program does.
fn lint(folder: &Path) -> usize {
    let checked = Root::discover(folder, None).and_then(|root| {
        let found = walk(&root, &[], false)?;
        Checker::new(&root).check_files(&found.files)
    });
    checked.map_or(0, |checked| checked.iter().map(|one| one.findings.len()).sum())
}

fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_afterword"));
    command.args(args).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn run(folder: &Path, args: &[&str]) -> usize {
    program(folder, args).status().map_or(0, |status| usize::from(status.success()))
}

/// The most memory that the program held, in megabytes; Linux tells it as long as the process is there.
fn peak(folder: &Path) -> std::io::Result<Option<f64>> {
    let mut child = program(folder, &["lint"]).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut most = None;
    while child.try_wait()?.is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        most = kilobytes.map(|value| value / 1e3).or(most);
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(most)
}
