//! What several subjects are tested with.

#[allow(dead_code, reason = "not all of it is asked for here")]
#[path = "../../../notion-content/tests/it/support/arbitrary.rs"]
pub(crate) mod arbitrary;
pub(crate) mod not_run;
pub(crate) mod package;
pub(crate) mod readme;
pub(crate) mod recordings;
