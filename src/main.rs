//! The `afterword` binary: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    afterword::cli::main()
}
