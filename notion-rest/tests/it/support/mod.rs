//! What several subjects are tested with.

pub(crate) mod servers;
#[cfg(feature = "redis")]
#[path = "../../../../notion-session/tests/it/support/traces.rs"]
pub(crate) mod traces;
