//! What the benchmarks share: a corpus of documents, the floor that any reader must pay, and clocks.
#![allow(dead_code, reason = "each benchmark uses its part")]

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use mimalloc::MiMalloc;

/// That of the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How many files.
pub(crate) const FILES: usize = 10_000;

/// How many files this run takes: `cargo test --benches` asks for a short one.
pub(crate) fn files() -> usize {
    if std::env::args().any(|arg| arg == "--bench") { FILES } else { 100 }
}

/// Writes a corpus of documents into a folder.
pub(crate) fn write_corpus(folder: &Path, files: usize) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    (0..files)
        .try_for_each(|number| std::fs::write(folder.join(format!("{number:05}.md")), postmortem(number)))
}

/// How long some work takes.
pub(crate) fn time(work: impl FnOnce() -> usize) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

/// The middle one.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Paths and bytes of the files below a folder.
pub(crate) fn sources(folder: &Path) -> impl Iterator<Item = (String, Vec<u8>)> {
    ignore::Walk::new(folder)
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .filter_map(|entry| Some((entry.path().display().to_string(), std::fs::read(entry.path()).ok()?)))
}

/// What any reader must do: walk, read the bytes, YAML events of the frontmatter, Markdown events of the body with
/// offsets.
pub(crate) fn floor(folder: &Path) -> usize {
    let mut events = 0;
    for (_, bytes) in sources(folder) {
        let text = String::from_utf8_lossy(&bytes);
        let rest = text.strip_prefix("---\n").unwrap_or(&text);
        let (front, body) = rest.split_once("\n---\n").unwrap_or(("", rest));
        events += granit_parser::Parser::new_from_str(front).flatten().count();
        let markdown = pulldown_cmark::Parser::new_ext(body, pulldown_cmark::Options::all());
        for (event, range) in markdown.into_offset_iter() {
            black_box(event);
            events += range.len();
        }
    }
    events
}

/// A document of about 500 words with frontmatter; the numbers differ from file to file.
pub(crate) fn postmortem(number: usize) -> String {
    let (hour, percent, pods) = (number % 20, number % 90 + 5, number % 40 + 2);
    let mut text = format!(
        "---\ntitle: Pool {number} ran out of connections\nstatus: published\nseverity: SEV2\nstart: 2023-08-05T{hour:02}:00\n\
         end: 2023-08-05T{:02}:30\ndetected: 2023-08-05T{hour:02}:10\ntimezone: UTC\nimpact: {{ percent: {percent}, of: users }}\n\
         services: [orders-db, checkout]\ndetection: monitoring\nflavors: [software, process]\nauthors: [\"@ada\"]\n---\n\n\
         ## Summary\n\n- **Duration:** 5 August 2023, {hour:02}:00–{:02}:30 UTC (2 h 30 min)\n\
         - **Impact:** Pages were slow and some ended in an error. About {percent}% of users were affected.\n\
         - **Root cause:** A rise in incoming connections used up the pool of {pods} connections.\n\n## Timeline\n\n",
        hour + 2,
        hour + 2,
    );
    for (minute, entry) in ENTRIES.iter().enumerate() {
        let minutes = (minute + 1) * 15 - 5 * usize::from(minute < ENTRIES.len() - 1);
        let clock = format!("{:02}:{:02}", hour + minutes / 60, minutes % 60);
        _ = writeln!(text, "- {clock} – {}", varied(entry, number, minute));
    }
    text.push_str("\n## Root cause and resolution\n\n### Root cause\n\n");
    for part in 0..3 {
        text.push_str(&varied(PROSE, number, 10 + part));
    }
    text.push_str("\n### Resolution\n\n");
    text.push_str(&varied(PROSE, number, 13));
    text.push_str("\n## Corrective and preventative measures\n\n### What to improve\n\n");
    text.push_str("- See the pool, not only the database behind it.\n- Know the limit before users find it.\n\n### Tasks\n\n");
    for task in 0..6 {
        _ = writeln!(
            text,
            "- [x] Watch the pool of `service-{task}` (@team-{task}, due 2023-09-{:02}, #{number})",
            task + 1
        );
    }
    text
}

/// The text with other words in the place of some, so that no document is a copy of another.
fn varied(text: &str, number: usize, part: usize) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for (at, word) in text.split_inclusive(' ').enumerate() {
        out.push_str(word);
        if at % 6 == 5 && !word.ends_with(". ") {
            let seed = (number * 4096 + part * 128 + at) as u64;
            let key =
                (seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ seed).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40;
            out.push_str(WORDS[key as usize % WORDS.len()]);
            out.push(' ');
        }
    }
    out
}

/// Words that fit into any sentence.
const WORDS: [&str; 16] = [
    "then", "still", "again", "soon", "also", "even", "first", "later", "slowly", "mostly", "quietly",
    "suddenly", "partly", "largely", "already", "finally",
];

const ENTRIES: [&str; 10] = [
    "Monitoring raises a latency alert on database queries. <!-- detected -->",
    "The on-call engineer acknowledges the incident; users complain about a slow application.",
    "The first suspicion is a networking problem.",
    "The networking team finds nothing abnormal, and attention turns to the database. <!-- misleading -->",
    "A recent deployment is assumed to send too many queries.",
    "Query optimizations are rolled out and change nothing that users could notice.",
    "Escalated to the database team, who suspect that queries lock one another. <!-- escalated -->",
    "Lock analysis rules that out.",
    "A senior engineer joins and finds the spike in incoming connections in the [dashboard](https://example.com/d/1).",
    "A larger limit and shorter timeouts go in and service recovers. <!-- resolved -->",
];

const PROSE: &str = "Each request holds one connection of the pool from its first query to its last. The limit had been set for\n\
    the usual load and nothing watched how full the pool was. When the number of connections *jumped*, requests arrived faster\n\
    than connections were given back, the line of waiting requests grew, and those that reached the timeout of `30s` failed.\n";
