//! What several subjects are tested with.

#[path = "../../../../tests/it/support/not_run.rs"]
mod not_run;
#[path = "../../../../tests/it/support/recordings.rs"]
pub(crate) mod recordings;
