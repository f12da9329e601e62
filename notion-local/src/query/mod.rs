//! Queries over the rows of a data source: filters, sorts, paging.

mod collate;
mod condition;
mod filter;
mod shape;
mod sort;
mod span;
mod words;

pub(crate) use filter::Filter;
pub(crate) use shape::{FilterBody, SortsBody};
pub(crate) use sort::Sorts;
pub(crate) use words::Words;
