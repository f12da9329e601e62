//! From a request to its endpoint: the tables of all paths, and what is checked before an endpoint is asked.

mod access;
mod answer;
pub(crate) mod local;
mod table;
#[cfg(feature = "viewer")]
pub(crate) mod viewer;

pub(crate) use answer::answer;
pub(crate) use table::{About, Effect, RouteMatch, is_api};
