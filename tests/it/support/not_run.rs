//! Tests that need what is not there, for the tests of every crate: they include this file by its path.

use std::io::Write;

/// Writes on standard error that the test of this thread does not run, and why.
///
/// Not by `eprintln!`: what that writes is captured, and shown only for tests that fail.
pub(crate) fn does_not_run(reason: &str) {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    let line = format!("!!! {reason}: {test} DOES NOT RUN\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
}
