//! Recorded traffic of the real API, for the tests of every crate: they include this file by its path.

use std::io::Write;
use std::path::PathBuf;

/// Returns the folder that the environment variable `NOTION_RECORDINGS` names. Without it, reports that the test that asks
/// does not run, and returns `None`.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("NOTION_RECORDINGS").filter(|folder| !folder.is_empty());
    if folder.is_none() {
        does_not_run("NOTION_RECORDINGS is not set");
    }
    folder.map(PathBuf::from)
}

/// Writes on standard error that the test of this thread does not run, and why.
///
/// Not by `eprintln!`: what that writes is captured, and shown only for tests that fail.
pub(crate) fn does_not_run(reason: &str) {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    let line = format!("!!! {reason}: {test} DOES NOT RUN\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
}
