//! The endpoints, one file a resource.

pub(crate) mod blocks;
pub(crate) mod comments;
pub(crate) mod data_sources;
pub(crate) mod databases;
pub(crate) mod file_uploads;
pub(crate) mod markdown;
pub(crate) mod move_page;
pub(crate) mod other;
pub(crate) mod pages;
pub(crate) mod property_items;
pub(crate) mod query;
pub(crate) mod search;
pub(crate) mod templates;
pub(crate) mod users;
pub(crate) mod views;
