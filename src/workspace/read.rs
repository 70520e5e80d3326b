//! Reading files, never more of them than is checked.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::Error;
use crate::finding::Fault;
use crate::text::{MAX_BYTES, Source};

/// The file's bytes, at most one more than [`MAX_BYTES`], so that a larger file is noticed and not read.
pub fn read_bytes(path: &Path, name: &str) -> Result<Vec<u8>, Error> {
    let failed = |error: &std::io::Error| Error::io("read", name, error);
    let file = File::open(path).map_err(|error| failed(&error))?;
    let size = file.metadata().map_or(0, |metadata| if metadata.is_file() { metadata.len() } else { 0 });
    let size = size.min(MAX_BYTES as u64 + 1);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // What has no size, such as a pipe, is read to its end; of the others no end has to be asked for.
    let most = if size == 0 { MAX_BYTES as u64 + 1 } else { size };
    file.take(most).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    Ok(bytes)
}

/// The file as text, with what is wrong with its bytes.
pub fn read_source(path: &Path, name: &str) -> Result<(Source, Vec<Fault>), Error> {
    Ok(Source::decode(name, read_bytes(path, name)?))
}

/// Standard input as text, under the name of the file that it stands for.
pub fn read_stdin(name: &str) -> Result<(Source, Vec<Fault>), Error> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::io("read", "standard input", &error))?;
    Ok(Source::decode(name, bytes))
}
