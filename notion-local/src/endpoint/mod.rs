//! The endpoints, one file a resource.

pub(crate) mod blocks;
pub(crate) mod data_sources;
pub(crate) mod databases;
pub(crate) mod pages;
pub(crate) mod property_items;
pub(crate) mod query;
pub(crate) mod search;
pub(crate) mod users;
