//! What several subjects are tested with.

pub(crate) mod servers;
