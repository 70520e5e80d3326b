//! The table of what was expected and what came out: `tests/fixtures/validation.txt`.
//!
//! Every comparison records its row. With `AFTERWORD_BLESS=1` the rows are written, else each must be in
//! the file as it is: runs are the same everywhere, and so is the table.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

const HEAD: &str =
    "# expected, got, and the interval that the expected figure must lie in; written by the tests
# under tests/it/validation: delete this file and run them with AFTERWORD_BLESS=1
";

/// The tests run at the same time.
static FILE: Mutex<()> = Mutex::new(());

/// Records a comparison, or finds it on record.
pub(crate) fn record(what: &str, expected: &str, got: &str, interval: &str) {
    let row = format!("{what:<42} expected {expected:>14}   got {got:>14}   {interval}");
    println!("{row}");
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/validation.txt");
    let _guard = FILE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    if std::env::var_os("AFTERWORD_BLESS").is_some() {
        let key = |row: &str| row.split("  expected ").next().unwrap_or_default().trim().to_owned();
        let rows = text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).chain([row]);
        let rows: BTreeMap<String, String> = rows.map(|row| (key(&row), row)).collect();
        let rows: Vec<String> = rows.into_values().collect();
        std::fs::write(&path, format!("{HEAD}{}\n", rows.join("\n"))).expect("a writable table");
        return;
    }
    assert!(text.lines().any(|line| line == row), "run once with AFTERWORD_BLESS=1 if this is meant: {row}");
}

/// A figure in few digits, without a trailing dot or sign of its rounding.
pub(crate) fn short(value: f64) -> String {
    let digits = if value.abs() < 1e-3 { 8 } else { 6 };
    format!("{value:.digits$}")
}
