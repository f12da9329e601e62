//! Plans: what would be sent, worked out before anything is.
//!
//! | file | what it plans |
//! |---|---|
//! | `creation` | the order in which related databases come to be |
//! | `request` | the bodies of the requests of that order |
//! | `fit` | how a live data source differs from a schema |

mod creation;
mod fit;
mod request;

pub(crate) use creation::{Step, plan_creation};
pub(crate) use fit::differences;
pub(crate) use request::{Sources, creation_request, property_requests};
