//! The `slipway` binary: reads the command line, does what it says, ends with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    slipway::cli::run()
}
