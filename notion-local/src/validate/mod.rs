//! Checks on what comes in, before anything is changed.

mod paging;

pub(crate) use paging::{Paging, paging_of_query};
