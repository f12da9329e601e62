//! What several subjects are tested with.

pub(crate) mod arbitrary;
pub(crate) mod commonmark;
pub(crate) mod documents;
#[path = "../../../../tests/it/support/not_run.rs"]
mod not_run;
#[path = "../../../../tests/it/support/recordings.rs"]
pub(crate) mod recordings;
