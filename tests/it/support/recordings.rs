//! Recorded traffic of the real API, for the tests of every crate: they include this file by its path, beside `not_run.rs`.

use std::path::PathBuf;

use super::not_run::does_not_run;

/// Returns the folder that the environment variable `NOTION_RECORDINGS` names. Without it, reports that the test that asks
/// does not run, and returns `None`.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("NOTION_RECORDINGS").filter(|folder| !folder.is_empty());
    if folder.is_none() {
        does_not_run("NOTION_RECORDINGS is not set");
    }
    folder.map(PathBuf::from)
}
