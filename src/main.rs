//! The `afterword` binary: arguments in, exit code out.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Reading a postmortem allocates some hundred times, and files are read on all processors.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    afterword::cli::main()
}
