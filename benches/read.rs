//! Reading 10,000 documents, against a floor measured in the same run: walking, reading the bytes, YAML events of
//! the frontmatter and Markdown events with offsets of the body, nothing more. The bar is a ratio of 1.6.
//!
//! `cargo bench --bench read`

mod common;

use std::hint::black_box;
use std::path::Path;

use afterword::document::{self, Vocabulary};
use afterword::text::Source;
use common::{files, floor, median, sources, time, write_corpus};

/// How often both are measured, by turns.
const ROUNDS: usize = 7;

/// How many files are read from disk before they are understood.
const BATCH: usize = 64;

fn main() -> std::io::Result<()> {
    let files = files();
    let folder = tempfile::tempdir()?;
    write_corpus(folder.path(), files)?;
    let vocabulary = Vocabulary::default();
    let mut floors = Vec::new();
    let mut readers = Vec::new();
    for _ in 0..ROUNDS {
        floors.push(time(|| floor(folder.path())));
        readers.push(time(|| read(folder.path(), &vocabulary)));
    }
    let (floor, reader) = (median(floors), median(readers));
    println!("files   {files}");
    println!("floor   {:>7.1} ms", floor.as_secs_f64() * 1e3);
    println!("reader  {:>7.1} ms", reader.as_secs_f64() * 1e3);
    println!("ratio   {:>7.2}", reader.as_secs_f64() / floor.as_secs_f64());
    Ok(())
}

/// Reads files in batches, as the program does.
fn read(folder: &Path, vocabulary: &Vocabulary) -> usize {
    let mut facts = 0;
    let mut sources = sources(folder).map(|(path, bytes)| Source::decode(path, bytes).0).peekable();
    while sources.peek().is_some() {
        let batch: Vec<Source> = sources.by_ref().take(BATCH).collect();
        let batch: Vec<_> = batch.iter().map(|source| (source, vocabulary)).collect();
        let documents = document::read_all(&batch);
        let postmortems = documents.iter().flat_map(|document| &document.postmortems);
        facts += postmortems.map(|postmortem| postmortem.timeline.len()).sum::<usize>();
        black_box(documents);
    }
    facts
}
