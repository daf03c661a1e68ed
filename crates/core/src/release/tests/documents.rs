//! Tables that are documents: the rules write them, and a document that says something else fails the test.

use std::path::PathBuf;

/// Set to write the documents instead of holding them against the rules: `cargo run -p xtask -- docs` does so.
const WRITE: &str = "SLIPWAY_WRITE_DOCS";

/// Holds a document of `docs/` against what the rules say, or writes it.
#[track_caller]
pub fn hold(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, text, "docs/{name} is out of date: cargo run -p xtask -- docs");
}
